"""Feeds: asked for conditionally, recognised by their content, never taken for anything else."""

from email.utils import format_datetime

import pytest

from kolvet.model.fetch import FeedState, StopReason
from kolvet.model.imports import Row
from kolvet.model.posts import Post
from kolvet.sources.failures import RefusedError
from kolvet.sources.feed import read_feed
from tests.platform.people import NEWEST
from tests.unit.sources.scripted import answer, client

URL = "https://feeds.invalid/weibo/1000000001?key=invented-key"
ITEM = (
    "<item><title>样例</title><description>小米{number}不错</description>"
    "<link>https://weibo.com/1000000001/P2qnq3P3{number}</link>"
    f"<pubDate>{format_datetime(NEWEST)}</pubDate></item>"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>样例数码君的微博</title>'
    "<link>https://weibo.com/1000000001</link>{items}</channel></rss>"
)
WHOLE = RSS.format(items="".join(ITEM.format(number=number) for number in range(3)))
NOTHING = FeedState()


def read(*script, state=NOTHING):
    asking, wire = client(*script)
    return read_feed(asking, URL, state), wire


def texts(feed):
    return [
        row.item.text for row in feed.rows if isinstance(row, Row) and isinstance(row.item, Post)
    ]


def test_a_feed_is_asked_for_plainly_and_read():
    feed, wire = read(answer(body=WHOLE, etag='W/"5"', last_modified="yesterday"))
    assert len(texts(feed)) == 3
    assert all("不错" in text for text in texts(feed))
    assert (feed.state, feed.changed) == (FeedState('W/"5"', "yesterday"), True)
    asked = wire.asked[0][1]
    assert (asked.url, asked.cookies) == (URL, {})
    assert {"If-None-Match", "If-Modified-Since"}.isdisjoint(asked.headers)
    assert "kolvet" in asked.headers["User-Agent"]


def test_what_the_server_said_is_given_back_to_it():
    state = FeedState('W/"5"', "yesterday")
    feed, wire = read(answer(304, ""), state=state)
    assert (feed.rows, feed.changed, feed.state) == ((), False, state)
    headers = wire.asked[0][1].headers
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"5"', "yesterday")


@pytest.mark.parametrize("kind", ["text/html", "application/json", "text/plain; charset=gbk", ""])
def test_the_content_says_what_it_is(kind):
    feed, _ = read(answer(body=WHOLE, content_type=kind))
    assert len(texts(feed)) == 3


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><head><title>登录</title></head></html>",
        '{"ok": 1, "data": {"cards": []}}',
        "id,正文,日期\n1,小米,2024-01-01\n",
        "样例",
        '<?xml version="1.0"?><feedback/>',
        "\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(RefusedError) as caught:
        read(answer(body=body))
    assert (caught.value.key, caught.value.stop) == ("source.no_feed", StopReason.BAD_ANSWER)
    assert "invented-key" not in str(caught.value)


@pytest.mark.parametrize("status", [404, 410, 401, 204])
def test_a_status_is_told(status):
    with pytest.raises(RefusedError) as caught:
        read(answer(status, "no"))
    assert caught.value.key == "source.feed_status"
    assert str(status) in str(caught.value)


def test_a_feed_that_breaks_off_is_asked_for_again():
    half = WHOLE[: WHOLE.rindex("<pubDate>")]
    feed, wire = read(answer(body=half, etag="1"), answer(body=WHOLE, etag="2"))
    assert (len(texts(feed)), feed.state.etag, len(wire.asked)) == (3, "2", 2)


def test_one_that_stays_broken_is_read_as_far_as_it_goes_and_not_believed():
    half = WHOLE[: WHOLE.rindex("<pubDate>")]
    feed, wire = read(answer(body=half, etag="1"))
    assert (len(texts(feed)), len(wire.asked)) == (2, 3)
    assert feed.changed
    assert feed.state == NOTHING  # the next run must not be told that nothing is new


def test_an_entity_bomb_is_not_unfolded():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + "啊" * 1000 + '">'
        '<!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]>'
        '<rss version="2.0"><channel><title>x</title><item><title>&c;</title>'
        "<description>&c;</description></item></channel></rss>"
    )
    try:
        feed, _ = read(answer(body=bomb))
    except RefusedError:
        return
    assert sum(map(len, texts(feed))) < 100_000
