"""What stands on a page, without its style and its JSON. `make golden` rewrites; read the diff."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kolvet.report.html import render_html
from tests.unit.report.samples import INCONCLUSIVE

EXPECTED = Path(__file__).parent / "expected" / "html"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_as_expected(
    golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", [lang])
    shown = render_html(INCONCLUSIVE).partition("<body>\n")[2]
    shown = shown.partition('<script type="application/json"')[0]
    shown = re.sub(r'(class="hash">)[0-9a-f]{64}', r"\1SHA-256", shown)
    golden(f"html/inconclusive-{lang}.html", shown.replace("><", ">\n<"))


def test_no_expected_page_is_left_over() -> None:
    assert len(list(EXPECTED.iterdir())) == 2
