"""Keeping reports and correcting subjects, where a whole check would hide the detail."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kolvet.cli.check import keep as keep_checked
from kolvet.cli.requests import make_request
from kolvet.decisions.chain import sign_run
from kolvet.decisions.corrections import precedent_text
from kolvet.decisions.decisive import whole_text
from kolvet.errors import IntegrityError, UsageError
from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Action, Committed, Correction, StoredRun, text_digest
from kolvet.model.posts import Author, Platform, Post
from kolvet.model.press import Moment, Precedent
from kolvet.report.json_format import content_id, render_json
from kolvet.store import Store
from kolvet.store.runs import KEPT
from kolvet.vet import check
from kolvet.vet.reviewing import training_rows
from kolvet.vet.reviews import correct_subject, verified
from tests.unit.store.builders import keep, post
from tests.unit.subjects import judged, judgment, reported_insult, subject

NAME = "样例数码君"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "kolvet.db") as opened:
        keep(opened, post(1, "样例牌又翻车了"), post(2, "今天天气不错"))
        yield opened


def stored(report="{}", name="abcdef012345", **more):
    digest = hashlib.sha256(report.encode()).hexdigest()
    base = StoredRun(name, NAME, "样例牌", "2026-01-04", "2026-01-05", "hold", 1, digest, report)
    return replace(base, **more)


def correction(text, action=Action.CONFIRM, stance=None, **more):
    base = Correction(
        text_digest(text), "样例牌", action, "post", text, stance, None, None, False, "陈", "",
        datetime(2026, 1, 5, tzinfo=UTC),
    )  # fmt: skip
    return replace(base, **more)


def test_a_run_is_found_by_its_beginning_and_only_by_one(store):
    blogger = store.find_blogger(NAME)
    store.keep_run(stored(), blogger)
    store.keep_run(stored(name="abcdef999999"), blogger)
    assert store.find_run("abcdef0").id == "abcdef012345"
    assert store.find_run(" ABCDEF0 ").id == "abcdef012345"
    with pytest.raises(UsageError) as caught:
        store.find_run("abcdef")
    assert caught.value.values["ids"] == "abcdef012345, abcdef999999"
    for name in ("abc", "zzzz", "abc*", "abc?ef012345"):
        with pytest.raises(UsageError):
            store.find_run(name)


def test_the_first_report_of_a_run_stays_and_is_given_back(store):
    blogger = store.find_blogger(NAME)
    store.keep_run(stored("first", made_at="2026-01-05"), blogger)
    again = store.keep_run(stored("second", made_at="2026-01-06"), blogger)
    assert again.report == store.find_run("abcdef").report == "first"
    assert store.find_run("abcdef").made_at == "2026-01-06"


def test_the_newest_reports_are_kept_and_those_that_were_decided_on(store):
    blogger = store.find_blogger(NAME)
    names = [f"{number:012x}" for number in range(KEPT + 5)]
    for number, name in enumerate(names):
        store.keep_run(stored(name=name, made_at=f"2026-01-05T00:{number:02}"), blogger)
        if number == 1:
            store.decide(name, lambda run: {"action": "approve", "run": run.id})
    store.keep_run(stored(name="f" * 12, brand="另一牌", made_at="2020"), blogger)
    kept = [run.id for run in store.runs()]
    assert kept == ["f" * 12, names[1], *names[5:]]


def test_a_report_that_somebody_reviewed_is_kept(store):
    blogger = store.find_blogger(NAME)
    store.keep_run(stored(made_at="2020"), blogger)
    store.keep_corrections([correction("一句", run="abcdef012345")])
    for number in range(KEPT):
        store.keep_run(stored(name=f"{number:012x}"), blogger)
    assert store.find_run("abcdef").made_at == "2020"
    assert len(list(store.runs())) == KEPT + 1


def test_forgetting_takes_reviews_along_whose_runs_are_gone(store):
    item = reported_insult(quote="一句独此一家的话")
    keep(store, item, judgment(), name="case")
    texts = (item.quote, precedent_text(judgment()), whole_text(NAME, "样例牌"))
    store.keep_corrections(correction(each, run="0" * 12) for each in texts)
    other = correction("别人的一句", run="1" * 12)
    store.keep_corrections([other])
    assert store.forget(NAME).corrections == len(texts)
    assert store.corrections() == [other]


def test_a_report_that_is_not_what_its_hash_says_is_never_given_or_replaced(store):
    blogger = store.find_blogger(NAME)
    store.keep_run(stored("whole", sha256="0" * 64), blogger)
    for read in (lambda: store.find_run("abcdef"), lambda: list(store.runs())):
        with pytest.raises(IntegrityError):
            read()
    with pytest.raises(IntegrityError):
        store.keep_run(stored("other"), blogger)


def test_corrections_come_back_as_they_went_in(store):
    first = correction("一句", Action.FLIP, Stance.NEUTRAL, severity=0, run="abc")
    other = correction("二句", Action.NOT_ABOUT, brand="另一牌", at=None)
    store.keep_corrections([first, other])
    assert store.corrections() == [first, other]
    assert store.corrections({"样例牌"}) == [first]
    later = correction("一句", reason="还是批评")
    store.keep_corrections([later])
    assert store.corrections({"样例牌"}) == [later]


def test_a_run_is_named_by_all_that_its_report_says_but_when(store):
    request = make_request(NAME, "样例牌", as_of="2026-01-04", engine="fast")
    report = check(store, request)
    later = replace(request, made_at=request.made_at + timedelta(days=9))
    assert check(store, later).run.id == report.run.id
    blogger, (account,) = report.blogger, report.blogger.accounts
    (quote, *others) = report.evidence or report.counter
    for other in (
        replace(report, policy=replace(report.policy, fail_on="hold!")),
        replace(report, run=replace(report.run, language="zh")),
        replace(report, run=replace(report.run, command="kolvet check 别名")),
        replace(
            report, blogger=replace(report.blogger, accounts=(replace(account, followers=9),))
        ),
        replace(report, evidence=(replace(quote, likes=41), *others)),
    ):
        assert content_id(other) != report.run.id
    read = replace(account, seen_at=datetime(2026, 1, 1, tzinfo=UTC))
    same = replace(report, blogger=replace(blogger, accounts=(read,)))
    assert content_id(same) == report.run.id


def test_a_decision_makes_the_next_report_of_the_same_another_run(store):
    request = make_request(NAME, "样例牌", as_of="2026-01-04", engine="fast")
    first = keep_checked(store, request, check(store, request)).report
    for number in (1, 2):
        run = check(store, request).run.id
        keep_checked(store, request, check(store, request))
        store.decide(run, lambda made: sign_run(made, "approve", "陈", "", "2026-01-05"))
        assert len(check(store, request).decisions) == number
    assert store.find_run(first.run.id).report == render_json(first)
    assert len({run.id for run in store.runs()}) == 2


def test_a_read_only_store_judges_and_says_that_the_run_is_not_kept(store, capsys):
    request = make_request(NAME, "样例牌", as_of="2026-01-04", engine="fast")
    report = check(store, request)
    store._database.execute("PRAGMA query_only = ON")
    keep_checked(store, request, report)
    assert report.run.id in capsys.readouterr().err
    assert list(store.runs()) == []
    store._database.execute("PRAGMA query_only = OFF")
    keep_checked(store, request, report)
    assert [run.id for run in store.runs()] == [report.run.id]


def test_a_text_that_does_not_fit_its_digest_is_never_judged(store):
    whole = list(store.posts(store.find_blogger(NAME)))
    assert verified(whole) == whole
    with pytest.raises(IntegrityError, match=whole[1].native_id):
        verified([whole[0], whole[1]._replace(text="别的话")])


def request_with(committed):
    request = make_request(NAME, "样例牌", as_of="2026-01-04")
    return replace(request, committed=committed)


def test_a_committed_correction_wins_over_the_store(store):
    about = subject(judged(1, Stance.CRITICAL))
    digest = about.judged[0].post.digest
    store.keep_corrections([correction("", Action.FLIP, Stance.NEUTRAL, digest=digest)])
    by_store = correct_subject(store, request_with(Committed()), about, ())
    assert by_store.judged[0].judgement.stance is Stance.NEUTRAL
    committed = correction("", Action.FLIP, Stance.SUPPORTIVE, digest=digest)
    by_file = correct_subject(store, request_with(Committed((committed,))), about, ())
    assert by_file.judged[0].judgement.stance is Stance.SUPPORTIVE
    assert by_file.coverage.unreviewed == 0
    assert [item.correction for item in by_file.corrected] == [committed]


def test_a_person_brings_back_what_a_model_set_aside_in_its_place(store):
    posts = [judged(number, days_ago=30 - number) for number in range(3)]
    about = replace(subject(posts[0], posts[2]), set_aside=(posts[1],))
    back = correction("", Action.FLIP, Stance.CRITICAL, digest=posts[1].post.digest, severity=2)
    after = correct_subject(store, request_with(Committed((back,))), about, ())
    assert [item.post.id for item in after.judged] == [0, 1, 2]
    assert after.judged[1].judgement.stance is Stance.CRITICAL
    assert after.set_aside == ()
    assert after.coverage.brand_posts == 3


def test_a_reading_survives_an_engine_that_no_longer_finds_the_brand(store):
    posts = [judged(number, days_ago=30 - number) for number in range(3)]
    about = subject(posts[0], posts[2])
    read = correction(
        "", Action.CONFIRM, Stance.CRITICAL, digest=posts[1].post.digest, severity=3, insult=True,
        target_kind=TargetKind.USERS,
    )  # fmt: skip
    stored_posts = [item.post for item in posts]
    after = correct_subject(store, request_with(Committed((read,))), about, stored_posts)
    assert [item.post.id for item in after.judged] == [0, 1, 2]
    back = after.judged[1].judgement
    assert (back.mentioned, back.stance, back.severity) == (True, Stance.CRITICAL, 3)
    assert (back.confidence, back.flags) == (1.0, ("insult",))
    bare = correction("", digest=posts[1].post.digest)
    unread = correct_subject(store, request_with(Committed((bare,))), about, stored_posts)
    assert len(unread.judged) == 2


def test_committed_precedents_join_the_stored_ones_by_time(store):
    def item(when, blogger=""):
        return Precedent(
            "judgment", blogger, "样例牌", f"判决{when}", "https://a.example/1", "样例日报",
            Moment(when), Moment(when), "引文",
        )  # fmt: skip

    about = replace(subject(), precedents=(item("2025-03"),))
    written = (
        item("2025-06"),
        item("2024"),
        item("2025-03"),
        item("2026-06"),
        item("2025", "别人"),
    )
    after = correct_subject(store, request_with(Committed(precedents=written)), about, ())
    assert [each.counts_from for each in after.precedents] == [
        date(2024, 12, 31),
        date(2025, 3, 31),
        date(2025, 6, 30),
    ]


def test_training_rows_hold_what_the_training_reads():
    (row,) = training_rows([correction("一句", Action.FLIP, Stance.CRITICAL, severity=2)])
    read = {key: row[key] for key in ("text", "brand", "label", "severity", "insult")}
    assert read == {
        "text": "一句", "brand": "样例牌", "label": "critical", "severity": 2, "insult": False,
    }  # fmt: skip
    assert bytes.fromhex(row["digest"]) == text_digest("一句")


def test_the_store_knows_every_text_that_a_post_has_or_had(store):
    edited = Post(
        Platform.WEIBO, post(1).native_id, Author("1000000001", NAME), "样例牌还行",
        post(1).published,
    )  # fmt: skip
    keep(store, edited, name="later")
    known = store.text_digests()
    assert {
        text_digest(text) for text in ("样例牌又翻车了", "样例牌还行", "今天天气不错")
    } <= known
    assert store.verify_texts() == 3
