"""The documentation, built strictly as `make docs` does: complete, whole, without a network."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from kolvet.checks import CHECKS
from kolvet.importers.registry import IMPORTERS
from kolvet.messages import catalogue
from kolvet.policy import flat_values, load_policy
from kolvet.report.schemas import SCHEMAS, read_schema
from kolvet.vet.scenarios import Scenario
from tests.docs.building import built_site
from tests.docs.command_lines import leaves, options_of

COLLECTORS = {
    "weibo-crawler": "weibo-crawler",
    "weiboSpider": "weibospider",
    "weibo-search": "weibo-search",
    "MediaCrawler": "mediacrawler",
    "nghuyong/WeiboSpider": "nghuyong",
    "Weibo-archiver": "weibo-archiver",
    "crawl4weibo": "crawl4weibo",
    "gallery-dl": "gallery-dl",
    "snscrape": "snscrape",
    "yt-dlp": "yt-dlp",
    "wechat-article-exporter": "wechat",
    "Weibo API": "raw-pages",
    "feed": "feeds",
}
"""The collector as an import names it -> its page. A new importer needs a page."""


class _Page(HTMLParser):
    """Text, ids and addresses of a page."""

    def __init__(self, path):
        super().__init__()
        self.words, self.ids, self.links, self.loaded, self.titles = [], set(), [], [], []
        self._title = False
        self.feed(path.read_text(encoding="utf-8"))
        self.text = re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.add(found.get("id"))
        self._title = self._title or tag == "h1"
        if tag == "a":
            self.links.append(found.get("href") or "")
        elif tag == "link" and found.get("rel") in {"stylesheet", "icon", "preload", "preconnect"}:
            self.loaded.append(found["href"])
        elif "src" in found:
            self.loaded.append(found["src"])

    def handle_endtag(self, tag):
        self._title = self._title and tag != "h1"

    def handle_data(self, data):
        self.words.append(data)
        if self._title:
            self.titles.append(data)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built site."""
    return built_site(tmp_path_factory)


@pytest.fixture(scope="session")
def pages(site):
    """Every page by its path within the site, but for the one that a server shows on an error."""
    paths = (path for path in site.rglob("*.html") if path.name != "404.html")
    return {str(path.relative_to(site).as_posix()): _Page(path) for path in paths}


def test_every_check_has_its_page_in_both_languages_in_the_order_of_the_ids(pages):
    for check in CHECKS:
        page = pages[f"checks/{check.RULE}.html"]
        names = catalogue("rules")[check.RULE]
        assert f"{check.RULE} {names['en']}" in "".join(page.titles)
        assert names["zh"] in page.text
        for part in ("What.", "Example (invented).", "Why it matters.", "Known false alarms."):
            assert part in page.text, check.RULE
        for part in ("是什么：", "例子（虚构）：", "为什么重要：", "已知误报："):
            assert part in page.text, check.RULE
    listed = re.findall(r"KV\d{3}", pages["checks/index.html"].text)
    first = sorted(set(listed), key=listed.index)
    assert first == [check.RULE for check in CHECKS]


def test_every_term_of_the_score_is_explained(pages):
    for term, words in catalogue("definitions").items():
        assert f"{term} {catalogue('terms')[term]['en']}" in pages["checks/terms.html"].text
        assert words["en"].split(". ")[0][:60] in pages["checks/terms.html"].text


@pytest.mark.parametrize("path", list(leaves()), ids=" ".join)
def test_every_command_is_there_with_its_options_in_english(pages, path):
    page = pages[f"commands/{path[0]}.html"]
    assert f"kolvet {' '.join(path)}" in page.text
    assert [name for name in options_of(path) - {"--db"} if name not in page.text] == []
    assert "For example:" in page.text


def test_every_collector_has_its_page_with_the_command_that_reads_it(pages):
    assert set(COLLECTORS) == {importer.collector for importer in IMPORTERS}
    for name in (*COLLECTORS.values(), "other-tables"):
        assert "kolvet import " in pages[f"collectors/{name}.html"].text
        assert f"collectors/{name}.html" in pages["importing.html"].links


def test_every_key_of_every_schema_is_in_the_reference_with_its_meaning(site):
    for name in SCHEMAS:
        page = (site / "json" / f"{name}.html").read_text(encoding="utf-8")
        rows = re.findall(
            r"<tr>\s*<td><code>([^<]+)</code></td>\s*<td>.*?</td>\s*<td>(.*?)</td>", page
        )
        known = {path.rpartition(".")[2] for path, _ in rows}
        assert set(_keys(read_schema(name))) - known == set()
        assert [path for path, meaning in rows if not meaning.strip()] == []


def _keys(part):
    if isinstance(part, dict):
        yield from part.get("properties", {})
        for inner in part.values():
            yield from _keys(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _keys(inner)


def test_every_setting_of_the_policy_is_there_with_its_value(site):
    page = (site / "policy.html").read_text(encoding="utf-8")
    for name, value in flat_values(load_policy()).items():
        key = name.rpartition(".")[2]
        shown = ", ".join(value) if isinstance(value, (tuple, list)) else value
        row = rf"<code>{key}</code></td>\s*<td><code>{re.escape(str(shown))}</code>"
        assert re.search(row, page), name


def test_every_key_of_a_scenario_is_explained(site):
    page = (site / "policy.html").read_text(encoding="utf-8")
    for name in set(Scenario.__dataclass_fields__) - {"name", "expect"}:
        row = re.search(rf"<tr>\s*<td><code>{name}</code></td>.*?</tr>", page, re.S)
        assert row, name
        cells = re.findall(r"<td>(.*?)</td>", row[0], re.S)
        assert all(cell.strip() for cell in (cells[1], cells[3])), name


def test_no_link_leads_nowhere(site, pages):
    broken = []
    for name, page in pages.items():
        for link in page.links + page.loaded:
            address, fragment = urldefrag(link)
            if urlsplit(address).scheme:
                continue
            target = (site / name).parent / unquote(address) if address else site / name
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                broken.append(f"{name}: {link}")
            elif fragment and target.suffix == ".html":
                other = pages[target.resolve().relative_to(site.resolve()).as_posix()]
                if unquote(fragment) not in other.ids and fragment != "__search":
                    broken.append(f"{name}: {link}")
    assert broken == []


def test_no_page_loads_anything_from_another_host(site, pages):
    foreign = [
        f"{name}: {address}"
        for name, page in pages.items()
        for address in page.loaded
        if urlsplit(address).scheme not in {"", "data"} or address.startswith("//")
    ]
    assert foreign == []
    for sheet in site.rglob("*.css"):
        styles = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//", styles), sheet


def test_chinese_words_can_be_searched_for(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["en", "zh"]
    separator = re.compile(index["config"]["separator"])
    words = {
        word
        for item in index["docs"]
        if item["location"].startswith("checks/KV201")
        for word in separator.split(item["title"] + " " + item["text"])
    }
    assert {"辱骂", "用户", "品牌"} <= words


def test_what_is_generated_is_not_published_as_files(site):
    names = {path.suffix for path in site.rglob("*")}
    assert not {".py", ".toml", ".md"} & names
