"""The GitHub action, the GitLab template, the pre-commit hook and the Dockerfile: their command
lines are run as written; only `pip install` is stood in for, since tests have no network."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tomllib

import pytest
import yaml

from tests.cli.test_ci import DEAL, ROOT, SAMPLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")
PIP = """\
import os, sys
from pathlib import Path
with open(os.environ["INSTALLED"], "a") as log:
    log.write(" ".join(["-m", "pip", *sys.argv[1:]]) + "\\n")
script = Path(sys.executable).with_name("kolvet")
script.write_text(f'#!/bin/sh\\nexec "{os.environ["KOLVET_FOUND"]}" -m kolvet "$@"\\n')
script.chmod(0o755)
"""
"""A module `pip` that notes what it is asked for and installs a kolvet beside its Python."""


@pytest.fixture
def runner(environment, tmp_path):
    """A machine of a CI: a team's repository, `kolvet` on the path, and pip that only notes."""
    team, bin_ = tmp_path / "team", tmp_path / "bin"
    (team / "deals").mkdir(parents=True)
    bin_.mkdir()
    shutil.copytree(SAMPLES / "weibo-crawler", team / "exports")
    (team / "deals" / "a.toml").write_text(DEAL, encoding="utf-8")
    scripts = {
        "kolvet": f'exec "{sys.executable}" -m kolvet "$@"',
        "python3": 'echo "$*" >> "$INSTALLED"',
        "pip": 'echo "-m pip $*" >> "$INSTALLED"',
    }
    for name, line in scripts.items():
        script = bin_ / name
        script.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IEXEC)

    def run(command, **variables):
        return subprocess.run(
            ["sh", "-e", "-c", command],
            capture_output=True,
            encoding="utf-8",
            cwd=team,
            env=environment
            | {"PATH": f"{bin_}{os.pathsep}{environment['PATH']}", "PYTHONPATH": str(ROOT)}
            | {"INSTALLED": str(tmp_path / "pip.log")}
            | variables,
            check=False,
        )

    run.team, run.pip = team, tmp_path / "pip.log"
    return run


def load(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_github_action_judges_the_deals(runner, tmp_path):
    action = load("action.yml")
    assert action["runs"]["using"] == "composite"
    python, make, install, judge = action["runs"]["steps"]
    inputs = {
        f"${{{{ inputs.{name} }}}}": item["default"] for name, item in action["inputs"].items()
    }
    found = f"${{{{ steps.{python['id']}.outputs.python-path }}}}"
    modules = tmp_path / "modules" / "pip"
    modules.mkdir(parents=True)
    (modules / "__init__.py").touch()
    (modules / "__main__.py").write_text(PIP, encoding="utf-8")
    machine = {"RUNNER_TEMP": str(tmp_path / "runner temp"), "KOLVET_FOUND": sys.executable}
    assert make["env"] == {"KOLVET_PYTHON": found}
    done = runner(make["run"], **machine, KOLVET_PYTHON=sys.executable)
    assert done.returncode == 0, done.stderr
    done = runner(
        install["run"], **machine, GITHUB_ACTION_PATH=str(ROOT), PYTHONPATH=str(modules.parent)
    )
    assert done.returncode == 0, done.stderr
    assert runner.pip.read_text(encoding="utf-8").strip() == f"-m pip install --quiet {ROOT}"
    variables = {name: inputs[value] for name, value in judge["env"].items()}
    summary = runner.team / "step.md"
    github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = runner(judge["run"], **machine, **variables, **github)
    assert done.returncode == 1, done.stderr
    assert "::error file=deals/a.toml" in done.stdout
    assert "REJECT" in summary.read_text(encoding="utf-8")
    for item in action["outputs"].values():
        path = item["value"].replace("${{ inputs.out }}", action["inputs"]["out"]["default"])
        assert (runner.team / path).is_file()


def test_the_github_action_brings_a_python_that_kolvet_runs_on_and_leaves_the_jobs_own():
    step = load("action.yml")["runs"]["steps"][0]
    assert step["uses"].startswith("actions/setup-python@v")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=").split(".")
    assert list(map(int, step["with"]["python-version"].split("."))) >= list(map(int, least))
    assert step["with"]["update-environment"] is False


def test_the_workflow_of_the_docs_may_do_what_its_steps_do():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (workflow,) = (
        made
        for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
        if isinstance(made := yaml.safe_load(block), dict) and "jobs" in made
    )
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}
    steps = workflow["jobs"]["vet"]["steps"]
    assert any("upload-sarif" in step["uses"] for step in steps)


def test_no_input_of_the_action_is_part_of_a_script():
    scripts = [step["run"] for step in load("action.yml")["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    for script in scripts:
        assert "${{" not in script, "a name with a quote would be a command"


def test_the_gitlab_template_judges_the_deals_and_leaves_its_reports(runner):
    job = load("ci/gitlab.yml")["kolvet"]
    script = "\n".join([*job["before_script"], *job["script"]])
    wheel = "https://example.com/kolvet 1.whl"
    done = runner(script, **job["variables"], KOLVET_SOURCE=wheel)
    assert done.returncode == 1, done.stderr
    assert runner.pip.read_text(encoding="utf-8").strip() == f"-m pip install --quiet {wheel}"
    junit = job["artifacts"]["reports"]["junit"].replace("$KOLVET_OUT", "kolvet-ci")
    assert (runner.team / junit).is_file()
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize("variables", [{}, {"KOLVET_SOURCE": ""}])
def test_the_gitlab_template_installs_nothing_that_nobody_named(runner, variables):
    job = load("ci/gitlab.yml")["kolvet"]
    assert "KOLVET_SOURCE" not in job["variables"]
    done = runner("\n".join(job["before_script"]), **job["variables"], **variables)
    assert done.returncode not in {0, 1}
    assert "KOLVET_SOURCE: Set it to" in done.stderr
    assert not runner.pip.exists()


def test_the_pre_commit_hook_judges_all_deals_whatever_changed(runner):
    (hook,) = load(".pre-commit-hooks.yaml")
    assert hook["always_run"], "exports, waivers and baselines lie anywhere"
    assert hook["pass_filenames"] is False, "a part would overwrite the reports of all"
    (runner.team / "deals" / "b.toml").write_text(DEAL, encoding="utf-8")
    run = runner(f"git init -q .; {hook['entry']} || git status --porcelain -uall")
    assert {"a.json", "b.json"} <= {path.name for path in (runner.team / "kolvet-ci").iterdir()}
    assert "REJECT" in run.stdout
    assert "?? deals/b.toml" in run.stdout
    assert "?? kolvet-ci" not in run.stdout, "git ignores the reports"
    assert hook["language"] == "python"


def test_the_dockerfile_installs_this_folder_and_runs_kolvet(runner):
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    made = dict(line.split(" ", 1) for line in lines if line)
    assert made["COPY"] == ". /src"
    install = made["RUN"].split(" && ")[0]
    assert runner(install).returncode == 0
    assert runner.pip.read_text(encoding="utf-8").strip() == "-m pip install --no-cache-dir /src"
    entry, words = json.loads(made["ENTRYPOINT"]), json.loads(made["CMD"])
    assert "check" in runner(shlex.join([*entry, *words])).stdout
    assert runner(shlex.join([*entry, "ci", "deals"])).returncode == 1
    assert made["USER"] != "root"


def test_the_docs_run_the_image_as_whoever_owns_the_folder():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (line,) = re.findall("docker run .*", page)
    assert '--user "$(id -u):$(id -g)"' in line


def test_what_the_package_is_built_from_reaches_the_image():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not {"kolvet", "README.md", "LICENSE", "pyproject.toml"} & set(ignored)
