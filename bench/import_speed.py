"""How fast a weibo-crawler CSV of 200,000 rows is imported, beside `sqlite-utils insert --csv`.

Both are started in turn on the same file, in one run, as fresh processes into fresh databases; the
best time of each counts, since a busy machine can only slow one down. Limits: at least twice as
fast by wall and by processor time, peak memory under 200 MB. The rows are invented: random
characters, seeded.
"""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from kolvet.platforms.weibo import mid_to_bid

ROWS = 200_000
RUNS = 3
FASTER_THAN_PEER = 2.0
PEAK_MEGABYTES = 200
HEADER = (
    "id,bid,正文,头条文章url,原始图片url,视频url,位置,日期,工具,点赞数,评论数,转发数,"
    "话题,@用户,完整日期"
)
CHARACTERS = [chr(0x4E00 + number) for number in range(800)]
BIN = Path(sys.executable).parent


class Cost(NamedTuple):
    """What one process took: wall and processor seconds, and its peak memory."""

    wall: float
    processor: float
    megabytes: float


def write_export(path: Path) -> None:
    """An export as the collector writes it: BOM, CRLF, a TAB behind each id."""
    draw = random.Random(1)
    first = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for index in range(ROWS):
            mid = str(4_100_000_000_000_000 + index * 1_234_567)
            text = "".join(draw.choices(CHARACTERS, k=draw.randint(10, 180)))
            when = first + dt.timedelta(minutes=30 * index)
            picture = f"https://wx1.example/large/x{index}.jpg"
            counts = [draw.randint(0, most) for most in (5000, 500, 100)]
            row = [f"{mid}\t", mid_to_bid(mid), text, "", picture, "", ""]
            row += [f"{when:%Y-%m-%dT%H:%M:%S}", "iPhone客户端", *map(str, counts), "", ""]
            writer.writerow([*row, f"{when:%Y-%m-%d %H:%M:%S}"])


def run(command: list[str]) -> Cost:
    """Run one process to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


def measure(folder: Path) -> tuple[list[Cost], list[Cost]]:
    """Costs of kolvet and of sqlite-utils, run by run."""
    export = folder / "样例数码君" / "1000000001.csv"
    export.parent.mkdir()
    write_export(export)
    ours, theirs = [], []
    for number in range(RUNS):
        mine, peer = folder / f"kolvet-{number}.db", folder / f"peer-{number}.db"
        ours.append(run([str(BIN / "kolvet"), "import", str(export), "--db", str(mine)]))
        theirs.append(
            run([str(BIN / "sqlite-utils"), "insert", str(peer), "posts", str(export), "--csv"])
        )
        mine.unlink()
        peer.unlink()
    return ours, theirs


def main() -> int:
    """Print the figures; 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = measure(Path(folder))
    for name, costs in (("kolvet import", ours), ("sqlite-utils insert", theirs)):
        best = min(costs)
        peak = max(cost.megabytes for cost in costs)
        print(
            f"{name:<20} {best.wall:6.2f} s wall, {best.processor:6.2f} s processor,"
            f" {ROWS / best.wall:8,.0f} rows/s, peak {peak:4.0f} MB"
        )
    ratio = min(theirs).wall / min(ours).wall
    processor = min(c.processor for c in theirs) / min(c.processor for c in ours)
    peak = max(cost.megabytes for cost in ours)
    print(f"kolvet is {ratio:.2f} times as fast ({processor:.2f} times by processor time)")
    return int(min(ratio, processor) < FASTER_THAN_PEER or peak > PEAK_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
