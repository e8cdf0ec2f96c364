"""Real pages in a real Chromium; without one every test here is skipped, and says so."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, find_browser

SAMPLES = Path(__file__).parents[2] / "sample_data"
POLICY = Path(__file__).parents[2] / "kolvet" / "policy" / "default.toml"
STRICT = ("\nconditions = 15.0", "\nconditions = 5.0")
"""A team that asks for conditions from 5 points on: the sample critic then gets them."""
RUNS = {
    "reject": ("样例毒舌阿北", "2026-01-04", "zh", ()),
    "conditions": ("weibo:1000000012", "2026-01-04", "en", ("--vs", "华为")),
    "inconclusive": ("weibo:1000000012", "2023-06-01", "zh", ()),
}


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    started = Browser(path, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def pages(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three real runs of `kolvet check -o html:PATH` on the sample data."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "policy.toml").write_text(
        POLICY.read_text(encoding="utf-8").replace(*STRICT), encoding="utf-8"
    )
    _kolvet("import", str(SAMPLES), "--db", str(folder / "kolvet.db"))
    made = {}
    for name, (blogger, as_of, language, more) in RUNS.items():
        made[name] = folder / f"{name}.html"
        _kolvet(
            "check", blogger, "--brand", "小米", "--as-of", as_of, "--lang", language, *more,
            "--policy", str(folder / "policy.toml"), "--db", str(folder / "kolvet.db"),
            "--fail-on", "never", "-o", f"html:{made[name]}",
        )  # fmt: skip
        assert f'class="bar {name}"' in made[name].read_text(encoding="utf-8")
    return made


def _kolvet(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KOLVET_LANG": "en"},
    )
    assert done.returncode in {0, 4}, done.stderr


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core: a file named by KOLVET_AXE, else the one of axe-core-python."""
    given = os.environ.get("KOLVET_AXE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        pytest.skip("no axe-core: pip install axe-core-python")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")
