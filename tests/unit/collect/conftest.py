"""A store of its own, and one run of a fetch after the other in it."""

import pytest

from kolvet.collect import Wish, fetch
from kolvet.store import Store
from tests.cli.fetched import quick_folder
from tests.unit.collect.pretend import NAME


@pytest.fixture
def tmp_path(tmp_path):
    yield from quick_folder(tmp_path)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kolvet.db"


@pytest.fixture
def run(path):
    """Fetch once, in a store that is opened anew; gives the summary."""

    def run(source, failing=False, **wish):
        source.pages = 0
        wanted = {"name": NAME, "looks": 0} | wish
        with Store.open(path) as store:
            fetched = fetch(store, source, source.client(), Wish(**wanted))
        assert (fetched.failure is not None) is failing
        return fetched.summary

    return run
