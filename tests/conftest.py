"""What holds for every test."""

import pytest

from kolvet import messages


@pytest.fixture(autouse=True)
def _language_of_its_own():
    """A test that chooses a language must not choose it for those that run after it."""
    before = list(messages._chosen)
    yield
    messages._chosen[:] = before
