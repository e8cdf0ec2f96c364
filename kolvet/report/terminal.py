"""The report on a terminal: verdict first, then the quotes it rests on."""

from kolvet.model.report import Report
from kolvet.report import explained_sections as explained
from kolvet.report import sections
from kolvet.report.coverage_section import add_coverage
from kolvet.report.fans_section import add_fans
from kolvet.report.page import Look, Page
from kolvet.report.people_sections import add_people
from kolvet.report.quotes import Links
from kolvet.report.verdict_section import add_notices, add_verdict, add_why


def render_terminal(
    report: Report,
    *,
    width: int,
    colour: bool,
    plain: bool = False,
    encoding: str = "utf-8",
    links: bool = False,
) -> str:
    """Render a report for a console. Pure; nothing is computed from the report but layout.

    Args:
        report: What is shown.
        width: Columns. Only addresses and the command to copy may be longer; 24 is the least.
        colour: With ANSI codes of the 16 standard colours.
        plain: Linear text without block drawing and colour, for screen readers and logs.
        encoding: Of the console; `?` is shown for what it lacks.
        links: The console understands OSC 8 hyperlinks; needs colour.

    Returns:
        Lines, each ending in a newline; without its ANSI codes the coloured text is the other.
    """
    page = Page(Look(width, colour, plain, encoding, links))
    long_links: Links = {}
    add_notices(page, report)
    add_verdict(page, report)
    add_why(page, report)
    sections.add_quotes(page, report, long_links)
    sections.add_changed(page, report, long_links)
    sections.add_timeline(page, report)
    add_fans(page, report.brand.name, report.fans)
    explained.add_comparison(page, report.comparison)
    explained.add_advice(page, report)
    _add_score(page, report)
    sections.add_precedents(page, report, long_links)
    explained.add_others(page, report)
    add_coverage(page, report)
    sections.add_limits(page, report)
    add_people(page, report)
    sections.add_reproduction(page, report, long_links)
    return page.render()


def _add_score(page: Page, report: Report) -> None:
    """The terms, and where the points of the index come from."""
    sections.add_terms(page, report)
    explained.add_contributions(page, report)
    explained.add_convertibility(page, report)
