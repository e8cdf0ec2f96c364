from datetime import UTC, datetime, timedelta

import pytest

from kolvet.model.posts import SHANGHAI, Precision
from kolvet.platforms.moments import from_epoch, parse_moment

NOW = datetime(2024, 11, 28, 20, 0, 0, tzinfo=SHANGHAI)
SECOND, MINUTE, DAY = Precision.SECOND, Precision.MINUTE, Precision.DAY


@pytest.mark.parametrize(
    ("text", "beijing", "precision"),
    [
        ("2024-11-28T20:19:59", "2024-11-28 20:19:59", SECOND),
        ("2024-11-28 20:19:59", "2024-11-28 20:19:59", SECOND),
        ("2024-11-28 20:19", "2024-11-28 20:19:00", MINUTE),
        ("2019-12-30", "2019-12-30 00:00:00", DAY),
        ("2026-04-16 20:57:49+08:00", "2026-04-16 20:57:49", SECOND),
        ("2024-11-28T12:19:59Z", "2024-11-28 20:19:59", SECOND),
        ("2024-11-28T12:19:59.000Z", "2024-11-28 20:19:59", SECOND),
        ("2024/11/28 20:19", "2024-11-28 20:19:00", MINUTE),
        ("2024/1/2", "2024-01-02 00:00:00", DAY),
        ("2024/1/2 3:04:05", "2024-01-02 03:04:05", SECOND),
        ("2024-1-2", "2024-01-02 00:00:00", DAY),
        ("2024.1.2", "2024-01-02 00:00:00", DAY),
        ("20241128", "2024-11-28 00:00:00", DAY),
        ("2024年11月28日 20:19", "2024-11-28 20:19:00", MINUTE),
        ("2024年11月28日", "2024-11-28 00:00:00", DAY),
        ("2024/11/28 下午 8:19", "2024-11-28 20:19:00", MINUTE),
        ("2024/11/28 上午12:05", "2024-11-28 00:05:00", MINUTE),
        ("2024/11/28 中午12:05", "2024-11-28 12:05:00", MINUTE),
        ("Tue Oct 14 18:29:00 +0800 2025", "2025-10-14 18:29:00", SECOND),
        ("Tue Oct 14 10:29:00 +0000 2025", "2025-10-14 18:29:00", SECOND),
        ("Thu, 28 Nov 2024 12:19:59 GMT", "2024-11-28 20:19:59", SECOND),
        ("28 Nov 2024 12:19:59 +0000", "2024-11-28 20:19:59", SECOND),
        ("1732796399", "2024-11-28 20:19:59", SECOND),
        ("1732796399000", "2024-11-28 20:19:59", SECOND),
        ("1732796399.0", "2024-11-28 20:19:59", SECOND),
        ("45624.847212", "2024-11-28 20:19:59", SECOND),
        ("45624", "2024-11-28 00:00:00", DAY),
        ("刚刚", "2024-11-28 20:00:00", MINUTE),
        ("30秒前", "2024-11-28 19:59:30", MINUTE),
        ("5分钟前", "2024-11-28 19:55:00", MINUTE),
        ("15小时前", "2024-11-28 00:00:00", DAY),
        ("21小时前", "2024-11-27 00:00:00", DAY),
        ("3天前", "2024-11-25 00:00:00", DAY),
        ("2周前", "2024-11-14 00:00:00", DAY),
        ("今天 12:30", "2024-11-28 12:30:00", MINUTE),
        ("今天12:30", "2024-11-28 12:30:00", MINUTE),
        ("昨天 12:30", "2024-11-27 12:30:00", MINUTE),
        ("昨天", "2024-11-27 00:00:00", DAY),
        ("前天 08:00", "2024-11-26 08:00:00", MINUTE),
        ("06-14", "2024-06-14 00:00:00", DAY),
        ("11-28", "2024-11-28 00:00:00", DAY),
        ("11-29", "2023-11-29 00:00:00", DAY),
        ("06-14 08:30", "2024-06-14 08:30:00", MINUTE),
        ("06月14日 08:30", "2024-06-14 08:30:00", MINUTE),
        ("12月31日", "2023-12-31 00:00:00", DAY),
        ("发布于 2024-11-28 20:19", "2024-11-28 20:19:00", MINUTE),
        ("2024-11-28 20:19 来自 iPhone客户端", "2024-11-28 20:19:00", MINUTE),
        ("昨天 12:30 来自 iPhone 15 Pro", "2024-11-27 12:30:00", MINUTE),
        ("11-28 08:00 发布于 北京", "2024-11-28 08:00:00", MINUTE),
        ("2024-11-28 20:19 已编辑", "2024-11-28 20:19:00", MINUTE),
        ("  2024-11-28\u200b ", "2024-11-28 00:00:00", DAY),
    ],
)
def test_form_is_read_as_beijing_time(text, beijing, precision):
    found = parse_moment(text, NOW)
    assert found is not None
    assert found[0].tzinfo is UTC
    assert (f"{found[0].astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", found[1]) == (beijing, precision)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "某天", "2024-13-01", "2024-02-30", "2023-02-29", "13-45", "2.5", "0", "-1"),
        *("0001-01-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "9999999999999999999999"),
        *("2024-11-28T25:00:00", "昨天 99:99", "99999999999999小时前", "Tue Foo 14 18:29:00 2025"),
        *("1", "12345", "5105700009999999", "1891", "iPhone客户端", "1970-01-01 08:00:00"),
    ],
)
def test_what_is_no_time_gives_none(text):
    assert parse_moment(text, NOW) is None


def test_february_29_without_a_year_is_the_last_one():
    found = parse_moment("02-29", datetime(2027, 3, 1, tzinfo=SHANGHAI))
    assert found is not None
    assert f"{found[0].astimezone(SHANGHAI):%Y-%m-%d}" == "2024-02-29"


def test_a_day_without_a_year_is_never_after_the_reference():
    for day in range(366):
        text = f"{datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day):%m-%d}"
        found = parse_moment(text, NOW)
        assert found is not None
        assert timedelta(0) <= NOW - found[0] < timedelta(days=367)


def test_the_day_is_counted_in_beijing_not_in_utc():
    late = datetime(2024, 11, 27, 17, 30, tzinfo=UTC)  # 01:30 on the 28th in Beijing
    found = parse_moment("今天 00:10", late)
    assert found is not None
    assert found[0] == datetime(2024, 11, 27, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "year"), [(1732796399, 2024), (1732796399000, 2024), (10**15, 2001)]
)
def test_the_unit_of_an_epoch_is_told_by_its_size(number, year):
    found = from_epoch(number)
    assert found is not None
    assert found[0].year == year


def test_months_do_not_follow_the_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert parse_moment("Tue Oct 14 18:29:00 +0800 2025", NOW) is not None
