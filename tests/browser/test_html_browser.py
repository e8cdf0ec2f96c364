"""What a manager's browser makes of a page: nothing leaves it, it fits, and everybody can read it.

KOLVET_SHOTS=FOLDER keeps the pictures and the printed pages, to be looked at.
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kolvet.report.html import render_html
from tests.browser.chromium import Browser
from tests.browser.conftest import RUNS
from tests.unit.report.samples import HOLD, evidence, months
from tests.unit.report.test_fans_section import report as fans_of
from tests.unit.report.test_people_report import SIGNED

WIDTHS = (320, 360, 768, 1280, 2560)
HOSTILE = (
    "小米</p></script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"
    "\u202e\u2067翻\u200b车\x00\"'><svg onload=window.pwned=1>👨‍👩‍👧[doge]"
)
SERIOUS = {"serious", "critical"}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A page of hostile text in every place, 5,000 characters of it without a space."""
    path = tmp_path / "hostile.html"
    long = HOSTILE + "W" * 2500 + "米" * 2500
    report = replace(
        SIGNED,
        evidence=(evidence("E1", HOSTILE, "翻\u200b车", url=HOSTILE), evidence("E2", long)),
        blogger=replace(HOLD.blogger, name=long[:300], names=(HOSTILE, long[:300])),
        run=replace(HOLD.run, command=long),
        limits=(long,),
        notices=(HOSTILE,),
    )
    path.write_text(render_html(report), encoding="utf-8")
    return path


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = Path(os.environ.get("KOLVET_SHOTS", tmp_path))
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("name", RUNS)
def test_the_console_is_silent_and_no_request_leaves_the_file(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    browser.open(pages[name], width=1280)
    assert browser.complaints() == []
    assert browser.requests() == [pages[name].as_uri()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", RUNS)
def test_no_page_scrolls_sideways(
    browser: Browser, pages: dict[str, Path], name: str, width: int
) -> None:
    browser.open(pages[name], width=width)
    assert browser.evaluate("document.documentElement.scrollWidth") == width
    assert browser.evaluate(_open_all("document.documentElement.scrollWidth")) == width


def _open_all(then: str) -> str:
    """Unfold everything, then look."""
    return f"document.querySelectorAll('details').forEach(item => item.open = true); {then}"


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_text_stays_text_and_fits(browser: Browser, hostile: Path, width: int) -> None:
    browser.open(hostile, width=width)
    assert browser.complaints() == []
    assert browser.requests() == [hostile.as_uri()]
    assert browser.evaluate("window.pwned === undefined") is True
    assert browser.evaluate("document.querySelectorAll('script, img, [onload]').length") == 1
    assert browser.evaluate(_open_all("document.documentElement.scrollWidth")) == width
    shown = str(browser.evaluate("document.querySelector('#item-E1 blockquote').innerText"))
    assert "<script>window.pwned=1</script>" in shown
    assert "\\u202e\\u2067翻\\u200b车\\x00" in shown
    assert browser.evaluate("document.querySelectorAll('#item-E1 a').length") == 0


def test_the_policy_stops_what_would_slip_in(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "injected.html"
    slipped = (
        "<script>window.pwned=1</script><img src='http://127.0.0.1:9/x.png'>"
        "<p id='styled' style='color: rgb(1, 2, 3)'>x</p><style>p { color: rgb(4, 5, 6) }</style>"
    )
    page.write_text(render_html(HOLD).replace("</main>", f"{slipped}</main>"), encoding="utf-8")
    browser.open(page, width=1000)
    assert browser.evaluate("window.pwned === undefined") is True
    assert browser.requests() == [page.as_uri()]
    colour = "getComputedStyle(document.querySelector('#styled')).color"
    assert browser.evaluate(colour) not in {"rgb(1, 2, 3)", "rgb(4, 5, 6)"}
    assert len(browser.complaints()) >= 4


@pytest.mark.parametrize(
    ("width", "features"),
    [(1280, {}), (360, {}), (1000, {"prefers_color_scheme": "dark"})],
    ids=["wide", "phone", "dark"],
)
@pytest.mark.parametrize("name", RUNS)
def test_axe_finds_nothing_serious(
    browser: Browser,
    pages: dict[str, Path],
    axe: str,
    shots: Path,
    name: str,
    width: int,
    features: dict[str, str],
) -> None:
    browser.open(pages[name], width=width, **features)
    browser.screenshot(shots / f"{name}-{width}{'-dark' if features else ''}.png")
    browser.evaluate(_open_all("1"))
    assert _violations(browser, axe) == []


def _violations(browser: Browser, axe: str) -> list[str]:
    browser.evaluate(axe)
    found = browser.evaluate("axe.run().then(found => JSON.stringify(found.violations))")
    return [
        f"{item['id']}: {node['html']}"
        for item in json.loads(str(found))
        if item["impact"] in SERIOUS
        for node in item["nodes"]
    ]


def test_axe_would_find_a_fault(browser: Browser, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "faulty.html"
    faulty = render_html(HOLD).replace("--soft: #57606a", "--soft: #c0c0c0")
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", faulty), encoding="utf-8")
    browser.open(page, width=1280)
    assert any(item.startswith("color-contrast") for item in _violations(browser, axe))


def test_dark_is_dark_and_light_is_light(browser: Browser, pages: dict[str, Path]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    browser.open(pages["reject"], width=1000, prefers_color_scheme="light")
    assert browser.evaluate(ground) == "rgb(255, 255, 255)"
    browser.open(pages["reject"], width=1000, prefers_color_scheme="dark")
    assert browser.evaluate(ground) == "rgb(13, 17, 23)"


@pytest.mark.parametrize("name", RUNS)
def test_it_prints_on_a4_in_black_and_white(
    browser: Browser, pages: dict[str, Path], shots: Path, name: str
) -> None:
    browser.open(pages[name], width=1000, prefers_color_scheme="dark")
    browser.call("Emulation.setEmulatedMedia", media="print")
    style = "getComputedStyle(document.querySelector('.bar'))"
    assert browser.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
    assert browser.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert browser.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    browser.call("Emulation.setEmulatedMedia", media="")
    path = shots / f"{name}.pdf"
    browser.pdf(path)
    printed = path.read_bytes()
    assert printed.startswith(b"%PDF")
    pages_printed = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 3 <= pages_printed <= 12
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", printed)[0])
    assert (round(width), round(height)) == (595, 842)


def _on_paper(browser: Browser, page: Path) -> dict[str, bool]:
    """Whether a quote is on the paper, by its number."""
    browser.open(page, width=1000)
    browser.call("Emulation.setEmulatedMedia", media="print")
    shown = browser.evaluate(
        "Object.fromEntries([...document.querySelectorAll('article.quote')]"
        ".map(item => [item.id.slice(5), item.checkVisibility()]))"
    )
    assert isinstance(shown, dict)
    browser.call("Emulation.setEmulatedMedia", media="")
    return shown


def test_every_quote_that_is_cited_is_printed_though_it_is_folded(
    browser: Browser, tmp_path: Path
) -> None:
    page = tmp_path / "folded.html"
    many = tuple(evidence(f"E{number}", "小米不行") for number in range(1, 39))
    every = replace(HOLD.findings[0], evidence=tuple(item.id for item in many))
    other = replace(HOLD.findings[1], rule="KV601", evidence=("O2", "E20"))
    report = replace(HOLD, evidence=many, findings=(every, other))
    page.write_text(render_html(report), encoding="utf-8")
    shown = _on_paper(browser, page)
    cited = {f"E{number}" for number in range(1, 9)} | {"E20", "O2", "C1", "C2", "C3"}
    assert {number for number, printed in shown.items() if printed} == cited
    browser.evaluate("document.querySelector('details.more').open = true")
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.evaluate("document.querySelector('#item-E38').checkVisibility()") is True
    browser.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize(("width", "letters"), [(320, 28), (360, 32), (320, 120), (1280, 120)])
def test_a_long_brand_name_never_scrolls_the_page(
    browser: Browser, tmp_path: Path, width: int, letters: int
) -> None:
    page = tmp_path / "long.html"
    name = "W" * letters
    first, *others = HOLD.comparison.rows
    report = replace(
        HOLD,
        brand=replace(HOLD.brand, name=name),
        timeline=months("1 2 3,0 1 0", brand=name),
        comparison=replace(HOLD.comparison, rows=(replace(first, brand=name), *others)),
        fans=replace(fans_of(), blogger=name),
    )
    page.write_text(render_html(report), encoding="utf-8")
    browser.open(page, width=width)
    assert browser.evaluate(_open_all("document.documentElement.scrollWidth")) == width


def test_a_keyboard_reaches_the_reasons_and_a_folded_quote(
    browser: Browser, pages: dict[str, Path]
) -> None:
    browser.open(pages["reject"], width=1000)
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
    assert browser.evaluate("document.activeElement.className") == "skip"
    assert browser.evaluate("document.activeElement.getBoundingClientRect().left >= 0") is True
    browser.evaluate("document.querySelector('a[href=\"#item-E8\"]').click()")
    assert browser.evaluate("document.querySelector('#item-E8').closest('details').open") is True


def test_a_phone_sees_the_narrow_chart_and_a_desk_the_wide_one(
    browser: Browser, pages: dict[str, Path]
) -> None:
    shown = (
        "[...document.querySelectorAll('svg.timeline')]"
        ".filter(item => getComputedStyle(item).display != 'none')"
        ".map(item => item.classList[1]).join()"
    )
    for width, wanted in ((360, "narrow"), (1280, "wide")):
        browser.open(pages["reject"], width=width)
        assert browser.evaluate(shown) == wanted


def test_languages_are_told_to_screen_readers(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["conditions"], width=1000)
    assert browser.evaluate("document.documentElement.lang") == "en"
    assert browser.evaluate("document.querySelector('#item-E1 blockquote').lang") == "zh"
    landmarks = "['header', 'nav', 'main', 'footer'].every(name => document.querySelector(name))"
    assert browser.evaluate(landmarks) is True
