"""Bars, signs and colours of the page: readable without colour, and in both themes."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from kolvet.messages import text
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.report.html import render_html
from tests.unit.report.samples import HOLD, months


def rects(page: str, size: str) -> list[tuple[str, float, float]]:
    chart = page.partition(f'class="timeline {size}"')[2].partition("</svg>")[0]
    found = re.findall(
        r'<rect class="(\w+)" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', chart
    )
    return [(kind, float(y), float(height)) for kind, y, height in found]


def test_bars_are_as_high_as_their_counts() -> None:
    page = render_html(replace(HOLD, timeline=months("3 1 2"), turning_points=()))
    heights = {kind: height for kind, _, height in rects(page, "wide")}
    tops = {kind: top for kind, top, _ in rects(page, "wide")}
    unit = heights["neutral"]
    assert heights["supportive"] == pytest.approx(2 * unit, abs=0.2)
    assert heights["critical"] == pytest.approx(3 * unit, abs=0.2)
    zero = tops["critical"]
    assert tops["supportive"] == pytest.approx(zero - 2 * unit, abs=0.2)
    assert tops["neutral"] == pytest.approx(zero - 3 * unit, abs=0.2)


def test_a_phone_gets_fewer_and_wider_bars_with_the_same_posts() -> None:
    page = render_html(
        replace(HOLD, timeline=months(",".join(["1 0 0"] * 120)), turning_points=())
    )
    assert len(rects(page, "wide")) == 120
    assert len(rects(page, "narrow")) == 41  # quarters; the first and the last are cut


def test_the_chart_says_in_words_what_it_shows() -> None:
    page = render_html(HOLD)
    label = 'aria-label="Timeline: posts that name 小米. Most criticism: 2025-06 (9)"'
    assert page.count(label) == 2
    section = page.partition('id="timeline"')[2].partition("</section>")[0]
    assert '<th scope="row">2025</th><td class="n">43</td>' in section


def test_turning_points_are_numbered_in_chart_and_list() -> None:
    section = render_html(HOLD).partition('id="timeline"')[2].partition("</section>")[0]
    assert re.findall(r'class="turn-number"[^>]*>(\d)<', section) == ["1", "2"] * 2
    assert "A turn to praise this recent is an alarm" in section


def test_stances_differ_without_colour() -> None:
    style = (files("kolvet.report.html") / "style.css").read_text(encoding="utf-8")
    assert "rect.supportive { fill: url(#stripes)" in style
    shown = render_html(HOLD)
    signs = {Stance.CRITICAL: "▼", Stance.SUPPORTIVE: "▲"}
    for stance, sign in signs.items():
        assert f"{sign} </span>{text(f'report.stance_{stance}')}" in shown


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def themes() -> list[dict[str, str]]:
    style = (files("kolvet.report.html") / "style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    light, dark, _ = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", item)) for item in blocks)
    return [light, {**light, **dark}]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(theme: dict[str, str]) -> None:
    pairs = [(name, ground) for name in ("ink", "soft", "link", "critical", "supportive")
             for ground in ("page", "card")]  # fmt: skip
    pairs += [("on-bar", word.value) for word in Word] + [("mark-ink", "mark")]
    for name, ground in pairs:
        assert contrast(theme[name], theme[ground]) >= 4.5, (name, ground)
