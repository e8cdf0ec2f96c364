import json
import re

from kolvet.report.listing import (
    render_evidence,
    render_evidence_json,
    render_evidence_ndjson,
    render_timeline,
    render_timeline_json,
    render_timeline_ndjson,
)
from tests.unit.report.samples import TURNS, judged_post, listed_posts, months


def test_a_wide_page_has_the_quote_in_its_last_column() -> None:
    line = render_evidence([judged_post()], width=80, colour=False).splitlines()[0]
    assert re.fullmatch(r"2025-09-03 +critical +2/3 +91% +小米这次【翻车了】\[doge\]", line)


def test_a_narrow_page_has_the_quote_below() -> None:
    lines = render_evidence([judged_post()], width=40, colour=False).splitlines()
    assert lines[1] == "  小米这次【翻车了】[doge]"


def test_reasons_are_shown_with_signs_when_asked() -> None:
    posts = [judged_post()]
    assert "word.complaint" not in render_evidence(posts, width=80, colour=False)
    shown = render_evidence(posts, width=80, colour=False, explain=True)
    assert "-0.80  word.complaint  翻车" in shown
    assert "+0.25  word.praise  好" in shown


def test_posts_keep_their_order_and_are_counted() -> None:
    shown = render_evidence(listed_posts(), width=80, colour=False)
    assert re.findall(r"^(\S+) +(?:critical|neutral|supportive)", shown, re.MULTILINE) == [
        "2025-09-03", "undated", "2024-07-30",
    ]  # fmt: skip
    counts = "3 posts name the brand  1 critical  1 neutral  1 supportive"
    assert shown.splitlines()[-1] == counts


def test_an_unknown_flag_is_shown_by_its_name() -> None:
    assert "new_flag" in render_evidence(
        [judged_post(flags=("new_flag",))], width=80, colour=False
    )


def test_an_empty_list_says_so() -> None:
    assert render_evidence([], width=80, colour=False) == "No post matches."
    assert render_timeline([], width=80, colour=False) == "No post names the brand."
    assert render_evidence_ndjson([]) == ""
    assert json.loads(render_evidence_json([])) == []


def test_a_pipe_gets_one_object_a_line() -> None:
    lines = render_evidence_ndjson(listed_posts()).split("\n")
    assert len(lines) == 3
    first = json.loads(lines[0])
    assert first["quote"][slice(*first["span"])] == "翻车了"
    assert first["published"] == "2025-09-03T21:14:00+08:00"
    assert (first["likes"], first["comments"], first["reposts"]) == (12345, 6, None)
    assert first["edited"] is True
    assert first["source"] == "posts.csv:12 (weibo-crawler)"
    assert json.loads(render_evidence_json(listed_posts()))[0] == first


def test_a_month_table_leaves_out_empty_months_and_says_so() -> None:
    shown = render_timeline(months("1 2 3,0 0 0,2 0 0"), width=80, colour=False)
    assert re.search(r"^2023-08 +1 +2 +3 +▇··\+\+\+$", shown, re.MULTILINE)
    assert "2023-09" not in shown
    assert "Months without a post are left out." in shown
    full = render_timeline(months("1 2 3"), width=80, colour=False)
    assert "left out" not in full


def test_months_as_json_have_no_gaps() -> None:
    made = months("1 2 3,0 0 0")
    assert json.loads(render_timeline_json(made))[1] == {
        "month": "2023-09", "brand": "小米", "posts": 0,
        "critical": 0, "neutral": 0, "supportive": 0, "turning_points": [],
    }  # fmt: skip
    (turn,) = TURNS[:1]
    at = months("0 0 1", f"{turn.day:%Y-%m}")
    assert json.loads(render_timeline_json(at, TURNS))[0]["turning_points"][0]["p"] == turn.p
    assert len(render_timeline_ndjson(made).split("\n")) == 2
