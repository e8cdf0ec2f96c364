"""The page as a whole: its order, its policy, what is inside, and text that stays text."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.messages import choose, text
from kolvet.model.people import Baseline
from kolvet.model.report import Report, Verdict, Word
from kolvet.report.html import embedded_json, render_html
from kolvet.report.html.verdict import SIGNS
from kolvet.report.json_format import render_json
from tests.unit.report.samples import HOLD, INCONCLUSIVE, REJECT, SAMPLES, evidence, months
from tests.unit.report.test_fans_section import report as fan_report
from tests.unit.report.test_html_elements import MARKUP, ODD, Reader, read
from tests.unit.report.test_people_report import SIGNED

FULL = replace(HOLD, fans=fan_report())
PAGES = {**SAMPLES, "full": FULL, "signed": SIGNED}
LONG = "小米这台机器我用了很久，" * 417
NAMES = [
    "why", "quotes", "counter", "timeline", "fans", "comparison", "advice", "score",
    "precedents", "others", "coverage", "limits", "waivers", "corrections", "decisions",
    "reproduce",
]  # fmt: skip


def body(page: str) -> str:
    return page.partition("<body>")[2].partition('<script type="application/json"')[0]


def values(page: str, name: str) -> list[str]:
    return re.findall(rf'[ ]{name}="([^"]*)"', body(page))


def words_of(page: str) -> str:
    return read(body(page)).text


def test_sections_stand_in_the_order_of_the_design() -> None:
    found = re.findall(
        r'<section id="(\w+)"', render_html(SIGNED).replace(" aria-labelledby", " ")
    )
    assert found == [name for name in NAMES if name in found]
    assert set(NAMES) == set(found)


@pytest.mark.parametrize("word", Word)
def test_the_verdict_is_a_word_a_sign_and_a_colour(word: Word) -> None:
    page = render_html(replace(HOLD, verdict=replace(HOLD.verdict, word=word)))
    assert f'class="bar {word}"' in page
    assert f'aria-hidden="true">{SIGNS[word]}</span>' in page
    assert f'class="word">{text(f"report.word_{word}")}</strong>' in page
    assert len(set(SIGNS.values())) == len(Word)


def test_the_banner_says_what_a_manager_needs() -> None:
    shown = words_of(render_html(HOLD)).partition("Why")[0]
    for said in (
        "样例数码君是虚构的博主", "样例数码君", "小米", "HOLD", "provisional", "BRI 36.2",
        "90% interval 22.1-47.9", "Upside 28.4", "Convert first", "2026-01-04", "default v1",
        "the index's band (bands)", "Exit code 1",
    ):  # fmt: skip
        assert said in shown


def test_an_index_just_under_a_band_is_not_rounded_into_it() -> None:
    close = replace(HOLD, verdict=replace(HOLD.verdict, bri=14.997))
    shown = words_of(render_html(close)).partition("Why")[0]
    assert shown.count("14.997") == 2
    assert "15.0" not in shown


def test_what_a_person_confirmed_is_not_provisional() -> None:
    confirmed = replace(HOLD, verdict=replace(HOLD.verdict, provisional=False))
    assert "provisional" not in words_of(render_html(confirmed)).partition("Why")[0]


def test_an_unmeasured_index_has_no_scale() -> None:
    unknown = replace(
        INCONCLUSIVE, verdict=Verdict(Word.INCONCLUSIVE, 4, True, None, None, None, "x")
    )
    page = render_html(unknown)
    assert "not measured (no posts to judge)" in words_of(page)
    assert "index-scale" not in body(page)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_inside_the_page_has_its_target(name: str) -> None:
    page = render_html(PAGES[name])
    ids = values(page, "id")
    assert len(ids) == len(set(ids))
    inside = [target[1:] for target in values(page, "href") if target.startswith("#")]
    assert inside
    assert set(inside) <= set(ids)
    assert set(values(page, "aria-labelledby")) <= set(ids)


def test_evidence_numbers_are_links_also_to_folded_quotes() -> None:
    page = render_html(HOLD)
    assert '<a href="#item-E7">E7</a>' in page
    folded = page.partition('<details class="more">')[2].partition("</details>")[0]
    assert 'id="item-E7"' in folded


def test_paper_says_that_of_folded_quotes_only_those_that_are_cited_are_printed() -> None:
    many = tuple(evidence(f"E{number}", "小米不行") for number in range(1, 21))
    why = (replace(HOLD.why[0], evidence=("E7", "E9")),)
    report = replace(HOLD, evidence=many, why=why, findings=(), advice=())
    page = render_html(report)
    assert "Printed: only those that are cited above (2 of 15)" in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    on_screen, _, in_print = style.partition("@media print")
    assert ".on-paper { display: none; }" in on_screen
    assert ".on-paper { display: block; }" in in_print


def test_many_numbers_are_counted() -> None:
    many = tuple(evidence(f"E{number}", "小米不行") for number in range(1, 39))
    finding = replace(HOLD.findings[0], evidence=tuple(item.id for item in many))
    shown = words_of(render_html(replace(HOLD, evidence=many, findings=(finding,))))
    assert "[E1, E2, E3, E4, E5, E6, E7, E8, +30]" in shown


def test_a_history_of_thousands_stays_small_enough_to_mail() -> None:
    many = tuple(evidence(f"E{number}", "小米不行") for number in range(1, 3001))
    finding = replace(HOLD.findings[0], evidence=("E50", "E51"))
    page = render_html(replace(HOLD, evidence=many, findings=(finding,)))
    assert "2995 more" in page
    assert "2950 more in the JSON report." in page
    assert page.count("<article") == 50 + len(HOLD.counter) + len(HOLD.others)
    assert '[<a href="#item-E50">E50</a>, E51]' in page


@pytest.mark.parametrize("name", PAGES)
def test_headings_never_skip_a_level(name: str) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", body(render_html(PAGES[name])))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_captions_and_headed_rows_and_columns(name: str) -> None:
    for shown in re.findall(r"<table>.*?</table>", body(render_html(PAGES[name])), re.DOTALL):
        assert shown.startswith("<table><caption")
        assert shown.count("<th") >= 2
        assert "<th>" not in shown
        assert all(row.startswith("<th") for row in re.findall(r"<tr>(.{3})", shown))


@pytest.mark.parametrize(("chosen", "written"), [("zh", "zh-CN"), ("en", "en")])
def test_languages_are_marked(monkeypatch: pytest.MonkeyPatch, chosen: str, written: str) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", [chosen])
    page = render_html(REJECT)
    assert f'<html lang="{written}">' in page
    assert (
        '<blockquote lang="zh" dir="auto"><p><bdi><mark>买它的人,活该当韭菜</mark></bdi></p>'
        in page
    )
    assert (
        '<blockquote lang="en" dir="auto"><p><bdi><mark>bottom-tier buyers</mark></bdi></p>'
        in page
    )


def test_the_policy_lets_nothing_in_but_the_page_s_own_style() -> None:
    page = render_html(FULL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    rules = policy[1].replace("&#x27;", "'").split("; ")
    assert rules == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'",
        "form-action 'none'",
    ]  # fmt: skip
    assert page.index("Content-Security-Policy") < page.index("<style>")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    page = render_html(PAGES[name])
    reader = read(page)
    kinds = [tag for tag, _ in reader.tags]
    assert kinds.count("script") == 1
    assert not {"img", "iframe", "object", "embed", "link", "base", "form", "audio"} & set(kinds)
    names = {name for _, attributes in reader.tags for name in attributes}
    assert not {item for item in names if item.startswith("on")} | names & {"style", "src"}
    style = (files("kolvet.report.html") / "style.css").read_text(encoding="utf-8")
    assert re.findall(r"url\(([^)]*)\)|@import", style) == ["#stripes"]


@pytest.mark.parametrize("name", PAGES)
def test_the_json_inside_is_the_report_byte_for_byte(name: str) -> None:
    page = render_html(PAGES[name])
    written = render_json(PAGES[name])
    assert embedded_json(page) == written
    assert hashlib.sha256(written.encode()).hexdigest() in words_of(page)


@pytest.mark.parametrize(
    "quote", ["</script><script>alert(1)</script>", "<!--<script>", "\\u003c \\\\u003c \\<", "\\"]
)
def test_no_quote_ends_the_json_or_is_lost_in_it(quote: str) -> None:
    report = replace(HOLD, evidence=(evidence("E1", quote),))
    page = render_html(report)
    assert embedded_json(page) == render_json(report)
    assert page.count("</script") == page.count("<script") == 1
    assert "<!--" not in page


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_html(FULL) == render_html(FULL)


HOSTILE = st.lists(st.one_of(MARKUP, ODD, st.text(max_size=5)), max_size=6).map(
    lambda parts: "小米" + "".join(parts)
)


def told(words: str) -> Report:
    """A report in which a text stands wherever text from outside can stand."""
    quotes = tuple(
        replace(item, quote=words, span=None, source=words, platform=words)
        for item in HOLD.evidence[:2]
    )
    first = REJECT.precedents[0]
    return replace(
        SIGNED,
        evidence=quotes,
        counter=(),
        others=(replace(HOLD.others[0], quote=words),),
        blogger=replace(HOLD.blogger, name=words, names=(words, "b")),
        brand=replace(HOLD.brand, name=words, children=(words,)),
        run=replace(HOLD.run, command=words),
        policy=replace(HOLD.policy, name=words),
        engine=replace(HOLD.engine, version=words),
        why=tuple(replace(item, text=words) for item in HOLD.why),
        findings=tuple(replace(item, message=words) for item in HOLD.findings),
        advice=tuple(replace(item, text=words) for item in HOLD.advice),
        precedents=(replace(first, summary=words, about=words, publisher=words, kind=words),),
        corrections=tuple(replace(item, quote=words) for item in SIGNED.corrections),
        decisions=tuple(replace(item, note=words, by=words) for item in SIGNED.decisions),
        waivers=tuple(replace(item, message=words) for item in SIGNED.waivers),
        limits=(words,),
        notices=(words,),
        unmeasured=(words,),
        timeline=months("1 2 3,0 1 0", brand=words),
        turning_points=(replace(HOLD.turning_points[0], brand=words),),
    )


MARKED = ("span", ("lang",))
"""Around Chinese words in a sentence of ours, as many as there are; else it is marked itself."""


def shape(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    tags = [tag for tag in read(render_html(report)).tags if tag != MARKED]
    return [("bdi", ()) if tag == ("bdi", ("lang",)) else tag for tag in tags]


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_no_text_adds_an_element_or_an_attribute(words: str) -> None:
    assert shape(told(words)) == shape(told("小米"))


def test_a_long_quote_is_cut_around_its_phrase_and_whole_on_demand() -> None:
    quote = LONG[:2000] + "真是翻车了" + LONG[:2995]
    item = evidence("E1", quote, "真是翻车了")
    page = render_html(replace(HOLD, evidence=(item,)))
    section = page.partition('id="quotes"')[2].partition("</section>")[0]
    shown, _, whole = section.partition("<details>")
    assert "<mark>真是翻车了</mark>" in shown
    assert len(read(shown).text) < 600
    assert "The whole text (5,000 characters)" in whole
    assert f'<bdi lang="zh">{quote}</bdi>' in whole


def test_a_quote_keeps_its_lines_and_names_what_cannot_be_seen() -> None:
    shown = words_of(render_html(HOLD))
    assert "【评测】小米样机第三周：\n充电 30 分钟" in shown
    assert "又是\\u202e期货\\x1b[31m，小米别再发 PPT 了" in shown


@pytest.mark.parametrize(
    "source",
    ["/home/chen/数据/posts.csv:12 (weibo-crawler)", "C:\\a b\\posts.csv:12 (weibo-crawler)"],
)
def test_a_mailed_page_names_the_row_and_no_folder_of_the_machine(source: str) -> None:
    report = replace(HOLD, evidence=(evidence("E1", "小米不行", source=source),))
    section = render_html(report).partition('id="quotes"')[2].partition("</section>")[0]
    assert "row posts.csv:12 (weibo-crawler)" in section
    assert "home" not in section
    assert "a b" not in section


def test_press_is_dated_and_a_summary_is_not_sold_as_his_words() -> None:
    shown = words_of(render_html(REJECT))
    assert "E1 2025-09 · press report · ▼ critical · severe 3/3" in shown
    assert "press summary, not his words" in shown
    assert "▲ source published 2026-01-07, after the as-of date" in shown


def test_review_is_a_sign_beside_the_words() -> None:
    shown = words_of(render_html(SIGNED))
    assert "☑ confirmed" in shown
    assert "☐ not reviewed" in shown
    assert "reviewed by · 陈[b]" in shown


def test_waived_and_known_findings_say_so() -> None:
    waived = SIGNED.waivers[0].waiver.fingerprint
    first, second = HOLD.findings
    report = replace(
        SIGNED,
        findings=(replace(first, fingerprint=waived), second),
        baseline=Baseline("abc", "hold", (second.fingerprint,)),
    )
    shown = words_of(render_html(report)).partition("Checks that hit")[2]
    assert "有 61 条判为批评。 (waived)" in shown
    assert "辱骂品牌用户本人。 (known from the baseline)" in shown
    assert "Since the baseline1 of 2 findings" in shown


def test_people_are_named_with_what_they_did() -> None:
    shown = words_of(render_html(SIGNED))
    for said in ("critical → neutral", "not about the brand", "转述别人的话", "已当面道歉",
                 "waived until 2026-06-30 by 陈", "#1 · approved", "先借机"):  # fmt: skip
        assert said in shown
    assert "确认的话" not in shown


def test_unmeasured_terms_say_what_stands_in() -> None:
    shown = words_of(render_html(HOLD))
    assert "not measured, 0.50 stands in (0.25-0.90) · no fan comments" in shown


def test_fans_that_nobody_read_are_not_shown_as_figures() -> None:
    section = render_html(HOLD).partition('id="fans"')[2].partition("</section>")[0]
    assert "0.5 stands in" in section
    assert "<table" not in section
    assert "0.0%" not in section


def test_every_fan_measure_is_shown_raw_and_without_crowds_or_said_to_be_missing() -> None:
    section = render_html(FULL).partition('id="fans"')[2].partition("</section>")[0]
    assert FULL.fans is not None
    rows = re.findall(r"<tr>.*?</tr>", section, re.DOTALL)
    assert len(rows) == len(FULL.fans.measures) + 1
    missing = [measure for measure in FULL.fans.measures if measure.missing]
    assert section.count("not available") == len(missing)
    assert "kolvet fetch" in section


def test_our_sentences_keep_their_language_and_only_names_are_chinese() -> None:
    said = "A severe insult of 小米's users within 24 months: reject"
    report = replace(
        HOLD,
        why=(replace(HOLD.why[0], text=said),),
        findings=(replace(HOLD.findings[0], message=said),),
        advice=(replace(HOLD.advice[0], text=said),),
        limits=(said,),
    )
    marked = html.escape(said).replace("小米", '<span lang="zh">小米</span>')
    assert render_html(report).count(f"<bdi>{marked}</bdi>") == 4
    choose("zh")
    assert render_html(report).count(f'<bdi lang="en">{marked}</bdi>') == 4


def test_a_page_of_someone_unread_says_so() -> None:
    shown = words_of(render_html(REJECT))
    assert "None of his posts was read" in shown
    assert "0 likes" not in shown


def test_the_reader_of_these_tests_sees_what_it_must() -> None:
    reader = Reader()
    reader.feed('<p onclick="x"><script>1</script>')
    assert reader.tags == [("p", ("onclick",)), ("script", ())]
