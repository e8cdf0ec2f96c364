"""Invented posts of one fictional blogger, and writers that put them into every export format.

Nothing here was written by a person; `SEVEN` are the posts of tests/data/exports.
"""

import csv
import json
import random
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from kolvet.model.posts import SHANGHAI
from kolvet.platforms.weibo import mid_to_bid

UID = "1000000001"
NAME = "样例数码君"
OTHER_UID = "1000000002"
OTHER_NAME = "样例手机"

Row = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One post as its author published it; formats write what they can of it."""

    mid: str
    when: datetime
    text: str
    client: str
    likes: int
    comments: int
    reposts: int
    original: "Sample | None" = None
    place: str = ""
    edits: int = 0
    title: str = ""
    gone: bool = False

    @property
    def bid(self) -> str:
        return mid_to_bid(self.mid)


def sample(
    number: int, when: str, text: str, client: str = "", counts: str = "0 0 0", **more: Any
):
    likes, comments, reposts = map(int, counts.split())
    moment = datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)
    mid = str(5105700000000000 + number * 1111111)
    return Sample(mid, moment, text, client, likes, comments, reposts, **more)


ORIGINAL = sample(
    1,
    "2024-11-27T09:00:00",
    "样例手机X9发布，影像全面升级！#样例手机X9# 样例手机的微博视频",
    "微博视频号",
    "2556 211 204",
)
GONE = sample(2, "2024-11-20T09:00:00", "抱歉，此微博已被作者删除。查看帮助：网页链接", gone=True)
SEVEN = (
    sample(
        9,
        "2024-11-28T20:19:59",
        "小米14 Ultra 用了两周，拍照没得说，就是有点热。[允悲]\n续航一般，比上一代强。",
        "Xiaomi 14 Ultra",
        "1891 445 96",
    ),
    sample(
        8,
        "2024-11-28T13:09:30",
        '遥遥领先[doge] 华为这次的折叠屏贵得离谱，"真香"的可以等等，反正我不买',
        "iPhone 15 Pro",
        "316 301 44",
        edits=2,
    ),
    sample(7, "2024-11-28T12:00:00", "转发微博", "iPhone 15 Pro", "3 0 0", original=ORIGINAL),
    sample(
        6,
        "2024-11-27T23:59:59",
        "这话说得没毛病//@路人乙:苹果今年确实没什么新意//@路人丙:不买",
        "微博网页版",
        "12 5 1",
        original=ORIGINAL,
    ),
    sample(5, "2024-11-27T08:00:00", "", "iPhone 15 Pro", "1 0 0", original=GONE),
    sample(
        4,
        "2024-11-26T10:30:00",
        "早上一碗小米粥，配个苹果，舒服",
        "HUAWEI Mate 60 Pro",
        "88 10 0",
        place="深圳·样例公园",
    ),
    sample(
        3,
        "2024-11-25T22:00:00",
        "特斯拉这次的自动驾驶我不是不喜欢，只是……先说结论，城区路口它会犹豫，"
        "老人孩子在车上的时候我会主动接管，详细的测试过程 ...全文",
        "微博 HTML5 版",
        "100 20 5",
    ),
)

_WORDS = (
    *(
        "屏幕",
        "续航",
        "价格",
        "做工",
        "一般",
        "不错",
        "，",
        "。",
        "！",
        "\n",
        "，\n",
        '"真香"',
        "[doge]",
    ),
    *(
        "#样例话题#",
        "手机",
        "拍照",
        "😀",
        "👨‍👩‍👧",
        "\u200b",
        "\u00a0",
        "ＡＢＣ",
        "a<b",
        "1,5",
        "；",
        "网页链接",
    ),
)


def seeded(count: int, seed: int = 7) -> tuple[Sample, ...]:
    """Made-up posts with everything that breaks tables: newlines, commas, quotes, emoji."""
    chance = random.Random(seed)
    moment = datetime(2024, 11, 1, 8, 0, 1, tzinfo=SHANGHAI)
    made = []
    for number in range(count):
        text = "".join(chance.choices(_WORDS, k=chance.randint(0, 40))).strip()
        original = chance.choice((None, None, ORIGINAL, GONE))
        made.append(
            sample(
                100 + number,
                "2024-01-01T00:00:00",
                text,
                chance.choice(("iPhone 15 Pro", "微博网页版", "")),
                " ".join(str(chance.randint(0, 99_999)) for _ in range(3)),
                original=original,
                edits=chance.choice((0, 0, 3)),
                title=f"样例标题{number}",
            )
        )
        moment -= timedelta(seconds=chance.randint(60, 500_000))
        made[-1] = replace(made[-1], when=moment)
    return tuple(made)


# --- containers ----------------------------------------------------------------------------------


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8-sig") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    dialect = "excel-tab" if encoding.startswith("utf-16") else "excel"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, dialect).writerows(rows)
    return path


def write_table(path: Path, rows: Sequence[Row], table: str = "Contents") -> Path:
    """Write rows of equal keys in the container that the path's suffix names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = list(rows[0])
    values = [list(row.values()) for row in rows]
    match path.suffix:
        case ".csv":
            write_csv(path, [header, *values])
        case ".tsv":
            write_csv(path, [header, *values], "utf-16")
        case ".json":
            path.write_text(json.dumps(rows, ensure_ascii=False, indent=4), encoding="utf-8")
        case ".jsonl":
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            path.write_text("".join(lines), encoding="utf-8")
        case ".xlsx":
            book = openpyxl.Workbook()
            sheet = book.active
            sheet.title = table
            for row in [header, *values]:
                sheet.append(row)
            book.save(path)
        case ".db":
            write_database(path, {table: rows})
    return path


def write_database(path: Path, tables: dict[str, Sequence[Row]]) -> Path:
    connection = sqlite3.connect(path)
    for table, rows in tables.items():
        columns = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" for _ in rows[0])
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        connection.executemany(
            f'INSERT INTO "{table}" VALUES ({marks})', [list(row.values()) for row in rows]
        )
    connection.commit()
    connection.close()
    return path


# --- weibo-crawler -------------------------------------------------------------------------------

_CRAWLER = {
    "id": lambda post, new: post.mid + ("\t" if new else ""),
    "bid": lambda post, new: post.bid,
    "正文": lambda post, new: post.text,
    "头条文章url": lambda post, new: "",
    "原始图片url": lambda post, new: "https://img.example/a.jpg",
    "视频url": lambda post, new: "",
    "Live Photo视频url": lambda post, new: "",
    "位置": lambda post, new: post.place,
    "日期": lambda post, new: f"{post.when:%Y-%m-%dT%H:%M:%S}" if new else f"{post.when:%Y-%m-%d}",
    "工具": lambda post, new: post.client,
    "点赞数": lambda post, new: post.likes,
    "评论数": lambda post, new: post.comments,
    "转发数": lambda post, new: post.reposts,
    "话题": lambda post, new: "",
    "@用户": lambda post, new: "",
    "完整日期": lambda post, new: f"{post.when:%Y-%m-%d %H:%M:%S}",
    "是否编辑过": lambda post, new: post.edits > 0,
    "编辑次数": lambda post, new: post.edits,
}
_LACKING = {
    "A": {"bid", "头条文章url", "Live Photo视频url", "完整日期", "是否编辑过", "编辑次数"},
    "B": {"头条文章url", "Live Photo视频url", "完整日期", "是否编辑过", "编辑次数"},
    "C": {"Live Photo视频url", "完整日期", "是否编辑过", "编辑次数"},
    "D": {"Live Photo视频url", "是否编辑过", "编辑次数"},
    "E": set(),
}


def crawler_header(generation: str, *, full: bool) -> list[str]:
    own = [name for name in _CRAWLER if name not in _LACKING[generation]]
    if not full:
        return own
    return [*own, "是否原创", "源用户id", "源用户昵称", *(f"源微博{name}" for name in own)]


def crawler_row(post: Sample, generation: str, *, full: bool) -> list[Any]:
    new = generation in "DE"
    own = crawler_header(generation, full=False)
    values = [_CRAWLER[name](post, new) for name in own]
    if not full:
        return values
    values.append(post.original is None)
    if post.original:
        gone = post.original.gone
        values += ["" if gone else OTHER_UID, "" if gone else OTHER_NAME]
        kept = [name for name in own if name not in {"是否编辑过", "编辑次数"}]
        values += [_CRAWLER[name](post.original, new) for name in kept]
    return values


def write_crawler(path: Path, posts: Iterable[Sample], generation: str, *, full: bool) -> Path:
    rows = [crawler_row(post, generation, full=full) for post in posts]
    return write_csv(path, [crawler_header(generation, full=full), *rows])


def crawler_object(post: Sample, uid: str = UID, name: str = NAME) -> Row:
    row: Row = {
        "user_id": int(uid) if uid else "",
        "screen_name": name,
        "id": int(post.mid),
        "bid": post.bid,
        "text": post.text,
        "created_at": f"{post.when:%Y-%m-%dT%H:%M:%S}",
        "source": post.client,
        "attitudes_count": post.likes,
        "comments_count": post.comments,
        "reposts_count": post.reposts,
        "edited": post.edits > 0,
        "edit_count": post.edits,
    }
    if post.original:
        other = ("", "") if post.original.gone else (OTHER_UID, OTHER_NAME)
        row["retweet"] = crawler_object(post.original, *other)
    return row


CRAWLER_USER = {
    "id": UID,
    "screen_name": NAME,
    "statuses_count": 5120,
    "followers_count": "225.1万",
    "description": "说人话的测评",
}


def write_crawler_json(path: Path, posts: Iterable[Sample]) -> Path:
    document = {"user": CRAWLER_USER, "weibo": [crawler_object(post) for post in posts]}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def write_crawler_database(path: Path, posts: Sequence[Sample]) -> Path:
    originals = {post.original.mid: post.original for post in posts if post.original}
    rows = []
    for post in (*originals.values(), *posts):
        other = post.mid in originals
        uid, name = ("" if post.gone else OTHER_UID, OTHER_NAME) if other else (UID, NAME)
        row = {**crawler_object(replace(post, original=None), uid, name), "id": post.mid}
        row["user_id"] = uid
        row["retweet_id"] = post.original.mid if post.original else ""
        rows.append(row)
    user = {"id": UID, "nick_name": NAME, "follower_count": 2251000, "bio": "说人话的测评"}
    return write_database(path, {"user": [user], "weibo": rows})


# --- weiboSpider, weibo-search -------------------------------------------------------------------


def spider_row(post: Sample) -> Row:
    text = post.text
    if post.original:
        name = "" if post.original.gone else f"原始用户: {OTHER_NAME}\n"
        text = f"{post.text}\n{name}转发内容: {post.original.text}"
    return {
        "id": post.bid,
        "content": text,
        "article_url": "",
        "original_pictures": "无",
        "retweet_pictures": "无",
        "original": post.original is None,
        "video_url": "无",
        "publish_place": post.place or "无",
        "publish_time": f"{post.when:%Y-%m-%d %H:%M}",
        "publish_tool": post.client or "无",
        "up_num": post.likes,
        "retweet_num": post.reposts,
        "comment_num": post.comments,
    }


SPIDER_HEADER = (
    "微博id,微博正文,头条文章url,原始图片url,被转发微博原始图片url,是否为原创微博,微博视频url,"
    "发布位置,发布时间,发布工具,点赞数,转发数,评论数"
)


def write_spider(path: Path, posts: Sequence[Sample], *, full: bool = True) -> Path:
    """The header comes again in the middle, as after a second run."""
    header = SPIDER_HEADER.split(",")
    rows = [list(spider_row(post).values()) for post in posts]
    if not full:
        header, *rows = [[*row[:4], *row[6:]] for row in (header, *rows)]
    middle = len(rows) // 2
    return write_csv(path, [header, *rows[:middle], header, *rows[middle:]])


def write_spider_json(path: Path, posts: Iterable[Sample]) -> Path:
    user = {"id": UID, "nickname": NAME, "weibo_num": 5120, "followers": 2251000}
    rows = [{**spider_row(post), "user_id": UID} for post in posts]
    document = json.dumps({"user": user, "weibo": rows}, ensure_ascii=False, indent=4)
    path.write_text(document, encoding="utf-8")
    return path


SEARCH_HEADER = (
    "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,"
    "发布时间,发布工具,微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级"
)


def search_row(post: Sample, uid: str = UID, name: str = NAME) -> list[Any]:
    values = [post.mid, post.bid, uid, name, post.text, "", post.place, "", ""]
    values += [post.reposts, post.comments, post.likes, f"{post.when:%Y-%m-%d %H:%M}"]
    values += [post.client, "", "", post.original.mid if post.original else ""]
    return [*values, "广东", "黄V", "VIP", 7]


def write_search(path: Path, posts: Iterable[Sample], width: int = 21) -> Path:
    rows = [search_row(ORIGINAL, OTHER_UID, OTHER_NAME), *(search_row(post) for post in posts)]
    header = SEARCH_HEADER.split(",")
    return write_csv(path, [row[:width] for row in (header, *rows)])
