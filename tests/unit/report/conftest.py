import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English, whatever the locale or another test chose."""
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])
