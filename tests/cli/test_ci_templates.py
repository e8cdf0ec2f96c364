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

import pytest
import yaml

from tests.cli.test_ci import DEAL, ROOT, SAMPLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")


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
        "python3": 'echo "$*" >> "$PIP_LOG"',
        "pip": 'echo "-m pip $*" >> "$PIP_LOG"',
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
            | {"PIP_LOG": str(tmp_path / "pip.log")}
            | variables,
            check=False,
        )

    run.team, run.pip = team, tmp_path / "pip.log"
    return run


def load(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_github_action_judges_the_deals(runner):
    action = load("action.yml")
    inputs = {
        f"${{{{ inputs.{name} }}}}": item["default"] for name, item in action["inputs"].items()
    }
    install, judge = action["runs"]["steps"]
    assert action["runs"]["using"] == "composite"
    done = runner(install["run"], GITHUB_ACTION_PATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    assert runner.pip.read_text(encoding="utf-8").strip() == f"-m pip install --quiet {ROOT}"
    variables = {name: inputs[value] for name, value in judge["env"].items()}
    summary = runner.team / "step.md"
    done = runner(
        judge["run"], **variables, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary)
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=deals/a.toml" in done.stdout
    assert "REJECT" in summary.read_text(encoding="utf-8")
    for item in action["outputs"].values():
        path = item["value"].replace("${{ inputs.out }}", action["inputs"]["out"]["default"])
        assert (runner.team / path).is_file()


def test_no_input_of_the_action_is_part_of_a_script():
    for step in load("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"], "a name with a quote would be a command"


def test_the_gitlab_template_judges_the_deals_and_leaves_its_reports(runner):
    job = load("ci/gitlab.yml")["kolvet"]
    done = runner("\n".join([*job["before_script"], *job["script"]]), **job["variables"])
    assert done.returncode == 1, done.stderr
    assert runner.pip.read_text(encoding="utf-8").strip() == "-m pip install --quiet kolvet"
    junit = job["artifacts"]["reports"]["junit"].replace("$KOLVET_OUT", "kolvet-ci")
    assert (runner.team / junit).is_file()
    assert job["artifacts"]["when"] == "always"


def test_the_pre_commit_hook_judges_the_deals_that_changed(runner):
    (hook,) = load(".pre-commit-hooks.yaml")
    changed = ["deals/a.toml", "exports/users.csv", "deals/files/policy.toml", "README.md"]
    taken = [path for path in changed if re.search(hook["files"], path)]
    assert taken == ["deals/a.toml"]
    done = runner(shlex.join([*shlex.split(hook["entry"]), *taken]))
    assert done.returncode == 1, done.stderr
    assert "REJECT" in done.stdout
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


def test_what_the_package_is_built_from_reaches_the_image():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not {"kolvet", "README.md", "LICENSE", "pyproject.toml"} & set(ignored)
