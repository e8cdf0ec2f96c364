"""Markdown: what people wrote neither formats the page nor links, mentions or escapes a cell."""

import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from kolvet.model.people import Baseline, WaivedFinding, Waiver
from kolvet.report.junit import render_junit
from kolvet.report.markdown import PART, code, escape, link, render_markdown
from kolvet.report.terminal import render_terminal
from tests.unit.report.full import FULL
from tests.unit.report.samples import HOLD, INCONCLUSIVE, REJECT, evidence

BARE = re.compile(r"(?<!\\)[<>*_`\[\]#|~@$!]")


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "# 标题",
        "- 列表",
        "+ 列表",
        "1. 列表",
        "2) 列表",
        "=== ",
        "**粗** __下__ ~~删~~",
        "[点我](https://evil.example)",
        "![图](https://evil.example/x.png)",
        "`代码` | 单元格 | $x$",
        "@somebody 看 https://evil.example www.evil.example",
        "&lt;b&gt;",
        "第一行\n\n# 第二行",
        "a\\",
    ],
)
def test_words_of_people_are_only_words(words):
    shown = escape(words).replace(PART, "")
    assert "\n" not in shown
    assert not BARE.search(shown), shown
    assert not re.match(r"\s*(?:[-+=]|\d+[.)]\s)", shown)
    assert not re.search(r"(?<!\\)://|www\.(?!\\)", shown.replace("\\://", ""))
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown)
    assert unescaped == " ".join(words.split())


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        ("@octocat", "\\@|octocat"),
        ("a@b.com", "a\\@|b.com"),
        ("octo/repo#12", "octo/repo\\#|12"),
        ("GH-12 gh-3", "GH-|12 gh-|3"),
        ("真香:smile:100:", "真香:|smile:|100:"),
        ("0f" * 20, "0|f" + "0f" * 19),
        ("a1b2c3d", "a|1b2c3d"),
        ("1234567f", "1|234567f"),
    ],
)
def test_github_finds_nothing_to_link_once_the_backslashes_are_gone(words, parted):
    assert escape(words) == parted.replace("|", PART)


@pytest.mark.parametrize(
    "words", ["@某人 #小米# 23:59:59 a1b2c3 GH-x xa1b2c3d4", "1000000001 小米17"]
)
def test_what_github_leaves_alone_is_left_alone(words):
    assert PART not in escape(words)


def test_the_run_is_named_so_that_it_can_be_copied():
    assert HOLD.run.id in render_markdown(HOLD).splitlines()[-1]


def test_parts_of_a_line_stay_apart():
    shown = render_markdown(HOLD)
    assert "2025-09-03 · Weibo · critical" in shown
    assert "12.3k likes · 830 comments · 402 reposts" in shown
    assert "655 reposts · 12 truncated" in shown
    assert "F Known enemy · T " in shown
    story = render_junit(HOLD)
    assert "12.3k likes · 830 comments" in story


def test_a_backslash_at_the_end_escapes_nothing_of_ours():
    assert escape("a\\") == "a\\\\"
    report = replace(HOLD, blogger=replace(HOLD.blogger, name="x|\\"))
    assert "## ▲ x\\|\\\\ / 小米" in render_markdown(report)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "file:///etc"])
def test_only_addresses_of_the_web_are_links(url):
    assert link("E1", url) == "E1"


def test_an_address_cannot_leave_its_brackets():
    assert link("E1", "https://a.example/>)<b> x") == "[E1](<https://a.example/%3E%29%3Cb%3E%20x>)"


def test_code_is_fenced_by_more_than_it_holds():
    assert code("a `b` ``c``") == "``` a `b` ``c`` ```"
    assert code("plain") == "`plain`"


@pytest.mark.parametrize("report", [HOLD, REJECT, INCONCLUSIVE, FULL], ids=lambda x: x.run.id)
def test_tables_have_the_cells_that_their_head_has(report):
    lines = render_markdown(report).splitlines()
    for index, line in enumerate(lines):
        if re.fullmatch(r"\|(---\|)+", line):
            columns = line.count("|")
            rows = [lines[index - 1]]
            for row in lines[index + 1 :]:
                if not row.startswith("|"):
                    break
                rows.append(row)
            assert len(rows) > 1
            for row in rows:
                assert len(re.findall(r"(?<!\\)\|", row)) == columns, row


def test_decisive_quotes_stand_with_date_link_stance_and_marked_phrase():
    shown = render_markdown(HOLD)
    assert "[E1](<https://weibo.com/1000000001/QabCdEfGh>)" in shown
    assert "【米粉就是这样惯出来的厂商】" in shown
    assert "2025-09-03" in shown
    assert "12.3k likes" in shown
    assert "E6" not in shown


def test_a_check_that_hit_often_is_one_row():
    found = tuple(replace(HOLD.findings[1], fingerprint=f"{n:016}") for n in range(6))
    shown = render_markdown(replace(HOLD, findings=found))
    assert len(re.findall(r"^\| KV201", shown, re.M)) == 1
    assert "× 6" in shown


def test_what_is_accepted_is_marked():
    waiver = Waiver("1e" * 8, "已|道歉", "陈", date(2026, 6, 30))
    report = replace(
        HOLD,
        waivers=(WaivedFinding(waiver, "KV201", "辱骂"),),
        baseline=Baseline("feed", "hold", ("0f" * 8,)),
    )
    shown = render_markdown(report)
    assert "waived: 1/1" in shown
    assert "known from the baseline: 1/1" in shown
    assert "已\\|道歉" in shown


def test_a_long_quote_is_cut_around_its_phrase():
    words = "前文。" * 400 + "小米这次翻车了" + "后文。" * 400
    shown = render_markdown(replace(HOLD, evidence=(evidence("E1", words, "翻车了"),)))
    quoted = next(line for line in shown.splitlines() if "【翻车了】" in line)
    assert quoted.startswith("> …")
    assert quoted.endswith("…")
    assert len(quoted) < 500


def test_what_the_baseline_held_is_said_and_a_worse_verdict_too():
    known = replace(HOLD, baseline=Baseline("feedfeedfeed", "hold", ("0f" * 8,)))
    worse = replace(HOLD, baseline=Baseline("feedfeedfeed", "clear", ("0f" * 8,)))
    for render in (render_markdown, partial(render_terminal, width=200, colour=False)):
        assert "1 of 2 findings stands in the report feedfeedfeed" in " ".join(
            render(known).split()
        )
        assert "worse than in the report feedfeedfeed" in " ".join(render(worse).split())
        assert "Since the baseline" not in render(HOLD)
