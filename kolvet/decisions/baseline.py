"""Baselines: what an earlier report held already does not fail a run again."""

from datetime import date

from kolvet.model.people import Baseline, WaivedFinding, Waiver
from kolvet.model.report import Report, Word

FOR_EVER = date.max
ORDER = (Word.CLEAR, Word.CONDITIONS, Word.HOLD, Word.REJECT)


def baseline_of(report: Report) -> Baseline:
    """What counts as known, from an earlier report."""
    known = sorted({item.fingerprint for item in report.findings})
    return Baseline(report.run.id, report.verdict.word.value, tuple(known))


def known_before(report: Report, baseline: Baseline | None) -> tuple[WaivedFinding, ...]:
    """The findings that the baseline holds, in the order of the report.

    None when the verdict is worse than the baseline's: a score that rose is new, though each
    finding that it is made of was there before.
    """
    if baseline is None or is_worse(report.verdict.word, Word(baseline.word)):
        return ()
    return tuple(
        WaivedFinding(
            Waiver(item.fingerprint, "", baseline.run, FOR_EVER), item.rule, item.message
        )
        for item in report.findings
        if item.fingerprint in baseline.known
    )


def nothing_new(report: Report, baseline: Baseline | None) -> bool:
    """Whether the baseline holds every finding and the verdict is no worse."""
    if baseline is None or is_worse(report.verdict.word, Word(baseline.word)):
        return False
    return all(item.fingerprint in baseline.known for item in report.findings)


def is_worse(word: Word, before: Word) -> bool:
    """Whether a verdict is worse than before; what was inconclusive was never accepted."""
    if word is Word.INCONCLUSIVE or before is Word.INCONCLUSIVE:
        return word is not before
    return ORDER.index(word) > ORDER.index(before)
