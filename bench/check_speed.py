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


def run(*arguments: str) -> float:
    """Seconds of one fresh `kolvet` process; its verdict's exit code does not matter."""
    kolvet = str(Path(sys.executable).with_name("kolvet"))
    start = time.perf_counter()
    done = subprocess.run([kolvet, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1, 4}:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Seconds beyond start-up: the first check, and the median of three later ones."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KOLVET_DB"] = str(Path(folder) / "bench.db")
        write_export(Path(folder) / "export")
        run("import", str(Path(folder) / "export"))
        startup = statistics.median(run("--help") for _ in range(5))
        check = ("check", NAME, "--brand", "小米", "--as-of", "2026-01-04", "--json")
        first = run(*check, "--engine", "fast") - startup
        default = run(*check) - startup
        again = statistics.median(run(*check) for _ in range(3)) - startup
    return {"startup": startup, "first": first, "default": default, "again": again}


if __name__ == "__main__":
    figures = measure()
    print(
        f"check of {POSTS:,} posts beyond start-up ({figures['startup']:.2f} s): "
        f"first {figures['first']:.2f} s (default engine {figures['default']:.2f} s), "
        f"again {figures['again']:.2f} s"
    )
    sys.exit(figures["first"] > FIRST_LIMIT or figures["again"] > AGAIN_LIMIT)
