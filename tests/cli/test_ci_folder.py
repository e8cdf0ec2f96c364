"""The folder that `kolvet ci` writes: what is removed, what is replaced, and what never is."""

import json
import sys

import pytest

from kolvet.ci.outcomes import Outcome
from kolvet.cli.results import empty_folder, write_results
from kolvet.errors import UsageError
from kolvet.report.junit import Broken
from tests.cli.test_ci import DEAL, write


def files_of(folder):
    return {path.name for path in folder.iterdir()}


def test_nothing_of_an_earlier_run_is_left_and_nothing_else_is_touched(judge, team):
    write(team, a=DEAL, b=f'{DEAL}fail_on = "never"\n')
    judge("deals", "--out", "out")
    (team / "out" / "last.json").write_text("mine", encoding="utf-8")
    (team / "deals" / "a.toml").unlink()
    assert judge("deals", "--out", "out").returncode == 0
    assert not {"a.json", "a.html"} & files_of(team / "out")
    assert {"b.json", "b.html", "last.json"} <= files_of(team / "out")
    (team / "deals" / "b.toml").unlink()
    assert judge("deals", "--out", "out").returncode == 2, "there are no deals"
    assert files_of(team / "out") == {".gitignore", ".written", "last.json"}
    assert (team / "out" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_list_that_somebody_made_removes_nothing_elsewhere(team):
    out = team / "out"
    out.mkdir()
    listed = '["../keep.json", "/keep.json", "keep.toml", 1, "no.json", "\\ud800.json"]'
    (out / ".written").write_text(listed, encoding="utf-8")
    for path in (team / "keep.json", out / "keep.toml"):
        path.touch()
    empty_folder(out)
    assert (team / "keep.json").exists()
    assert files_of(out) == {".written", "keep.toml"}, "a folder of other people is theirs"


@pytest.mark.parametrize("written", ["{}", "x", "\udcff"])
def test_a_file_that_is_no_list_of_ours_is_not_written_over(team, written):
    out = team / "out"
    out.mkdir()
    path = out / ".written"
    path.write_text(written, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UsageError, match=r"out/\.written"):
        empty_folder(out)
    assert path.read_text(encoding="utf-8", errors="surrogateescape") == written


OF_ALL = ("summary.md", "junit.xml", "report.sarif")


@pytest.mark.parametrize("name", [*OF_ALL, "a.json", "a.html"])
def test_a_file_of_the_user_is_neither_removed_nor_written_over(judge, team, name):
    write(team, a=f'{DEAL}fail_on = "never"\n')
    mine = team / "deals" / name
    mine.write_text("mine", encoding="utf-8")
    for arguments in (("deals",), ("nowhere",)):
        done = judge(*arguments, "--out", "deals")
        assert done.returncode == 2
        assert "[1/1]" not in done.stderr, "it is said before the judging"
        assert mine.read_text(encoding="utf-8") == "mine"
    assert f"deals/{name} is there already" in judge("deals", "--out", "deals").stderr
    mine.unlink()
    for _ in range(2):
        assert judge("deals", "--out", "deals").returncode == 0, "its own files it may replace"
    assert {*OF_ALL, "a.json", "a.html"} <= files_of(team / "deals")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", [*OF_ALL, "a.json", ".written"])
@pytest.mark.parametrize("listed", [False, True])
def test_no_link_in_the_folder_is_followed(judge, team, name, listed):
    write(team, a=f'{DEAL}fail_on = "never"\n')
    out, outside = team / "out", team / "outside.txt"
    out.mkdir()
    if listed and name != ".written":
        (out / ".written").write_text(json.dumps([*OF_ALL, "a.json"]), encoding="utf-8")
    outside.write_text("[]", encoding="utf-8")
    (out / name).symlink_to("../outside.txt")
    done = judge("deals", "--out", "out")
    assert done.returncode == 2
    assert f"out/{name} is there already" in done.stderr
    assert outside.read_text(encoding="utf-8") == "[]"
    outside.unlink()
    assert judge("deals", "--out", "out").returncode == 2, "it leads nowhere yet"
    assert not outside.exists()


def test_what_appears_while_deals_are_judged_is_neither_written_over_nor_listed(team):
    out = team / "out"
    empty_folder(out)
    (out / "summary.md").write_text("mine", encoding="utf-8")
    broken = Outcome("a.toml", None, Broken("a.toml", "gone", "gone", 2))
    with pytest.raises(UsageError, match=r"summary\.md"):
        write_results([broken], out, "# ours\n")
    assert {"junit.xml", "report.sarif"} <= files_of(out), "one takes no other with it"
    empty_folder(out)
    assert (out / "summary.md").read_text(encoding="utf-8") == "mine"


def test_the_baseline_may_be_the_report_of_the_last_run(judge, team):
    write(team, a=DEAL)
    assert judge("deals").returncode == 1
    write(team, a=f'{DEAL}baseline = "../kolvet-ci/a.json"\n')
    for _ in range(2):
        done = judge("deals")
        assert done.returncode == 0, done.stdout
    report = json.loads((team / "kolvet-ci" / "a.json").read_text(encoding="utf-8"))
    assert report["baseline"]["known"]


@pytest.mark.parametrize("out", ["deals/a.toml", "deals/a.toml/out"])
def test_a_folder_that_cannot_be_written_is_said_before_judging(judge, team, out):
    write(team, a=DEAL)
    done = judge("deals", "--out", out)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "[1/1]" not in done.stderr
    assert done.stdout == ""
