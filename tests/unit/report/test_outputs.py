import pytest

from kolvet.errors import ExitCode, UsageError
from kolvet.report import FORMATS, Output, parse_output


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


def test_a_format_without_its_path_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        parse_output("json:")
    assert "json:" in str(caught.value)
    assert "json:-" in caught.value.hint
