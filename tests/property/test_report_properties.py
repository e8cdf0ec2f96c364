"""What is true of a report whatever a post says."""

import json
import re
from dataclasses import replace

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.model.judgements import Span
from kolvet.model.report import Report
from kolvet.report.display import Display, clusters
from kolvet.report.json_format import render_json, report_schema
from kolvet.report.quotes import excerpt
from kolvet.report.terminal import render_terminal
from kolvet.report.wrapping import break_lines
from tests.unit.report.samples import HOLD, evidence

VALIDATOR = jsonschema.Draft202012Validator(report_schema())
ANSI = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;;[!-~]*\x1b\\\\")
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff]"
)
JOINER = re.compile("(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d")
HAZARDS = (
    "\x1b[31m", "\x1b]8;;http://a\x07", "\r\n", "\u202e", "\u200d", "\ufe0f", "\ud83d", "[doge]",
    "[/b]", "\U0001f468\u200d\U0001f469", "\U0001f1e8\U0001f1f3", "米粉", "，", "「", "https://a.b/c",
)  # fmt: skip
WRITTEN = st.lists(
    st.one_of(
        st.sampled_from(HAZARDS),
        st.text(st.characters(codec=None), max_size=8),
        st.text("小米真香翻车 ，。abc", max_size=60),
    ),
    max_size=12,
).map("".join)
SPANS = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda pair: Span(*sorted(pair)))


def report_of(quote: str, span: Span, name: str) -> Report:
    return replace(
        HOLD,
        blogger=replace(HOLD.blogger, name=name, names=(name,)),
        evidence=(evidence("E1", quote, span=span, url=f"https://a.example/{name}"),),
        counter=(),
        notices=(quote,),
        limits=(name,),
    )


@settings(max_examples=60, deadline=None)
@given(WRITTEN, SPANS, WRITTEN, st.integers(20, 130), st.sampled_from(["utf-8", "gbk", "ascii"]))
def test_a_terminal_gets_nothing_that_could_steer_it(
    quote: str, span: Span, name: str, width: int, encoding: str
) -> None:
    report = report_of(quote, span, name)
    coloured = render_terminal(report, width=width, colour=True, links=True, encoding=encoding)
    bare = ANSI.sub("", coloured)
    assert not UNSAFE.search(bare)
    assert not JOINER.search(bare)
    assert coloured.encode(encoding).decode(encoding) == coloured


@settings(max_examples=40, deadline=None)
@given(WRITTEN, SPANS, WRITTEN, st.integers(20, 130), st.sampled_from(["utf-8", "gbk"]))
def test_colour_changes_no_letter(
    quote: str, span: Span, name: str, width: int, encoding: str
) -> None:
    report = report_of(quote, span, name)
    coloured = render_terminal(report, width=width, colour=True, encoding=encoding)
    bare = render_terminal(report, width=width, colour=False, encoding=encoding)
    stripped = [line.rstrip(" ") for line in ANSI.sub("", coloured).splitlines()]
    assert stripped == [line.rstrip(" ") for line in bare.splitlines()]


@settings(max_examples=60, deadline=None)
@given(WRITTEN, SPANS, WRITTEN)
def test_json_reads_back_and_fits_its_schema(quote: str, span: Span, name: str) -> None:
    written = render_json(report_of(quote, span, name))
    assert not UNSAFE.search(written)
    read = json.loads(written.encode("utf-8"))
    assert read["evidence"][0]["quote"] == quote
    assert read["blogger"]["name"] == name
    VALIDATOR.validate(read)


@given(WRITTEN, st.sampled_from(["utf-8", "gbk", "ascii"]))
def test_making_text_safe_keeps_offsets_and_letters(text: str, encoding: str) -> None:
    display = Display(encoding)
    pieces = display.pieces(text)
    assert len(pieces) == len(text)
    assert display.safe(text) == "".join(pieces)
    assert "".join(pieces).encode(encoding).decode(encoding) == "".join(pieces)
    for char, piece in zip(text, pieces, strict=True):
        if char in "小米真香翻车，。abc[doge]":
            assert piece == (char if encoding != "ascii" or char.isascii() else "?")


@given(WRITTEN.map(Display("utf-8").safe), st.integers(4, 60), st.booleans())
def test_lines_lose_only_spaces_and_fit(text: str, width: int, items: bool) -> None:
    display = Display("utf-8")
    lines = [text[low:high] for low, high in break_lines(text, width, width, display, items=items)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    starts = clusters(text)
    for line in lines:
        assert display.cells(line) <= width or len(clusters(line)) == 1
    position = 0
    for line in lines:
        position = text.index(line, position)
        assert not line or position in starts
        position += len(line)


@given(WRITTEN, SPANS, st.integers(10, 100))
def test_an_excerpt_holds_its_phrase_and_cuts_no_emoji(quote: str, span: Span, room: int) -> None:
    display = Display("utf-8")
    cut = excerpt(quote, span, room, display)
    bounds = {*clusters(quote), len(quote)}
    assert {cut.start, cut.end} <= bounds
    assert 0 <= cut.start <= cut.end <= len(quote)
    if cut.span is not None:
        assert cut.start <= cut.span.start < cut.span.end <= cut.end
