"""kolvet approve, kolvet reject: a person decides about a run, and the log keeps it."""

from kolvet.cli.options import AsJson, Database, note, open_store, write_json, write_line
from kolvet.cli.people import By, Note, RunName, now, signed_by
from kolvet.messages import text


def approve(
    run: RunName, by: By = None, note_: Note = "", as_json: AsJson = False, db: Database = None
) -> int:
    """Approve: append it to the decision log, with the hash of the report."""
    return _decide("approve", run, by, note_, as_json=as_json, db=db)


def reject(
    run: RunName, by: By = None, note_: Note = "", as_json: AsJson = False, db: Database = None
) -> int:
    """Reject: the same with the other word."""
    return _decide("reject", run, by, note_, as_json=as_json, db=db)


def _decide(
    action: str, run: str, by: str | None, words: str, *, as_json: bool, db: Database
) -> int:
    from kolvet.model.posts import SHANGHAI
    from kolvet.vet.reviewing import report_of

    signer = signed_by(by)
    with open_store(db) as store:
        found = store.find_run(run)
        provisional = report_of(found)["verdict"]["provisional"]
        fields = {
            "action": action,
            "run": found.id,
            "report_sha256": found.sha256,
            "blogger": found.blogger,
            "brand": found.brand,
            "as_of": found.as_of,
            "word": found.word,
            "provisional": provisional,
            "by": signer,
            "note": words,
            "at": now().astimezone(SHANGHAI).isoformat(),
        }
        entry = store.decide(fields, found.id)
    if provisional:
        note(text("people.decided_provisional", run=found.id))
    if as_json:
        write_json({"number": entry.number, **fields, "hash": entry.hash})
        return 0
    write_line(
        text(
            f"people.decided_{action}",
            number=entry.number,
            blogger=found.blogger,
            brand=found.brand,
            run=found.id,
            by=signer,
        )
    )
    write_line(text("people.head", head=entry.hash))
    return 0
