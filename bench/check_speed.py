"""How long `kolvet check` takes on 20,000 stored posts of which a tenth name the brand.

Limits: at most 5 s beyond start-up the first time with the fast engine, at most 1 s once its
judgements are stored; the default engine's first time is told, it reads two thirds of these posts
with the encoder. Posts are invented: random words, and twelve sentences about the brand with
random tails.
"""

import csv
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

POSTS = 20_000
FIRST_LIMIT, AGAIN_LIMIT = 5.0, 1.0
NAME = "样例数码君"
ABOUT = (
    "小米这代手机的拍照没得说，就是有点热",
    "小米的售后太差了，修了三次还没好",
    "小米汽车今天发布了新颜色",
    "用了三年的小米电视还是很流畅，推荐",
    "不如隔壁，小米这次的定价看不懂",
    "有没有人用过小米的净水器？求反馈",
    "小米平板看剧够用了，续航也不错",
    "网友说小米的系统广告多，我没遇到",
    "小米13降价了，可惜我刚买",
    "比起小米，我更喜欢华为的屏幕",
    "小米的客服态度很好，点赞",
    "小米SU7 提车一个月，异响越来越大",
)
COLUMNS = (
    *("id", "bid", "正文", "头条文章url", "原始图片url", "视频url", "位置", "日期", "工具"),
    *("点赞数", "评论数", "转发数", "话题", "@用户", "完整日期"),
)
COMMON = "今天天气不错出去走了看见朋友吃饭工作电影音乐旅行城市周末早上晚上咖啡书店公园孩子老师学校"


def write_export(folder: Path) -> None:
    """A weibo-crawler CSV of POSTS posts, seeded."""
    draw = random.Random(7)
    path = folder / NAME / "1000000001.csv"
    path.parent.mkdir(parents=True)
    first = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for index in range(POSTS):
            tail = "".join(draw.choices(COMMON, k=draw.randint(10, 150)))
            text = f"{ABOUT[index % len(ABOUT)]}。{tail}" if index % 10 == 0 else tail
            when = first + dt.timedelta(hours=3.4 * index)
            mid = 4_200_000_000_000_000 + index * 11_111_111
            row = [f"{mid}\t", "", text, "", "", "", "", f"{when:%Y-%m-%dT%H:%M:%S}", "网页版"]
            row += [
                draw.randint(0, 900),
                draw.randint(0, 90),
                3,
                "",
                "",
                f"{when:%Y-%m-%d %H:%M:%S}",
            ]
            writer.writerow(row)


class Seconds(NamedTuple):
    """What one process took."""

    wall: float
    processor: float

    def beyond(self, other: "Seconds") -> "Seconds":
        """What is left of it."""
        return Seconds(self.wall - other.wall, self.processor - other.processor)


def run(*arguments: str) -> Seconds:
    """One fresh `kolvet` process; its verdict's exit code does not matter."""
    kolvet = str(Path(sys.executable).with_name("kolvet"))
    start, used = time.perf_counter(), processor()
    done = subprocess.run([kolvet, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1, 4}:
        raise SystemExit(done.stderr)
    return Seconds(time.perf_counter() - start, processor() - used)


def processor() -> float:
    """Processor seconds of all children so far."""
    times = os.times()
    return times.children_user + times.children_system


def median(runs: int, *arguments: str) -> Seconds:
    """The median of several processes, wall and processor time each for itself."""
    taken = [run(*arguments) for _ in range(runs)]
    return Seconds(*map(statistics.median, zip(*taken, strict=True)))


def measure() -> dict[str, Seconds]:
    """What start-up takes, and beyond it the first check and the median of five later ones."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KOLVET_DB"] = str(Path(folder) / "bench.db")
        write_export(Path(folder) / "export")
        run("import", str(Path(folder) / "export"))
        startup = median(5, "--help")
        check = ("check", NAME, "--brand", "小米", "--as-of", "2026-01-04", "--json")
        first = run(*check, "--engine", "fast").beyond(startup)
        default = run(*check).beyond(startup)
        again = median(5, *check).beyond(startup)
    return {"startup": startup, "first": first, "default": default, "again": again}


if __name__ == "__main__":
    figures = measure()
    first, again = figures["first"], figures["again"]
    print(
        f"check of {POSTS:,} posts beyond start-up ({figures['startup'].wall:.2f} s): "
        f"first {first.wall:.2f} s (default engine {figures['default'].wall:.2f} s), "
        f"again {again.wall:.2f} s\n"
        f"of the processor: first {first.processor:.2f} s, again {again.processor:.2f} s"
    )
    sys.exit(first.wall > FIRST_LIMIT or again.wall > AGAIN_LIMIT)
