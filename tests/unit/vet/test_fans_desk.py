"""Which posts are what to a brand, from what the store knows of their authors."""

from dataclasses import replace

import pytest

from kolvet.brands import find_target
from kolvet.model.posts import Author
from kolvet.policy import load_policy
from kolvet.store import Store
from kolvet.vet.fans import FanDesk, lines_of
from tests.fan_crowds import AS_OF, CRITIC, Section, keep
from tests.unit.subjects import insult, judged, reported_insult, subject

VOICES = {
    "xiaomi": "小米官方样例",
    "红米": "红米官方样例",
    "华为": "华为官方样例",
    "瑞幸": "瑞幸官方样例",
}


@pytest.fixture
def store(tmp_path):
    """Posts of official voices and of a blogger, each with one comment."""
    section = Section()
    with Store.open(tmp_path / "kolvet.db") as opened:
        posts = []
        for number, brand in enumerate(VOICES):
            voice = Author(str(1000000050 + number), f"{brand}官方样例")
            posts.append(section.post(voice, "新品"))
            keep(opened, posts[-1:], f"voice{number}", brand=brand)
        texts = ("小米真垃圾，质量太差了，千万别买", "小米发布了新手机", "今天吃了火锅")
        his = [section.post(CRITIC, text) for text in texts]
        keep(opened, his, "his")
        posts += his
        comments = [
            section.comment(post, Author(str(1000007000 + number), None), "看看")
            for number, post in enumerate(posts)
        ]
        keep(opened, comments, "comments")
        yield opened


def desk(store, **more):
    return FanDesk(store, AS_OF, load_policy(), find_target, **more)


def test_voices_are_known_by_any_name_and_children_count(store):
    counts = desk(store).ask(find_target("小米")).counts
    assert (counts.own_posts, counts.rival_posts, counts.critical_posts) == (2, 1, 1)
    assert counts.comments == 5  # neither the coffee brand's nor the one about hotpot


def test_a_brand_without_a_pack_has_all_other_voices_for_rivals(store):
    counts = desk(store).ask(find_target("青禾牌")).counts
    assert (counts.own_posts, counts.rival_posts) == (0, 4)


def test_the_family_is_no_peer_of_itself(store):
    policy = load_policy()
    policy = replace(policy, fan_rules=replace(policy.fan_rules, least_peer_fans=0))
    found = FanDesk(store, AS_OF, policy, find_target).ask(find_target("小米"))
    assert found.peers == ("华为", "瑞幸")


def test_a_crowd_that_was_read_already_is_not_read_again(store):
    crowd = store.crowd(until=AS_OF)
    store.crowd = None
    assert desk(store, crowd=crowd).ask(find_target("小米")).counts.comments == 5


def test_insults_of_users_are_the_lines_that_may_be_quoted():
    post = insult(1)
    lines = lines_of(subject(judged(2), post, press=(reported_insult(),)))
    assert [line.source for line in lines] == [None, post.post.id]
    assert lines[0].quote == reported_insult().quote
    assert lines_of(subject(judged(2))) == ()
