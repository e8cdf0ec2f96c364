"""The documentation, built once a run of tests as `make docs` builds it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_once import made_once

ROOT = Path(__file__).parents[2]


def built_site(factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    return made_once(factory, "site", _build)


def _build(folder: Path) -> None:
    """Build strictly: a warning is an error. The user's language must not matter."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "KOLVET_LANG": "zh"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "prefix dict" not in done.stderr  # jieba, which tells of its loading
