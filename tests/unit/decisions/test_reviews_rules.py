"""A person's reading takes the program's place."""

import dataclasses
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kolvet.checks import run_checks
from kolvet.decisions.committed import read_corrections
from kolvet.decisions.corrections import (
    apply_corrections,
    correct_reports,
    mark_evidence,
    precedent_text,
)
from kolvet.decisions.decisive import WHOLE, Exhibit, decisive_numbers, is_reviewed
from kolvet.decisions.quotes import Answer, Quote, Signature, correct
from kolvet.decisions.rows import read_entries
from kolvet.errors import UsageError
from kolvet.model.judgements import Span, Stance, TargetKind
from kolvet.model.people import Action, Correction, text_digest
from kolvet.model.report import Finding, Verdict, Word
from kolvet.model.subject import is_reported_insult
from kolvet.policy import load_policy
from kolvet.store.border import digested
from tests.unit.report.samples import evidence
from tests.unit.subjects import insult, judged, judgment, reported_insult, subject

NOW = datetime(2026, 1, 5, tzinfo=UTC)
POLICY = load_policy()
SIGNED = Signature("陈", NOW, "abc123", "小米")


def quote(**changes):
    base = Quote(
        id="E1",
        kind="post",
        text="米粉真好骗",
        quote="米粉真好骗",
        span=Span(0, 5),
        when="2025-09-03",
        url="",
        source="a.csv:2 (x)",
        stance=Stance.CRITICAL,
        severity=3,
        target_kind=TargetKind.USERS,
        insult=True,
        confidence=0.8,
        reviewed=False,
    )
    return replace(base, **changes)


def correction(text, action=Action.CONFIRM, stance=None, **more):
    fields = {"severity": None, "target_kind": None, "insult": None, "reason": ""}
    fields |= {"kind": "post", "quote": text, "by": "陈", "at": NOW, "brand": "小米"}
    return Correction(digest=text_digest(text), action=action, stance=stance, **fields | more)


def in_force(*corrections):
    return {item.digest: item for item in corrections}


def test_a_text_is_known_by_the_digest_that_the_store_gives_it():
    for text in ("小米真难用[doge]", "", "𠮷\u200b字"):
        assert text_digest(text) == digested(text)[1]


def test_a_confirmation_makes_the_reading_certain_and_changes_nothing_else():
    post = insult(1, confidence=0.6)
    done = apply_corrections([post], {post.post.digest: correction("")})
    (kept,) = done.judged
    assert kept.confirmed
    assert (kept.judgement.confidence, kept.judgement.score) == (1.0, -1.0)
    for name in ("stance", "severity", "target_kind", "flags", "span", "mentions"):
        assert getattr(kept.judgement, name) == getattr(post.judgement, name)
    assert done.applied[0].before == post.judgement


def test_a_confirmed_reading_holds_whatever_a_newer_engine_reads():
    confirmed = correct(quote(), Answer(Action.CONFIRM), SIGNED)
    later = judged(1, Stance.NEUTRAL)
    later = replace(later, post=later.post._replace(digest=confirmed.digest))
    (kept,) = apply_corrections([later], in_force(confirmed)).judged
    assert (kept.judgement.stance, kept.judgement.severity) == (Stance.CRITICAL, 3)
    assert kept.judgement.target_kind is TargetKind.USERS
    assert "insult" in kept.judgement.flags


def test_a_committed_confirmation_leaves_open_fields_as_they_were_read():
    post = insult(1)
    (entry,) = read_entries(
        f"digest,brand,action,stance,by\n{post.post.digest.hex()},小米,confirm,critical,陈".encode(),
        ".csv",
        "review",
        "r.csv",
    )
    (kept,) = apply_corrections([post], in_force(*read_corrections([entry]))).judged
    assert (kept.judgement.severity, kept.judgement.target_kind) == (3, TargetKind.USERS)
    assert kept.judgement.flags == ("insult",)


def test_a_confirmation_that_takes_the_insult_back_keeps_the_rest():
    post = insult(1)
    said = correction("", stance=Stance.CRITICAL, insult=False)
    (kept,) = apply_corrections([post], {post.post.digest: said}).judged
    assert (kept.judgement.severity, kept.judgement.flags) == (3, ())


def test_a_committed_flip_to_criticism_is_strong_and_about_the_product():
    post = replace(judged(1), judgement=replace(judged(1).judgement, target_kind=None))
    said = correction("", Action.FLIP, Stance.CRITICAL)
    (kept,) = apply_corrections([post], {post.post.digest: said}).judged
    assert (kept.judgement.severity, kept.judgement.target_kind) == (2, TargetKind.PRODUCT)
    users = replace(said, insult=True)
    (kept,) = apply_corrections([post], {post.post.digest: users}).judged
    assert (kept.judgement.target_kind, kept.judgement.flags) == (TargetKind.USERS, ("insult",))


def test_a_press_quote_that_a_person_calls_no_insult_is_none():
    item = reported_insult()
    told = correct(
        quote(kind="press", text=item.quote),
        Answer(Action.FLIP, Stance.CRITICAL, 3, TargetKind.USERS, insult=False),
        SIGNED,
    )
    (kept,) = correct_reports([item], [], in_force(told)).press
    assert (kept.severity, kept.target_kind) == (3, TargetKind.USERS)
    assert is_reported_insult(item)
    assert not is_reported_insult(kept)
    assert "KV201" not in {found.rule for found in run_checks(subject(press=(kept,)), POLICY)}
    still = correct_reports([item], [], in_force(replace(told, insult=True)))
    assert still.press == (item,)


def test_a_flip_takes_the_opposite_stance_and_no_insult_stays():
    post = insult(1)
    flipped = correct(quote(text=post.post.text), Answer(Action.FLIP), SIGNED)
    (kept,) = apply_corrections([post], {post.post.digest: flipped}).judged
    assert (kept.judgement.stance, kept.judgement.score) == (Stance.SUPPORTIVE, 1.0)
    assert kept.judgement.severity == 0
    assert "insult" not in kept.judgement.flags


def test_not_about_the_brand_leaves_every_list_and_is_on_record():
    posts = [judged(1), judged(2)]
    out = correction("", Action.NOT_ABOUT)
    done = apply_corrections(posts, {posts[0].post.digest: out})
    assert done.judged == [posts[1]]
    assert [item.correction for item in done.applied] == [out]


def test_what_nobody_corrected_stays_as_it_was():
    posts = [judged(number) for number in range(3)]
    done = apply_corrections(posts, {})
    assert done.judged == posts
    assert done.applied == []


@pytest.mark.parametrize(
    ("start", "answer", "expected"),
    [
        ({}, Answer(Action.FLIP, Stance.NEUTRAL), (Stance.NEUTRAL, 0, TargetKind.USERS, False)),
        (
            {"stance": Stance.SUPPORTIVE, "severity": 0, "target_kind": None, "insult": False},
            Answer(Action.FLIP),
            (Stance.CRITICAL, 2, TargetKind.PRODUCT, False),
        ),
        (
            {},
            Answer(Action.FLIP, Stance.CRITICAL, 1, TargetKind.PRODUCT),
            (Stance.CRITICAL, 1, TargetKind.PRODUCT, False),
        ),
        (
            {"stance": Stance.NEUTRAL, "severity": 0, "insult": False},
            Answer(Action.FLIP, Stance.CRITICAL, 3, TargetKind.USERS, insult=True),
            (Stance.CRITICAL, 3, TargetKind.USERS, True),
        ),
    ],
)
def test_a_flip_says_what_it_is_instead(start, answer, expected):
    made = correct(quote(**start), answer, SIGNED)
    assert (made.stance, made.severity, made.target_kind, made.insult) == expected
    assert (made.by, made.run, made.brand) == ("陈", "abc123", "小米")


def test_a_flip_to_the_same_reading_is_refused():
    with pytest.raises(UsageError) as caught:
        correct(quote(), Answer(Action.FLIP, Stance.CRITICAL), SIGNED)
    assert caught.value.key == "people.flip_changes_nothing"


def test_a_precedent_has_no_stance_to_flip():
    with pytest.raises(UsageError):
        correct(quote(kind="precedent", stance=None), Answer(Action.FLIP), SIGNED)


def test_press_items_and_precedents_are_corrected_by_what_they_say():
    item, old = reported_insult(), judgment()
    press_text, precedent = item.quote, precedent_text(old)
    none = correct_reports([item], [old], {})
    assert (none.press, none.precedents, none.applied) == ((item,), (old,), [])
    confirmed = correct_reports(
        [item], [old], in_force(correction(press_text), correction(precedent))
    )
    assert (confirmed.press, confirmed.precedents) == ((item,), (old,))
    assert len(confirmed.applied) == 2
    gone = correct_reports(
        [item],
        [old],
        in_force(
            correction(press_text, Action.NOT_ABOUT), correction(precedent, Action.NOT_ABOUT)
        ),
    )
    assert (gone.press, gone.precedents) == ((), ())
    neutral = correct_reports(
        [item], [], in_force(correction(press_text, Action.FLIP, Stance.NEUTRAL))
    )
    assert [(each.severity, each.target_kind) for each in neutral.press] == [(0, None)]


def finding(rule, *numbers):
    return Finding(rule, "high", 1.0, f"{rule}-print", numbers, "")


def verdict(decided_by="bands"):
    return Verdict(Word.HOLD, 1, True, 40.0, None, None, decided_by)


def shown(evidence_count, counter_count=0, *findings):
    items = [evidence(f"E{number}", f"第{number}句") for number in range(1, evidence_count + 1)]
    other = [evidence(f"C{number}", f"好{number}") for number in range(1, counter_count + 1)]
    return Exhibit(items, other, (), findings)


def test_five_quotes_decide_and_all_that_a_knockout_rests_on():
    assert decisive_numbers(shown(9), verdict()) == ("E1", "E2", "E3", "E4", "E5")
    both = shown(9, 0, finding("KV201", "E7", "E1"), finding("KV101", "E9"))
    numbers = decisive_numbers(both, verdict("knockout:KV201"))
    assert numbers == ("E1", "E2", "E3", "E4", "E5", "E7")


def test_without_criticism_the_best_praise_decides_and_without_quotes_a_look():
    assert decisive_numbers(shown(0, 5), verdict()) == ("C1", "C2", "C3")
    assert decisive_numbers(shown(0), verdict()) == (WHOLE,)


def test_a_report_is_reviewed_when_every_decisive_quote_is():
    exhibit = shown(2)
    some = in_force(correction("第1句"))
    every = in_force(correction("第1句"), correction("第2句"))
    for reviews, expected in (({}, False), (some, False), (every, True)):
        marked = dataclasses.replace(exhibit, evidence=mark_evidence(exhibit.evidence, reviews))
        assert is_reviewed(("E1", "E2"), marked, reviews, whole="x") is expected
    assert not is_reviewed((WHOLE,), shown(0), {}, whole="x")
    assert is_reviewed((WHOLE,), shown(0), in_force(correction("x")), whole="x")
