import io
from pathlib import Path

import pytest

from kolvet.cli.showing import end_code, write_outputs
from kolvet.errors import ExitCode, UsageError
from kolvet.report import FORMATS, Output, parse_output, with_format
from kolvet.report.json_format import render_json
from kolvet.report.json_reader import WrittenReport
from tests.unit.report.samples import HOLD, INCONCLUSIVE


@pytest.mark.parametrize(
    ("written", "format_name", "path"),
    [
        ("json:-", "json", "-"),
        ("json", "json", "-"),
        ("json:out/report.json", "json", "out/report.json"),
        ("terminal:C:\\reports\\a.txt", "terminal", "C:\\reports\\a.txt"),
    ],
)
def test_an_output_is_a_format_and_a_path(written: str, format_name: str, path: str) -> None:
    assert parse_output(written) == Output(format_name, path)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        parse_output("pdf:report.pdf")
    assert caught.value.exit_code == ExitCode.USAGE
    assert "pdf" in str(caught.value)
    assert all(name in caught.value.hint for name in FORMATS)


def test_bytes_are_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(UsageError) as caught:
        write_outputs(WrittenReport(render_json(HOLD)), [Output("xlsx", "-")], plain=False)
    assert "-o xlsx:FILE" in caught.value.hint


@pytest.mark.parametrize(("written", "code"), [(["sarif"], 0), (["json", "sarif:a"], 0), ([], 1)])
def test_only_sarif_keeps_findings_from_ending_a_run(written: list[str], code: int) -> None:
    outputs = [parse_output(item) for item in written]
    assert end_code(HOLD, outputs) == code
    assert end_code(INCONCLUSIVE, outputs) == 4


def test_a_format_without_its_path_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        parse_output("json:")
    assert "json:" in str(caught.value)
    assert "json:-" in caught.value.hint


def test_json_is_written_as_it_is_stored_and_read_only_for_other_formats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = render_json(HOLD) + " "  # no byte is made anew
    written = WrittenReport(stored)
    monkeypatch.setattr("kolvet.report.json_reader.read_report", lambda *_: pytest.fail("read"))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO()))
    write_outputs(written, [Output("json", str(tmp_path / "a")), Output("json", "-")], plain=False)
    assert (tmp_path / "a").read_text(encoding="utf-8") == stored
    with pytest.raises(pytest.fail.Exception, match="read"):
        write_outputs(written, [Output("csv", "-")], plain=False)


@pytest.mark.parametrize(
    ("written", "format_name"),
    [
        ("report.html", "html"),
        ("a/b.MD", "markdown"),
        ("r.xlsx", "xlsx"),
        ("x.xml", "junit"),
        ("C:\\a.csv", "csv"),
        ("./f.ndjson", "ndjson"),
        ("s.sarif", "sarif"),
        ("t.txt", "terminal"),
    ],
)
def test_a_bare_path_has_the_format_of_its_ending(written: str, format_name: str) -> None:
    assert parse_output(written) == Output(format_name, written)


@pytest.mark.parametrize("written", ["pdf:x.pdf", "x.pdf", "PDF"])
def test_pdf_is_what_a_browser_prints(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_output(written)
    assert "-o html:" in caught.value.hint
    assert "browser" in caught.value.hint


@pytest.mark.parametrize(
    ("written", "format_name", "wanted"),
    [
        (["r.xlsx"], "xlsx", ["xlsx:r.xlsx"]),
        (["r"], "xlsx", ["xlsx:r"]),
        (["a.md"], "markdown", ["markdown:a.md"]),
        (["r.html"], "csv", ["r.html", "csv"]),
        (["json:r"], "csv", ["json:r", "csv"]),
        ([], "csv", ["csv"]),
        (["r.html"], None, ["r.html"]),
    ],
)
def test_a_format_beside_a_bare_path_is_that_of_the_path(
    written: list[str], format_name: str | None, wanted: list[str]
) -> None:
    assert with_format(written, format_name) == wanted
