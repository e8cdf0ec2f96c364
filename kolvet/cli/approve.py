"""kolvet approve, kolvet reject: a person decides about a run, and the log keeps it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kolvet.cli.options import AsJson, Database, note, open_store, write_json, write_line
from kolvet.cli.people import By, Note, RunName, now, signed_by
from kolvet.errors import UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.store import Store

MILD = ("clear", "conditions")


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
    from kolvet.cli.stored import is_last
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.decisions.chain import payload_of, sign_run
    from kolvet.model.posts import SHANGHAI

    if is_last(run):
        raise UsageError("people.last_decides")
    signer, at = signed_by(by), now().astimezone(SHANGHAI).isoformat()
    with open_store(db) as store:
        entry = store.decide(run, lambda found: sign_run(found, action, signer, words, at))
        said = payload_of(entry)
        warnings = _warnings(store, said, entry.number)
    for line in warnings:
        note(line)
    if as_json:
        shown = {name: value for name, value in said.items() if name != "nonce"}
        write_json({"number": entry.number, **shown, "hash": entry.hash})
        return 0
    names = {name: said[name] for name in ("blogger", "brand", "run", "by")}
    write_wrapped(text(f"people.decided_{action}", number=entry.number, **names))
    write_wrapped(text("people.head"))
    write_line(f"    {entry.hash}")
    return 0


def _warnings(store: "Store", said: dict[str, Any], number: int) -> "list[str]":
    """What whoever decided should know: the verdict is against it, or he looked at an old run."""
    from kolvet.report.wording import say

    lines = []
    if said["provisional"]:
        lines.append(text("people.decided_provisional", run=said["run"]))
    if said["action"] == "approve" and said["word"] not in MILD and not said["note"]:
        word = say(f"word_{said['word']}")
        lines.append(text("people.decided_against", run=said["run"], word=word))
    lines += _newer(store, said)
    return [*lines, *_otherwise(store, said, number)]


def _newer(store: "Store", said: dict[str, Any]) -> Iterator[str]:
    """The latest run about the same blogger and brand, if it was made after this one."""
    from kolvet.report.wording import say

    about = (said["blogger"], said["brand"])
    runs = [run for run in store.runs() if (run.blogger, run.brand) == about]
    if runs and runs[-1].id != said["run"]:
        word = say(f"word_{runs[-1].word}")
        yield text("people.decided_old", run=said["run"], newer=runs[-1].id, word=word)


def _otherwise(store: "Store", said: dict[str, Any], number: int) -> Iterator[str]:
    """The last decision about the same blogger and brand, if it was another one."""
    from kolvet.decisions.chain import payload_of

    earlier = [payload_of(entry) | {"number": entry.number} for entry in store.log()[0]]
    about = [
        item
        for item in earlier
        if item["number"] < number
        and item.get("action") in {"approve", "reject"}
        and (item["blogger"], item["brand"]) == (said["blogger"], said["brand"])
    ]
    if about and about[-1]["action"] != said["action"]:
        last = about[-1]
        yield text(
            f"people.decided_after_{last['action']}",
            number=last["number"],
            by=last["by"],
            day=last["at"][: len("2026-01-04")],
        )
