"""kolvet explain: what a check looks for, and what a term of the score means."""

from typing import Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import AsJson, write_json, write_line
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import catalogue, language, text

Rule = Annotated[
    str | None, typer.Argument(help=text("verdict.argument_rule"), autocompletion=completion.rules)
]


def explain(rule: Rule = None, as_json: AsJson = False) -> int:
    """Print the page of a check or term, or list them all."""
    from kolvet.checks import CHECKS, find_check, page_of
    from kolvet.cli.wrapped import write_paragraphs

    if rule is None:
        checks = {check.RULE: text(f"rules.{check.RULE}") for check in CHECKS}
        terms = {name: text(f"terms.{name}") for name in catalogue("definitions")}
        if as_json:
            write_json({"checks": checks, "terms": terms})
            return ExitCode.JUDGED
        _list(text("verdict.explain_checks"), checks)
        write_line()
        _list(text("verdict.explain_terms"), terms)
        return ExitCode.JUDGED
    page = _term_page(rule)
    check = find_check(rule)
    if check is not None:
        page = page_of(check, language())
    if not page:
        raise UsageError("verdict.unknown_rule", name=rule)
    if as_json:
        write_json({"id": check.RULE if check else rule.strip(), "page": page})
    else:
        write_paragraphs(page)
    return ExitCode.JUDGED


def _list(title: str, items: dict[str, str]) -> None:
    from kolvet.cli.wrapped import write_wrapped

    write_line(title)
    for name, words in items.items():
        write_wrapped(f"{name:<14} {words}", indent=2, hanging=6)


def _term_page(name: str) -> str:
    """The definition of a term, in any case; "" if there is none."""
    known = {term.casefold(): term for term in catalogue("definitions")}
    term = known.get(name.strip().casefold())
    if term is None:
        return ""
    return f"{term} {text(f'terms.{term}')}\n\n{text(f'definitions.{term}')}"
