"""`kolvet check --engine fast` on 100,000 posts, a tenth about the brand, and 200,000 comments.

Limits: the first check, with nothing judged yet, in 20 s and 600 MB. Posts are those of
check_speed.py, five times as many; comments are invented, of 20,000 accounts, some of them fans.
"""

import csv
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import check_speed

POSTS, COMMENTS, ACCOUNTS = 100_000, 200_000, 20_000
SECONDS, MEGABYTES = 20.0, 600
COLUMNS = ("id", "weibo_id", "created_at", "user_screen_name", "text", "pic_url", "like_count")
SAID = (
    *("说得有道理", "又来黑", "收了多少钱", "我用着挺好的", "米粉路过，你懂什么", "支持一下"),
    *("学到了，谢谢", "再也不买了，退货", "别带节奏", "你说的这个我也遇到了", "坐等打脸"),
    *("气死我了！！", "理性讨论", "兄弟们冲", "各有各的用法"),
)


def write_comments(path: Path) -> None:
    """Comments under the posts of check_speed, seeded; in the columns of weibo-crawler."""
    draw = random.Random(11)
    first = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(COMMENTS):
            post = draw.randrange(POSTS)
            account = draw.randrange(ACCOUNTS)
            tail = "".join(draw.choices(check_speed.COMMON, k=draw.randint(3, 25)))
            when = first + dt.timedelta(minutes=15 * number)
            name = f"{'米粉' if account % 9 == 0 else '路人'}{account}"
            mid = 4_200_000_000_000_000 + post * 11_111_111
            text = f"{draw.choice(SAID)}，{tail}"
            said = f"{when:%a %b %d %H:%M:%S +0800 %Y}"
            likes = draw.randint(0, 40)
            writer.writerow([5_000_000_000_000_000 + number, mid, said, name, text, "", likes])


def check(*arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of one fresh process; its verdict's exit code does not matter."""
    kolvet = str(Path(sys.executable).with_name("kolvet"))
    start = time.perf_counter()
    done = subprocess.run([kolvet, *arguments], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in {0, 1, 4}:
        raise SystemExit(done.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, peak


def main() -> int:
    """Write, import, check, and say how long and how much."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KOLVET_DB"] = str(folder / "bench.db")
        check_speed.write_export(folder / "export", POSTS)
        home = folder / "export" / check_speed.NAME
        write_comments(home / f"{check_speed.NAME}_comments.csv")
        check("import", str(folder / "export"))
        importing = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        command = ("check", check_speed.NAME, "--brand", "小米", "--as-of", "2026-01-04")
        first, peak = check(*command, "--engine", "fast", "--json")
        again, _ = check(*command, "--engine", "fast", "--json")
    print(
        f"check of {POSTS:,} posts and {COMMENTS:,} comments, --engine fast: first {first:.1f} s, "
        f"again {again:.1f} s, at most {peak:.0f} MB (import: {importing:.0f} MB)"
    )
    return int(first > SECONDS or peak > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
