"""kolvet waive: a person accepts one finding until a day."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli.options import AsJson, Database, open_store, write_json, write_line
from kolvet.cli.people import By, now, signed_by, today
from kolvet.errors import UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun, Waiver
    from kolvet.store import Store


def waive(
    fingerprint: Annotated[
        str | None, typer.Argument(help=text("people.argument_fingerprint"), show_default=False)
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help=text("people.option_reason"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=text("people.option_until"))
    ] = None,
    by: By = None,
    list_: Annotated[bool, typer.Option("--list", help=text("people.option_waivers"))] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help=text("people.option_revoke"))] = False,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Waive a finding of a stored run, list what is waived, or take a waiver back."""
    if list_:
        return _list(as_json=as_json, db=db)
    if not fingerprint:
        raise UsageError("people.waive_what")
    wanted = fingerprint.strip().lower()
    if revoke:
        return _revoke(wanted, db)
    if not reason or not reason.strip():
        raise UsageError("people.waive_lacks", option="--reason")
    if not until:
        raise UsageError("people.waive_lacks", option="--until")
    signer, last = signed_by(by), _last_day(until)
    with open_store(db) as store:
        made = [
            _waiver(run, wanted, reason.strip(), signer, last) for run in _where(store, wanted)
        ]
        for item in made:
            store.keep_waiver(item)
    return _show(made, as_json=as_json)


def _last_day(until: str) -> date:
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise UsageError("check.bad_date", value=until) from error
    if day < today():
        raise UsageError("people.waive_past", until=day)
    return day


def _where(store: "Store", fingerprint: str) -> "list[StoredRun]":
    """The latest run with this finding of each blogger and brand.

    Raises:
        UsageError: No stored run has it.
    """
    from kolvet.decisions.chain import report_of

    found = {
        (run.blogger, run.brand): run
        for run in store.runs()
        if any(item["fingerprint"] == fingerprint for item in report_of(run)["findings"])
    }
    if not found:
        raise UsageError("people.waive_unmatched", fingerprint=fingerprint)
    return list(found.values())


def _waiver(run: "StoredRun", fingerprint: str, reason: str, by: str, until: date) -> "Waiver":
    from kolvet.model.people import Waiver

    return Waiver(
        fingerprint=fingerprint,
        reason=reason,
        by=by,
        until=until,
        blogger=run.blogger,
        brand=run.brand,
        at=now(),
        run=run.id,
    )


def _revoke(fingerprint: str, db: Database) -> int:
    with open_store(db) as store:
        number = store.revoke_waiver(fingerprint)
    if not number:
        raise UsageError("people.revoke_unmatched", fingerprint=fingerprint)
    write_line(text("people.revoked", fingerprint=fingerprint))
    return 0


def _list(*, as_json: bool, db: Database) -> int:
    with open_store(db) as store:
        return _show(store.waivers(), as_json=as_json)


def _show(waivers: "list[Waiver]", *, as_json: bool) -> int:
    from kolvet.cli.showing import page_look
    from kolvet.report.people_lists import render_waivers, waiver_object

    if as_json:
        write_json([waiver_object(item) for item in waivers])
    else:
        write_line(render_waivers(waivers, page_look()))
    return 0
