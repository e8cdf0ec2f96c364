"""kolvet brand: what is known of brands, and packs of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import AsJson, find_target, note, write_json, write_line
from kolvet.config import brands_folder
from kolvet.errors import PackError, UsageError, system_reason
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.brands import Brand

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
BrandName = Annotated[
    str, typer.Argument(help=text("cli.argument_brand"), autocompletion=completion.brands)
]


@app.command("list", help=text("cli.brand_list"))
def list_(as_json: AsJson = False) -> int:
    """All packs by name."""
    from kolvet.brands import load_packs

    packs = list(load_packs(brands_folder()).values())
    if as_json:
        rows = [_fields(brand) for brand in packs]
        write_json(rows)
        return 0
    for brand in sorted(packs, key=lambda brand: (brand.category, brand.name)):
        line = text(
            "cli.brand_line", name=brand.name, english=brand.english, category=brand.category
        )
        write_line(line)
    return 0


@app.command(help=text("cli.brand_show"))
def show(name: BrandName, as_json: AsJson = False) -> int:
    """One pack, or the bare name of a brand without one."""
    from kolvet.report.brands import render_brand

    target = find_target(name)
    if not target.brand.packed:
        note(text("cli.brand_unknown", name=name))
        note(text("cli.hint", hint=text("cli.brand_unknown_hint", name=name)))
    if as_json:
        write_json(_fields(target.brand))
    else:
        write_line(render_brand(target))
    return 0


def _fields(brand: "Brand") -> dict[str, object]:
    import dataclasses

    return dataclasses.asdict(brand)


@app.command(help=text("cli.brand_lint"))
def lint(
    files: Annotated[list[Path] | None, typer.Argument(help=text("cli.argument_packs"))] = None,
) -> int:
    """Name every mistake; 2 when there is one."""
    from kolvet.brands.lint import lint_packs

    mistakes, notes, number = lint_packs(files or [], brands_folder())
    for line in notes:
        note(line)
    for line in mistakes:
        write_line(line)
    if mistakes:
        raise PackError("cli.brand_mistakes", number=len(mistakes))
    write_line(text("cli.brand_fine", number=number))
    return 0


@app.command(help=text("cli.brand_new"))
def new(name: BrandName) -> int:
    """Write a pack to be filled in; never over an existing one."""
    from kolvet.brands.template import new_pack

    try:
        path = new_pack(name, brands_folder())
    except OSError as error:
        raise UsageError(
            "cli.cannot_write", path=error.filename, reason=system_reason(error)
        ) from error
    write_line(str(path))
    return 0
