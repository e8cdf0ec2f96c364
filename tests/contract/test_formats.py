"""What every format of FORMATS promises; a new one is tested the day it is listed."""

import re
from dataclasses import replace

import pytest

from kolvet.report import FORMATS, parse_output
from tests.unit.report.samples import HOLD, SAMPLES, evidence

pytestmark = pytest.mark.usefixtures("english")
HOSTILE = "小米\x1b[2J\u202e<script>alert(1)</script>]]>\x00\ud83d[/b]&amp;\x9b"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_it_gives_text_that_ends_in_a_newline(name: str, sample: str) -> None:
    rendered = FORMATS[name](SAMPLES[sample])
    assert rendered.endswith("\n")
    assert rendered.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_it_tells_who_what_and_why(name: str, sample: str) -> None:
    report = SAMPLES[sample]
    rendered = re.sub(r"\s+", "", FORMATS[name](report))
    said = [report.blogger.name, report.brand.name, report.run.command, *report.notices]
    said += [why.text for why in report.why] + list(report.limits)
    assert report.verdict.word.value in rendered.lower()
    for words in said:
        assert re.sub(r"\s+", "", words) in rendered


@pytest.mark.parametrize("name", FORMATS)
def test_it_gives_the_same_bytes_again(name: str) -> None:
    assert FORMATS[name](HOLD) == FORMATS[name](HOLD)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_harmless_everywhere(name: str) -> None:
    report = replace(
        HOLD,
        evidence=(evidence("E1", HOSTILE, "alert", url=HOSTILE, source=HOSTILE),),
        blogger=replace(HOLD.blogger, name=HOSTILE, names=(HOSTILE,)),
        brand=replace(HOLD.brand, name=HOSTILE, children=(HOSTILE,)),
        run=replace(HOLD.run, command=HOSTILE),
        limits=(HOSTILE,),
        notices=(HOSTILE,),
        unmeasured=(HOSTILE,),
    )
    rendered = FORMATS[name](report)
    assert not UNSAFE.search(rendered)
    assert rendered.encode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_it_can_be_asked_for(name: str) -> None:
    assert parse_output(f"{name}:-").render(HOLD) == FORMATS[name](HOLD)
