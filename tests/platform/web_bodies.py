"""What weibo.com/ajax puts into its answers: ids are numbers here, with strings beside them."""

from collections.abc import Iterable
from typing import Any

from kolvet.platforms.weibo import mid_to_bid
from tests.platform import markup, mobile_bodies
from tests.platform.comments import Remark
from tests.platform.people import LIKED, Blogger, Person
from tests.platform.timeline import GONE, Timeline, Written

Body = dict[str, Any]
Uses = frozenset[str]
_LIKED_MID = 3_400_000_000_000_000


def user(person: Person) -> Body:
    """An author, as a post names him."""
    return {
        "id": person.uid,
        "idstr": str(person.uid),
        "pc_new": 7,
        "screen_name": person.name,
        "profile_image_url": "https://img.example/a.jpg",
        "profile_url": f"/u/{person.uid}",
        "verified": True,
        "verified_type": 0,
        "domain": "",
        "avatar_hd": "https://img.example/b.jpg",
        "mbrank": 7,
        "mbtype": 12,
    }


def profile(timeline: Timeline) -> Body:
    """An account."""
    blogger = timeline.blogger
    return user(blogger.person) | {
        "domain": blogger.domain,
        "verified_reason": "知名数码博主",
        "description": "说人话的测评",
        "location": "广东 深圳",
        "gender": "m",
        "followers_count": blogger.followers,
        "followers_count_str": f"{blogger.followers / 10_000:.1f}万",
        "friends_count": 312,
        "statuses_count": timeline.declared,
    }


def details(blogger: Blogger) -> Body:
    """The facts about an account."""
    return {
        "sunshine_credit": {"level": "信用极好"},
        "birthday": "",
        "created_at": "2010-03-02 11:20:00",
        "description": "说人话的测评",
        "gender": "m",
        "ip_location": "IP属地：广东",
        "desc_text": f"{blogger.name} 知名数码博主",
        "label_desc": [{"name": "数码博主"}],
        "education": {"school": ""},
    }


def status(post: Written, uses: Uses) -> Body:
    """A post; cut off where it is long."""
    cut = post.is_long
    shown = markup.beginning(post.text) if cut else post.text
    body: Body = {
        "visible": {"type": 0, "list_id": 0},
        "created_at": mobile_bodies.shown_time(post, uses),
        "id": int(post.mid),
        "idstr": post.mid,
        "mid": post.mid,
        "mblogid": post.bid,
        "user": user(post.author),
        "text": markup.web_html(shown) + ('…<span class="expand">展开</span>' if cut else ""),
        "text_raw": shown,
        "textLength": len(post.text),
        "source": _source(post.client),
        **({"region_name": f"发布于 {post.region}"} if post.region else {}),
        "isLongText": post.is_long,
        **({"continue_tag": {"title": "全文", "pic": "", "scheme": ""}} if cut else {}),
        **_pictures(post, uses),
        "reposts_count": mobile_bodies.shown_count(post.reposts, uses),
        "comments_count": mobile_bodies.shown_count(post.comments, uses),
        "attitudes_count": mobile_bodies.shown_count(post.likes, uses),
        "edit_count": post.edits,
        "mblogtype": 0,
        "url_struct": links(shown),
        "topic_struct": topics(shown),
    }
    if post.original:
        body["retweeted_status"] = _original(post.original, uses)
    return body


def _original(post: Written, uses: Uses) -> Body:
    if not post.deleted and "deleted-orig" not in uses:
        return status(post, uses)
    return {
        "created_at": markup.long_time(post.when),
        "id": int(post.mid),
        "idstr": post.mid,
        "mid": post.mid,
        "mblogid": post.bid,
        "text": GONE.replace("网页链接", '<a href="#">网页链接</a>'),
        "text_raw": GONE,
        "user": None,
        "isLongText": False,
    }


def _source(client: str) -> str:
    if not client or len(client) % 2:
        return client
    return f'<a href="//app.weibo.com/t/feed/x" rel="nofollow">{client}</a>'


def links(text: str) -> list[Body]:
    """What stands behind the short addresses in a text."""
    return [
        {"short_url": url, "long_url": "https://example.com/", "url_title": "网页链接"}
        for url in markup.short_urls(text)
    ]


def topics(text: str) -> list[Body]:
    """The topics in a text."""
    return [{"title": "", "topic_title": topic} for topic in markup.topics(text)]


def pinned(post: Written, uses: Uses) -> Body:
    """A post as it stands on top, old as it may be."""
    return status(post, uses) | {
        "mblogtype": 2,
        "isTop": 1,
        "title": {"text": "置顶", "base_color": 1, "icon_url": ""},
    }


def liked(number: int, post: Written, uses: Uses) -> Body:
    """A post of somebody else that the blogger only liked."""
    mid = str(_LIKED_MID + number)
    theirs = Written(mid, LIKED, post.when, f"别人写的第{number}条，和博主没有关系。", likes=7)
    return status(theirs, uses) | {"title": {"text": "赞过的微博", "base_color": 1}}


def comment(remark: Remark, children: Iterable[Remark]) -> Body:
    """A comment, with the first answers to it."""
    body = {
        "created_at": markup.long_time(remark.when),
        "id": remark.id,
        "idstr": str(remark.id),
        "rootid": remark.root,
        "rootidstr": str(remark.root),
        "floor_number": 1,
        "text": markup.web_html(remark.text),
        "text_raw": remark.text,
        "source": remark.source,
        "user": user(remark.author),
        "like_counts": remark.likes,
        "total_number": remark.answers,
        "comments": [comment(child, ()) for child in children],
    }
    if remark.id != remark.root:
        body["reply_comment"] = {"id": remark.root, "idstr": str(remark.root)}
    return body


def _pictures(post: Written, uses: Uses) -> Body:
    ids = [f"{mid_to_bid(post.mid)}{number}" for number in range(post.pictures)]
    infos = {
        pid: {
            size: {"url": f"https://wx1.example/{size}/{pid}.jpg", "width": 960, "height": 720}
            for size in ("thumbnail", "large", "original")
        }
        | {"pic_id": pid, "type": "pic"}
        for pid in ids
    }
    as_dict = "pics-as-dict" in uses
    shown = {str(at): pid for at, pid in enumerate(ids)} if as_dict else ids
    return {"pic_ids": shown, "pic_num": len(ids)} | ({"pic_infos": infos} if infos else {})
