"""Checks of turns, commerce, content and hidden history: what they find and leave alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolvet.checks import CHECKS, find_check, page_of, run_checks
from kolvet.checks.abuse import is_abusive
from kolvet.checks.banned_superlatives import superlatives_in
from kolvet.checks.words import is_disclosed, looks_like_advertising
from kolvet.model.judgements import Stance
from kolvet.model.press import Moment
from kolvet.model.report import Word
from kolvet.model.subject import CommentCopies, OwnPost, RivalPost
from kolvet.policy import load_policy
from tests.unit.subjects import AS_OF, coverage, fans, insult, judged, judgment, subject

POLICY = load_policy()


def rules(about):
    return {found.rule for found in run_checks(about, POLICY)}


def own(*texts, **post):
    made = []
    for number, text in enumerate(texts, start=5000):
        item = judged(number, text=text, **post)
        made.append(OwnPost(item.post, text))
    return tuple(made)


def monthly(months, stance=Stance.CRITICAL, each=3):
    return [
        judged(100 * month + i, stance, days_ago=30.5 * month + i + 1)
        for month in range(months)
        for i in range(each)
    ]


def test_criticism_of_many_months_is_persistent_and_of_one_is_not():
    assert "KV102" in rules(subject(*monthly(7)))
    assert "KV102" not in rules(subject(*monthly(1, each=30)))


def test_more_criticism_of_late_is_an_escalation_and_the_usual_one_is_not():
    calm = [judged(i, days_ago=100 + 10 * i) for i in range(1, 40)]
    angry = [judged(100 + i, Stance.CRITICAL, days_ago=i) for i in range(1, 8)]
    assert "KV103" in rules(subject(*calm, *angry))
    assert "KV103" not in rules(subject(*monthly(24)))


def critic_who_turns(days_ago):
    critic = [judged(i, Stance.CRITICAL, days_ago=200 + 10 * i) for i in range(1, 30)]
    praise = [judged(100 + i, Stance.SUPPORTIVE, days_ago=days_ago + i) for i in range(6)]
    return [*critic, *praise]


def test_a_turn_to_praise_is_sudden_only_where_it_is_recent_and_follows_criticism():
    assert "KV104" in rules(subject(*critic_who_turns(10)))
    assert "KV104" not in rules(subject(*critic_who_turns(120)))
    fan = [judged(i, Stance.SUPPORTIVE, days_ago=10 * i) for i in range(1, 40)]
    assert "KV104" not in rules(subject(*fan))


def test_a_further_insult_does_not_hide_a_sudden_turn():
    turned = critic_who_turns(10)
    assert "KV104" in rules(subject(*turned, *(insult(900 + i, days_ago=5) for i in range(9))))


@pytest.mark.parametrize(
    ("days", "ratio", "hidden"),
    [(182, 0.06, True), (182, 0.95, False), (900, 0.06, False), (30, 0.06, False)],
)
def test_a_history_that_ends_half_a_year_back_is_hidden(days, ratio, hidden):
    seen = coverage(310, declared=5120, ratio=ratio, first=AS_OF - timedelta(days=days))
    about = subject(seen=replace(seen, last=AS_OF), read_at=AS_OF)
    assert ("KV501" in rules(about)) is hidden


def test_calm_measured_fans_turn_a_rejection_into_a_hold_and_unmeasured_ones_do_not():
    def knockouts(measured):
        found = run_checks(subject(insult(1), fans=measured), POLICY)
        return [item.knockout for item in found if item.rule == "KV201"]

    assert knockouts(fans(number=400, high=0.35)) == [Word.HOLD]
    assert knockouts(fans(number=400, high=0.45)) == [Word.REJECT]
    assert knockouts(fans(number=150, high=0.35)) == [Word.REJECT]
    assert knockouts(fans(number=400, high=0.35, measured=False)) == [Word.REJECT]
    assert knockouts(None) == [Word.REJECT]


def test_an_insult_that_a_person_has_confirmed_needs_no_sure_scorer():
    unsure = insult(1, confidence=0.4)
    for post, knockout in ((unsure, None), (replace(unsure, confirmed=True), Word.REJECT)):
        (found,) = [item for item in run_checks(subject(post), POLICY) if item.rule == "KV201"]
        assert found.knockout is knockout


@pytest.mark.parametrize(("happened", "knockout"), [("2024", Word.HOLD), ("2015", None)])
def test_precedents_age_and_old_ones_decide_nothing(happened, knockout):
    old = replace(judgment(), happened=Moment(happened))
    (found,) = run_checks(subject(precedents=(old,)), POLICY)
    assert (found.rule, found.knockout) == ("KV402", knockout)


def rival_posts(number, text, stance=Stance.NEUTRAL):
    items = [judged(7000 + i, stance, text=text, days_ago=3 + i) for i in range(number)]
    rivals = tuple(RivalPost("样例对手", item) for item in items)
    return {"rivals": rivals, "posts": tuple(OwnPost(i.post, i.post.text) for i in items)}


def test_paid_posts_for_a_rival_are_found_with_their_posts():
    paid = rival_posts(3, "#广告# 样例对手新机首发，链接在评论区")
    found = {item.rule: item for item in run_checks(subject(**paid), POLICY)}
    assert len(found["KV601"].others) == 3
    assert "KV601" not in rules(subject(**rival_posts(3, "样例对手的发布会我去看了")))
    assert "KV601" not in rules(subject(**rival_posts(2, "#广告# 样例对手新机，链接在评论区")))


@pytest.mark.parametrize(
    ("text", "sells", "says_so"),
    [
        ("券后 1999，购买链接在评论区，手慢无", True, False),
        ("#广告# 券后 1999，购买链接在评论区", True, True),
        ("本条含品牌合作，到手价 99 元，戳我下单", True, True),
        ("昨天下单的键盘今天到了，手感一般", False, False),
        ("这广告拍得真难看", False, False),
    ],
)
def test_advertising_is_told_from_talk(text, sells, says_so):
    (item,) = own(text)
    assert is_disclosed(item) is says_so
    assert looks_like_advertising(item) is sells


def test_unmarked_advertising_takes_three_posts_of_the_last_year():
    sells = ["券后 1999，购买链接在评论区"] * 3
    assert "KV602" in rules(subject(posts=own(*sells)))
    assert "KV602" not in rules(subject(posts=own(*sells[:2])))
    assert "KV602" not in rules(subject(posts=own(*sells, days_ago=500)))
    assert "KV602" not in rules(subject(posts=own(*(f"#广告# {text}" for text in sells))))


def test_harsher_than_on_rivals_needs_more_than_chance():
    harsh = [judged(i, Stance.CRITICAL) for i in range(1, 20)]
    assert "KV603" in rules(subject(*harsh, **rival_posts(20, "另一家")))
    alike = rival_posts(20, "另一家也不行", Stance.CRITICAL)
    assert "KV603" not in rules(subject(*harsh, **alike))
    assert "KV603" not in rules(subject(*harsh, **rival_posts(5, "另一家")))


@pytest.mark.parametrize(
    ("text", "abusive"),
    [
        ("楼上的脑残赶紧拉黑", True),
        ("有人骂我脑残，随他", False),
        ("请不要骂人，什么傻逼之类的", False),
        ("今天的比赛真精彩", False),
    ],
)
def test_abuse_is_his_own(text, abusive):
    (item,) = own(text)
    assert is_abusive(item) is abusive
    assert ("KV701" in rules(subject(posts=(item,)))) is abusive


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("最近在用的键盘", ()),
        ("最好别买", ()),
        ("最后说一句，唯一的缺点是重", ()),
        ("这是我最喜欢的颜色", ()),
        ("全网最强影像，行业第一", ("全网最", "行业第一")),
        ("国家级工艺，最佳选择", ("国家级", "最佳")),
        ("第一次用，最起码不卡", ()),
    ],
)
def test_superlatives_are_read_in_their_context(text, found):
    assert superlatives_in(text) == found


def test_superlatives_count_only_in_advertising():
    claim = "全网最强影像，行业第一"
    assert "KV702" in rules(subject(posts=own(f"#广告# {claim}，链接在评论区")))
    assert "KV702" not in rules(subject(posts=own(claim)))


def test_copied_comments_and_odd_figures_are_weak_signs():
    found = {
        item.rule: item for item in run_checks(subject(copies=CommentCopies(200, 90)), POLICY)
    }
    assert found["KV801"].confidence < 0.5
    assert "KV801" not in rules(subject(copies=CommentCopies(200, 20)))
    assert "KV801" not in rules(subject(copies=CommentCopies(20, 19)))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.RULE)
def test_every_page_can_be_found_in_any_case(check):
    assert find_check(check.RULE.lower()) is check
    assert page_of(check, "en").startswith(check.RULE)
    chinese = page_of(check, "zh")
    assert chinese.startswith(check.RULE)
    assert all(part in chinese for part in ("是什么：", "例子", "为什么重要：", "已知误报："))
