"""kolvet timeline: the stance toward the brand month by month."""

from dataclasses import asdict

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


def timeline(
    name: Name,
    brand: Brand,
    as_of: AsOf = None,
    as_json: AsJson = False,
    plain: Plain = False,
    engine: Engine = None,
    db: Database = None,
) -> int:
    """Print counts for each month, then the turning points."""
    from kolvet.cli.requests import make_request, warn_of_bare_names
    from kolvet.cli.showing import page_look
    from kolvet.report.listing import render_timeline, render_timeline_json
    from kolvet.verdict.turning import find_turns
    from kolvet.vet import gather
    from kolvet.vet.timeline import months_of

    request = make_request(name, brand, as_of=as_of, engine=engine)
    warn_of_bare_names(request)
    with open_store(db) as store, progress_bar(text("cli.judging")) as progress:
        subject, posts = gather(store, store.find_blogger(name), request, progress)
    if not posts:
        raise NothingToJudgeError(
            "check.nothing_as_of", name=subject.blogger.name, as_of=f"{subject.day:%Y-%m-%d}"
        )
    months = months_of(subject.judged, subject.brand)
    turns = find_turns(subject, request.policy)
    if as_json:
        write_data(f"{render_timeline_json(months, turns)}\n")
        return ExitCode.JUDGED
    write_line(render_timeline(months, turns, **asdict(page_look(plain=plain))))
    return ExitCode.JUDGED
