"""Writers in the shapes of tools that pass on what platforms answer: gallery-dl, yt-dlp, ..."""

from tests import factories_api
from tests.factories import NAME, OTHER_NAME, OTHER_UID, UID, Row, Sample
from tests.factories_api import html_text
from tests.factories_platforms import raw_time


def gallery_dl(post: Sample) -> Row:
    """The metadata beside a picture."""
    return {
        "category": "weibo",
        "subcategory": "feed",
        "num": 1,
        "filename": "x1",
        "extension": "jpg",
        "status": {**factories_api.status(post), "date": "2024-11-28 12:19:59", "count": 1},
    }


def feed_item(post: Sample) -> Row:
    """A post as mcp-server-weibo gives it; it has no word of the original."""
    return {
        "id": int(post.mid),
        "text": html_text(post.text),
        "source": post.client,
        "created_at": raw_time(post.when),
        "user": {**factories_api.USER_INFO, "statuses_count": None},
        "comments_count": post.comments,
        "attitudes_count": post.likes,
        "reposts_count": post.reposts,
        "raw_text": "",
        "region_name": "发布于 广东",
        "pics": [],
        "videos": {},
    }


def crawl4weibo(post: Sample, uid: str = UID) -> Row:
    row: Row = {
        "id": post.mid,
        "user_id": "" if post.gone else uid,
        "text": post.text,
        "created_at": post.when.isoformat(),
        "source": post.client,
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "attitudes_count": post.likes,
        "pic_urls": [],
        "video_url": "",
        "is_original": post.original is None,
        "location": post.place,
        "topic_ids": [],
        "at_users": [],
    }
    if post.original:
        row["retweeted_status"] = crawl4weibo(post.original, OTHER_UID)
    return row


def snscrape(post: Sample, uid: str = UID, name: str = NAME) -> Row:
    user = {
        "_type": "snscrape.modules.weibo.User",
        "screenname": name,
        "uid": int(uid),
        "verified": True,
        "verifiedReason": "知名数码博主",
        "description": "说人话的测评",
        "statusesCount": 5120,
        "followersCount": "225.1万",
        "followCount": 312,
    }
    original = post.original
    return {
        "_type": "snscrape.modules.weibo.Post",
        "url": f"https://m.weibo.cn/status/{post.bid}",
        "id": post.mid,
        "user": None if post.gone else user,
        "createdAt": raw_time(post.when),
        "text": post.text,
        "repostsCount": post.reposts,
        "commentsCount": post.comments,
        "likesCount": post.likes,
        "picturesCount": 0,
        "pictures": None,
        "video": None,
        "link": None,
        "repostedPost": snscrape(original, OTHER_UID, OTHER_NAME) if original else None,
        "source": post.client,
        "pageInfo": None,
    }


def yt_dlp_weibo(post: Sample) -> Row:
    return {
        "id": post.mid,
        "display_id": post.bid,
        "title": f"{NAME}的微博视频",
        "description": post.text,
        "formats": [{"url": "https://video.example/a.mp4", "ext": "mp4"}],
        "duration": 62.5,
        "timestamp": int(post.when.timestamp()),
        "uploader": NAME,
        "uploader_id": UID,
        "uploader_url": f"https://weibo.com/u/{UID}",
        "view_count": 9000,
        "like_count": post.likes,
        "repost_count": post.reposts,
        "tags": [],
        "extractor": "weibo",
        "extractor_key": "Weibo",
        "webpage_url": f"https://weibo.com/{UID}/{post.bid}",
        "_type": "video",
    }


def yt_dlp_bilibili(post: Sample) -> Row:
    return {
        "id": f"BV1{post.bid}",
        "title": post.title,
        "description": post.text,
        "formats": [{"url": "https://video.example/a.mp4", "ext": "mp4"}],
        "timestamp": int(post.when.timestamp()),
        "uploader": NAME,
        "uploader_id": UID,
        "view_count": 9000,
        "like_count": post.likes,
        "comment_count": post.comments,
        "extractor": "BiliBili",
        "extractor_key": "BiliBili",
        "webpage_url": f"https://www.bilibili.com/video/BV1{post.bid}",
        "_type": "video",
    }


BIZ = "MzAwMDAwMDAwMQ=="


def _article_link(post: Sample) -> str:
    return f"http://mp.weixin.qq.com/s?__biz={BIZ}&mid={post.mid[-10:]}&idx=1&sn=0f&chksm=9e#rd"


def wechat_sheet_row(post: Sample) -> Row:
    when = f"{post.when:%Y-%m-%d %H:%M:%S}"
    return {
        "公众号": NAME,
        "ID": f"{post.mid[-10:]}_1",
        "链接": _article_link(post),
        "标题": post.title,
        "封面": "https://img.example/cover.jpg",
        "摘要": post.text[:20],
        "创建时间": when,
        "发布时间": when,
        "阅读": 9000,
        "点赞": post.likes,
        "分享": post.reposts,
        "喜欢": 3,
        "留言": post.comments,
        "作者": "样例作者",
        "是否原创": "原创",
        "文章类型": "普通图文",
        "所属合集": "#样例合集",
        "文章内容": post.text,
    }


def wechat_object(post: Sample) -> Row:
    return {
        "aid": f"{post.mid[-10:]}_1",
        "appmsgid": int(post.mid[-10:]),
        "itemidx": 1,
        "title": post.title,
        "link": _article_link(post),
        "digest": post.text[:20],
        "create_time": int(post.when.timestamp()) - 600,
        "update_time": int(post.when.timestamp()),
        "author_name": "样例作者",
        "copyright_stat": 1,
        "item_show_type": 0,
        "appmsg_album_infos": [],
        "is_deleted": False,
        "fakeid": BIZ,
        "_status": "",
        "_accountName": NAME,
        "readNum": 9000,
        "oldLikeNum": post.likes,
        "shareNum": post.reposts,
        "likeNum": 3,
        "commentNum": post.comments,
        "content": post.text,
        "comments": [],
    }
