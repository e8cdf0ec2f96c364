"""Whatever a platform or a tool puts under its keys: an item or a rejection, never a crash."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.importers.dialects import weibo_api
from kolvet.importers.reading import Reading, UnreadableRow
from kolvet.model.imports import Rejected, Row
from tests import factories_api, factories_tools
from tests.factories import SEVEN

NOW = SEVEN[0].when
SCALAR = st.one_of(
    st.text(max_size=30), st.none(), st.booleans(), st.integers(), st.floats(), st.just("5.1E+15")
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
STATUS, MBLOG = factories_api.status(SEVEN[2]), factories_api.mblog(SEVEN[2])
OTHER_KEYS = (
    *("longTextContent", "longText", "continue_tag", "ori_mid", "ori_uid", "title", "edit_at"),
    *("screen_name_suffix_new", "profile_type_id", "isTop", "raw_text"),
)
TOOLS = {
    "gallery-dl": factories_tools.gallery_dl,
    "crawl4weibo": factories_tools.crawl4weibo,
    "snscrape": factories_tools.snscrape,
    "yt-dlp weibo": factories_tools.yt_dlp_weibo,
    "yt-dlp bilibili": factories_tools.yt_dlp_bilibili,
    "wechat": factories_tools.wechat_object,
}


@given(
    st.sampled_from([STATUS, MBLOG]),
    st.dictionaries(st.sampled_from([*STATUS, *MBLOG, *OTHER_KEYS]), VALUE, max_size=6),
)
def test_a_post_of_any_values_is_read_or_unreadable(record, values):
    record = {**record, **values}
    for ask in (weibo_api.is_liked, weibo_api.is_pinned):
        assert ask(record) in {True, False}
    uid = weibo_api.author_id(record)
    assert uid is None or isinstance(uid, str)
    try:
        (post,) = weibo_api.read_post(record, Reading(NOW, "1000000001"))
    except UnreadableRow:
        return
    assert post.native_id.isdecimal()
    assert (post.text + post.client).encode().decode() == post.text + post.client


@given(st.dictionaries(st.sampled_from([*factories_api.comment(1, "x"), "text_raw"]), VALUE))
def test_a_comment_of_any_values_is_read_or_unreadable(values):
    record = {**factories_api.comment(1, "恰饭"), **values}
    try:
        found = weibo_api.read_comment(record, SEVEN[0].mid, Reading(NOW))
    except UnreadableRow:
        return
    assert {comment.post_native_id for comment in found} == {SEVEN[0].mid}


@given(st.dictionaries(st.sampled_from(list(factories_api.USER_INFO)), VALUE))
def test_an_account_of_any_values_is_read_or_unreadable(values):
    try:
        (account,) = weibo_api.read_account({**factories_api.USER_INFO, **values}, Reading(NOW))
    except UnreadableRow:
        return
    assert account.native_id.isdecimal()


@given(st.sampled_from(list(TOOLS)), st.data())
def test_an_object_of_a_tool_costs_at_most_itself(tool, data):
    good = TOOLS[tool](SEVEN[0])
    keys = st.sampled_from([*good, "comments"])
    spoiled = {**good, **data.draw(st.dictionaries(keys, VALUE, max_size=5))}
    found = rows([good, spoiled, good])
    assert isinstance(found[0], Row)
    assert isinstance(found[-1], Row)
    assert found[0].item == found[-1].item


@given(VALUE, VALUE, st.sampled_from([None, 2]))
def test_any_answer_gives_rows_or_one_plain_error(data, more, indent):
    page = {"ok": 1, "data": data, "cards": more}
    other = {"ok": 1, "data": {"cards": data, "list": more}}
    assert all(isinstance(row, Row | Rejected) for row in rows([page, other]))
    listed = {"posts": data, "comments": more, "pagination": {}}
    for document in (page, other, [page, other], listed):
        with tempfile.TemporaryDirectory() as folder:
            path = factories_api.write_json(Path(folder) / "a.json", document, indent)
            try:
                found = list(open_export(path).rows())
            except ImportFileError:  # not one object in it is of a known kind
                continue
        assert all(isinstance(row, Row | Rejected) for row in found)


def rows(documents: list[object]) -> list[Row | Rejected]:
    with tempfile.TemporaryDirectory() as folder:
        path = factories_api.write_lines(Path(folder) / "a.jsonl", documents)
        return list(open_export(path).rows())
