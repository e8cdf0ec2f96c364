"""Whether decisions still rest on what they rested on: the log, its reports, their quotes."""

from collections.abc import Collection, Iterator, Sequence

from kolvet.decisions.chain import payload_of, report_of, verify_chain, verify_head
from kolvet.decisions.quotes import POST, PRECEDENT, PRESS, quotes_of
from kolvet.errors import IntegrityError, UsageError
from kolvet.model.people import LogEntry, RecordedDecision, StoredRun, text_digest
from kolvet.store import Store


def verify_log(store: Store, expected: str | None = None) -> list[LogEntry]:
    """The entries of the decision log, every link checked.

    Raises:
        IntegrityError: The log does not verify, or never had the head that was expected.
        UsageError: That head proves nothing.
    """
    entries, head = store.log()
    verify_chain(entries, kept_head=head)
    if expected is not None:
        verify_head(entries, expected)
    return entries


def verify_decided(store: Store, decisions: Sequence[RecordedDecision]) -> None:
    """Check that the reports that were decided on are still those that were seen then.

    Raises:
        IntegrityError: One is not, or is gone.
    """
    for item in decisions:
        try:
            run = store.find_run(item.run)
        except UsageError as error:
            raise IntegrityError("people.decided_report_changed", number=item.number) from error
        _same_report(run, item.number, item.report_sha256)


def verify_store(store: Store, entries: Sequence[LogEntry]) -> dict[str, int]:
    """Check all that decisions rest on; how many reports, texts and press items there are.

    Every stored report is hashed anew, also against the log; every stored text, press item and
    precedent against its digest; and every quote of a decided report must be among them.

    Raises:
        IntegrityError: Something is not what it was.
    """
    texts, reported = store.verify_texts(), store.verify_reported()
    decided = {
        said["run"]: (entry.number, said["report_sha256"])
        for entry in reversed(entries)
        if "report_sha256" in (said := payload_of(entry))
    }
    known = store.text_digests() | store.reported_digests()
    reports = 0
    for run in store.runs():
        reports += 1
        if run.id in decided:
            _verify_decided(run, *decided.pop(run.id), known)
        report_of(run)
    if decided:
        number = min(number for number, _ in decided.values())
        raise IntegrityError("people.decided_report_changed", number=number)
    return {"reports": reports, "texts": texts, "reported": reported}


def _verify_decided(run: StoredRun, number: int, sha256: str, known: Collection[bytes]) -> None:
    """Compare a report with the entry that decided on it, and its quotes with the store."""
    _same_report(run, number, sha256)
    if any(text_digest(quote) not in known for quote in _stored_quotes(run)):
        raise IntegrityError("people.decided_quote_gone", number=number, run=run.id)


def _same_report(run: StoredRun, number: int, sha256: str) -> None:
    if run.sha256 != sha256:
        raise IntegrityError("people.decided_report_changed", number=number)


def _stored_quotes(run: StoredRun) -> Iterator[str]:
    """What the store must still hold of a report; a committed precedent was never in it."""
    report = report_of(run)
    committed = "--precedents" in report["run"]["command"]
    for quote in quotes_of(report).values():
        if quote.kind in {POST, PRESS} or (quote.kind == PRECEDENT and not committed):
            yield quote.text
