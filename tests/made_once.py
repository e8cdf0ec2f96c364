"""What is made once for all workers of a run of tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled, once a run: other workers wait for it. Nobody may change it.

    A folder whose making failed stays unfinished, and the next worker tries again.
    """
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # popen-gw0 under xdist
    folder, finished = shared / f"once-{name}", shared / f"once-{name}.finished"
    with FileLock(shared / f"once-{name}.lock"):
        if not finished.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            finished.touch()
    return folder
