from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import sample_store  # noqa: F401  # a fixture, made once for all tests

EXPECTED = Path(__file__).parent / "expected"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-update", action="store_true", default=False, help="rewrite the expected reports"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare bytes with a stored file; `make golden` rewrites the file instead."""

    def compare(name: str, actual: str) -> None:
        path = EXPECTED / name
        if request.config.getoption("golden_update", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(actual.encode("utf-8"))
        assert path.read_bytes().decode("utf-8") == actual

    return compare
