"""What a reader without kolvet can check of the JSON inside a page."""

import hashlib
import html
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kolvet.report.html import render_html
from kolvet.report.html.page import NUMBER_AGAIN
from kolvet.report.json_format import render_json
from tests.unit.report.samples import HOLD, evidence


@pytest.mark.parametrize("quote", ["</script><b>", "\\u003c \\\\u003c \\<", '小米\r\n"<"\n'])
def test_the_command_on_the_page_gives_the_number_on_the_page(quote: str, tmp_path: Path) -> None:
    report = replace(HOLD, evidence=(evidence("E1", quote),), limits=('id="kolvet-report">',))
    page = render_html(report)
    (tmp_path / "report.html").write_text(page, encoding="utf-8", newline="")
    command = html.unescape(re.findall(r'class="command">(python3 .*?)</code>', page)[0])
    python3 = tmp_path / "python3"
    python3.symlink_to(sys.executable)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    number = hashlib.sha256(render_json(report).encode()).hexdigest()
    assert done.stdout.strip() == number
    assert f'class="hash">{number}<' in page
    assert not re.search(r"[\\$`!%^]", command)


def test_the_documents_tell_the_same_command() -> None:
    told = Path(__file__).parents[3] / "docs" / "html.md"
    assert NUMBER_AGAIN in told.read_text(encoding="utf-8")
