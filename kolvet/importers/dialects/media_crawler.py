"""NanmiCoder/MediaCrawler: seven platforms, both schemas, contents, comments and creators.

The schema before August 2026 names the author (`user_id`, `nickname`); the one since then has a
hash of the id (`creator_hash`) and a masked name. CSV, JSON, JSON Lines, workbooks and databases
have the same keys. It exports no repost information for Weibo and no long-text flag.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kolvet.importers.dialects.weibo_posts import engagement, post_ids, weibo_post
from kolvet.importers.reading import (
    Importer,
    Kind,
    Misfit,
    Reading,
    Record,
    UnreadableRow,
    prose,
    titled,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Account, Author, Comment, Engagement, Platform, Post
from kolvet.platforms.counts import parse_count
from kolvet.platforms.links import profile_url

_URL = {
    Platform.XIAOHONGSHU: "https://www.xiaohongshu.com/explore/{}",
    Platform.DOUYIN: "https://www.douyin.com/video/{}",
    Platform.BILIBILI: "https://www.bilibili.com/video/{}",
    Platform.KUAISHOU: "https://www.kuaishou.com/short-video/{}",
    Platform.TIEBA: "https://tieba.baidu.com/p/{}",
}

# A line of a text may begin with a number and a comma, too (a telephone, a group to join): what
# follows the id in a row, a time, an id or the kind of post, tells them apart.
_THEN = r'"?[,\t;]"?'


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a platform's export keeps what a post has.

    Attributes:
        sign: Columns that together occur in no other export.
        time: The best first.
        uid: Columns of the author's id; the schema since 2026-08 has creator_hash instead.
    """

    platform: Platform
    sign: tuple[str, ...]
    id: str
    time: tuple[str, ...]
    text: str = "desc"
    title: str = "title"
    likes: str = "liked_count"
    comments: str = "comment_count"
    reposts: str = "share_count"
    views: str = ""
    url: str = ""
    uid: tuple[str, ...] = ("user_id",)
    name: str = "nickname"
    first_value: str = ""
    edited: str = ""


_POSTS = (
    Columns(
        Platform.XIAOHONGSHU,
        ("note_id", "desc", "time", "collected_count"),
        "note_id",
        ("time",),
        url="note_url",
        first_value="[0-9a-f]{24}",
    ),
    Columns(
        Platform.DOUYIN,
        ("aweme_id", "desc", "create_time"),
        "aweme_id",
        ("create_time",),
        url="aweme_url",
        first_value=r"\d{15,20}",
    ),
    Columns(
        Platform.BILIBILI,
        ("video_id", "video_play_count", "video_comment"),
        "video_id",
        ("create_time",),
        comments="video_comment",
        reposts="video_share_count",
        views="video_play_count",
        url="video_url",
        first_value=rf"(?:\d{{4,18}}|BV\w{{10}}){_THEN}[a-z0-9]*",
    ),
    Columns(
        Platform.BILIBILI,
        ("dynamic_id", "text", "pub_ts"),
        "dynamic_id",
        ("pub_ts",),
        text="text",
        title="",
        likes="total_liked",
        comments="total_comments",
        reposts="total_forwards",
        name="user_name",
        first_value=r"\d{15,20}",
    ),
    Columns(
        Platform.KUAISHOU,
        ("video_id", "desc", "viewd_count"),
        "video_id",
        ("create_time",),
        views="viewd_count",
        url="video_url",
        first_value=r"3x\w{10,20}",
    ),
    Columns(
        Platform.ZHIHU,
        ("content_id", "content_text", "voteup_count"),
        "content_id",
        ("created_time",),
        text="content_text",
        likes="voteup_count",
        url="content_url",
        uid=("user_url_token", "user_id"),
        name="user_nickname",
        first_value=rf"\d{{5,20}}{_THEN}[a-z]+",
        edited="updated_time",
    ),
    Columns(
        Platform.TIEBA,
        ("note_id", "tieba_name", "total_replay_num"),
        "note_id",
        ("publish_time",),
        comments="total_replay_num",
        url="note_url",
        uid=("user_id", "user_link"),
        name="user_nickname",
        first_value=r"(?!1[3-9]\d{9}\b)\d{8,20}",
    ),
)


def _post_reader(columns: Columns) -> Callable[[Record, Reading], tuple[Item, ...]]:
    def read(record: Record, reading: Reading) -> tuple[Item, ...]:
        native_id = words(record.get(columns.id))
        if not native_id or len(native_id) > 40:
            raise UnreadableRow("id_missing")
        when = reading.published(
            next((record[key] for key in columns.time if key in record), None)
        )
        if "date_unreadable" in reading.repairs and not reading.aligned:
            raise Misfit
        text = titled(record.get(columns.title), record.get(columns.text))
        counts = (columns.likes, columns.comments, columns.reposts, columns.views)
        return (
            Post(
                columns.platform,
                native_id,
                _author(record, reading, columns),
                text,
                when[0],
                when[1],
                Engagement(*(parse_count(record.get(key)) for key in counts)),
                url=_url(record, columns, native_id),
            ),
        )

    return read


def _author(record: Record, reading: Reading, columns: Columns) -> Author:
    uid = next((record[key] for key in columns.uid if record.get(key)), None)
    name = record.get(columns.name) or record.get("nickname") or record.get("user_nickname")
    if uid:
        return reading.author(uid, name)
    return reading.masked_author(record.get("creator_hash"), name)


def _url(record: Record, columns: Columns, native_id: str) -> str:
    if columns.id == "dynamic_id":
        return f"https://t.bilibili.com/{native_id}"
    given = words(record.get(columns.url))
    if given.startswith("http") and columns.platform is not Platform.XIAOHONGSHU:
        return given
    # A note's own address carries an access token that expires; the plain one does not.
    pattern = _URL.get(columns.platform)
    return pattern.format(native_id) if pattern else given


def read_weibo(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A post of Weibo. `create_date_time` has its zone; `create_time` is in seconds."""
    mid, bid = post_ids(record.get("note_id"), None, reading)
    when = reading.moment(record.get("create_date_time"))
    if when is None:
        when = reading.moment(record.get("create_time"))
    if when is None and not reading.aligned:
        raise Misfit
    post = weibo_post(
        mid,
        bid,
        _author(record, reading, _WEIBO),
        prose(record.get("content")),
        when or reading.published(record.get("create_date_time")),
        engagement(record, "liked_count", "comments_count", "shared_count"),
    )
    return (post,)


_WEIBO = Columns(Platform.WEIBO, (), "note_id", ("create_date_time",))


@dataclass(frozen=True, slots=True)
class Replies:
    """Where a platform's comments keep what a comment has."""

    platform: Platform
    post: str
    sign: tuple[str, ...] = ()
    likes: str = "like_count"
    time: tuple[str, ...] = ("create_time",)


_COMMENTS = (
    Replies(
        Platform.WEIBO,
        "note_id",
        ("comment_like_count", "create_date_time"),
        "comment_like_count",
        ("create_date_time", "create_time"),
    ),
    Replies(Platform.DOUYIN, "aweme_id"),
    Replies(Platform.TIEBA, "note_id", ("tieba_name",), time=("publish_time",)),
    Replies(Platform.ZHIHU, "content_id", time=("publish_time",)),
    Replies(Platform.XIAOHONGSHU, "note_id", ("pictures",)),
    Replies(Platform.XIAOHONGSHU, "note_id"),
)


def _comment_reader(columns: Replies) -> Callable[[Record, Reading], tuple[Item, ...]]:
    def read(record: Record, reading: Reading) -> tuple[Item, ...]:
        native_id, post = words(record.get("comment_id")), words(record.get(columns.post))
        if not native_id or not post or len(native_id) > 40 or len(post) > 40:
            raise UnreadableRow("id_missing")
        when = next((record[key] for key in columns.time if record.get(key)), None)
        parent = words(record.get("parent_comment_id"))
        return (
            Comment(
                columns.platform,
                native_id,
                post,
                prose(record.get("content")),
                _commenter(record),
                reading.published(when)[0],
                parse_count(record.get(columns.likes)),
                "" if parent in {"0", native_id} else parent,
            ),
        )

    return read


def _commenter(record: Record) -> Author:
    uid = words(record.get("user_id"))
    digest = words(record.get("creator_hash"))
    name = words(record.get("nickname") or record.get("user_nickname")) or None
    return Author(uid or (f"sha256:{digest}" if digest else None), name)


def _video_comments(record: Record, reading: Reading) -> tuple[Item, ...]:
    """Bilibili and Kuaishou have the same columns; Kuaishou's video ids are not numbers."""
    video = words(record.get("video_id"))
    platform = Platform.BILIBILI if video.isdecimal() else Platform.KUAISHOU
    return _comment_reader(Replies(platform, "video_id"))(record, reading)


_CREATORS: tuple[tuple[Platform, tuple[str, ...], Mapping[str, str]], ...] = (
    (Platform.BILIBILI, ("user_id", "total_fans", "total_liked"), {"fans": "total_fans"}),
    (Platform.ZHIHU, ("user_id", "url_token", "get_voteup_count"), {"uid": "url_token"}),
    (Platform.DOUYIN, ("user_id", "fans", "interaction", "videos_count"), {}),
    (Platform.XIAOHONGSHU, ("user_id", "fans", "interaction"), {}),
    (Platform.WEIBO, ("user_id", "follows", "fans", "tag_list"), {}),
)


def _creator_reader(
    platform: Platform, names: Mapping[str, str]
) -> Callable[[Record, Reading], tuple[Item, ...]]:
    def read(record: Record, reading: Reading) -> tuple[Item, ...]:
        uid = words(record.get(names.get("uid", "user_id")) or record.get("user_id"))
        if not uid or len(uid) > 100:
            raise UnreadableRow("id_missing")
        seen = reading.moment(record.get("last_modify_ts"))
        return (
            Account(
                platform,
                uid,
                words(record.get("nickname") or record.get("user_nickname")),
                parse_count(record.get(names.get("fans", "fans"))),
                parse_count(record.get("videos_count")),
                prose(record.get("desc") or record.get("sign")),
                profile_url(platform, uid),
                seen[0] if seen else None,
            ),
        )

    return read


def _having(*names: str) -> Callable[[frozenset[str]], bool]:
    wanted = frozenset(names)
    return lambda columns: wanted <= columns


_KINDS = (
    *(
        Kind(
            _having("comment_id", columns.post, "content", *columns.sign),
            _comment_reader(columns),
            first_value=rf"(?:\d{{6,20}}|[0-9a-f]{{24}}){_THEN}\d*",
        )
        for columns in _COMMENTS
    ),
    Kind(
        _having("comment_id", "video_id", "content"),
        _video_comments,
        first_value=rf"\d{{6,20}}{_THEN}\d*",
    ),
    Kind(
        _having("note_id", "content", "create_date_time"), read_weibo, first_value=r"\d{14,19}\t?"
    ),
    *(
        Kind(_having(*columns.sign), _post_reader(columns), first_value=columns.first_value)
        for columns in _POSTS
    ),
    *(
        Kind(_having(*sign), _creator_reader(platform, names))
        for platform, sign, names in _CREATORS
    ),
)

IMPORTER = Importer("MediaCrawler", _KINDS)
