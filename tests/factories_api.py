"""Writers in the shapes of Weibo's own API.

Keys and types are those of the answers: ids are text here and numbers there, on purpose.
"""

import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.factories import NAME, OTHER_NAME, OTHER_UID, UID, Row, Sample
from tests.factories_platforms import raw_time

USER_INFO: Row = {
    "id": int(UID),
    "screen_name": NAME,
    "profile_image_url": "https://img.example/a.jpg",
    "profile_url": f"https://m.weibo.cn/u/{UID}?uid={UID}",
    "statuses_count": 5120,
    "verified": True,
    "verified_type": 0,
    "verified_reason": "知名数码博主",
    "description": "说人话的测评",
    "gender": "m",
    "mbtype": 12,
    "urank": 48,
    "mbrank": 7,
    "follow_count": 312,
    "followers_count": "225.1万",
    "followers_count_str": "225.1万",
    "avatar_hd": "https://img.example/b.jpg",
}


def html_text(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br />")


def _user(post: Sample, uid: str, name: str) -> Row | None:
    return None if post.gone else {"id": int(uid), "screen_name": name}


def mblog(post: Sample, uid: str = UID, name: str = NAME) -> Row:
    """A post as m.weibo.cn answers it."""
    row: Row = {
        "visible": {"type": 0, "list_id": 0},
        "created_at": raw_time(post.when),
        "id": post.mid,
        "mid": post.mid,
        "bid": post.bid,
        "text": html_text(post.text),
        "textLength": 2 * len(post.text),
        "isLongText": False,
        "source": post.client,
        "region_name": "发布于 广东",
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "attitudes_count": post.likes,
        "pic_num": 0,
        "mblogtype": 0,
        "edit_count": post.edits,
        "user": _user(post, uid, name),
    }
    if post.text.endswith("全文"):
        link = f'<a href="/status/{post.mid}">全文</a>'
        row |= {
            "text": html_text(post.text.removesuffix("全文")) + link,
            "isLongText": True,
            "textLength": 1200,
        }
    if post.original:
        row["raw_text"] = post.text
        row["retweeted_status"] = mblog(post.original, OTHER_UID, OTHER_NAME)
    return row


def status(post: Sample, uid: str = UID, name: str = NAME) -> Row:
    """A post as weibo.com/ajax answers it."""
    user = _user(post, uid, name)
    client = post.client
    row: Row = {
        "visible": {"type": 0, "list_id": 0},
        "created_at": raw_time(post.when),
        "id": int(post.mid),
        "idstr": post.mid,
        "mid": post.mid,
        "mblogid": post.bid,
        "user": user and {**user, "idstr": uid, "verified": True, "verified_type": 0},
        "text": html_text(post.text),
        "text_raw": html.escape(post.text, quote=False) + " \u200b\u200b\u200b",
        "textLength": 2 * len(post.text),
        "source": client and f'<a href="//app.weibo.com/t/feed/x" rel="nofollow">{client}</a>',
        "region_name": "发布于 广东",
        "isLongText": False,
        "pic_ids": [],
        "pic_num": 0,
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "attitudes_count": post.likes,
        "edit_count": post.edits,
        "mblogtype": 0,
        "url_struct": [],
        "topic_struct": [],
    }
    if post.original:
        row["retweeted_status"] = status(post.original, OTHER_UID, OTHER_NAME)
    return row


def official(post: Sample, uid: str = UID, name: str = NAME) -> Row:
    """A post as the official API answers it; a deleted one keeps no author."""
    row: Row = {
        "created_at": raw_time(post.when),
        "id": int(post.mid),
        "mid": post.mid,
        "idstr": post.mid,
        "text": post.text,
        "source": f'<a href="http://app.example/" rel="nofollow">{post.client}</a>',
        "truncated": post.text.endswith("全文"),
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "attitudes_count": post.likes,
    }
    if post.gone:
        row["deleted"] = "1"
    else:
        row["user"] = {"id": int(uid), "idstr": uid, "screen_name": name}
    if post.original:
        row["retweeted_status"] = official(post.original, OTHER_UID, OTHER_NAME)
    return row


# --- pages ---------------------------------------------------------------------------------------


def profile_page() -> Row:
    tabs = [{"id": 2, "tabKey": "weibo", "tab_type": "weibo", "containerid": f"107603{UID}"}]
    return {
        "ok": 1,
        "data": {
            "isVideoCoverStyle": 1,
            "userInfo": USER_INFO,
            "scheme": f"sinaweibo://userinfo?uid={UID}",
            "tabsInfo": {"selectedTab": 1, "tabs": tabs},
        },
    }


def info_page() -> Row:
    """What weibo.com/ajax/profile/info answers."""
    user = {**USER_INFO, "idstr": UID, "followers_count": 2251000, "friends_count": 312}
    return {"ok": 1, "data": {"user": user, "tabList": [{"name": "home", "tabName": "精选"}]}}


def index_page(posts: Sequence[Sample]) -> Row:
    """What getIndex answers; every other post is in a group of cards."""
    people = {"card_type": 10, "user": {"id": 1000000003, "screen_name": "推荐用户"}}
    cards: list[Row] = [{"card_type": 11, "card_group": [people]}]
    for number, post in enumerate(posts):
        card: Row = {
            "card_type": 9,
            "itemid": f"107603{UID}_-_{post.mid}",
            "scheme": f"https://m.weibo.cn/status/{post.bid}",
            "mblog": mblog(post),
        }
        cards.append(card if number % 2 else {"card_type": 11, "card_group": [card]})
    since = int(posts[-1].mid) if posts else 0
    info = {"containerid": f"107603{UID}", "v_p": 42, "total": 5120, "since_id": since}
    return {"ok": 1, "data": {"cardlistInfo": info, "cards": cards}}


def mymblog_page(posts: Sequence[Sample]) -> Row:
    return {
        "ok": 1,
        "data": {
            "since_id": f"{posts[-1].mid}kp2" if posts else "",
            "status_visible": 0,
            "bottom_tips_visible": False,
            "bottom_tips_text": "",
            "topicList": [],
            "total": 5120,
            "list": [status(post) for post in posts],
        },
    }


def official_page(posts: Sequence[Sample]) -> Row:
    return {"statuses": [official(post) for post in posts], "total_number": len(posts)}


def pages(make: Any, posts: Sequence[Sample], size: int = 10) -> list[Row]:
    return [make(posts[start : start + size]) for start in range(0, len(posts), size)]


def write_json(path: Path, document: object, indent: int | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


def write_lines(path: Path, documents: Iterable[object]) -> Path:
    lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def comment(number: int, text: str, **more: object) -> Row:
    """A comment as hotflow answers it."""
    native_id = str(5105700000001000 + number)
    root = more.get("rootid", native_id)
    return {
        "created_at": "Thu Nov 28 21:00:00 +0800 2024",
        "id": native_id,
        "mid": native_id,
        "rootid": root,
        "rootidstr": root,
        "floor_number": 0,
        "text": text,
        "source": "来自河南",
        "user": {"id": 1000000009, "screen_name": "路人甲"},
        "like_count": 12,
        "total_number": 0,
        "comments": False,
        **more,
    }


def hotflow_page(comments: Sequence[Row]) -> Row:
    return {
        "ok": 1,
        "data": {
            "data": list(comments),
            "total_number": 445,
            "max": 23,
            "max_id": 138000000000001,
            "max_id_type": 0,
        },
    }
