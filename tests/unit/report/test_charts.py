from kolvet.report.charts import Period, add_chart, fit, fold
from kolvet.report.page import Look, Page
from tests.unit.report.samples import months

YEARS = months(",".join(f"{number % 12 % 5} 1 2" for number in range(60)), "2021-01")


def chart(width: int, **look: object) -> list[str]:
    page = Page(Look(width, **look))  # type: ignore[arg-type]
    add_chart(page, YEARS)
    return page.render().splitlines()


def test_months_add_up_to_quarters_and_years() -> None:
    year = months("1 2 3,0 0 0,2 0 1,5 0 0", "2025-11")
    assert fold(year, 3) == [
        Period("2025Q4", 2025, 6, 1, 2, 3),
        Period("2026Q1", 2026, 8, 7, 0, 1),
    ]
    assert [period.label for period in fold(year, 12)] == ["2025", "2026"]
    assert sum(period.posts for period in fold(year, 12)) == sum(month.posts for month in year)


def test_the_finest_step_that_fits_is_used() -> None:
    assert fit(YEARS, 60)[0] == 1
    assert fit(YEARS, 59)[0] == 3
    assert fit(YEARS, 20)[0] == 3
    assert fit(YEARS, 19)[0] == 12


def test_each_stance_is_a_row_of_blocks_with_its_total() -> None:
    lines = chart(80)
    assert lines[0].split() == ["2021", "2022", "2023", "2024", "2025"]
    name, blocks, total = lines[1].split()
    assert (name, total) == ("critical", "105")
    assert blocks == "·▂▄▆█·▂▄▆█·▂" * 5
    assert lines[2].split()[1] == "▂" * 60


def test_a_narrow_page_folds_years() -> None:
    assert any("quarter" in line for line in chart(40))
    assert all(len(line) <= 40 for line in chart(40))


def test_a_console_that_may_draw_blocks_wide_gets_one_row_a_period() -> None:
    lines = chart(60, encoding="gbk")
    assert lines[1].split()[:4] == ["2021", "21", "12", "24"]
    assert "▇" in lines[1]


def test_bars_differ_without_colour() -> None:
    row = chart(60, encoding="ascii")[1]
    assert row.split()[-1].strip("#").strip(".").strip("+") == ""
    assert {"#", ".", "+"} <= set(row)


def test_plain_text_has_sentences_and_no_bars() -> None:
    lines = chart(60, plain=True)
    assert lines[0] == "2021  critical 21  neutral 12  supportive 24"


def test_the_month_with_most_criticism_is_named() -> None:
    assert chart(80)[-1] == "Most criticism: 2025-10 (4)"  # as many as in 2021-05, and newer
