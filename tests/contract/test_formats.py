"""What every format of FORMATS promises; a new one is tested the day it is listed."""

import html
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import jsonschema
import openpyxl
import pytest

from kolvet.report import ASCII_ABLE, FORMATS, parse_output
from kolvet.report.json_format import report_schema
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import HOLD, evidence

pytestmark = pytest.mark.usefixtures("english")
HOSTILE = "小米\x1b[2J\u202e<script>alert(1)</script>]]>\x00\ud83d[/b]&amp;\x9b"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TABLES = ("csv", "xlsx", "ndjson")
"""The evidence only; every other format is a whole report."""
REPORTS = tuple(name for name in FORMATS if name not in TABLES)
Rendered = str | bytes


def _markdown(written: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)


def _html(written: str) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", written, flags=re.DOTALL | re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def _xml(written: str) -> str:
    root = ET.fromstring(written.encode("utf-8"))
    texts = [item for node in root.iter() for item in (*node.attrib.values(), node.text or "")]
    return "\n".join(texts)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield str(value)


def _json(written: str) -> str:
    return "\n".join(_leaves(json.loads(written)))


def _xlsx(written: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


WORDS: Mapping[str, Callable[[Any], str]] = {
    "terminal": str,
    "json": _json,
    "html": _html,
    "markdown": _markdown,
    "junit": _xml,
    "sarif": _json,
    "csv": lambda written: written.removeprefix("\ufeff").replace("\r\n", "\n"),
    "xlsx": _xlsx,
    "ndjson": lambda written: "\n".join(map(_json, written.splitlines())),
}
"""A format's words as its reader sees them."""


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_every_format_is_read_here() -> None:
    assert set(WORDS) == set(FORMATS)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
@pytest.mark.parametrize("sample", EVERY)
def test_it_gives_text_that_ends_in_a_newline(name: str, sample: str) -> None:
    rendered = FORMATS[name](EVERY[sample])
    assert isinstance(rendered, str)
    assert rendered.endswith("\n") or (name == "ndjson" and not EVERY[sample].evidence)
    rendered.encode("utf-8")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("sample", EVERY)
def test_it_tells_who_what_and_why(name: str, sample: str) -> None:
    report = EVERY[sample]
    rendered = squeezed(WORDS[name](FORMATS[name](report)))
    said = [report.blogger.name, report.brand.name, report.run.command, *report.notices]
    said += [why.text for why in report.why] + list(report.limits)
    assert report.verdict.word.value in rendered.lower()
    for words in said:
        assert squeezed(words) in rendered


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("sample", EVERY)
def test_a_table_has_every_quote_whole(name: str, sample: str) -> None:
    report = EVERY[sample]
    rendered = squeezed(WORDS[name](FORMATS[name](report)))
    for item in (*report.evidence, *report.counter, *report.others):
        words = item.quote.replace("\u202e", "\\u202e").replace("\x1b", "\\x1b")
        shown = item.quote if name == "ndjson" else words
        assert squeezed(shown) in rendered.replace('""', '"')


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("sample", EVERY)
def test_it_gives_the_same_bytes_again(name: str, sample: str) -> None:
    assert FORMATS[name](EVERY[sample]) == FORMATS[name](EVERY[sample])


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_harmless_everywhere(name: str) -> None:
    report = replace(
        FULL,
        evidence=(evidence("E1", HOSTILE, "alert", url=HOSTILE, source=HOSTILE),),
        blogger=replace(HOLD.blogger, name=HOSTILE, names=(HOSTILE,)),
        brand=replace(HOLD.brand, name=HOSTILE, children=(HOSTILE,)),
        run=replace(HOLD.run, command=HOSTILE),
        limits=(HOSTILE,),
        notices=(HOSTILE,),
        unmeasured=(HOSTILE,),
    )
    rendered = FORMATS[name](report)
    seen = rendered if isinstance(rendered, str) else WORDS[name](rendered)
    assert not UNSAFE.search(seen.replace("\r\n", "\n"))
    assert seen.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_it_can_be_asked_for(name: str) -> None:
    assert parse_output(f"{name}:-").render(HOLD) == FORMATS[name](HOLD)


@pytest.mark.parametrize("name", sorted(ASCII_ABLE))
def test_ascii_says_the_same_in_ascii(name: str) -> None:
    emoji = replace(FULL, limits=("\U0001f602\ud83d\u2028小米",))
    output = parse_output(name)
    plain, escaped = output.render(emoji), output.render(emoji, ascii_only=True)
    assert isinstance(escaped, str)
    assert escaped.isascii()
    lines = [plain, escaped] if name != "ndjson" else [plain.splitlines(), escaped.splitlines()]
    if name == "ndjson":
        assert [json.loads(line) for line in lines[0]] == [json.loads(line) for line in lines[1]]
    else:
        assert json.loads(plain) == json.loads(escaped)


@pytest.mark.parametrize("sample", EVERY)
def test_the_json_is_valid_with_every_part_filled(sample: str) -> None:
    written = FORMATS["json"](EVERY[sample])
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(report_schema(), format_checker=checker).validate(
        json.loads(written)
    )


@pytest.mark.parametrize("sample", EVERY)
def test_a_line_of_ndjson_is_evidence_of_the_schema(sample: str) -> None:
    schema = report_schema()
    part = {"$ref": "#/$defs/evidence", "$defs": schema["$defs"]}
    for line in str(FORMATS["ndjson"](EVERY[sample])).splitlines():
        jsonschema.Draft202012Validator(part).validate(json.loads(line))
