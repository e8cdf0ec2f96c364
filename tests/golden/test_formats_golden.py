"""Markdown, JUnit and SARIF as a reader or machine gets them; `make golden` rewrites the files."""

import json
from collections.abc import Callable

import pytest

from kolvet.report import ENDINGS, FORMATS
from tests.unit.report.full import EVERY

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("format_name", ["markdown", "junit"])
def test_a_format_is_as_expected(
    golden: Golden, monkeypatch: pytest.MonkeyPatch, format_name: str, name: str, language: str
) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", [language])
    shown = FORMATS[format_name](EVERY[name])
    assert isinstance(shown, str)
    golden(f"formats/{name}-{language}.{ENDINGS[format_name]}", shown)


def test_sarif_is_as_expected(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])
    run = json.loads(FORMATS["sarif"](EVERY["full"]))["runs"][0]
    del run["tool"]  # the pages of all checks: `kolvet explain` tests them
    golden("formats/full-en.sarif.json", json.dumps(run, indent=2, ensure_ascii=False) + "\n")
