"""What m.weibo.cn puts into its answers: ids of posts are strings here, ids of users numbers."""

from typing import Any

from kolvet.platforms.weibo import mid_to_bid
from tests.platform import markup
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
        "screen_name": person.name,
        "profile_url": f"https://m.weibo.cn/u/{person.uid}",
        "verified": True,
        "verified_type": 0,
        "gender": "m",
        "mbtype": 12,
        "urank": 48,
        "mbrank": 7,
        "followers_count": "225.1万",
        "avatar_hd": "https://img.example/b.jpg",
    }


def profile(timeline: Timeline) -> Body:
    """The answer about an account."""
    blogger = timeline.blogger
    uid = blogger.uid
    shown = {
        "id": uid,
        "screen_name": blogger.name,
        "profile_image_url": "https://img.example/a.jpg",
        "profile_url": f"https://m.weibo.cn/u/{uid}?uid={uid}",
        "statuses_count": timeline.declared,
        "verified": True,
        "verified_type": 0,
        "verified_reason": "知名数码博主",
        "description": "说人话的测评",
        "gender": "m",
        "mbtype": 12,
        "urank": 48,
        "mbrank": 7,
        "follow_count": 312,
        "followers_count": markup.rounded(blogger.followers)
        if blogger.followers < 1_000_000
        else f"{blogger.followers / 10_000:.1f}万",
        "followers_count_str": f"{blogger.followers / 10_000:.1f}万",
        "avatar_hd": "https://img.example/b.jpg",
    }
    tabs = [_tab(1, "profile", "精选", f"230283{uid}"), _tab(2, "weibo", "微博", f"107603{uid}")]
    return {
        "isVideoCoverStyle": 1,
        "userInfo": shown,
        "scheme": f"sinaweibo://userinfo?uid={uid}",
        "tabsInfo": {"selectedTab": 1, "tabs": tabs},
    }


def _tab(number: int, key: str, title: str, container: str) -> Body:
    return {
        "id": number,
        "tabKey": key,
        "must_show": 1,
        "title": title,
        "tab_type": key,
        "containerid": container,
    }


def details(blogger: Blogger) -> Body:
    """The cards of an account's page of facts."""
    facts = {
        "昵称": blogger.name,
        "简介": "说人话的测评",
        "注册时间": "2010-03-02",
        "阳光信用": "信用极好",
        "所在地": "广东 深圳",
        "IP属地": "广东",
    }
    group = [
        {"card_type": 41, "item_name": name, "item_content": content}
        for name, content in facts.items()
    ]
    return {"cards": [{"card_type": 11, "card_group": group}]}


def mblog(post: Written, uses: Uses, *, whole: bool = False) -> Body:
    """A post; cut off where it is long, unless it is to be `whole`."""
    cut = post.is_long and not whole
    text = markup.mobile_html(markup.beginning(post.text) if cut else post.text)
    body: Body = {
        "visible": {"type": 0, "list_id": 0},
        "created_at": shown_time(post, uses),
        "id": post.mid,
        "idstr": post.mid,
        "mid": post.mid,
        "bid": post.bid,
        "text": f'{text} ...<a href="/status/{post.mid}">全文</a>' if cut else text,
        "textLength": len(post.text),
        "isLongText": post.is_long,
        "source": post.client,
        **({"region_name": f"发布于 {post.region}"} if post.region else {}),
        "reposts_count": shown_count(post.reposts, uses),
        "comments_count": shown_count(post.comments, uses),
        "attitudes_count": shown_count(post.likes, uses),
        **_pictures(post, uses),
        **({"edit_count": post.edits} if post.edits else {}),
        "user": user(post.author),
    }
    if post.original:
        body["raw_text"] = post.text
        body["retweeted_status"] = _original(post.original, uses)
    return body


def _original(post: Written, uses: Uses) -> Body:
    if not post.deleted and "deleted-orig" not in uses:
        return mblog(post, uses)
    return {
        "created_at": markup.long_time(post.when),
        "id": post.mid,
        "mid": post.mid,
        "bid": post.bid,
        "text": GONE.replace("网页链接", '<a href="#">网页链接</a>'),
        "user": None,
        "isLongText": False,
    }


def pinned(post: Written, uses: Uses) -> Body:
    """A post as it stands on top, old as it may be."""
    marks = {
        "mblogtype": 2,
        "isTop": 1,
        "title": {"text": "置顶", "base_color": 1},
        "profile_type_id": "proweibotop_1000000001",
    }
    return mblog(post, uses) | marks


def liked(number: int, post: Written, uses: Uses) -> Body:
    """A post of somebody else that the blogger only liked."""
    mid = str(_LIKED_MID + number)
    theirs = Written(mid, LIKED, post.when, f"别人写的第{number}条，和博主没有关系。", likes=7)
    return mblog(theirs, uses) | {"title": {"text": "赞过的微博", "base_color": 1}}


def is_followed_by_liked(post: Written, timeline: Timeline) -> bool:
    """Whether the timeline shows a liked post after this one."""
    return timeline.blogger.liked and post.number % 37 == 5


def comment(remark: Remark, children: list[Remark]) -> Body:
    """A comment, with the first answers to it."""
    return {
        "created_at": markup.long_time(remark.when),
        "id": str(remark.id),
        "mid": str(remark.id),
        "rootid": str(remark.root),
        "floor_number": 0,
        "text": markup.mobile_html(remark.text),
        "source": remark.source,
        "user": user(remark.author),
        "like_count": remark.likes,
        "total_number": remark.answers,
        "comments": [comment(child, []) for child in children[:2]] or False,
    }


def broken(body: Body, kind: int) -> Body | None:
    """A post that nothing can be made of: null, without its ids, or with the wrong types."""
    if kind % 3 == 0:
        return None
    if kind % 3 == 1:
        ids = {"id", "idstr", "mid", "bid", "mblogid"}
        return {name: value for name, value in body.items() if name not in ids}
    wrong = {"id": {}, "idstr": [], "mid": True, "bid": 5, "mblogid": 5, "text": 7, "user": "x"}
    return (
        body
        | {name: value for name, value in wrong.items() if name in body}
        | {"created_at": None}
    )


def shown_time(post: Written, uses: Uses) -> str:
    """When a post was written, as it is printed."""
    relative = "relative-dates" in uses
    return markup.relative_time(post.when) if relative else markup.long_time(post.when)


def shown_count(count: int, uses: Uses) -> int | str:
    """A count: a number, unless it is large."""
    return markup.rounded(count) if "count-strings" in uses or count >= 1_000_000 else count


def _pictures(post: Written, uses: Uses) -> Body:
    if not post.pictures:
        return {"pic_num": 0}
    pictures = []
    for number in range(post.pictures):
        pid = f"{mid_to_bid(post.mid)}{number}"
        small, large = (f"https://wx1.example/{size}/{pid}.jpg" for size in ("orj360", "large"))
        pictures.append({"pid": pid, "url": small, "size": "orj360", "large": {"url": large}})
    as_dict = "pics-as-dict" in uses
    shown = {str(at): picture for at, picture in enumerate(pictures)} if as_dict else pictures
    return {"pic_num": post.pictures, "pics": shown}
