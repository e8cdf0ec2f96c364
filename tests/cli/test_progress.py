"""Progress of long work: for a person at a terminal, on stderr, and gone when the work ends."""

import json
import re
import sys

import pytest

from kolvet.cli.progress import Pace
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
if sys.platform != "win32":
    from tests.cli.terminals import ANSI, shown, text_of

ROWS = 30_000
PACE = {
    "rows": re.compile(r"\d+% [\d,.]+ rows/s  \d+:\d\d left"),
    "posts": re.compile(r"\d+% [\d,.]+ posts/s  \d+:\d\d left"),
}
HIDE, SHOW = b"\x1b[?25l", b"\x1b[?25h"


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "posts.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(ROWS):
            row = {"text": f"小米{number}真难用", "created_at": "2025-10-01 10:00", "id": number}
            file.write(json.dumps(row) + "\n")
    return path


def drawn(done):
    """Everything that was ever drawn."""
    return ANSI.sub("", done.raw.decode())


def assert_clean(done):
    """The cursor is back, and no bar is left."""
    assert done.raw.rfind(SHOW) > done.raw.rfind(HIDE) >= 0
    assert not re.search(r"rows/s|posts/s|\d%.*━", text_of(done.screen()))


@pytest.mark.parametrize("columns", [40, 80])
def test_an_import_says_how_fast_it_goes_and_how_long_it_takes(environment, export, columns):
    done = shown(("import", export, "--blogger", "样例甲"), environment, columns)
    assert done.code == 0
    assert PACE["rows"].search(drawn(done))
    assert ("━" in drawn(done)) is (columns == 80)
    assert_clean(done)
    frames = re.findall("importing.*", drawn(done).replace("\r", "\n"))
    assert max(map(len, frames)) < columns - len("^C")


def test_a_check_says_how_fast_it_judges(environment, export, kolvet, tmp_path):
    few = tmp_path / "few.jsonl"
    few.write_text("".join(export.read_text("utf-8").splitlines(keepends=True)[:800]), "utf-8")
    assert kolvet("import", few, "--blogger", "样例甲").returncode == 0
    check = ("check", "样例甲", "--brand", "小米", "--as-of", "2026-01-04")
    done = shown(check, environment, 80)
    assert done.code in {0, 1, 4}
    assert PACE["posts"].search(drawn(done))
    assert_clean(done)


def test_a_fetch_says_how_fast_it_goes(environment):
    with serve(Blogger(posts=60)) as platform:
        arguments = ("fetch", Blogger(posts=60).name, "--pace", "0.2")
        done = shown(arguments, environment | platform.environment, 80)
    assert done.code == 0, drawn(done)
    assert PACE["posts"].search(drawn(done))
    assert_clean(done)


def test_after_ctrl_c_the_cursor_is_back_and_the_line_clean(environment, export):
    done = shown(
        ("import", export, "--blogger", "样例甲"), environment, 80, interrupt_at=b"rows/s"
    )
    assert done.code == 130
    assert_clean(done)
    assert text_of(done.screen()).splitlines()[-1].startswith("interrupted")
    again = shown(("db", "stats"), environment, 80)
    assert re.search(r"\b0\b", drawn(again))  # a file is stored as a whole or not at all


def test_where_stderr_is_no_terminal_nothing_is_said(kolvet, export):
    done = kolvet("import", export, "--blogger", "样例甲", "--json")
    assert json.loads(done.stdout)[0]["new"] == ROWS
    assert done.stderr == ""


def test_the_pace_counts_from_the_first_move_on():
    pace = Pace("posts")
    assert pace.words(10, 1000, 3000, 1000) == ""  # stored before, by another run
    assert pace.words(10.2, 1050, 3000, 1050) == ""  # too early
    assert pace.words(20, 1100, 3000, 1100) == "10 posts/s  3:10 left"
    assert pace.words(1010, 1100, 3000, 1100) == "0.1 posts/s  5:16:40 left"
    assert pace.words(1010, 3000, 3000, 3000) == "2.0 posts/s  0:00 left"


def test_nothing_done_is_no_pace():
    pace = Pace("rows")
    assert pace.words(0, 500, 900, 20) == ""
    assert pace.words(60, 500, 900, 20) == ""
