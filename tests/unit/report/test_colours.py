"""Letters can be read in the 16 colours of common terminals, on light and on dark background."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kolvet.model.report import Report, Word
from kolvet.report.listing import render_evidence
from kolvet.report.terminal import render_terminal
from tests.unit.report.full import EVERY
from tests.unit.report.samples import HOLD, listed_posts

LEAST = 3.0
"""The least contrast of large or bold letters (Web Content Accessibility Guidelines 1.4.3)."""
DRAWN = set(" ─━●·+▁▂▃▄▅▆▇█")
"""Lines and bars: every one stands beside its number."""
PALETTES = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
    " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
    " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "vscode": "000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5"
    " 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc"
    " 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
    "macos": "000000 c23621 25bc24 adad27 492ee1 d338d3 33bbc8 cbcccd"
    " 818383 fc391f 31e722 eaec23 5833ff f935f8 14f0f0 e9ebeb",
}
"""All of these show bold letters in the bright colour. Sources: the terminals' own defaults."""
GNOME = "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc"
"""This one does not."""
SGR = re.compile("\x1b\\[([0-9;]*)m|\x1b\\]8;;[^\x1b]*\x1b\\\\")


def looks(shown: str) -> Iterator[tuple[str, str]]:
    """Each run of letters with the codes that hold for it."""
    codes, end = "", 0
    for match in SGR.finditer(shown):
        yield codes, shown[end : match.start()]
        if match[1] is not None:
            codes = match[1] if match[1] != "0" else ""
        end = match.end()
    yield codes, shown[end:]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def worst(codes: str, palette: list[str], paper: str) -> float:
    """The contrast of letters with these codes; 21 where both colours are the terminal's own."""
    numbers = {int(code) for code in codes.split(";") if code}
    ink = next((number - 30 for number in numbers if 30 <= number <= 37), None)
    ground = next((number - 40 for number in numbers if 40 <= number <= 47), None)
    assert ground is None or ink is not None, "a background needs letters of a colour of its own"
    if ink is None:
        return 21.0
    bright = 8 if 1 in numbers and len(palette) == 16 else 0
    return contrast(palette[ink + bright], palette[ground] if ground is not None else paper)


def everything() -> Iterator[str]:
    reports: list[Report] = [*EVERY.values()]
    reports += [replace(HOLD, verdict=replace(HOLD.verdict, word=word)) for word in Word]
    for report in reports:
        yield render_terminal(report, width=80, colour=True)
    yield render_evidence(listed_posts(), width=80, colour=True, explain=True)


@pytest.mark.parametrize("paper", ["ffffff", "000000"], ids=["light", "dark"])
@pytest.mark.parametrize("name", [*PALETTES, "gnome"])
def test_letters_can_be_read(name: str, paper: str) -> None:
    palette = PALETTES.get(name, GNOME).split()
    letters = {codes for shown in everything() for codes, run in looks(shown) if set(run) - DRAWN}
    assert len(letters) > 5
    faint = {codes: worst(codes, palette, paper) for codes in letters}
    assert {codes: found for codes, found in faint.items() if found < LEAST} == {}


def test_black_letters_are_never_bold() -> None:
    """In many terminals they would be grey."""
    codes = {codes for shown in everything() for codes, _ in looks(shown)}
    assert not [code for code in codes if {"1", "30"} <= set(code.split(";"))]
    assert any("30" in code.split(";") for code in codes)


def test_the_measure_finds_what_is_faint() -> None:
    assert worst("33", PALETTES["xterm"].split(), "ffffff") < 2
    assert worst("1;30;42", PALETTES["linux"].split(), "ffffff") < 3
    assert worst("1;37;41", PALETTES["linux"].split(), "ffffff") > 7
