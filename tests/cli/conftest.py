"""The command line as a user runs it: fresh processes, a database and settings of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.people import CHECK, Desk

SAMPLES = Path(__file__).parents[2] / "sample_data"
EXPORTS = Path(__file__).parents[1] / "data" / "exports"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path):
    """Variables of a user with an empty home, English messages and no colour wishes."""
    kept = {"PATH", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "COVERAGE_PROCESS_START"}
    inherited = {name: value for name, value in os.environ.items() if name in kept}
    return inherited | {
        "HOME": str(tmp_path),
        "KOLVET_DB": str(tmp_path / "kolvet.db"),
        "KOLVET_CONFIG_DIR": str(tmp_path / "settings"),
        "LANG": "en_US.UTF-8",
    }


@pytest.fixture
def kolvet(environment) -> Run:
    """Run `kolvet ...` and give what came of it."""

    def run(*arguments, text_in=None, timeout=60, **variables):
        return subprocess.run(
            [sys.executable, "-m", "kolvet", *map(str, arguments)],
            input=text_in,
            capture_output=True,
            text=True,
            encoding=variables.pop("decode", "utf-8"),
            timeout=timeout,
            check=False,
            env=environment | variables,
        )

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """A database with all of sample_data, made once; copy it before you change it."""
    path = tmp_path_factory.mktemp("samples") / "kolvet.db"
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", "import", str(SAMPLES), "--db", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KOLVET_LANG": "en"},
    )
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="session")
def checked_store(sample_store, tmp_path_factory):
    """A database in which one blogger was checked, and the JSON report; copy it to change it."""
    path = tmp_path_factory.mktemp("checked") / "kolvet.db"
    shutil.copy(sample_store, path)
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", *CHECK, "--json", "--db", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KOLVET_LANG": "en"},
    )
    return path, json.loads(done.stdout)


@pytest.fixture
def desk(kolvet, checked_store, tmp_path) -> Desk:
    """The command line on a copy of that database."""
    stored, report = checked_store
    path = tmp_path / "desk.db"
    shutil.copy(stored, path)
    return Desk(kolvet, path, report)
