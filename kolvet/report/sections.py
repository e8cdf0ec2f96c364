"""The rest of the report, one function a section."""

from rich.text import Text

from kolvet.model.posts import SHANGHAI
from kolvet.model.report import Coverage, Report, ReportedPrecedent, Term
from kolvet.report.charts import add_chart
from kolvet.report.page import Page
from kolvet.report.quotes import Links, add_evidence, add_link, spaced
from kolvet.report.wording import count, day, known, percent, platform_name, say, term_name

DECISIVE = 5
COUNTER = 3
BAR_CELLS = 10
LEAST_BAR_WIDTH = 60


def add_quotes(page: Page, report: Report, links: Links) -> None:
    """The decisive quotes, then the best of the other side."""
    page.heading(say("quotes"))
    if not report.evidence:
        page.add(say("quotes_none"))
    for index, item in enumerate(report.evidence[:DECISIVE]):
        if index:
            page.blank()
        add_evidence(page, item, links)
    hidden = len(report.evidence) - DECISIVE
    if hidden > 0:
        page.blank()
        page.add(
            say(
                "more",
                number=hidden,
                name=shell_word(report.blogger.name),
                brand=shell_word(report.brand.name),
            ),
            hanging=2,
        )
    page.heading(say("counter"))
    if not report.counter:
        page.add(say("counter_none"))
    for index, item in enumerate(report.counter[:COUNTER]):
        if index:
            page.blank()
        add_evidence(page, item, links)


def add_timeline(page: Page, report: Report) -> None:
    """One chart for each brand that the timeline holds."""
    brands = list(dict.fromkeys(month.brand for month in report.timeline))
    if not brands:
        page.heading(say("timeline", brand=report.brand.name))
        page.add(say("timeline_none"))
    for brand in brands:
        page.heading(say("timeline", brand=brand))
        add_chart(page, [month for month in report.timeline if month.brand == brand])


def add_terms(page: Page, report: Report) -> None:
    """Every term of the score with its value, interval and number."""
    page.heading(say("terms"))
    page.rows([_term_row(page, term) for term in report.terms])


def _term_row(page: Page, term: Term) -> list[Text | str]:
    part = "." in term.id
    label = f"  {term_name(term.id)}" if part else f"{term.id}  {term_name(term.id)}"
    name = page.text(label, "" if part else "bold")
    if not term.measured:
        return [name, page.text(_why_unmeasured(term))]
    value = "?" if term.value is None else f"{term.value:.2f}"
    interval = f"{term.interval.low:.2f}-{term.interval.high:.2f}" if term.interval else ""
    number = say("followers_n", number=count(term.n)) if term.id == "R" else f"n={term.n}"
    if page.plain or page.width < LEAST_BAR_WIDTH or page.display.wide_ambiguous:
        return [name, value, interval, number]
    return [name, value, interval, number, _bar(page, term.value or 0.0)]


def _why_unmeasured(term: Term) -> str:
    words = say("unmeasured_value")
    if term.value is not None:
        words = say("stands_in", value=f"{term.value:.2f}")
    if term.interval is not None:
        words += f" ({term.interval.low:.2f}-{term.interval.high:.2f})"
    reason = (known("terms", term.note.removeprefix("terms.")) or term.note) if term.note else ""
    return f"{words}  {reason}".rstrip()


def _bar(page: Page, value: float) -> Text:
    """The value as a bar of ten signs."""
    symbols = page.display.symbols
    full = min(max(round(value * BAR_CELLS), 0), BAR_CELLS)
    return Text(symbols.bar * full + symbols.empty * (BAR_CELLS - full))


def add_precedents(page: Page, report: Report, links: Links) -> None:
    """Deals dropped, judgments, sanctions, each with its source."""
    page.heading(say("precedents"))
    if not report.precedents:
        page.add(say("precedents_none"))
    for item in report.precedents:
        page.add(_precedent_head(page, item), hanging=4, items=True)
        page.add(item.summary, indent=4)
        page.add(spaced(page, _precedent_source(page, item)), indent=4, items=True)
        add_link(page, item.id, item.url, links)


def _precedent_head(page: Page, item: ReportedPrecedent) -> Text:
    kind = known("report", f"precedent_{item.kind}") or item.kind
    return spaced(
        page,
        [
            page.text(item.id, "bold cyan"),
            item.happened or day(item.counts_from),
            page.text(kind, "bold"),
            item.about,
        ],
    )


def _precedent_source(page: Page, item: ReportedPrecedent) -> list[Text | str]:
    parts: list[Text | str] = [item.publisher]
    if item.later_source:
        parts.append(f"{page.display.symbols.warning} {say('source_later', day=item.published)}")
    else:
        parts.append(say("source_published", day=item.published))
    if item.also_reported_by:
        parts.append(say("also_reported", number=len(item.also_reported_by)))
    return parts


def add_fans(page: Page, report: Report) -> None:
    """The fans: not measured yet, with the command that fills the gap."""
    page.heading(say("fans"))
    page.add(say("fans_unmeasured"))
    page.add_whole(say("fans_command", brand=shell_word(report.brand.name)), indent=2)


def shell_word(word: str) -> str:
    """The word as it is typed in a shell."""
    return f"'{word}'" if any(char in word for char in " '\"\\$`!&;()<>|*?#~") else word


def add_coverage(page: Page, report: Report) -> None:
    """What was seen, of what there is, and how sure the engine is."""
    page.heading(say("coverage"))
    coverage = report.coverage
    rows = [
        ("seen", _seen(coverage)),
        (
            "own",
            say("coverage_own_value", own=coverage.own_word_posts, brand=coverage.brand_posts),
        ),
        ("span", _span(coverage)),
        ("kinds", _kinds(coverage)),
        ("rejected", say("coverage_rejected_value", number=coverage.rejected_rows)),
        ("platforms", _platforms(coverage)),
        ("hidden", say("coverage_hidden_value")),
        ("comments", say("coverage_comments_value", number=coverage.comments)),
        ("unreviewed", say("coverage_unreviewed_value", number=coverage.unreviewed)),
        ("engine", _engine(report)),
        ("brand", _brand(report)),
    ]
    rows += [("names", name) for name in _other_names(report)] + _accounts(report)
    page.rows([[page.text(say(f"coverage_{key}"), "bold"), value] for key, value in rows])


def _seen(coverage: Coverage) -> str:
    if coverage.declared is None:
        return say("coverage_seen_only", seen=coverage.posts_seen)
    return say(
        "coverage_seen_of",
        seen=coverage.posts_seen,
        declared=coverage.declared,
        percent=percent(coverage.ratio),
    )


def _span(coverage: Coverage) -> str:
    if coverage.first is None or coverage.last is None:
        return say("coverage_span_none")
    values = {"first": day(coverage.first), "last": day(coverage.last)}
    if coverage.longest_gap_days is None:
        return say("coverage_span_value", **values)
    return say("coverage_span_gap", days=coverage.longest_gap_days, **values)


def _kinds(coverage: Coverage) -> str:
    return say(
        "coverage_kinds_value",
        reposts=coverage.reposts,
        truncated=coverage.truncated,
        edited=coverage.edited,
        deleted=coverage.deleted,
        undated=coverage.undated,
    )


def _platforms(coverage: Coverage) -> str:
    names = [platform_name(platform) for platform in coverage.platforms]
    return "  ".join(names) or say("coverage_platforms_none")


def _engine(report: Report) -> str:
    engine = report.engine
    if engine.accuracy is None:
        return say("engine_unmeasured", name=engine.name, version=engine.version)
    return say(
        "engine_measured",
        name=engine.name,
        version=engine.version,
        percent=percent(engine.accuracy),
        number="?" if engine.accuracy_n is None else engine.accuracy_n,
    )


def _brand(report: Report) -> str:
    brand = report.brand
    if not brand.packed:
        return say("brand_unpacked", name=brand.name)
    parts = [say("brand_packed")]
    if brand.as_of:
        parts.append(say("brand_as_of", day=brand.as_of))
    if brand.children:
        parts.append(say("brand_children", children=", ".join(brand.children)))
    return "  ".join(parts)


def _other_names(report: Report) -> list[str]:
    """One line with all other names; none when there are none."""
    others = [name for name in report.blogger.names if name != report.blogger.name]
    return ["  ".join(others)] if others else []


def _accounts(report: Report) -> list[tuple[str, str]]:
    """One row an account, so that a reader can tell whose history this is."""
    rows = []
    for account in report.blogger.accounts:
        followers = (
            say("account_unknown")
            if account.followers is None
            else say("account_followers", number=count(account.followers))
        )
        name = platform_name(account.platform)
        rows.append(("account", f"{name}  {account.name}  {account.native_id}  {followers}"))
    return rows


def add_limits(page: Page, report: Report) -> None:
    """What this cannot know, and what was not measured."""
    page.heading(say("limits"))
    for limit in report.limits:
        page.add(f"- {limit}", hanging=2)
    if report.unmeasured:
        names = ", ".join(_unmeasured_name(item) for item in report.unmeasured)
        page.add("- " + say("unmeasured", terms=names), hanging=2)


def _unmeasured_name(item: str) -> str:
    name = known("terms", item)
    return f"{item} {name}" if name and len(item) < 4 else name or item


def add_reproduction(page: Page, report: Report, links: Links) -> None:
    """Full addresses where they cannot be clicked, and the command to get this report again."""
    if links and not page.links:
        page.heading(say("links"))
        for url, numbers in links.items():
            page.add_whole(page.join(f"[{','.join(numbers)}] ", url))
    page.heading(say("reproduce"))
    page.add_whole(page.text(report.run.command, "bold"))
    made_at = f"{report.run.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    page.add(say("run", id=report.run.id, version=report.tool, made_at=made_at))
