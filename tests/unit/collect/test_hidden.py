"""Whether older posts are hidden: said by the platform, or seen where a list ends."""

from datetime import UTC, datetime, timedelta

import pytest

from kolvet.collect.hidden import looks_hidden, says_hidden

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def ended(days, declared=1000, stored=200):
    return looks_hidden(NOW - timedelta(days=days), NOW, declared, stored)


@pytest.mark.parametrize(
    ("notice", "hides"),
    [
        ("由于博主设置，仅展示半年内的微博", True),
        ("根据作者设置的可见时间范围，此微博已不可见", True),
        ("没有更多了", False),
        ("", False),
    ],
)
def test_a_notice_says_it(notice, hides):
    assert says_hidden(notice) is hides


@pytest.mark.parametrize("days", [165, 175, 183, 29])
def test_a_list_that_ends_just_inside_a_window_looks_so(days):
    assert ended(days)


@pytest.mark.parametrize("days", [0, 5, 70, 130, 190, 400, 3000])
def test_a_list_that_ends_elsewhere_does_not(days):
    assert not ended(days)


@pytest.mark.parametrize(
    ("declared", "stored"), [(1000, 900), (20, 5), (1000, 1000), (1000, 1200), (0, 0), (None, 3)]
)
def test_a_few_missing_posts_say_nothing(declared, stored):
    assert not ended(175, declared, stored)


def test_an_empty_list_says_nothing():
    assert not looks_hidden(None, NOW, 1000, 0)
