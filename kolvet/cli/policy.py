"""kolvet policy: show, write, check and test the numbers behind a verdict."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli.check import PolicyFile
from kolvet.cli.options import AsJson, note, write_json
from kolvet.errors import ExitCode, UsageError, system_reason
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.vet.scenarios import Outcome

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

ExistingPolicy = Annotated[
    Path, typer.Argument(metavar="FILE", help=text("verdict.argument_policy"))
]
NewPolicy = Annotated[
    Path, typer.Argument(metavar="FILE", help=text("verdict.argument_new_policy"))
]
Scenarios = Annotated[
    Path | None, typer.Option("--scenarios", metavar="FILE", help=text("verdict.option_scenarios"))
]
AsSchema = Annotated[bool, typer.Option("--schema", help=text("verdict.option_schema"))]


@app.command("show", help=text("verdict.policy_show"))
def show(policy: PolicyFile = None, as_json: AsJson = False, schema: AsSchema = False) -> int:
    """Print every number; those that differ from ours are marked."""
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.policy import flat_values, load_policy
    from kolvet.policy.schema import policy_schema

    if schema:
        write_json(policy_schema())
        return ExitCode.JUDGED
    values, ours = flat_values(load_policy(policy)), flat_values(load_policy())
    if as_json:
        write_json(values)
        return ExitCode.JUDGED
    for key, value in values.items():
        changed = value != ours.get(key)
        line = f"{key} = {value}"
        if changed:
            known = ours.get(key)
            line = text("verdict.policy_changed", key=key, value=value, ours=known)
        write_wrapped(line)
    return ExitCode.JUDGED


@app.command("init", help=text("verdict.policy_init"))
def init(path: NewPolicy = Path("policy.toml")) -> int:
    """Write our policy to a file of the user's own, which it never overwrites."""
    from kolvet.policy import default_text

    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(default_text())
    except FileExistsError as error:
        raise UsageError("verdict.policy_exists", path=path) from error
    except OSError as error:
        raise UsageError("cli.cannot_write", path=path, reason=system_reason(error)) from error
    note(text("verdict.policy_written", path=path))
    return ExitCode.JUDGED


@app.command("lint", help=text("verdict.policy_lint"))
def lint(path: ExistingPolicy, as_json: AsJson = False) -> int:
    """Say that a file can be used, and what in it differs from ours."""
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.policy import flat_values, load_policy

    values, ours = flat_values(load_policy(path)), flat_values(load_policy())
    changed = {key: value for key, value in values.items() if ours.get(key) != value}
    if as_json:
        write_json({"path": str(path), "changed": changed})
        return ExitCode.JUDGED
    write_wrapped(text("verdict.policy_fine", path=path, number=len(changed)))
    for key, value in changed.items():
        known = ours.get(key)
        line = text("verdict.policy_changed", key=key, value=value, ours=known)
        write_wrapped(line, indent=2, hanging=6)
    return ExitCode.JUDGED


@app.command("test", help=text("verdict.policy_test"))
def run(scenarios: Scenarios = None, policy: PolicyFile = None, as_json: AsJson = False) -> int:
    """Run scenarios; one that comes out otherwise than expected makes the exit code 1."""
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.policy import load_policy
    from kolvet.vet.scenarios import load_scenarios, run_scenarios

    outcomes = run_scenarios(load_scenarios(scenarios), load_policy(policy))
    failed = [item for item in outcomes if not item.passed]
    code = ExitCode.FAILED_POLICY if failed else ExitCode.JUDGED
    if as_json:
        write_json([_object(item) for item in outcomes])
        return code
    for item in outcomes:
        write_wrapped(_line(item))
    passed = len(outcomes) - len(failed)
    write_wrapped(text("verdict.scenarios_done", passed=passed, number=len(outcomes)))
    return code


def _object(item: "Outcome") -> dict[str, object]:
    return {
        "name": item.scenario.name,
        "passed": item.passed,
        "expect": item.scenario.expect,
        "word": item.word,
        "decided_by": item.decided_by,
        "bri": None if item.bri is None else round(item.bri, 4),
    }


def _line(item: "Outcome") -> str:
    bri = "?" if item.bri is None else f"{item.bri:.1f}"
    state = text("verdict.scenario_passed" if item.passed else "verdict.scenario_failed")
    line = f"{state}  {item.scenario.name}: {item.word} ({item.decided_by}, BRI {bri})"
    if item.passed:
        return line
    wanted = " ".join(filter(None, (item.scenario.expect, item.scenario.decided_by)))
    return f"{line}  {text('verdict.scenario_expected', expect=wanted)}"
