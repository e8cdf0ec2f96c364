"""Files of answers of Weibo's API, and of tools that pass them on."""

import json
from collections import Counter

import pytest

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Author, Comment, Post
from tests import factories_api, factories_tools
from tests.factories import NAME, SEVEN, UID
from tests.factories_api import comment, mblog, status, write_json, write_lines


def items(path, kind=Post):
    rows = open_export(path).rows()
    return [row.item for row in rows if isinstance(row, Row) and isinstance(row.item, kind)]


def reasons(path):
    return Counter(row.reason for row in open_export(path).rows() if isinstance(row, Rejected))


def mids(path):
    return [post.native_id for post in items(path)]


SEVEN_MIDS = [post.mid for post in SEVEN]


# --- how pages lie in files ----------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "document",
    [
        factories_api.index_page(SEVEN),
        factories_api.index_page(SEVEN)["data"],
        factories_api.mymblog_page(SEVEN),
        factories_api.mymblog_page(SEVEN)["data"],
        factories_api.official_page(SEVEN),
        {"ok": 1, "statuses": [status(post) for post in SEVEN], "since_id_str": "1"},
        [status(post) for post in SEVEN],
        [factories_api.mymblog_page(SEVEN[:3]), factories_api.mymblog_page(SEVEN[3:])],
        [factories_api.profile_page(), factories_api.index_page(SEVEN)],
        [mblog(post) for post in SEVEN],
    ],
    ids=[
        *("getIndex", "its data", "mymblog", "its data", "official", "hot feed", "posts"),
        *("pages", "profile and page", "mblogs"),
    ],
)
def test_a_document_of_any_build(tmp_path, document, indent):
    path = write_json(tmp_path / "a.json", document, indent)
    assert open_export(path).collector == "Weibo API"
    assert mids(path) == SEVEN_MIDS
    assert not reasons(path)


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": 1, "data": {**mblog(SEVEN[0]), "isLongText": False}},
        {"ok": 1, **status(SEVEN[0])},
        mblog(SEVEN[0]),
        {"ok": 1, "data": {"data": [mblog(SEVEN[0])], "total_number": 1, "max": 1}},
    ],
    ids=["m show", "ajax show", "mblog", "repostTimeline"],
)
@pytest.mark.parametrize("indent", [None, 4])
def test_a_single_post(tmp_path, answer, indent):
    assert mids(write_json(tmp_path / "a.json", answer, indent)) == SEVEN_MIDS[:1]


def test_lines_of_pages_posts_and_lists_may_be_mixed(tmp_path):
    lines = [
        factories_api.profile_page(),
        factories_api.index_page(SEVEN[:2]),
        factories_api.mymblog_page(SEVEN[2:4]),
        status(SEVEN[4]),
        [mblog(SEVEN[5]), mblog(SEVEN[6])],
    ]
    path = write_lines(tmp_path / "a.jsonl", lines)
    assert mids(path) == SEVEN_MIDS
    assert [row.line for row in open_export(path).rows()] == [1, 2, 2, 3, 3, 4, 5, 5]


def test_rows_of_one_page_are_numbered_by_element(tmp_path):
    path = write_json(tmp_path / "a.json", factories_api.mymblog_page(SEVEN))
    assert [row.line for row in open_export(path).rows()] == list(range(1, 8))


def test_a_page_cut_off_keeps_what_came_before(tmp_path):
    path = write_json(tmp_path / "a.json", factories_api.mymblog_page(SEVEN))
    path.write_bytes(path.read_bytes()[:-900])
    assert mids(path) == SEVEN_MIDS[: len(mids(path))]
    assert len(mids(path)) >= 4
    assert reasons(path) == {"json_cut_off": 1}


def test_a_broken_line_costs_only_itself(tmp_path):
    pages = [factories_api.mymblog_page([post]) for post in SEVEN]
    path = write_lines(tmp_path / "a.jsonl", pages)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[0] = lines[0][:100]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert mids(path) == SEVEN_MIDS[1:]
    assert reasons(path) == {"json_line": 1}


def test_cards_that_are_no_posts_are_passed_over(tmp_path):
    page = factories_api.index_page(SEVEN[:1])
    page["data"]["cards"] += [
        {"card_type": 4, "desc": "全部微博"},
        {"card_type": 11, "card_group": [{"card_type": 6, "desc": "更多"}]},
        {"card_type": 11, "card_group": None},
        {"card_type": 10, "user": factories_api.USER_INFO},
    ]
    path = write_json(tmp_path / "a.json", page)
    assert len(list(open_export(path).rows())) == 1


def test_what_is_no_object_is_counted(tmp_path):
    page = factories_api.mymblog_page(SEVEN[:2])
    page["data"]["list"][1] = None
    assert reasons(write_json(tmp_path / "a.json", page)) == {"not_an_object": 1}
    assert reasons(write_lines(tmp_path / "a.jsonl", [page, page])) == {"unknown_object": 2}


def test_a_page_inside_a_page_without_end_is_not_followed_without_end(tmp_path):
    page = factories_api.mymblog_page(SEVEN)
    for _ in range(400):
        page = {"ok": 1, "data": [page]}
    path = write_lines(tmp_path / "a.jsonl", [status(SEVEN[0]), page])
    assert mids(path) == SEVEN_MIDS[:1]
    assert reasons(path) == {"unknown_object": 1}


# --- accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "answer",
    [
        factories_api.profile_page(),
        factories_api.info_page(),
        factories_api.info_page()["data"],
        {"ok": 1, "data": {"user": factories_api.USER_INFO}},
    ],
    ids=["getIndex", "info", "its data", "user alone"],
)
def test_a_profile(tmp_path, answer, indent):
    path = write_json(tmp_path / "a.json", answer, indent)
    (account,) = items(path, Account)
    assert (account.native_id, account.name) == (UID, NAME)
    assert (account.followers, account.declared_posts) == (2_251_000, 5120)
    assert account.description == "说人话的测评"
    assert open_export(path).collector == "Weibo API"


def test_a_timeline_that_says_whose_it_is_gives_the_account_too(tmp_path):
    page = factories_api.index_page(SEVEN)
    page["data"]["userInfo"] = factories_api.USER_INFO
    path = write_json(tmp_path / "a.json", page)
    assert [account.native_id for account in items(path, Account)] == [UID]
    assert mids(path) == SEVEN_MIDS


# --- not the account's own -----------------------------------------------------------------------


def test_a_liked_post_is_rejected_and_counted(tmp_path):
    page = factories_api.mymblog_page(SEVEN)
    page["data"]["list"][3]["title"] = {"text": "赞过的微博", "base_color": 1}
    path = write_json(tmp_path / "a.json", page)
    assert mids(path) == [*SEVEN_MIDS[:3], *SEVEN_MIDS[4:]]
    assert reasons(path) == {"liked_not_own": 1}


def test_a_pinned_post_is_a_post(tmp_path):
    page = factories_api.index_page(SEVEN[:2])
    page["data"]["cards"][1]["card_group"][0]["mblog"] |= {"isTop": 1, "title": {"text": "置顶"}}
    assert mids(write_json(tmp_path / "a.json", page)) == SEVEN_MIDS[:2]


# --- comments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
def test_comments_that_do_not_say_under_which_post_are_rejected(tmp_path, indent):
    page = factories_api.hotflow_page([comment(1, "恰饭了吧"), comment(2, "支持")])
    built = {"ok": 1, "data": page["data"]["data"], "rootComment": [], "total_number": 2}
    for answer in (page, built, page["data"]["data"]):
        path = write_json(tmp_path / "a.json", answer, indent)
        assert open_export(path).collector == "Weibo API"
        assert items(path, Comment) == []
        assert reasons(path) == {"comment_without_post": 2}


@pytest.mark.parametrize("indent", [None, 2])
def test_comments_of_the_official_api_name_their_post(tmp_path, indent):
    carried = comment(2, "支持", rootid="5105700000001001")
    found = [
        comment(1, "恰饭了吧", status=factories_api.official(SEVEN[0]), comments=[carried]),
        comment(3, "好", status={"id": int(SEVEN[1].mid)}),
        comment(4, "没有", status={"id": "x"}),
    ]
    path = write_json(tmp_path / "a.json", {"comments": found, "total_number": 3}, indent)
    assert [(each.text, each.post_native_id) for each in items(path, Comment)] == [
        ("恰饭了吧", SEVEN[0].mid),
        ("支持", SEVEN[0].mid),
        ("好", SEVEN[1].mid),
    ]
    assert items(path, Comment)[0].author == Author("1000000009", "路人甲")
    assert reasons(path) == {"comment_without_post": 1}


# --- answers without content ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}},
        {"ok": 1, "data": {"since_id": "", "list": [], "total": 5120}},
        {"ok": 1, "data": {}},
        {"statuses": [], "total_number": 0},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_empty_page_has_no_rows(tmp_path, answer, indent):
    assert list(open_export(write_json(tmp_path / "a.json", answer, indent)).rows()) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": -100, "url": "https://weibo.com/login.php?url=x"},
        {"ok": -100, "errno": "100005", "msg": "请先登录", "url": "https://passport.example"},
        {"ok": 0, "url": "https://m.weibo.cn/captcha/show"},
        {"ok": 0, "msg": "系统繁忙"},
        {"error": "expired_token", "error_code": 21327, "request": "/2/statuses/x.json"},
    ],
)
def test_a_refusal_is_said_to_be_one(tmp_path, answer):
    assert reasons(write_json(tmp_path / "a.json", answer)) == {"platform_refused": 1}
    path = write_lines(tmp_path / "a.jsonl", [factories_api.mymblog_page(SEVEN), answer])
    assert reasons(path) == {"platform_refused": 1}
    assert mids(path) == SEVEN_MIDS


def test_a_long_text_alone_is_of_no_post(tmp_path):
    path = write_json(tmp_path / "a.json", {"longTextContent": "整篇文字", "url_struct": []}, 2)
    assert reasons(path) == {"long_text_without_post": 1}


def test_an_object_of_something_else_is_refused_by_its_keys(tmp_path):
    path = write_json(tmp_path / "package.json", {"name": "x", "version": "1"}, 2)
    with pytest.raises(ImportFileError) as raised:
        open_export(path)
    assert raised.value.key == "import.unknown_table"


def test_a_single_object_too_large_to_be_an_answer_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kolvet.importers.containers.json_rows.WHOLE_LIMIT", 1000)
    path = write_json(tmp_path / "a.json", {"ok": 1, "data": {"text": "x" * 2000}}, 2)
    with pytest.raises(ImportFileError) as raised:
        open_export(path)
    assert raised.value.key == "import.object_too_large"


# --- tools ---------------------------------------------------------------------------------------


def test_the_metadata_file_of_gallery_dl(tmp_path):
    document = {**factories_tools.gallery_dl(SEVEN[3]), "width": 4, "pid": "x1"}
    path = write_json(tmp_path / "x1.jpg.json", document, 4)
    assert open_export(path).collector == "gallery-dl"
    (post,) = items(path)
    assert (post.native_id, post.text) == (SEVEN[3].mid, SEVEN[3].text)
    assert post.reposted.text == SEVEN[3].original.text


def test_what_mcp_server_weibo_gives(tmp_path):
    found = [factories_tools.feed_item(post) for post in SEVEN]
    path = write_json(tmp_path / "a.json", {"SinceId": 1, "Feeds": found}, 2)
    assert mids(path) == SEVEN_MIDS
    assert mids(write_json(tmp_path / "b.json", found, 2)) == SEVEN_MIDS


def test_a_page_in_another_encoding(tmp_path):
    path = tmp_path / "a.json"
    text = json.dumps(factories_api.mymblog_page(SEVEN), ensure_ascii=False)
    path.write_text(text, encoding="gb18030")
    assert [post.text for post in items(path)] == [post.text for post in SEVEN]
