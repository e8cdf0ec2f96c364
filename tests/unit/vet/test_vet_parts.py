"""Timeline, coverage and evidence numbers of an invented subject."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kolvet.decisions.corrections import precedent_text
from kolvet.model.judgements import Stance
from kolvet.model.posts import Platform
from kolvet.model.store import Blogger, StoredAccount
from kolvet.policy import load_policy
from kolvet.vet import end_of_day
from kolvet.vet.coverage import measure_coverage
from kolvet.vet.evidence import collect_evidence
from kolvet.vet.gathering import own_posts
from kolvet.vet.timeline import months_of
from tests.unit.subjects import AS_OF, insult, judged, judgment, reported_insult, subject

POLICY = load_policy()


def test_months_have_no_gaps_and_are_in_shanghai_time():
    late = judged(1, Stance.CRITICAL)
    at = datetime(2025, 1, 31, 17, 0, tzinfo=UTC)  # 1 February, 01:00 in Shanghai
    late = type(late)(late.post._replace(published=at), late.judgement)
    months = months_of([late, judged(2, days_ago=10)], "小米")
    assert months[0].month == "2025-02"
    assert months[-1].month == "2025-12"
    assert len(months) == 11
    assert sum(month.posts for month in months) == 2


def test_no_posts_have_no_months():
    assert months_of([], "小米") == ()


def test_evidence_is_numbered_press_first_then_insults_then_severity():
    about = subject(
        judged(1, Stance.CRITICAL, severity=2),
        insult(2, severity=2),
        judged(3, Stance.SUPPORTIVE),
        judged(4, Stance.CRITICAL, severity=3),
        press=(reported_insult(),),
        precedents=(judgment(),),
    )
    exhibits = collect_evidence(about, POLICY)
    assert [item.id for item in exhibits.against] == ["E1", "E2", "E3", "E4"]
    assert exhibits.against[0].kind == "press"
    assert exhibits.against[1].flags == ("insult",)
    assert [item.severity for item in exhibits.against[2:]] == [3, 2]
    assert [item.quote for item in exhibits.counter] == ["第 3 条"]
    assert [item.id for item in exhibits.precedents] == ["P1"]


def test_what_may_be_mockery_is_none_of_the_best_of_the_other_side():
    about = subject(
        judged(1, Stance.SUPPORTIVE, flags=("irony",), likes=9_000),
        judged(2, Stance.SUPPORTIVE, days_ago=900),
        judged(3, Stance.SUPPORTIVE),
    )
    shown = collect_evidence(about, POLICY).counter
    assert [item.quote for item in shown] == ["第 3 条", "第 2 条", "第 1 条"]


def test_the_line_that_tells_of_a_precedent_reaches_the_report():
    old = replace(judgment(), quote="判令被告赔偿原告")
    (item,) = collect_evidence(subject(precedents=(old,)), POLICY).precedents
    assert item.quote == "判令被告赔偿原告"
    assert precedent_text(item) == precedent_text(old) != precedent_text(judgment())
    assert precedent_text(judgment()).count("\n") == 3  # as before there were lines


def test_a_source_published_after_the_as_of_is_marked():
    from kolvet.model.press import Moment

    about = subject(press=(reported_insult(published=Moment("2026-01")),))
    (item,) = collect_evidence(about, POLICY).against
    assert item.later_source is True
    assert item.happened == "2025-09"


def account(posts, declared):
    return StoredAccount(
        platform=Platform.WEIBO,
        native_id=str(posts),
        name="样例数码君",
        followers=None,
        declared_posts=declared,
        posts=posts,
        url="",
        seen_at=None,
    )


def coverage_of(accounts, posts, own_word_posts=0):
    blogger = Blogger(id=1, name="样例数码君", aliases=(), accounts=accounts)
    counts = {
        "own_word_posts": own_word_posts,
        "brand_posts": 0,
        "unreviewed": 0,
        "comments": 0,
        "rejected_rows": 0,
    }
    return measure_coverage(blogger, posts, **counts)


def test_the_ratio_counts_only_accounts_that_declare_a_number():
    measured = coverage_of((account(50, 100), account(70, None)), [])
    assert (measured.declared, measured.ratio) == (100, 0.5)


def test_more_seen_than_declared_is_all_of_it():
    assert coverage_of((account(120, 100),), []).ratio == 1.0


def test_nobody_declared_a_number():
    measured = coverage_of((account(120, None),), [])
    assert (measured.declared, measured.ratio) == (None, None)


def test_gaps_span_and_undated_posts():
    posts = [judged(1, days_ago=400).post, judged(2, days_ago=40).post]
    posts.append(judged(3).post._replace(published=None, text="转发微博"))
    measured = coverage_of((), posts, own_word_posts=len(own_posts(posts)))
    assert measured.longest_gap_days == 360
    assert (measured.posts_seen, measured.undated, measured.own_word_posts) == (3, 1, 2)


def test_a_day_ends_in_shanghai():
    assert end_of_day("2026-01-04") == AS_OF
    with pytest.raises(ValueError, match="day"):
        end_of_day("2026-02-30")
