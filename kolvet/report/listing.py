"""Lists for `kolvet evidence` and `kolvet timeline`: for people, and as JSON for pipes.

None of them ends in a newline: the caller ends the last line.
"""

from collections.abc import Sequence

from rich.text import Text

from kolvet.messages import text
from kolvet.model.explained import TurningPoint
from kolvet.model.judgements import Judgement, Reason, Stance
from kolvet.model.report import JudgedPost, Month, Report
from kolvet.model.store import StoredPost
from kolvet.report.charts import STANCES, add_legend, add_rows, fold
from kolvet.report.explained_json import turn_object
from kolvet.report.explained_sections import add_comparison, add_comparison_legend, add_turns
from kolvet.report.json_fields import Json, fields
from kolvet.report.json_format import dump, month_object, reason_objects
from kolvet.report.page import Look, Page
from kolvet.report.quotes import excerpt_room, quote_text, reach_words, spaced, target_words
from kolvet.report.verdict_section import references
from kolvet.report.wording import (
    day,
    known,
    label_style,
    percent,
    say,
    stance_word,
    words_style,
)

COLUMNS_FROM = 72
"""Width from which the quote gets a column of its own; below, it stands under its line."""
INDENT = 2


def render_evidence(
    posts: Sequence[JudgedPost],
    *,
    width: int,
    colour: bool,
    explain: bool = False,
    plain: bool = False,
    encoding: str = "utf-8",
    links: bool = False,
) -> str:
    """Judged posts in the order given: date, stance, severity, confidence, quote, link.

    With `explain` each post shows what decided, with its sign: + toward supportive.
    """
    page = Page(Look(width, colour, plain, encoding, links))
    if not posts:
        return page.text(say("listing_none")).plain
    for item in posts:
        lead = _add_post(page, item)
        if explain:
            _add_reasons(page, item.judgement, lead)
    page.blank()
    counts = dict.fromkeys(Stance, 0)
    for item in posts:
        if item.judgement.stance is not None:
            counts[item.judgement.stance] += 1
    page.add(
        say("listing_evidence", shown=len(posts), **{str(key): counts[key] for key in STANCES}),
        items=True,
    )
    return page.render().removesuffix("\n")


def _add_post(page: Page, item: JudgedPost) -> int:
    """Add one post; gives the column of its quote."""
    post, judgement = item.post, item.judgement
    head = _head(page, item)
    style = words_style(judgement.stance)
    quote = quote_text(page, post.text, judgement.span, style, excerpt_room(page))
    if page.width >= COLUMNS_FROM and not page.plain:
        lead = page.display.cells(head.plain) + 2
        page.add(head.append("  ").append_text(quote), hanging=lead)
    else:
        lead = INDENT
        page.add(head, hanging=INDENT, items=True)
        page.add(quote, indent=INDENT)
    details = _details(page, post, judgement)
    if item.confirmed:
        details.append(page.text(say("reviewed"), "bold"))
    page.add(spaced(page, details), indent=lead, items=True)
    if post.url:
        page.add_whole(page.link(post.url, post.url), indent=lead)
    return lead


def _head(page: Page, item: JudgedPost) -> Text:
    judgement, date = item.judgement, day(item.post.published)
    words = [stance_word(stance) for stance in (None, *STANCES)]
    widest = max(page.display.cells(word) for word in words)
    word = stance_word(judgement.stance)
    padding = "" if page.plain else " " * (widest - page.display.cells(word))
    severity = f"{judgement.severity}/3" if judgement.severity else "-"
    parts: list[Text | str] = [
        page.text(date + " " * max(len("2025-09-03") - page.display.cells(date), 0)),
        page.text(word, label_style(judgement.stance)).append(padding),
        f"{severity:<3}",
        f"{percent(judgement.confidence):>3}",
    ]
    return spaced(page, parts)


def _details(page: Page, post: StoredPost, judgement: Judgement) -> list[Text | str]:
    engagement = post.engagement
    parts: list[Text | str] = list(
        reach_words(engagement.likes, engagement.comments, engagement.reposts)
    )
    if judgement.target_kind is not None:
        parts.insert(0, target_words(judgement.target_kind))
    parts.extend(known("report", f"flag_{flag}") or flag for flag in judgement.flags)
    parts.extend(
        page.text(say(f"posts_state_{state}"), "bold")
        for state in ("edited", "deleted", "truncated")
        if getattr(post, state)
    )
    return parts


def _add_reasons(page: Page, judgement: Judgement, lead: int) -> None:
    for reason in judgement.reasons:
        page.add(_reason(page, reason), indent=lead, hanging=lead + INDENT, items=True)


def _reason(page: Page, reason: Reason) -> Text:
    weight = page.text(f"{reason.weight:+.2f}", "bold red" if reason.weight < 0 else "")
    return spaced(page, [weight, reason.rule, page.text(reason.text, "bold")])


def render_evidence_ndjson(posts: Sequence[JudgedPost]) -> str:
    """One JSON object a line, in the order given; empty for none."""
    return "\n".join(dump(_post_object(item)) for item in posts)


def render_evidence_json(posts: Sequence[JudgedPost]) -> str:
    """All posts as one JSON list."""
    return dump([_post_object(item) for item in posts], indent=2)


def _post_object(item: JudgedPost) -> dict[str, Json]:
    post, judgement = item.post, item.judgement
    return {
        "platform": post.platform,
        "native_id": post.native_id,
        "published": post.published,
        "url": post.url,
        "quote": post.text,
        **fields(
            judgement,
            "mentioned",
            "stance",
            "score",
            "severity",
            "confidence",
            "target_kind",
            "span",
            "flags",
        ),
        "mentions": [
            fields(mention, "start", "end", "alias", "brand", "kind")
            for mention in judgement.mentions
        ],
        "reasons": reason_objects(judgement.reasons),
        **fields(post.engagement, "likes", "comments", "reposts", "views"),
        **fields(post, "is_repost", "truncated", "edited", "deleted", "source"),
        "reviewed": item.confirmed,
    }


def render_timeline(
    months: Sequence[Month],
    turns: Sequence[TurningPoint] = (),
    *,
    width: int,
    colour: bool,
    plain: bool = False,
    encoding: str = "utf-8",
    links: bool = False,
) -> str:
    """A table of months with a bar each, then the turning points.

    Months without a post are left out, and it says so.
    """
    page = Page(Look(width, colour, plain, encoding, links))
    named = [month for month in months if month.posts]
    if not named:
        return page.text(say("timeline_none")).plain
    for brand in dict.fromkeys(month.brand for month in named):
        page.add(page.text(say("timeline", brand=brand), "bold"))
        add_rows(page, fold([month for month in named if month.brand == brand], 1))
    add_legend(page)
    if len(named) < len(months):
        page.add(say("timeline_skipped"))
    if turns:
        add_turns(page, tuple(turns))
    else:
        page.add(text("verdict.no_turns"), hanging=2)
    return page.render().removesuffix("\n")


def render_timeline_json(months: Sequence[Month], turns: Sequence[TurningPoint] = ()) -> str:
    """All months as one JSON list, without gaps; a turning point stands in its month."""
    return dump([_month(month, turns) for month in months], indent=2)


def _month(month: Month, turns: Sequence[TurningPoint]) -> dict[str, Json]:
    his = [turn_object(turn) for turn in turns if f"{turn.day:%Y-%m}" == month.month]
    return {**month_object(month), "turning_points": his}


def render_comparison(
    reports: Sequence[Report],
    *,
    width: int,
    colour: bool,
    plain: bool = False,
    encoding: str = "utf-8",
    links: bool = False,
) -> str:
    """The same history before several brands: the rows, whose the differences are, and why."""
    page = Page(Look(width, colour, plain, encoding, links))
    first = reports[0]
    for notice in first.notices:
        page.add(page.text(f"{page.display.symbols.warning} {notice}", "bold"), hanging=2)
    page.add(page.text(f"{first.blogger.name}  {say('as_of', day=day(first.as_of))}", "bold"))
    add_comparison(page, first.comparison)
    add_comparison_legend(page, first.comparison)
    for report in reports:
        page.heading(f"{report.brand.name}  {say(f'word_{report.verdict.word}')}")
        for number, why in enumerate(report.why, start=1):
            line = page.text(f"{number}. {why.text} ")
            page.add(line.append_text(references(page, why.evidence)), hanging=3)
    return page.render().removesuffix("\n")


def render_timeline_ndjson(months: Sequence[Month]) -> str:
    """One JSON object a month and line."""
    return "\n".join(dump(month_object(month)) for month in months)
