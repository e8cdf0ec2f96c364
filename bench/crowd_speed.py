"""How long `kolvet check` takes with 100,000 posts and 200,000 comments, and in how much memory.

A tenth of the posts and of the comments name the brand; comments stand under the blogger's posts,
the brand's and three rivals', so that the fans are measured beside peers. Limits: 20 s and
600 MB with the fast engine, nothing judged before. Everything is invented: random words with
ordinary phrases of comment sections.
"""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

POSTS, COMMENTS = 100_000, 200_000
LIMIT_SECONDS, LIMIT_MB = 20.0, 600
NAME = "样例数码君"
BRAND = "小米"
VOICES = (BRAND, "华为", "苹果", "荣耀")
VOICE_POSTS = 300
ACCOUNTS = 50_000
ABOUT = (
    "小米这代手机的拍照没得说，就是有点热",
    "小米的售后太差了，修了三次还没好",
    "小米汽车今天发布了新颜色",
    "用了三年的小米电视还是很流畅，推荐",
    "不如隔壁，小米这次的定价看不懂",
    "小米的客服态度很好，点赞",
)
PHRASES = (
    *("支持", "真香", "已下单", "等降价", "又来黑", "收了多少钱", "我用着挺好", "说得对", "客观"),
    *(
        "脱粉了",
        "再也不买了",
        "前排",
        "求链接",
        "哈哈哈哈",
        "发热吗",
        "气死我了",
        "不至于吧",
        "学到了",
    ),
)
COMMON = "今天天气不错出去走了看见朋友吃饭工作电影音乐旅行城市周末早上晚上咖啡书店公园孩子老师学校"
FIRST = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def words(draw: random.Random, least: int, most: int) -> str:
    """Random characters."""
    return "".join(draw.choices(COMMON, k=draw.randint(least, most)))


def post(number: int, uid: int, name: str, text: str) -> dict[str, object]:
    """A post as MediaCrawler writes it."""
    when = FIRST + dt.timedelta(minutes=40 * (number % POSTS))
    return {
        "note_id": str(4_200_000_000_000_000 + number),
        "content": text,
        "create_date_time": f"{when:%Y-%m-%d %H:%M:%S}+00:00",
        "liked_count": "12",
        "comments_count": "3",
        "shared_count": "1",
        "user_id": str(uid),
        "nickname": name,
    }


def comments(draw: random.Random) -> Iterator[dict[str, object]]:
    """Two fifths under the blogger's posts, the others under the official voices'."""
    for number in range(COMMENTS):
        under = draw.randrange(POSTS)
        if number % 5 >= 2:
            under = POSTS + draw.randrange(VOICE_POSTS * len(VOICES))
        name = f"{BRAND}的" if number % 10 == 0 else ""
        when = FIRST + dt.timedelta(minutes=40 * (under % POSTS) + draw.randrange(3000))
        account = draw.randrange(ACCOUNTS)
        yield {
            "comment_id": str(4_900_000_000_000_000 + number),
            "note_id": str(4_200_000_000_000_000 + under),
            "content": f"{words(draw, 4, 20)}，{name}{draw.choice(PHRASES)}，{words(draw, 2, 15)}",
            "comment_like_count": "0",
            "create_date_time": f"{when:%Y-%m-%d %H:%M:%S}+00:00",
            "user_id": str(2_000_000_000 + account),
            "nickname": f"米粉{account}" if account % 20 == 0 else f"路人{account}",
            "parent_comment_id": "0",
        }


def write(folder: Path, name: str, rows: Iterator[dict[str, object]]) -> Path:
    """Rows as JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"creator_{name}_2026-01-04.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder


class Used(NamedTuple):
    """What one process took; `processor` leaves out what others had of the machine meanwhile."""

    wall: float
    processor: float
    megabytes: int


def run(*arguments: str) -> Used:
    """What one fresh `kolvet` process took."""
    kolvet = str(Path(sys.executable).with_name("kolvet"))
    start = time.perf_counter()
    child = subprocess.Popen([kolvet, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1, 4}:
        raise SystemExit(f"kolvet {arguments[0]} ended with {child.returncode}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Used(wall, used.ru_utime + used.ru_stime, used.ru_maxrss // unit)


def fill(folder: Path) -> None:
    """Import the blogger's posts, the official voices' and all comments."""
    draw = random.Random(11)
    his = (
        post(
            number,
            1_000_000_001,
            NAME,
            (f"{ABOUT[number // 10 % len(ABOUT)]}。" if number % 10 == 0 else "")
            + words(draw, 10, 90),
        )
        for number in range(POSTS)
    )
    run("import", str(write(folder / "his", "contents", his)))
    for place, brand in enumerate(VOICES):
        first = POSTS + place * VOICE_POSTS
        own = (
            post(first + number, 1_000_000_100 + place, f"{brand}官方样例", words(draw, 10, 60))
            for number in range(VOICE_POSTS)
        )
        path = write(folder / f"voice{place}", "contents", own)
        run("import", str(path), "--as", f"brand:{brand}")
    run("import", str(write(folder / "comments", "comments", comments(draw))))


def main() -> int:
    """Measure, print, and give 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KOLVET_DB"] = str(Path(folder) / "bench.db")
        fill(Path(folder))
        check = ("check", NAME, "--brand", BRAND, "--as-of", "2027-01-04", "--engine", "fast")
        first, again = run(*check, "--json"), run(*check, "--json")
        fans = run("fans", BRAND, "--as-of", "2027-01-04", "--json")
    print(f"{POSTS:,} posts, {COMMENTS:,} comments; limits {LIMIT_SECONDS:.0f} s, {LIMIT_MB} MB")
    for name, used in (("check", first), ("check again", again), ("fans", fans)):
        print(
            f"{name:<12}{used.wall:6.1f} s wall, {used.processor:5.1f} s processor,"
            f" peak {used.megabytes} MB"
        )
    return int(first.wall > LIMIT_SECONDS or first.megabytes > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
