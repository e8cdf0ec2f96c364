"""The fans' part of a report: sentences, figures, what is missing, and nobody's name."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import jsonschema
import pytest

from kolvet.fans import Line, read_crowd
from kolvet.fans.report import measure_fans
from kolvet.messages import LANGUAGES, catalogue, choose
from kolvet.model.fans import TemperamentByHand
from kolvet.report.fans_json import fans_object
from kolvet.report.fans_section import render_fans
from kolvet.report.fans_words import commands_for, sentences
from kolvet.report.json_format import dump
from tests.unit.fans.builders import (
    CRITICAL,
    CRITICAL_TOO,
    HIS,
    OWN,
    RIVAL,
    Talk,
    asked,
    critic,
)

LINE = "青禾牌不会死，死的是禾粉"


@pytest.fixture
def english():
    choose("en")
    yield
    choose("en")


def talk():
    found = Talk().fan("甲").fan("乙").fan("丙")
    found.say(CRITICAL, "甲", "你这搬运侠又黑，人称搬运侠").say(CRITICAL, "乙", "我用着挺好")
    found.say(CRITICAL_TOO, "路人", "确实不行").say(RIVAL, "甲", "垃圾东西")
    found.say(OWN, "甲", f"记住「{LINE}」这句话").say(OWN, "乙", "脱粉了！！")
    found.say(OWN, "丙", "还行").say(HIS, "乙", "人称搬运侠的那位")
    return found


def report(**more):
    return measure_fans(talk().read(), asked(person=critic(), lines=[Line(LINE)], **more))


def plain(found, width=80):
    return render_fans(found, width=width, colour=False)


def test_a_manager_reads_shares_with_their_n_first(english):
    assert list(sentences(report())) == [
        "Fans defended the brand under 50% of critical posts, n=2.",
        "Under critical posts 100% of fan comments defend the brand or attack the author, n=2.",
        "25% of fan comments speak of leaving, n=4.",
    ]


def test_nothing_known_says_so_and_never_a_figure(english):
    found = measure_fans(Talk().read(), asked())
    assert list(sentences(found)) == [
        "How fans meet criticism of the brand is not known: no comments under critical posts are"
        " stored."
    ]
    shown = plain(found)
    assert "0.0%" not in shown
    assert shown.count("not available: ") == 9


def test_every_gap_has_a_command_that_would_fill_it(english):
    found = measure_fans(Talk().read(), asked(person=replace(critic(), posts=frozenset())))
    shown = plain(found)
    assert len(found.gaps) == 6
    for gap in found.gaps:
        for command in commands_for(found, gap):
            assert f"    {command}\n" in shown + "\n"
    assert "kolvet fetch 青禾牌 --as brand:青禾牌 --comments 200" in shown
    assert "kolvet import PATH --as brand:青禾牌" in shown


def test_raw_and_robust_figures_stand_with_interval_and_n(english):
    shown = plain(report())
    assert "raw             50.0%  " in shown
    assert "n=2" in shown
    assert "without crowds" in shown


def test_nicknames_are_quoted_and_no_whole_comment_is(english):
    shown = plain(report()) + dump(fans_object(report()))
    assert "「搬运侠」 (2 fans)" in shown
    for text in talk().texts:
        assert text not in shown


def test_what_was_left_out_or_not_seen_is_said(english):
    crowd = replace(talk().crowd(), names_seen=False, orphans=1234)
    shown = " ".join(plain(measure_fans(read_crowd(crowd), asked())).split())
    assert "1,234 more are left out, their posts are not stored" in shown
    assert "a fan word in a name could not be seen" in shown
    assert "left out, their posts" not in plain(report())
    assert "could not be seen" not in plain(report())


def test_a_judgement_by_hand_is_shown_as_a_persons(english):
    by_hand = TemperamentByHand(0.85, "林", date(2026, 1, 4), "two boycotts")
    shown = plain(report(by_hand=by_hand))
    assert "set by hand" in shown
    assert "林, 2026-01-04: two boycotts" in shown
    assert fans_object(report(by_hand=by_hand))["temperament"]["by_hand"]["T"] == 0.85


def test_braces_and_markup_in_a_name_are_only_text(english):
    odd = replace(report(), brand="[bold]{x}牌", blogger="{0}")
    assert "[bold]{x}牌" in plain(odd)


@pytest.mark.parametrize("width", [24, 40, 80, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_every_width_in_both_languages(language, width):
    choose(language)
    shown = plain(report(), width)
    assert "{" not in shown
    assert shown
    choose("en")


@pytest.mark.parametrize("found", [report(), measure_fans(Talk().read(), asked())])
def test_json_keeps_the_published_schema(found):
    raw = files("kolvet.report").joinpath("schemas/report-1.schema.json").read_text("utf-8")
    schema = json.loads(raw)
    whole = {"$ref": "#/$defs/fans", "$defs": schema["$defs"], "$schema": schema["$schema"]}
    jsonschema.validate(json.loads(dump(fans_object(found))), whole)


def test_everything_that_a_report_can_name_has_words():
    words = catalogue("fans")
    for found in (report(), measure_fans(Talk().read(), asked())):
        for key in (*(item.id for item in found.measures), *found.gaps, found.temperament.why):
            assert key in words
        assert all(item.missing in words for item in found.measures if item.missing)
