"""`kolvet report RUN`: any format again, byte for byte as it was made."""

import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import openpyxl
import pytest

from kolvet.report import ENDINGS, FORMATS
from tests.cli.people import BLOGGER, CHECK


@pytest.fixture
def made(desk, tmp_path):
    """Every format, as one check writes it in one run."""
    paths = {name: tmp_path / f"made.{ENDINGS.get(name, name)}" for name in FORMATS}
    outputs = [word for name, path in paths.items() for word in ("-o", f"{name}:{path}")]
    done = desk(*CHECK, *outputs)
    assert done.returncode == 0, done.stderr
    return json.loads(paths["json"].read_text(encoding="utf-8")), paths


def test_without_a_run_the_stored_ones_are_listed_newest_first(desk):
    first = desk.report["run"]["id"]
    other = desk("check", BLOGGER, "--brand", "华为", "--as-of", "2026-01-04", "--json")
    second = json.loads(other.stdout)["run"]["id"]
    listed = desk("report")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [second, first]
    assert "华为" in listed.stdout.splitlines()[0]
    assert "kolvet report last" in listed.stderr
    rows = json.loads(desk("report", "--json").stdout)
    assert [row["id"] for row in rows] == [second, first]
    assert json.loads(desk("report", "last", "--json").stdout)["run"]["id"] == second


def test_nothing_stored_names_the_next_step(kolvet):
    done = kolvet("report")
    assert (done.returncode, done.stdout) == (0, "")
    assert "kolvet check NAME" in done.stderr
    assert kolvet("report", "last").returncode == 2


@pytest.mark.parametrize("options", [("-f", "html"), ("-o", "html:x.html"), ("--view",)])
def test_a_format_without_a_run_is_wrong_use(desk, options):
    done = desk("report", *options)
    assert done.returncode == 2
    assert "`last` is the newest" in done.stderr


@pytest.mark.parametrize("variables", [{}, {"LANG": "C"}, {"KOLVET_LANG": "zh"}])
def test_every_format_has_the_same_bytes_again(desk, made, tmp_path, variables):
    report, paths = made
    outputs = []
    for name in FORMATS:
        outputs += ["-o", f"{name}:{tmp_path / f'again.{name}'}"]
    done = desk("report", report["run"]["id"], *outputs, **variables)
    assert done.returncode == 0, done.stderr
    for name, path in paths.items():
        assert (tmp_path / f"again.{name}").read_bytes() == path.read_bytes(), name


def test_a_format_goes_to_stdout_and_a_run_is_known_by_its_first_digits(desk, made):
    report, paths = made
    run = report["run"]["id"][:6]
    assert desk("report", run, "-f", "markdown").stdout == paths["markdown"].read_text("utf-8")
    assert json.loads(desk("report", run, "--json").stdout) == report
    terminal = desk("report", run).stdout
    assert terminal == paths["terminal"].read_text(encoding="utf-8")


def test_a_chinese_run_is_rendered_in_chinese_unless_asked_otherwise(desk, tmp_path):
    path = tmp_path / "a.md"
    desk(*CHECK, "--lang", "zh", "-o", f"markdown:{path}")
    report = desk.check("--lang", "zh")
    again = desk("report", report["run"]["id"], "-f", "markdown").stdout
    assert "### 为什么" in again
    english = desk("report", report["run"]["id"], "-f", "markdown", "--lang", "en").stdout
    assert "### Why" in english


def test_a_file_of_json_is_as_good_as_a_run(desk, made, kolvet):
    _, paths = made
    done = kolvet("report", paths["json"], "-f", "junit", "--db", paths["json"].parent / "no.db")
    assert done.stdout.encode() == paths["junit"].read_bytes()


def test_bytes_of_a_workbook_reach_a_pipe_whole(desk, made, environment):
    import subprocess

    report, paths = made
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", "report", report["run"]["id"], "-f", "xlsx"],
        capture_output=True,
        env=environment | {"KOLVET_DB": str(desk.path), "LANG": "C"},
        check=True,
    )
    assert done.stdout == paths["xlsx"].read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(done.stdout)).active
    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == {BLOGGER}


def test_ascii_json_is_ascii_and_says_the_same(desk, made):
    report, _ = made
    done = desk("report", report["run"]["id"], "--json", "--ascii")
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == report


def test_a_changed_report_is_not_rendered(desk, made):
    report, _ = made
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as database:
        database.execute("UPDATE runs SET report = replace(report, 'critical', 'supportive')")
    assert desk("report", report["run"]["id"]).returncode == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such-run",), "no-such-run"),
        (("{run}", "-f", "pdf"), "pdf"),
        (("{run}", "-f", "json", "-o", "csv:-"), "-o"),
        (("{file}",), "not a report"),
        (("{run}", "-f", "csv", "--ascii"), "--ascii"),
        (("{run}", "--view", "--ascii"), "--ascii"),
        (("{run}", "--view", "-f", "html:foo.html"), "foo.html"),
    ],
)
def test_what_cannot_be_rendered_is_said(desk, tmp_path, arguments, said):
    file = tmp_path / "other.json"
    file.write_text("{}", encoding="utf-8")
    words = [word.format(run=desk.report["run"]["id"], file=file) for word in arguments]
    done = desk("report", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_comes_from_stdin(desk, kolvet, made):
    _, paths = made
    stored = paths["json"].read_text(encoding="utf-8")
    again = kolvet("report", "-", "-f", "junit", text_in=stored)
    assert again.stdout.encode() == paths["junit"].read_bytes()
    assert kolvet("report", "/dev/stdin", "--json", text_in=stored).stdout == stored
    assert kolvet("report", "-", text_in="").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a browser made of a shell script")
def test_view_opens_the_report_in_the_browser(desk, tmp_path):
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n', encoding="utf-8")
    browser.chmod(0o755)
    done = desk(
        "report", desk.report["run"]["id"], "--view", BROWSER=str(browser), TMPDIR=str(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    address = seen.read_text(encoding="utf-8").strip()
    assert address.startswith("file://")
    assert address.endswith(".html")
    assert "a temporary file" in done.stderr
    none = desk(
        "report", desk.report["run"]["id"], "--view", BROWSER="false", TMPDIR=str(tmp_path)
    )
    left = none.stderr.partition("Report: ")[2].partition(" (")[0]
    assert Path(left).read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "-o html:report.html" in none.stderr
    words = ("--view", "-f", "json", "--ascii")
    desk("report", desk.report["run"]["id"], *words, BROWSER=str(browser), TMPDIR=str(tmp_path))
    viewed = Path(url2pathname(urlsplit(seen.read_text(encoding="utf-8").strip()).path))
    assert viewed.read_text(encoding="utf-8").isascii()


def test_sarif_does_not_fail_a_run_for_its_findings(desk, tmp_path):
    path = tmp_path / "report.sarif"
    assert desk(*CHECK).returncode == 1
    done = desk(*CHECK, "-o", f"sarif:{path}")
    assert done.returncode == 0
    assert "SARIF" in done.stderr
    run = json.loads(path.read_text(encoding="utf-8"))["runs"][0]
    assert run["invocations"][0]["exitCode"] == 1
    assert run["invocations"][0]["properties"]["verdict"] == "reject"
    assert desk(*CHECK, "-o", "sarif:-", "--require-reviewed").returncode == 4
    assert desk("check", "nobody", "--brand", "小米", "-o", "sarif:-").returncode == 3
