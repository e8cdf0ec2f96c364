"""What fetching costs beyond waiting: processor time a post, and memory over 50,000 posts.

The local platform of the tests runs as a process of its own (`python -m tests.platform`), and
`kolvet fetch --pace 0` reads 5,000 and then 50,000 posts of it into fresh databases, long texts
included. Limits: 3 ms of processor time a post beyond the start of the program, and half as much
memory again for ten times the posts. The posts are invented.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

FEW, MANY = 5_000, 50_000
MILLISECONDS_A_POST = 3.0
MEMORY_GROWTH = 1.5
ROOT = Path(__file__).parents[1]
KOLVET = Path(sys.executable).parent / "kolvet"


class Cost(NamedTuple):
    """What one process took: processor seconds and peak memory."""

    processor: float
    megabytes: float


@contextmanager
def platform(posts: int) -> Iterator[dict[str, str]]:
    """The local platform; gives the environment that points kolvet at it."""
    command = [sys.executable, "-m", "tests.platform", "--posts", str(posts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            environment = dict(os.environ)
            while len(environment.keys() & BASES) < len(BASES):
                line = server.stdout.readline() if server.stdout else ""
                if not line:
                    sys.exit("the local platform did not start")
                found = re.match(r"export (\w+)=(\S+)", line)
                if found:
                    environment[found[1]] = found[2]
            yield environment
        finally:
            server.terminate()


BASES = {"KOLVET_WEIBO_M_BASE", "KOLVET_WEIBO_WEB_BASE", "KOLVET_WEIBO_PASSPORT_BASE"}


def run(arguments: list[str], environment: dict[str, str]) -> Cost:
    """Run kolvet to its end."""
    process = subprocess.Popen(
        [str(KOLVET), *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"kolvet {' '.join(arguments)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def fetched(posts: int) -> Cost:
    """The cost of fetching that many posts."""
    with platform(posts) as environment, tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "kolvet.db")
        most = str(2 * posts)
        return run(
            ["fetch", "1000000001", "--pace", "0", "--max-pages", most, "--db", database],
            environment,
        )


def main() -> int:
    """Measure, print, and end with 1 when a limit is missed."""
    start = run(["--version"], dict(os.environ))
    few, many = fetched(FEW), fetched(MANY)
    each = (many.processor - start.processor) / MANY * 1000
    growth = many.megabytes / few.megabytes
    print(
        f"{MANY:,} posts: {each:.2f} ms of processor time a post (limit {MILLISECONDS_A_POST}), "
        f"{(few.processor - start.processor) / FEW * 1000:.2f} with {FEW:,}"
    )
    print(
        f"peak {many.megabytes:.0f} MB with {MANY:,} posts, {few.megabytes:.0f} MB with {FEW:,}: "
        f"{growth:.2f} times (limit {MEMORY_GROWTH})"
    )
    return int(each > MILLISECONDS_A_POST or growth > MEMORY_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
