import pytest

from kolvet.report.wording import count, index_points, percent


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (None, "?", "?"),
        (0, "0", "0"),
        (9_999, "9999", "9999"),
        (12_345, "12.3k", "1.2万"),
        (2_570_000, "2.57M", "257万"),
        (120_000_000, "120M", "1.2亿"),
    ],
)
def test_numbers_are_written_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, number: int | None, english: str, chinese: str
) -> None:
    assert count(number) == english
    monkeypatch.setattr("kolvet.messages._chosen", ["zh"])
    assert count(number) == chinese


@pytest.mark.parametrize(
    ("ratio", "shown"), [(None, "?"), (0.914, "91%"), (0.996, "99%"), (1.0, "100%"), (0.0, "0%")]
)
def test_a_ratio_is_never_rounded_up_to_certainty(ratio: float | None, shown: str) -> None:
    assert percent(ratio) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (14.997, "14.997"),
        (14.96, "14.96"),
        (14.94, "14.9"),
        (15.0, "15.0"),
        (15.003, "15.0"),
        (29.9999, "29.9999"),
        (0.0, "0.0"),
    ],
)
def test_an_index_is_never_rounded_into_the_next_band(value: float, shown: str) -> None:
    assert index_points(value) == shown
