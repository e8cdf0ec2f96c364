"""`check --baseline`: an earlier report, of which only what is new since makes a run fail.

It is read before anything is judged. Whether it is about the same blogger is known when the store
is open: he may be asked for by a name that he did not have then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kolvet.cli.options import note
from kolvet.cli.requests import quoted
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.people import Baseline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kolvet.model.report import Report
    from kolvet.model.store import StoredAccount
    from kolvet.store import Store
    from kolvet.vet import Request

Key = tuple[str, str]
"""An account: its platform, and the hash of its id there."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report: what to call it, what it holds, and whom it is about.

    `names` are folded, as names are compared.
    """

    label: str
    baseline: Baseline
    blogger: str
    brand: str
    names: frozenset[str]
    accounts: frozenset[Key]


def earlier_report(name: str | None, db: Path | None) -> Earlier | None:
    """What `--baseline` names; None where nobody gave one.

    Raises:
        UsageError: There is no such run or file, or it holds no report.
    """
    from kolvet.cli.stored import written_report

    return None if name is None else _earlier(written_report(name, db), name)


def earlier_file(path: Path) -> Earlier:
    """A baseline that must be a file: deals have no store.

    Raises:
        UsageError: There is no such file, or it holds no report.
    """
    from kolvet.cli.stored import report_in_file

    return _earlier(report_in_file(path), str(path))


def _earlier(written: str, label: str) -> Earlier:
    from kolvet.decisions.baseline import baseline_of
    from kolvet.report.json_reader import read_report
    from kolvet.store.names import fold

    report = read_report(written, label)
    blogger = report.blogger
    names = (blogger.name, *blogger.names, *(item.name for item in blogger.accounts))
    return Earlier(
        label=label,
        baseline=baseline_of(report),
        blogger=blogger.name,
        brand=report.brand.name,
        names=frozenset(map(fold, names)),
        accounts=_keys(blogger.accounts),
    )


def _keys(accounts: "Iterable[StoredAccount]") -> frozenset[Key]:
    from kolvet.store.names import id_hash

    return frozenset(
        (item.platform.value, id_hash(item.native_id)) for item in accounts if item.native_id
    )


def compared_with(request: "Request", earlier: Earlier | None) -> "Request":
    """The request with the baseline; the same without one.

    Raises:
        UsageError: It is about another brand.
    """
    if earlier is None:
        return request
    if earlier.brand != request.target.brand.name:
        raise _of_another(request, earlier)
    return add_baseline(request, earlier.baseline, earlier.label)


def check_blogger(store: "Store", request: "Request", earlier: Earlier | None) -> None:
    """Complain of a baseline of somebody else.

    He is the same by what was typed, by an account, or, where one of both has none, by a name:
    two people may share one.

    Raises:
        UnknownBloggerError: Nobody in the store has this name.
        UsageError: It is about another blogger.
    """
    from kolvet.store.names import fold

    if earlier is None or fold(request.blogger) in earlier.names:
        return
    blogger = store.find_blogger(request.blogger)
    accounts = _keys(blogger.accounts)
    if accounts and earlier.accounts:
        same = not accounts.isdisjoint(earlier.accounts)
    else:
        same = not earlier.names.isdisjoint(map(fold, (blogger.name, *blogger.aliases)))
    if not same:
        raise _of_another(request, earlier)


def _of_another(request: "Request", earlier: Earlier) -> UsageError:
    return UsageError(
        "formats.baseline_of_another",
        name=earlier.label,
        blogger=earlier.blogger,
        brand=earlier.brand,
        asked=f"{request.blogger} / {request.target.brand.name}",
    )


def add_baseline(request: "Request", baseline: Baseline, name: str) -> "Request":
    """The request with a baseline, which its command names too."""
    committed = replace(request.committed, baseline=baseline)
    command = f"{request.command} --baseline {quoted(name)}"
    return replace(request, committed=committed, command=command)


def baseline_in(report: Mapping[str, Any]) -> Baseline:
    """The baseline that a stored report was compared with: its run may be gone since."""
    before = report["baseline"]
    return Baseline(before["run"], before["word"], tuple(before["known"]))


def note_baseline(report: "Report") -> None:
    """Say on stderr how much is new since the baseline."""
    if report.baseline is None:
        return
    known = sum(item.fingerprint in report.baseline.known for item in report.findings)
    note(
        text(
            "formats.since_baseline",
            run=report.baseline.run,
            new=len(report.findings) - known,
            known=known,
            before=report.baseline.word,
            word=report.verdict.word,
        )
    )
