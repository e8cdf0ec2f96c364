"""What holds for every test."""

import gc

import hypothesis
import pytest

from kolvet import messages

# A machine that has much to do is no failure.
hypothesis.settings.register_profile(
    "kolvet", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("kolvet")
LONGEST = {
    "test_the_readme_commands_run_as_written",
    "test_2500_declared_posts_are_accounted_for_and_checked",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest ones first, so that no worker waits for them in the end."""
    items.sort(key=lambda item: getattr(item, "originalname", "") not in LONGEST)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay: looking through them again and again takes seconds."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _language_of_its_own():
    """A test that chooses a language must not choose it for those that run after it."""
    before = list(messages._chosen)
    yield
    messages._chosen[:] = before
