"""A process that imports 20,000 posts and stops at one of them, to be killed there.

Arguments: the database, and the number of the post before which to stop (-1: none).
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kolvet.model.imports import Row
from kolvet.store import Store
from tests.unit.store.builders import file, post

POSTS = 20_000


def numbered(stop_at: int) -> Iterator[Row]:
    for number in range(POSTS):
        if number == stop_at:
            sys.stdout.write("stopped\n")
            sys.stdout.flush()
            time.sleep(600)
        yield Row(number, post(number, f"{number}" + "好用" * 50))


if __name__ == "__main__":
    with Store.open(Path(sys.argv[1])) as store:
        store.import_rows(file("big"), numbered(int(sys.argv[2])))
