"""kolvet diff: what changed between two runs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from kolvet.cli.options import AsJson, Database, open_store, write_json, write_line
from kolvet.cli.people import run_argument
from kolvet.errors import UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.store import Store

Either = Annotated[str, run_argument(text("people.argument_either"))]


def diff(before: Either, after: Either, as_json: AsJson = False, db: Database = None) -> int:
    """Compare the verdict, terms, findings and evidence of two runs or report files."""
    from kolvet.cli.showing import page_look
    from kolvet.decisions.differences import compare_reports
    from kolvet.report.people_lists import difference_object, render_difference

    with open_store(db) as store:
        old, new = _report(store, before), _report(store, after)
    try:
        difference = compare_reports(old, new)
        names = old["run"]["id"], new["run"]["id"]
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError("people.no_report", path=f"{before}, {after}") from error
    if as_json:
        write_json(difference_object(difference, *names))
    else:
        write_line(render_difference(difference, *names, page_look()))
    return 0


def _report(store: "Store", name: str) -> dict[str, Any]:
    """The report of a stored run, or of a JSON file that `check -o json:FILE` wrote."""
    from kolvet.cli.stored import named_run
    from kolvet.decisions.chain import report_of

    path = Path(name)
    if not path.is_file():
        return report_of(named_run(store, name))
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("people.no_report", path=path) from error
    return report
