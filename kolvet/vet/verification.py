"""Whether decisions still rest on what they rested on: the log, its reports, their quotes."""

import json
from collections.abc import Iterator, Sequence

from kolvet.decisions.chain import payload_of, verify_chain, verify_head
from kolvet.errors import IntegrityError
from kolvet.model.people import LogEntry, StoredRun, text_digest
from kolvet.store import Store


def verify_log(store: Store, expected: str | None = None) -> list[LogEntry]:
    """The entries of the decision log, every link checked.

    Raises:
        IntegrityError: The log does not verify, or never had the head that was expected.
    """
    entries, head = store.log()
    verify_chain(entries, kept_head=head)
    if expected:
        verify_head(entries, expected)
    return entries


def verify_store(store: Store, entries: Sequence[LogEntry]) -> dict[str, int]:
    """Check all that decisions rest on; how many reports, texts and press items there are.

    Every stored report is hashed anew, also against the log; every stored text and press item
    against its digest; and every quote of a decided report must be among the stored texts.

    Raises:
        IntegrityError: Something is not what it was.
    """
    runs = {run.id: run for run in store.runs()}
    texts = store.verify_texts()
    reported = store.verify_reported()
    known = store.text_digests()
    for entry in entries:
        said = payload_of(entry)
        if "report_sha256" not in said:
            continue
        run = runs.get(said["run"])
        if run is None or run.sha256 != said["report_sha256"]:
            raise IntegrityError("people.decided_report_changed", number=entry.number)
        if any(text_digest(quote) not in known for quote in _post_quotes(run)):
            raise IntegrityError("people.decided_quote_gone", number=entry.number, run=run.id)
    return {"reports": len(runs), "texts": texts, "reported": reported}


def _post_quotes(run: StoredRun) -> Iterator[str]:
    report = json.loads(run.report)
    for item in (*report["evidence"], *report["counter"]):
        if item["kind"] == "post":
            yield item["quote"]
