"""What people said, as a report shows it: on the terminal and as JSON."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest

from kolvet.decisions.chain import link
from kolvet.decisions.quotes import quotes_of
from kolvet.model.judgements import Judgement, Span, Stance, TargetKind
from kolvet.model.people import (
    Action,
    AppliedCorrection,
    Correction,
    RecordedDecision,
    WaivedFinding,
    Waiver,
    text_digest,
)
from kolvet.report.json_format import render_json, report_schema
from kolvet.report.page import Look
from kolvet.report.people_lists import render_card, render_log, render_waivers
from kolvet.report.terminal import render_terminal
from tests.unit.report.samples import HOLD

NASTY = "小米[doge][/b]\x1b[31m红\u202e翻"
AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
SAID = Correction(
    digest=text_digest(NASTY),
    brand="小米",
    action=Action.FLIP,
    kind="post",
    quote=NASTY,
    stance=Stance.NEUTRAL,
    severity=0,
    target_kind=TargetKind.PRODUCT,
    insult=False,
    by="陈[b]",
    reason="转述别人的话",
    at=AT,
    run="abc123",
)
NOT_ABOUT = replace(SAID, action=Action.NOT_ABOUT, stance=None)
BEFORE = Judgement(True, 0.8, Stance.CRITICAL, -0.7, 2, TargetKind.PRODUCT)
WAIVER = Waiver("0123456789abcdef", "已当面道歉", "陈", date(2026, 6, 30), "样例", "小米", AT)
SIGNED = replace(
    HOLD,
    evidence=(replace(HOLD.evidence[0], reviewed=True, review=SAID), *HOLD.evidence[1:]),
    corrections=(
        AppliedCorrection(SAID, NASTY, AT, "https://weibo.com/1/a", BEFORE),
        AppliedCorrection(replace(SAID, action=Action.CONFIRM), "确认的话", AT, "", BEFORE),
        AppliedCorrection(NOT_ABOUT, "不相干", date(2025, 1, 1), "", None),
    ),
    waivers=(WaivedFinding(WAIVER, "KV201", "Insults the brand's users."),),
    decisions=(
        RecordedDecision(
            1, "approve", "陈总", "先借机", "2026-01-05T12:00:00+08:00", "abc", "0" * 64, "f" * 64
        ),
    ),
    decisive=("E1", "E2"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def test_every_sign_of_a_person_fits_the_schema():
    written = json.loads(render_json(SIGNED))
    jsonschema.Draft202012Validator(report_schema()).validate(written)
    assert written["evidence"][0]["review"]["by"] == "陈[b]"
    assert written["waivers"][0]["until"] == "2026-06-30"
    assert written["decisions"][0]["report_sha256"] == "0" * 64
    assert written["corrections"][2]["before"] is None
    assert written["corrections"][0]["at"] == "2026-01-05T12:00:00+08:00"


@pytest.mark.parametrize("key", ["waivers", "decisions", "corrections"])
def test_the_schema_refuses_an_entry_that_lacks_who_said_it(key):
    written = json.loads(render_json(SIGNED))
    del written[key][0]["by"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(report_schema()).validate(written)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_the_terminal_says_who_what_when_and_why_and_obeys_no_quote(width, colour):
    shown = render_terminal(SIGNED, width=width, colour=colour)
    flat = "".join(re.sub(r"\x1b\[[0-9;]*m", "", shown).split())
    for words in ("Correctedbyaperson", "critical→neutral", "notaboutthebrand", "转述别人的话"):
        assert words in flat
    for words in ("2026-01-05", "已当面道歉", "waiveduntil2026-06-30by陈", "先借机", "approved"):
        assert words in flat
    assert "确认的话" not in flat
    assert "\x1b[31m红" not in shown
    assert "\u202e" not in shown
    assert "[doge]" in flat
    assert "陈[b]" in flat


def test_nothing_is_shown_where_nobody_said_anything():
    shown = render_terminal(HOLD, width=80, colour=False)
    for heading in ("Corrected by a person", "Waivers", "Decisions"):
        assert heading not in shown


def card(**changes):
    report = json.loads(render_json(SIGNED))
    quote = replace(quotes_of(report)["E1"], **changes)
    return render_card(quote, Look(80, colour=False), 2, 5)


def test_a_card_shows_the_whole_quote_with_its_source_and_reading():
    long = "前因" * 400 + "这句最毒" + "后果" * 400
    shown = card(quote=long, span=Span(800, 804), url="https://weibo.com/1/a", insult=True)
    flat = "".join(shown.split())
    assert "前因" * 400 + "【这句最毒】" + "后果" * 400 in flat
    assert "[2/5]" in shown
    assert "https://weibo.com/1/a" in shown
    assert "insult" in shown.lower()


def test_a_card_lets_no_quote_steer_the_terminal():
    shown = card(quote=NASTY, span=None)
    assert "\x1b" not in shown
    assert "[doge][/b]" in shown


def test_lists_say_when_they_are_empty():
    assert "Nothing is waived" in render_waivers([], Look(80))
    assert "No decision" in render_log([], Look(80))


def test_a_log_line_is_safe_and_names_the_decision():
    entry = link(
        None,
        {
            "action": "reject",
            "run": "abc",
            "blogger": "甲\x1b[2J",
            "brand": "小米",
            "word": "hold",
            "by": "王",
            "note": "不行",
            "at": "2026-01-05T12:00:00+08:00",
        },
    )
    shown = render_log([entry], Look(200))
    assert "\x1b" not in shown
    assert "#1 2026-01-05 rejected" in shown
    assert "不行" in shown
