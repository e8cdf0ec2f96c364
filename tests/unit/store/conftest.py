import os
import shutil
import tempfile
from pathlib import Path

import pytest

from kolvet.store import Store

NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kolvet.db"


@pytest.fixture
def store(path):
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def ordinary_user_folder():
    """A folder in which permissions count: root may write everywhere, so root steps down."""
    folder = Path(tempfile.mkdtemp(prefix="kolvet-test-"))
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    folder.chmod(0o700)
    if is_root:
        os.seteuid(0)
    shutil.rmtree(folder)
