"""From options to a request: what `check`, `evidence` and `timeline` share."""

import re
import shlex
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kolvet.brands import load_packs
from kolvet.cli.committed import NO_FILES, CommittedFiles
from kolvet.cli.options import find_target, note, read_day
from kolvet.config import brands_folder
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.brands import Target
from kolvet.model.posts import SHANGHAI
from kolvet.opinion.endpoint import DEFAULT_MOST
from kolvet.policy import FailOn, Policy, load_policy
from kolvet.text.judge import DEFAULT_ENGINE, ENGINES
from kolvet.vet import Request, end_of_day
from kolvet.vet.owners import owned

if TYPE_CHECKING:
    from kolvet.vet.questions import Judge


def make_request(
    name: str,
    brand: str,
    *,
    as_of: str | None = None,
    policy: Path | None = None,
    fail_on: FailOn | None = None,
    engine: str | None = None,
    judge: "Judge | None" = None,
    committed: CommittedFiles = NO_FILES,
    versus: Sequence[str] = (),
    from_paths: Sequence[Path] | None = None,
) -> Request:
    """Resolve the brands, date, policy and engine of a command.

    The command that the request prints names the day also where nobody did, so that it gives the
    same tomorrow.

    Raises:
        UsageError: A date, policy or engine is wrong, or more than one brand is named.
    """
    if len(split_brands(brand)) > 1:
        raise UsageError("brands.several", written=brand)
    chosen: Policy = load_policy(policy)
    now = datetime.now(UTC)
    until = parse_as_of(as_of) if as_of else now
    options = (
        ("--vs", ",".join(versus)),
        ("--as-of", f"{until.astimezone(SHANGHAI):%Y-%m-%d}"),
        *(("--from", str(path)) for path in from_paths or ()),
        ("--policy", str(policy or "")),
        ("--fail-on", fail_on),
        ("--engine", engine),
    )
    target = _asked(brand)
    return Request(
        blogger=name,
        target=target,
        as_of=until,
        made_at=now,
        policy=chosen,
        fail_on=fail_on or chosen.fail_on,
        engine=find_engine(engine),
        command=_command(name, brand, options, judge, committed),
        judge=judge,
        committed=committed.read(),
        versus=_others(target, versus),
        find_target=find_target,
        notices=bare_names([target]),
        kept=not from_paths,
    )


def _command(
    name: str,
    brand: str,
    options: Iterable[tuple[str, str | None]],
    judge: "Judge | None",
    committed: CommittedFiles,
) -> str:
    """The command that gives the report again; options without a value are left out."""
    words = ["kolvet", "check", name, "--brand", brand]
    words += [word for option, value in options if value for word in (option, value)]
    words += _judge_words(judge) if judge else []
    return " ".join(map(quoted, (*words, *committed.words())))


def _asked(brand: str) -> Target:
    """The brand that is asked about; one without a pack with those that it seems to be part of."""
    target = find_target(brand)
    return target if target.brand.packed else owned(target, load_packs(brands_folder()))


def _others(target: Target, names: Sequence[str]) -> tuple[Target, ...]:
    """The brands to set beside the target: neither itself nor one twice by another name."""
    others: dict[str, Target] = {}
    for other in map(_asked, names):
        others.setdefault(other.brand.name, other)
    others.pop(target.brand.name, None)
    return tuple(others.values())


def bare_names(targets: Iterable[Target]) -> tuple[str, ...]:
    """For each brand without a pack a line that says so: it may be misspelt."""
    lines = []
    for target in targets:
        if not target.brand.packed:
            names = text("brands.or").join(target.owners or target.similar)
            key = "brands.bare_similar" if names else "brands.bare"
            lines.append(text(key, name=target.brand.name, names=names))
    return tuple(dict.fromkeys(lines))


def warn_of_bare_names(*requests: Request) -> None:
    """Say on stderr, once for each, which brands have no pack."""
    targets = [target for item in requests for target in (item.target, *item.versus)]
    for line in bare_names(targets):
        note(line)


def split_brands(written: str) -> list[str]:
    """The brands of a list with commas, Chinese ones too, each once and in order."""
    names = (name.strip() for name in re.split("[,，、]", written))
    return list(dict.fromkeys(filter(None, names)))


def _judge_words(judge: "Judge") -> list[str]:
    """Without the path of the address: the command stands in a report, a path may be secret."""
    words = ["--judge", judge.endpoint.origin, "--judge-model", judge.endpoint.model]
    return words + (["--judge-max", str(judge.most)] if judge.most != DEFAULT_MOST else [])


def quoted(word: str) -> str:
    """The word as a shell takes it; letters of any script need no quotes."""
    return word if re.fullmatch(r"[\w@%+=:,./-]+", word) else shlex.quote(word)


def find_engine(name: str | None) -> str:
    """The engine of that name, or the default one.

    Raises:
        UsageError: There is no such engine.
    """
    if name is not None and name not in ENGINES:
        raise UsageError("cli.unknown_engine", engine=name, engines=", ".join(ENGINES))
    return name or DEFAULT_ENGINE


def parse_as_of(value: str) -> datetime:
    """The end of the day in Shanghai.

    Raises:
        UsageError: It is no date.
    """
    try:
        return end_of_day(f"{read_day(value):%Y-%m-%d}")
    except ValueError as error:
        raise UsageError("check.bad_date", value=value) from error
