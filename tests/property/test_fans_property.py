"""What may not change anything: copies, order, names. What must stay in range: everything."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.brands import find_target
from kolvet.fans import Scope, measure_fans, read_crowd
from kolvet.policy import load_policy
from kolvet.store import Store
from kolvet.vet.fans import FanDesk
from tests.fan_crowds import AS_OF, Fans, copies_of, keep, keep_sections
from tests.unit.fans.builders import CRITICAL, HIS, OWN, OWN_TOO, RIVAL, Talk, asked, critic

SECTIONS = [
    Fans("青禾牌", 0.8, number=80, first_uid=1000100000),
    Fans("岚山牌", 0.1, number=80, first_uid=1000200000),
    Fans("澄海牌", 0.3, number=40, first_uid=1000300000),
    Fans("北望牌", 0.4, number=40, first_uid=1000400000),
    Fans("云岭牌", 0.5, number=40, first_uid=1000500000),
]
BRANDS = [fans.brand for fans in SECTIONS]


def ask(store, brand):
    return FanDesk(store, AS_OF, load_policy(), find_target).ask(find_target(brand))


def robust(report):
    return (
        [(item.id, item.robust, item.percentile) for item in report.measures],
        report.temperament,
        report.counts.robust_fans,
    )


@pytest.fixture(scope="module")
def sections(tmp_path_factory):
    """A store of five brands, and everything in it."""
    path = tmp_path_factory.mktemp("fans") / "kolvet.db"
    with Store.open(path) as store:
        return path, keep_sections(store, SECTIONS)


def test_hotter_fans_are_measured_as_hotter(sections):
    with Store.open(sections[0]) as store:
        values = [ask(store, brand).temperament.value for brand in BRANDS]
    by_heat = sorted(range(5), key=lambda number: SECTIONS[number].heat)
    assert values[by_heat[0]] < values[by_heat[2]] < values[by_heat[4]]


def test_a_copied_crowd_changes_no_robust_figure(sections, tmp_path):
    with Store.open(tmp_path / "copied.db") as store:
        keep_sections(store, SECTIONS)
        before = {brand: ask(store, brand) for brand in BRANDS}
        keep(store, copies_of(sections[1]), "copies")
        for brand in BRANDS:
            after = ask(store, brand)
            assert after.counts.all_fans > before[brand].counts.all_fans
            assert robust(after) == robust(before[brand])


def test_the_order_of_comments_changes_nothing(sections, tmp_path):
    items = list(sections[1])
    posts = [item for item in items if not hasattr(item, "post_native_id")]
    comments = [item for item in items if hasattr(item, "post_native_id")]
    random.Random(4).shuffle(comments)
    voices = {fans.brand: str(fans.first_uid - 1) for fans in SECTIONS}
    with Store.open(tmp_path / "mixed.db") as store:
        keep(store, comments, "comments")
        keep(
            store, [post for post in posts if post.author.native_id not in voices.values()], "his"
        )
        for brand, uid in voices.items():
            mine = [post for post in posts if post.author.native_id == uid]
            keep(store, mine, brand, brand=brand)
        mixed = ask(store, "青禾牌")
    with Store.open(sections[0]) as store:
        straight = ask(store, "青禾牌")
    assert mixed == straight


def test_a_brands_own_name_changes_no_figure(tmp_path):
    values = []
    for number, name in enumerate(("青禾牌", "松果牌")):
        with Store.open(tmp_path / f"{number}.db") as store:
            keep_sections(store, [replace(SECTIONS[0], brand=name), *SECTIONS[1:]])
            values.append(robust(ask(store, name)))
    assert values[0] == values[1]


TEXTS = st.sampled_from(
    [
        "支持",
        "脱粉了！！",
        "你个黑子",
        "说得对",
        "我是青禾牌粉丝",
        "青禾牌真垃圾",
        "",
        "👍",
        "寒心",
        "兄弟们一致对外",
    ]
)
COMMENTS = st.lists(
    st.tuples(
        st.sampled_from([OWN, OWN_TOO, RIVAL, CRITICAL, HIS]),
        st.one_of(st.none(), st.sampled_from("甲乙丙丁戊己")),
        st.one_of(TEXTS, st.text(max_size=20)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(COMMENTS)
def test_every_figure_stays_in_range_whatever_people_write(comments):
    talk = Talk().fan("甲").fan("乙")
    for post, author, text, reply, timed in comments:
        talk.say(post, author, text, reply=reply, timed=timed)
    report = measure_fans(talk.read(), asked(person=critic()))
    for item in report.measures:
        for rate in (item.raw, item.robust):
            if rate.value is None:
                assert rate.n == 0
                continue
            assert rate.interval.low <= rate.value + 1e-9
            assert rate.value <= rate.interval.high + 1e-9
            assert rate.value >= 0
            assert item.unit == "per_thousand" or rate.value <= 1
        assert (item.raw.value is None) == bool(item.missing)
        assert item.robust.n <= item.raw.n
    assert report.enemy.value is None or 0 <= report.enemy.value <= 1
    assert 0 <= report.temperament.value <= 1


def test_what_is_said_elsewhere_changes_nothing():
    talk = Talk().fan("甲").say(OWN, "甲", "脱粉").say(OWN, "甲", "好")
    alone = measure_fans(talk.read(), asked()).measures
    talk.say(HIS, "甲", "退货，抵制！！").say(HIS, "乙", "脱粉")
    assert measure_fans(talk.read(), asked()).measures == alone


def test_no_posts_at_all_are_no_reason_to_fail():
    empty = Scope(find_target("青禾牌"), frozenset(), frozenset(), frozenset(), frozenset())
    read = read_crowd(Talk().say(OWN, "甲", "好").crowd())
    report = measure_fans(read, replace(asked(), scope=empty))
    assert report.counts.comments == 0
