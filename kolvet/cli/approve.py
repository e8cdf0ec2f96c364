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
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.decisions.chain import payload_of, sign_run
    from kolvet.model.posts import SHANGHAI

    signer, at = signed_by(by), now().astimezone(SHANGHAI).isoformat()
    with open_store(db) as store:
        entry = store.decide(run, lambda found: sign_run(found, action, signer, words, at))
    said = payload_of(entry)
    if said["provisional"]:
        note(text("people.decided_provisional", run=said["run"]))
    if as_json:
        shown = {name: value for name, value in said.items() if name != "nonce"}
        write_json({"number": entry.number, **shown, "hash": entry.hash})
        return 0
    names = {name: said[name] for name in ("blogger", "brand", "run", "by")}
    write_wrapped(text(f"people.decided_{action}", number=entry.number, **names))
    write_wrapped(text("people.head"))
    write_line(f"    {entry.hash}")
    return 0
