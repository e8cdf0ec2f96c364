"""What an import did, for people and for machines."""

import dataclasses
from collections.abc import Sequence

from kolvet.messages import text
from kolvet.model.imports import ImportSummary
from kolvet.report.display import Display

COUNTS = ("read", "new", "updated", "duplicate", "repaired", "rejected")
LINES_SHOWN = 5


def render_imports(summaries: Sequence[ImportSummary], *, dry_run: bool) -> str:
    """A block for each file, a total for several; reasons and lines of what was rejected."""
    safe = Display().safe
    lines = [
        safe(line)
        for summary in summaries
        for block in _one(summary)
        for line in block.split("\n")
    ]
    if len(summaries) > 1:
        total = {name: sum(getattr(item, name) for item in summaries) for name in COUNTS}
        lines.append(text("cli.import_total", files=len(summaries), **total))
    if dry_run:
        lines.append(text("cli.import_dry_run"))
    return "\n".join(lines)


def _one(summary: ImportSummary) -> list[str]:
    if not summary.read and not summary.collector:  # there was nothing to know one by
        return [text("cli.import_empty", path=summary.path)]
    counts = {name: getattr(summary, name) for name in COUNTS}
    encoding = f" ({summary.encoding})" if summary.encoding else ""
    lines = [
        text(
            "cli.import_summary",
            path=summary.path,
            collector=summary.collector or text("cli.import_unknown"),
            encoding=encoding,
            **counts,
        ),
        text(
            "cli.import_kinds",
            posts=summary.posts,
            comments=summary.comments,
            accounts=summary.accounts,
            press=summary.press,
        ),
    ]
    if summary.bloggers:
        lines.append(text("cli.import_bloggers", names="、".join(summary.bloggers[:LINES_SHOWN])))
    for repair, number in sorted(summary.repairs.items()):
        lines.append(text("cli.import_repaired", repair=text(f"reasons.{repair}"), number=number))
    for reason, rejected in sorted(summary.reasons.items()):
        number = summary.rejections[reason]
        shown = ", ".join(map(str, rejected[:LINES_SHOWN]))
        more = " …" if number > LINES_SHOWN else ""
        lines.append(
            text(
                "cli.import_rejected",
                reason=text(f"reasons.{reason}"),
                number=number,
                lines=shown + more,
            )
        )
    return lines


def render_imports_json(summaries: Sequence[ImportSummary]) -> list[dict[str, object]]:
    """The same as data; `reasons` maps a reason's key to the first lines it was met on."""
    return [dataclasses.asdict(summary) for summary in summaries]
