"""kolvet evidence: every post that names the brand, with its judgement."""

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
from kolvet.errors import ExitCode, NothingToJudgeError
from kolvet.messages import text
from kolvet.model.judgements import Stance


def evidence(
    name: Name,
    brand: Brand,
    stance: Annotated[
        list[Stance] | None, typer.Option("--stance", help=text("cli.option_stance"))
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
    from kolvet.cli.showing import screen
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
    shown = screen()
    write_line(
        render_evidence(
            chosen,
            width=shown.width,
            colour=shown.colour,
            explain=explain,
            plain=plain,
            encoding=shown.encoding,
            links=shown.links,
        )
    )
    return ExitCode.JUDGED
