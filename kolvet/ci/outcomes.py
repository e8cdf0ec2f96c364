"""What came of each deal, and how a run over all of them ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from kolvet.ci.deals import Deal
from kolvet.errors import ExitCode
from kolvet.model.report import Report
from kolvet.report.junit import Broken

ORDER = (70, 6, 2, 74, 5, 1, 4, 3, 0)
"""Exit codes of several subjects in one run, the first that occurs wins (product design, section
3): a bug or a broken store says that nothing of the rest can be trusted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One deal with its report, or why there is none.

    `deal` is None when the deal file itself cannot be read.
    """

    path: str
    deal: Deal | None
    result: Report | Broken

    @property
    def report(self) -> Report | None:
        """The report; None when nothing was judged."""
        return None if isinstance(self.result, Broken) else self.result

    @property
    def code(self) -> int:
        """The exit code of this deal alone."""
        if isinstance(self.result, Broken):
            return self.result.code
        return self.result.verdict.exit_code

    @property
    def passes(self) -> bool:
        """Whether nothing stands in the way of this deal."""
        return self.code == ExitCode.JUDGED


def worst_code(outcomes: Iterable[Outcome]) -> int:
    """How the run ends; 0 for no deals at all, which its caller refuses."""
    return min((item.code for item in outcomes), key=_rank, default=0)


def worst_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The worst deals first, else in the order of their files."""
    return sorted(outcomes, key=lambda item: _rank(item.code))


def _rank(code: int) -> int:
    """An unknown code is as bad as a bug."""
    return ORDER.index(code) if code in ORDER else 0
