"""A review in progress: which quotes are still open, and what becomes of the answers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kolvet.decisions.chain import report_of
from kolvet.decisions.quotes import (
    Answer,
    Quote,
    Signature,
    correct,
    decisive_quotes,
    quotes_of,
    read_answer,
)
from kolvet.decisions.rows import Entry
from kolvet.errors import UsageError
from kolvet.model.people import Correction, StoredRun, text_digest
from kolvet.store import Store

SKIPPED = "skip"


@dataclass(slots=True)
class Tally:
    """How many quotes were confirmed, flipped, set aside and skipped."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Answer | None) -> None:
        """Count an answer; None is a skip."""
        self.counts[answer.action.value if answer else SKIPPED] += 1

    @property
    def corrections(self) -> int:
        """How many answers say something."""
        return self.counts.total() - self.counts[SKIPPED]

    def by_action(self) -> dict[str, int]:
        """All four numbers."""
        return {name: self.counts[name] for name in ("confirm", "flip", "not_about", SKIPPED)}


def open_quotes(store: Store, run: StoredRun, *, again: bool = False) -> list[Quote]:
    """The decisive quotes of a run that nobody has read since; all of them with `again`."""
    known = {item.digest for item in store.corrections({run.brand})}
    return [
        quote
        for quote in decisive_quotes(report_of(run))
        if again or text_digest(quote.text) not in known
    ]


def keep_answer(
    store: Store, run: StoredRun, quote: Quote, answer: Answer, by: str, at: datetime
) -> Correction:
    """Store what a person says of a quote, at once: a lost connection loses nothing.

    Raises:
        UsageError: The quote cannot be answered so.
    """
    correction = correct(quote, answer, Signature(by, at, run.id, run.brand))
    store.keep_corrections([correction])
    return correction


def keep_batch(
    store: Store, run: StoredRun, entries: Sequence[Entry], by: Mapping[str, str], at: datetime
) -> Tally:
    """Store the answers of a file, all or none.

    `by` maps a row's place to who says it.

    Raises:
        UsageError: A row names no quote of the run, or cannot be read.
    """
    quotes = quotes_of(report_of(run))
    tally, made = Tally(), []
    seen: dict[str, tuple[str, Answer | None]] = {}
    for entry in entries:
        number = entry.need("evidence", "id").upper()
        if number not in quotes:
            raise UsageError("people.no_quote", place=entry.place, id=number, run=run.id)
        answer = read_answer(entry)
        place, former = seen.setdefault(number, (entry.place, answer))
        if former != answer:
            raise UsageError("people.rows_differ", place=entry.place, other=place, id=number)
        tally.add(answer)
        if answer is not None:
            signature = Signature(
                by[entry.place], entry.moment("at", "when") or at, run.id, run.brand
            )
            made.append(correct(quotes[number], answer, signature))
    store.keep_corrections(made)
    return tally


def training_rows(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """Corrected posts as rows to train and measure with, oldest first.

    They are also what `check --reviews` reads: text, brand, label (null: not about the brand),
    and who said so.
    """
    return [
        {
            "text": item.quote,
            "brand": item.brand,
            "label": item.stance,
            "target_kind": item.target_kind,
            "severity": item.severity,
            "insult": item.insult,
            "phenomenon": "review",
            "action": item.action,
            "kind": item.kind,
            "digest": item.digest.hex(),
            "by": item.by,
            "reason": item.reason,
            "at": item.at,
            "run": item.run,
        }
        for item in corrections
    ]
