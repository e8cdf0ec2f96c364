"""The command line as a user runs it: processes, a database and settings of their own."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.fetched import quick_folder
from tests.cli.forked import forks, run_fresh, run_kolvet
from tests.cli.people import CHECK, Desk
from tests.made_once import made_once

SAMPLES = Path(__file__).parents[2] / "sample_data"
EXPORTS = Path(__file__).parents[1] / "data" / "exports"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tmp_path(tmp_path):
    """A folder in memory, where there is one: every command commits to a database."""
    yield from quick_folder(tmp_path)


@pytest.fixture
def path(tmp_path):
    """The database of `environment`."""
    return tmp_path / "kolvet.db"


@pytest.fixture
def environment(tmp_path, path):
    """Variables of a user with an empty home, English messages and no colour wishes."""
    kept = {"PATH", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "COVERAGE_PROCESS_START"}
    inherited = {name: value for name, value in os.environ.items() if name in kept}
    return inherited | {
        "HOME": str(tmp_path),
        "KOLVET_DB": str(path),
        "KOLVET_CONFIG_DIR": str(tmp_path / "settings"),
        "LANG": "en_US.UTF-8",
    }


@pytest.fixture
def kolvet(environment) -> Run:
    """Run `kolvet ...` and give what came of it; forked where that makes no difference."""

    def run(*arguments, text_in=None, timeout=60, decode="utf-8", cwd=None, **variables):
        how = {"text_in": text_in, "timeout": timeout, "decode": decode, "cwd": cwd}
        return run_kolvet(environment | variables, *arguments, **how)

    return run


@pytest.fixture
def fresh(environment) -> Run:
    """The same in a process that starts from nothing: for what only such a one shows."""

    def run(*arguments, text_in=None, timeout=60, decode="utf-8", cwd=None, **variables):
        how = {"text_in": text_in, "timeout": timeout, "decode": decode, "cwd": cwd}
        return run_fresh(environment | variables, *arguments, **how)

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """A database with all of sample_data, made once; copy it before you change it."""

    def make(folder):
        done = run_kolvet(_plain(folder), "import", SAMPLES, "--db", folder / "kolvet.db")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "samples", make) / "kolvet.db"


@pytest.fixture(scope="session")
def judged_store(sample_store, tmp_path_factory):
    """The same in which a check has judged one blogger, by the default engine; copy it, too.

    For tests of what comes after: a check of posts that are judged already needs no encoder.
    """

    def make(folder):
        path = shutil.copy(sample_store, folder / "kolvet.db")
        command = [word for word in CHECK if word not in {"--engine", "fast"}]
        done = run_kolvet(_plain(folder), *command, "--db", path)
        assert done.returncode == 1, done.stderr

    return made_once(tmp_path_factory, "judged", make) / "kolvet.db"


@pytest.fixture(scope="session")
def checked_store(sample_store, tmp_path_factory):
    """A database in which one blogger was checked, and the JSON report; copy it to change it."""

    def make(folder):
        path = folder / "kolvet.db"
        shutil.copy(sample_store, path)
        done = run_kolvet(_plain(folder), *CHECK, "--json", "--db", path)
        (folder / "report.json").write_text(done.stdout, encoding="utf-8")

    folder = made_once(tmp_path_factory, "checked", make)
    return folder / "kolvet.db", json.loads((folder / "report.json").read_text("utf-8"))


def _plain(folder):
    """Nobody's settings, in English."""
    return os.environ | {
        "LANG": "en_US.UTF-8",
        "KOLVET_LANG": "en",
        "KOLVET_CONFIG_DIR": str(folder / "settings"),
    }


@pytest.fixture
def desk(kolvet, checked_store, tmp_path) -> Desk:
    """The command line on a copy of that database."""
    stored, report = checked_store
    path = tmp_path / "desk.db"
    shutil.copy(stored, path)
    return Desk(kolvet, path, report)


@pytest.fixture
def run(environment):
    """Run `kolvet ...`, against a local platform if one is given."""

    def run(*arguments, platform=None, **variables):
        bases = platform.environment if platform else {}
        return forks().run(environment | bases | variables, *arguments)

    return run


@pytest.fixture
def fetch(run):
    """Fetch from a local platform; gives what the JSON says."""

    def fetch(platform, name, *options, code=0, **variables):
        done = run("fetch", name, "--pace", 0, "--json", *options, platform=platform, **variables)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    return fetch


@pytest.fixture
def team(tmp_path):
    """A repository of a team: deals/, and exports beside it."""
    (tmp_path / "team" / "deals").mkdir(parents=True)
    shutil.copytree(SAMPLES / "weibo-crawler", tmp_path / "team" / "exports")
    return tmp_path / "team"


@pytest.fixture
def judge(environment, team):
    """Run `kolvet ci ...` in the team's folder."""

    def run(*arguments, **variables):
        return run_kolvet(environment | variables, "ci", *arguments, cwd=team)

    return run
