"""kolvet evidence: every post that names the brand, with its judgement."""

from dataclasses import asdict
from typing import Annotated

import typer

from kolvet.cli.options import (
    AsJson,
    AsOf,
    Brand,
    Database,
    Engine,
    Name,
    Plain,
    open_store,
    write_data,
    write_line,
)
from kolvet.cli.progress import progress_bar
from kolvet.errors import ExitCode, NothingToJudgeError, UsageError
from kolvet.messages import text
from kolvet.model.judgements import Stance


def read_stance(word: str) -> Stance:
    """A stance by its English word, or by the Chinese one that a report shows.

    Raises:
        UsageError: It is neither.
    """
    from kolvet.report.wording import stance_named, stance_words

    found = stance_named(word)
    if found is None:
        raise UsageError("cli.unknown_stance", stance=word, stances=", ".join(stance_words()))
    return found


def evidence(
    name: Name,
    brand: Brand,
    stance: Annotated[
        list[Stance] | None,
        typer.Option(
            "--stance",
            metavar="|".join(Stance),
            help=text("cli.option_stance"),
            parser=read_stance,
            autocompletion=lambda: list(map(str, Stance)),
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help=text("cli.option_limit"))
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help=text("cli.option_explain"))] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    plain: Plain = False,
    engine: Engine = None,
    db: Database = None,
) -> int:
    """List judged posts, newest first; `--json` gives one line of JSON each."""
    from kolvet.cli.requests import make_request, warn_of_bare_names
    from kolvet.cli.showing import page_look
    from kolvet.report.listing import render_evidence, render_evidence_ndjson
    from kolvet.vet import gather

    request = make_request(name, brand, as_of=as_of, engine=engine)
    warn_of_bare_names(request)
    with open_store(db) as store, progress_bar(text("cli.judging")) as progress:
        subject, posts = gather(store, store.find_blogger(name), request, progress)
    if not posts:
        raise NothingToJudgeError(
            "check.nothing_as_of", name=subject.blogger.name, as_of=f"{subject.day:%Y-%m-%d}"
        )
    chosen = [
        item for item in reversed(subject.judged) if not stance or item.judgement.stance in stance
    ][:limit]
    if as_json:
        write_data(f"{render_evidence_ndjson(chosen)}\n" if chosen else "")
        return ExitCode.JUDGED
    write_line(render_evidence(chosen, explain=explain, **asdict(page_look(plain=plain))))
    return ExitCode.JUDGED
