import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kolvet.store import Store
from tests.unit.store.builders import keep, post, rows

ROOT = Path(__file__).parents[3]
TABLES = ("bloggers", "accounts", "imports", "posts", "text_versions", "sightings")


def start(path, stop_at):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.store.interrupted_import", str(path), str(stop_at)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def content(path):
    return {table: rows(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    path = tmp_path_factory.mktemp("undisturbed") / "kolvet.db"
    with Store.open(path) as store:
        keep(store, post(3, "早就入库"), name="before")
    with start(path, -1) as process:
        assert process.wait() == 0
    return content(path)


@pytest.mark.parametrize("stop_at", [0, 100, 19_999])
def test_killed_import_run_again_gives_the_same_rows(path, undisturbed, stop_at):
    with Store.open(path) as store:
        keep(store, post(3, "早就入库"), name="before")
    stored = content(path)
    with start(path, stop_at) as process:
        assert process.stdout.readline() == "stopped\n"
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert content(path) == stored
    with start(path, -1) as process:
        assert process.wait() == 0
    assert content(path) == undisturbed
