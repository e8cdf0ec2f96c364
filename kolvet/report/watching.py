"""What a watch found of one subject, for people and for machines."""

from rich.text import Text

from kolvet.messages import text
from kolvet.model.report import Evidence, ReportedPrecedent, Word
from kolvet.model.watching import (
    Balance,
    ChangeKind,
    Direction,
    FetchState,
    Freshness,
    PostChange,
    Turn,
    Watched,
)
from kolvet.report.json_fields import Json, fields
from kolvet.report.json_format import dump
from kolvet.report.page import Look, Page
from kolvet.report.quotes import (
    Links,
    add_evidence,
    excerpt_room,
    quote_text,
    reach_words,
    spaced,
    target_words,
)
from kolvet.report.wording import (
    day,
    label_style,
    percent,
    platform_name,
    say,
    stance_word,
    words_style,
)

SCHEMA = "kolvet.watch/1"
INDENT = 4


def render_watched(watched: Watched, look: Look, window: tuple[int, int]) -> str:
    """A block of lines, each ending in a newline; "" where nothing is to be told.

    `window`: days of the recent and of the earlier window of a turn.
    """
    if watched.since is not None and not watched.changed and not watched.freshness.failure:
        return ""
    page = Page(look)
    _add_head(page, watched)
    _add_freshness(page, watched.freshness)
    if watched.since is not None:
        _add_verdict(page, watched)
        if watched.turned:
            _add_turn(page, watched.turn, watched.brand, window)
        _add_posts(page, watched)
        _add_reported(page, watched)
        _add_ruler(page, watched)
    elif watched.turn.direction is not Direction.NONE:
        _add_turn(page, watched.turn, watched.brand, window)
    return page.render()


def _add_head(page: Page, watched: Watched) -> None:
    symbols = page.display.symbols
    subject = f"{watched.blogger} {symbols.arrow} {watched.brand}"
    if watched.since is None:
        words = text(
            "watch.first",
            subject=subject,
            word=_word(watched.word),
            bri=_bri(watched.bri),
            posts=watched.brand_posts,
            critical=watched.critical_posts,
        )
        page.add(page.text(words, "bold"), hanging=2)
        return
    kind = "worse" if watched.worse else "otherwise" if watched.changed else "same"
    sign = {"worse": symbols.warning, "otherwise": symbols.point, "same": symbols.middle}[kind]
    words = text(f"watch.head_{kind}", subject=subject, day=day(watched.since))
    page.add(page.text(f"{sign} {words}", "bold red" if watched.worse else "bold"), hanging=2)


def _add_freshness(page: Page, freshness: Freshness) -> None:
    if freshness.failure:
        page.add(text("watch.failed", message=freshness.failure), indent=2)
        page.add(text("cli.hint", hint=freshness.hint).strip(), indent=INDENT)


def _word(word: Word | None) -> str:
    return text(f"why.word_{word}") if word else "?"


def _bri(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}"


def _add_verdict(page: Page, watched: Watched) -> None:
    if not watched.word_changed:
        return
    words = text(
        "watch.verdict",
        before=_word(watched.word_before),
        now=_word(watched.word),
        bri_before=_bri(watched.bri_before),
        bri=_bri(watched.bri),
        arrow=page.display.symbols.arrow,
    )
    page.add(page.text(words, "bold"), indent=2)
    if watched.why:
        page.add(watched.why[0].text, indent=INDENT)


def _add_turn(page: Page, turn: Turn, brand: str, window: tuple[int, int]) -> None:
    page.add(page.text(text(f"watch.turn_{turn.direction}", brand=brand), "bold"), indent=2)
    recent, before = window
    page.add(text("watch.turn_recent", days=recent, **_counts(turn.recent)), indent=INDENT)
    page.add(text("watch.turn_before", days=before, **_counts(turn.before)), indent=INDENT)
    if turn.direction is Direction.TOWARD:
        page.add(text("watch.turn_caution"), indent=INDENT)


def _counts(balance: Balance) -> dict[str, object]:
    value = balance.value
    return {
        "posts": balance.posts,
        "critical": balance.critical,
        "supportive": balance.supportive,
        "balance": "?" if value is None else f"{value:+.2f}",
    }


def _add_posts(page: Page, watched: Watched) -> None:
    for kind in ChangeKind:
        changes = [change for change in watched.posts if change.kind is kind]
        if changes:
            words = text(f"watch.posts_{kind}", number=len(changes), brand=watched.brand)
            page.add(page.text(words, "bold"), indent=2)
        for change in changes:
            _add_change(page, change, watched.brand)


def _add_change(page: Page, change: PostChange, brand: str) -> None:
    post, judgement = change.post, change.judgement
    page.add(spaced(page, _head(page, change, brand)), indent=2, hanging=INDENT, items=True)
    room = excerpt_room(page)
    span = judgement.span if judgement else None
    stance = judgement.stance if judgement else None
    quote = quote_text(page, post.text, span, words_style(stance), room)
    if change.kind is ChangeKind.EDITED:
        former = quote_text(page, change.former, None, "bold", room)
        page.add(page.join(text("watch.before"), " ", former), indent=INDENT)
        quote = page.join(text("watch.now"), " ", quote)
    page.add(quote, indent=INDENT)
    reach = reach_words(post.engagement.likes, post.engagement.comments, post.engagement.reposts)
    page.add("  ".join(reach), indent=INDENT, items=True)
    if post.url:
        page.add_whole(page.link(post.url, post.url), indent=INDENT)


def _head(page: Page, change: PostChange, brand: str) -> list[Text | str]:
    judgement = change.judgement
    parts: list[Text | str] = [day(change.post.published), platform_name(change.post.platform)]
    if judgement is None:
        parts.append(text("watch.no_mention", brand=brand))
    else:
        words = stance_word(judgement.stance)
        if judgement.severity:
            words += f"{page.display.symbols.middle}{say(f'severity_{judgement.severity}')}"
            words += f" {judgement.severity}/3"
        parts.append(page.text(words, label_style(judgement.stance)))
        if judgement.target_kind is not None:
            parts.append(target_words(judgement.target_kind))
        parts.extend(say(f"flag_{flag}") for flag in judgement.flags if flag == "insult")
        parts.append(say("sure", percent=percent(judgement.confidence)))
    if change.kind is ChangeKind.CRITICAL and not change.published_since:
        parts.append(text("watch.older" if change.known is None else "watch.whole_now"))
    return parts


def _add_reported(page: Page, watched: Watched) -> None:
    if not watched.reported:
        return
    words = text("watch.reported", number=len(watched.reported))
    page.add(page.text(words, "bold"), indent=2)
    links: Links = {}
    for item in watched.reported:
        if isinstance(item, Evidence):
            add_evidence(page, item, links)
        else:
            _add_precedent(page, item)
    for url in links:
        page.add_whole(page.link(url, url), indent=INDENT)


def _add_precedent(page: Page, item: ReportedPrecedent) -> None:
    parts: list[Text | str] = [
        page.text(item.id, "bold"),
        item.happened or day(item.counts_from),
        say(f"precedent_{item.kind}"),
    ]
    page.add(spaced(page, parts), indent=2, hanging=INDENT, items=True)
    page.add(item.summary, indent=INDENT)
    if item.quote:
        page.add(page.text(say("precedent_quote", quote=item.quote), "bold"), indent=INDENT)
    page.add(item.publisher, indent=INDENT)
    page.add_whole(page.link(item.url, item.url), indent=INDENT)


def _add_ruler(page: Page, watched: Watched) -> None:
    """Where kolvet, not he, is what changed."""
    if watched.read_otherwise or (watched.ruler_changed and watched.word_changed):
        parts = [text(f"watch.ruler_{part}") for part in watched.ruler_changed]
        names = ", ".join(parts) or text("watch.ruler_same")
        page.add(text("watch.ruler", parts=names, number=watched.read_otherwise), indent=2)


def watched_json(watched: Watched, line: int, window: tuple[int, int]) -> str:
    """One line of JSON, `kolvet.watch/1`. Unknown is null, never left out."""
    turn = watched.turn
    return dump(
        {
            "schema": SCHEMA,
            "line": line,
            "blogger": watched.blogger,
            "brand": watched.brand,
            "as_of": watched.as_of,
            "since": watched.since,
            "changed": watched.changed,
            "worse": watched.worse,
            "exit_code": watched.exit_code,
            "verdict": {
                "word": watched.word,
                "before": watched.word_before,
                "bri": watched.bri,
                "bri_before": watched.bri_before,
                "why": [fields(item, "text", "evidence") for item in watched.why],
            },
            "brand_posts": watched.brand_posts,
            "critical_posts": watched.critical_posts,
            "posts": [_post_object(change) for change in watched.posts],
            "reported": [_reported_object(item) for item in watched.reported],
            "turn": {
                "direction": turn.direction,
                "before": watched.turn_before if watched.since else None,
                "turned": watched.turned,
                "recent": {"days": window[0], **_balance_object(turn.recent)},
                "earlier": {"days": window[1], **_balance_object(turn.before)},
            },
            "ruler": {
                "changed": watched.ruler_changed,
                "posts_read_otherwise": watched.read_otherwise,
            },
            "source": _source_object(watched.freshness),
            "error": None,
        }
    )


def error_json(
    blogger: str, brand: str, line: int, error: tuple[str, str, int], freshness: Freshness
) -> str:
    """A subject that could not be judged, as a line of JSON.

    `error` holds what happened, what to do next, and the exit code.
    """
    message, hint, code = error
    return dump(
        {
            "schema": SCHEMA,
            "line": line,
            "blogger": blogger,
            "brand": brand,
            "exit_code": code,
            "source": _source_object(freshness),
            "error": {"message": message, "hint": hint},
        }
    )


def _balance_object(balance: Balance) -> dict[str, Json]:
    return {**fields(balance, "posts", "critical", "supportive"), "balance": balance.value}


def _source_object(freshness: Freshness) -> dict[str, Json]:
    failed = freshness.state is FetchState.FAILED
    return {
        "state": freshness.state,
        "failure": freshness.failure if failed else None,
        "hint": freshness.hint if failed else None,
        "stopped_early": freshness.left,
    }


def _post_object(change: PostChange) -> dict[str, Json]:
    post, judgement, known = change.post, change.judgement, change.known
    names = ("stance", "score", "severity", "confidence", "target_kind", "span", "flags")
    judged = fields(judgement, *names) if judgement else dict.fromkeys(names)
    return {
        "kind": change.kind,
        **fields(post, "platform", "native_id", "published", "url"),
        "quote": post.text,
        "former_quote": change.former or None,
        "mentioned": judgement is not None,
        **judged,
        "stance_before": known.stance if known else None,
        "known_before": known is not None,
        "published_since": change.published_since,
        **fields(post.engagement, "likes", "comments", "reposts"),
        **fields(post, "edited", "deleted", "source"),
    }


def _reported_object(item: Evidence | ReportedPrecedent) -> dict[str, Json]:
    if isinstance(item, Evidence):
        return {
            "kind": item.kind,
            "quote": item.quote,
            "verbatim": item.verbatim,
            "happened": item.happened,
            "published": item.source_published,
            "url": item.url,
            "publisher": item.source,
        }
    return {
        "kind": item.kind,
        "quote": item.quote or item.summary,
        "verbatim": bool(item.quote),
        "happened": item.happened,
        "published": item.published,
        "url": item.url,
        "publisher": item.publisher,
    }
