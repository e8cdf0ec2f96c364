"""More writers for the posts of tests/factories.py: MediaCrawler, nghuyong, feeds, tables."""

import hashlib
import html
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from tests.factories import NAME, OTHER_NAME, OTHER_UID, UID, Row, Sample

HASH = hashlib.sha256(UID.encode()).hexdigest()[:16]
MASKED = f"{NAME[0]}***{NAME[-1]}"


def _author(*, new: bool, prefix: str = "") -> Row:
    if new:
        return {"creator_hash": HASH, f"{prefix}nickname": MASKED}
    return {"user_id": UID, f"{prefix}nickname": NAME, "avatar": ""}


def _seconds(post: Sample) -> int:
    return int(post.when.timestamp())


def weibo(post: Sample, *, new: bool) -> Row:
    return {
        "note_id": post.mid,
        "content": post.text,
        "create_time": _seconds(post),
        "create_date_time": post.when.isoformat(sep=" "),
        "liked_count": str(post.likes),
        "comments_count": str(post.comments),
        "shared_count": str(post.reposts),
        "last_modify_ts": _seconds(post) * 1000,
        "note_url": f"https://m.weibo.cn/detail/{post.mid}",
        **_author(new=new),
        "source_keyword": "",
    }


def xhs(post: Sample, *, new: bool) -> Row:
    return {
        "note_id": f"{int(post.mid):024x}",
        "type": "normal",
        "title": post.title,
        "desc": post.text,
        "time": _seconds(post) * 1000,
        **_author(new=new),
        "liked_count": str(post.likes),
        "collected_count": "1.2万",
        "comment_count": str(post.comments),
        "share_count": str(post.reposts),
        "note_url": "https://www.xiaohongshu.com/explore/x?xsec_token=AB",
        "xsec_token": "AB",
    }


def douyin(post: Sample, *, new: bool) -> Row:
    return {
        "aweme_id": post.mid,
        "aweme_type": "0",
        "title": post.title,
        "desc": post.text,
        "create_time": _seconds(post),
        **_author(new=new),
        "liked_count": str(post.likes),
        "collected_count": "3",
        "comment_count": str(post.comments),
        "share_count": str(post.reposts),
        "aweme_url": f"https://www.douyin.com/video/{post.mid}",
    }


def bili(post: Sample, *, new: bool) -> Row:
    return {
        "video_id": post.mid,
        "video_type": "video",
        "title": post.title,
        "desc": post.text,
        "create_time": _seconds(post),
        **_author(new=new),
        "liked_count": str(post.likes),
        "video_play_count": "1.5亿",
        "video_share_count": str(post.reposts),
        "video_comment": str(post.comments),
        "video_url": f"https://www.bilibili.com/video/av{post.mid}",
    }


def dynamics(post: Sample, *, new: bool) -> Row:
    return {
        "dynamic_id": post.mid,
        **({"creator_hash": HASH} if new else {"user_id": UID}),
        "user_name": MASKED if new else NAME,
        "text": post.text,
        "type": "DYNAMIC_TYPE_WORD",
        "pub_ts": _seconds(post),
        "total_comments": post.comments,
        "total_forwards": post.reposts,
        "total_liked": post.likes,
    }


def kuaishou(post: Sample, *, new: bool) -> Row:
    return {
        "video_id": f"3x{int(post.mid):x}",
        "video_type": "1",
        "title": post.title,
        "desc": post.text,
        "create_time": _seconds(post) * 1000,
        **_author(new=new),
        "liked_count": str(post.likes),
        "viewd_count": "20.5万",
        "video_url": f"https://www.kuaishou.com/short-video/{post.mid}",
    }


def zhihu(post: Sample, *, new: bool) -> Row:
    return {
        "content_id": post.mid,
        "content_type": "answer",
        "content_text": post.text,
        "content_url": f"https://www.zhihu.com/question/1/answer/{post.mid}",
        "question_id": "1",
        "title": post.title,
        "desc": "",
        "created_time": _seconds(post),
        "updated_time": _seconds(post) + 5,
        "voteup_count": post.likes,
        "comment_count": post.comments,
        **_author(new=new, prefix="user_"),
    }


def tieba(post: Sample, *, new: bool) -> Row:
    return {
        "note_id": post.mid,
        "title": post.title,
        "desc": post.text,
        "note_url": f"https://tieba.baidu.com/p/{post.mid}",
        "publish_time": f"{post.when:%Y-%m-%d %H:%M}",
        **_author(new=new, prefix="user_"),
        "tieba_name": "样例吧",
        "tieba_link": "https://tieba.baidu.com/f?kw=x",
        "total_replay_num": post.comments,
        "total_replay_page": 1,
    }


MEDIA: dict[str, Callable[..., Row]] = {
    "weibo": weibo,
    "xhs": xhs,
    "douyin": douyin,
    "bili": bili,
    "dynamics": dynamics,
    "kuaishou": kuaishou,
    "zhihu": zhihu,
    "tieba": tieba,
}


def nghuyong(post: Sample) -> Row:
    row = {
        "_id": post.mid,
        "mblogid": post.bid,
        "created_at": f"{post.when:%Y-%m-%d %H:%M:%S}",
        "ip_location": "发布于 广东",
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "attitudes_count": post.likes,
        "source": post.client,
        "content": post.text,
        "is_retweet": post.original is not None,
        "url": f"https://weibo.com/{UID}/{post.bid}",
        "crawl_time": 1732846210,
    }
    return {**row, "retweet_id": post.original.mid} if post.original else row


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def raw_time(when: datetime) -> str:
    """As Weibo's API writes it; not by strftime, which follows the locale."""
    month = _MONTHS[when.month - 1]
    return f"Tue {month} {when.day:02} {when:%H:%M:%S} +0800 {when.year}"


def archiver(post: Sample, uid: str = UID) -> Row:
    row: Row = {
        "id": post.mid,
        "regionName": "发布于 广东",
        "createdAt": raw_time(post.when),
        "source": post.client,
        "mblogid": post.bid,
        "text": html.escape(post.text).replace("\n", "<br />"),
        "repostsCount": post.reposts,
        "commentsCount": post.comments,
        "likesCount": post.likes,
        "userId": uid,
        "comments": [],
    }
    if post.original:
        other = archiver(post.original, OTHER_UID)
        del other["userId"], other["comments"]
        if not post.original.gone:
            other["user"] = {"uid": OTHER_UID, "name": OTHER_NAME, "avatar": ""}
        row["retweet"] = other
    return row


def write_archiver(path: Path, posts: Iterable[Sample]) -> Path:
    user = {"uid": UID, "name": NAME, "bio": "", "followers": 2251000, "postCount": 5120}
    document = {"weibo": [archiver(post) for post in posts], "user": user, "followings": []}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def feed_body(post: Sample) -> str:
    body = html.escape(post.text).replace("\n", "<br>")
    if post.original is None:
        return body
    uid, name = ("sorry", "[原微博不可访问]") if post.original.gone else (OTHER_UID, OTHER_NAME)
    link = f'<a href="https://weibo.com/{uid}" target="_blank">@{name}</a>'
    quoted = html.escape(post.original.text).replace("\n", "<br>")
    return f"{body}<br><blockquote> - 转发 {link}:&ensp;{quoted}</blockquote>"


def _feed_link(post: Sample) -> str:
    return f"https://weibo.com/{UID}/{post.bid}"


def write_rss(path: Path, posts: Iterable[Sample]) -> Path:
    items = "\n".join(
        f"<item><title>{html.escape(post.text[:60])}</title>"
        f"<description><![CDATA[{feed_body(post)}]]></description>"
        f"<link>{_feed_link(post)}</link><guid>{_feed_link(post)}</guid>"
        f"<pubDate>{format_datetime(post.when.astimezone(UTC), usegmt=True)}</pubDate>"
        f"<author>{NAME}</author></item>"
        for post in posts
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{NAME}的微博</title><link>https://weibo.com/{UID}/</link>\n{items}</channel></rss>",
        encoding="utf-8",
    )
    return path


def write_atom(path: Path, posts: Iterable[Sample]) -> Path:
    entries = "\n".join(
        f"<entry><title>{html.escape(post.text[:60])}</title><id>{_feed_link(post)}</id>"
        f'<link href="{_feed_link(post)}"/><published>{post.when.isoformat()}</published>'
        f'<author><name>{NAME}</name></author><content type="html">'
        f"{html.escape(feed_body(post))}</content></entry>"
        for post in posts
    )
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>\n' + entries + "</feed>",
        encoding="utf-8",
    )
    return path


def write_json_feed(path: Path, posts: Iterable[Sample]) -> Path:
    items = [
        {
            "id": _feed_link(post),
            "url": _feed_link(post),
            "title": post.text[:60],
            "content_html": feed_body(post),
            "date_published": f"{post.when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
            "authors": [{"name": NAME}],
        }
        for post in posts
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def table(post: Sample) -> Row:
    """A table of nobody's, with names that such tables often have."""
    return {
        "发布时间": f"{post.when:%Y/%m/%d %H:%M:%S}",
        "标题": post.title,
        "内容": post.text,
        "点赞数": post.likes,
        "评论数": post.comments,
        "转发数": post.reposts,
        "链接": _feed_link(post),
        "昵称": NAME,
        "用户id": UID,
        "备注": "x",
    }
