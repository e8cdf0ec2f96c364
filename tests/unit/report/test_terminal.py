import re
from dataclasses import replace

import pytest

from kolvet.model.report import Interval, Report, Verdict, Word
from kolvet.report.display import Display
from kolvet.report.terminal import render_terminal
from tests.unit.report.samples import AS_OF, HOLD, INCONCLUSIVE, REJECT, SAMPLES, evidence, press

ANSI = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;;[^\x1b]*\x1b\\\\")
BLOCKS = set("█▁▂▃▄▅▆▇─━●")


def text(report: Report, width: int = 80, **options: object) -> str:
    return render_terminal(report, width=width, **{"colour": False, **options})  # type: ignore[arg-type]


def with_word(word: Word) -> Report:
    return replace(HOLD, verdict=replace(HOLD.verdict, word=word))


def test_sections_stand_in_the_order_of_the_design() -> None:
    shown = text(replace(HOLD, notices=("NOTICE",)))
    order = [
        "NOTICE", "HOLD", "Why", "Decisive quotes", "The other side", "Timeline",
        "The brand's fans", "The same history", "If you still want him", "Terms",
        "Where the points",
        "Convertibility", "Precedents", "Posts about other things", "Coverage",
        "What this cannot know", "To reproduce",
    ]  # fmt: skip
    places = [shown.index(f" {name}") for name in order]
    assert places == sorted(places)


def test_notices_are_the_first_lines() -> None:
    assert text(REJECT).startswith("▲ 按截至 2026-01-04 的公开报道回放")


@pytest.mark.parametrize(
    ("word", "code", "sign", "name"),
    [
        (Word.CLEAR, "42", "√", "CLEAR"),
        (Word.CONDITIONS, "43", "●", "CONDITIONS"),
        (Word.HOLD, "45", "▲", "HOLD"),
        (Word.REJECT, "41", "×", "REJECT"),
        (Word.INCONCLUSIVE, "46", "?", "INCONCLUSIVE"),
    ],
)
def test_the_verdict_has_its_word_sign_and_colour(
    word: Word, code: str, sign: str, name: str
) -> None:
    bar = next(line for line in text(with_word(word), colour=True).splitlines() if name in line)
    assert re.search(rf"\x1b\[[0-9;]*;{code}m", bar)
    assert f"{sign} {name}" in bar


def test_the_verdict_says_what_a_reader_needs() -> None:
    shown = text(HOLD)
    for words in (
        "36.2 (0-100, higher is worse; 90% interval 22.1-47.9)",
        "Upside 28.4",
        "Convert first",
        "Provisional",
        "Policy default v1",
        "As of 2026-01-04",
        "Exit code 1 (--fail-on hold)",
    ):
        assert words in shown


def test_converting_first_needs_upside() -> None:
    low = replace(HOLD, verdict=replace(HOLD.verdict, upside=25.0))
    assert "Convert first" not in text(low)
    assert "Convert first" not in text(with_word(Word.REJECT))


def test_an_unmeasured_index_is_named_as_such() -> None:
    unknown = replace(HOLD, verdict=Verdict(Word.INCONCLUSIVE, 4, True, None, None, None, "x"))
    assert "not measured (no posts to judge)" in text(unknown)


@pytest.mark.parametrize("bri", [0.0, 14.9, 100.0])
def test_the_scale_holds_any_index(bri: float) -> None:
    verdict = replace(HOLD.verdict, bri=bri, interval=Interval(0.0, 100.0))
    scale = next(line for line in text(replace(HOLD, verdict=verdict)).splitlines() if "●" in line)
    assert scale.endswith(" 100")
    assert scale.count("●") == 1


def test_a_quote_is_never_read_as_markup() -> None:
    quote = "小米[doge]真香[/b][bold red]x[/] :smile: [link=http://a]b[/link]"
    assert quote in text(replace(HOLD, evidence=(evidence("E1", quote),)), width=120)


def test_five_decisive_quotes_and_three_others_are_shown() -> None:
    shown = text(HOLD)
    heads = re.findall(r"^([EC]\d)  ", shown, re.MULTILINE)
    assert heads == ["E1", "E2", "E3", "E4", "E5", "C1", "C2", "C3"]
    command = "kolvet evidence 样例数码君 --brand 小米 --as-of 2026-01-04"
    assert f"2 more not shown:\n  {command}\n" in shown


def test_a_name_is_quoted_for_the_shell() -> None:
    odd = replace(HOLD, blogger=replace(HOLD.blogger, name="a b; rm"))
    assert "kolvet evidence 'a b; rm' --brand" in text(odd)


def test_each_sentence_of_the_explanation_ends_in_its_evidence() -> None:
    section = text(HOLD).partition(" Why ")[2].partition("Checks that hit")[0]
    sentences = re.split(r"^\d\. ", section, flags=re.MULTILINE)[1:]
    ends = [sentence.split()[-1] for sentence in sentences]
    assert ends == ["[E1,E2,E3]", "[E1,E2,E3]", "[C1,C2,C3]"]


def test_a_check_that_hit_twice_is_named_once() -> None:
    assert text(REJECT).count("KV201 Insult of users [E1,E2]") == 1


def test_the_heaviest_evidence_of_a_check_is_named_first() -> None:
    finding = replace(HOLD.findings[0], evidence=("E10", "P1", "E9", "E2"))
    assert "[E2,E9,E10,+1]" in text(replace(HOLD, findings=(finding,)))


def test_a_source_from_after_the_date_is_marked() -> None:
    shown = text(REJECT, width=120)
    assert "▲ source published 2026-01-07, after the as-of date" in shown
    assert "published 2026-01-03" in shown


def test_a_press_date_is_as_exact_as_it_is_known() -> None:
    assert "E1  2025-09  press report" in text(REJECT)


def test_a_press_summary_is_not_sold_as_his_words() -> None:
    summary = replace(REJECT, evidence=(press("E1", "criticises", verbatim=False),))
    assert "press summary, not his words" in text(summary)


def test_times_are_beijing_dates() -> None:
    late = evidence("E1", "晚", published=AS_OF.replace(hour=23, minute=59))
    assert "E1  2026-01-04" in text(replace(HOLD, evidence=(late,)))


def test_unmeasured_terms_are_named_with_what_stands_in() -> None:
    shown = text(HOLD)
    assert "not measured, 0.50 stands in (0.25-0.90)  no fan comments" in shown
    assert "Not measured: F Known enemy  T Fans' temper  V Convertible" in shown


def test_the_parts_of_an_unmeasured_term_are_not_named_again() -> None:
    shown = text(replace(HOLD, unmeasured=("H", "H.breadth", "I", "K.part")))
    assert "Not measured: H Criticism  I User insults  K.part\n" in shown


def test_finding_nothing_in_nothing_is_not_sold_as_a_result() -> None:
    shown = text(REJECT)
    assert "None of his posts was read" in shown
    assert "Nothing in favour" not in shown
    assert "Own words" not in shown
    assert "Nothing in favour" in text(INCONCLUSIVE)


def test_an_unknown_term_is_shown_by_its_id() -> None:
    odd = replace(HOLD, terms=(replace(HOLD.terms[0], id="Z"),), unmeasured=("Z",))
    assert "Z  Z  0.41" in text(odd)


def test_the_command_can_be_copied_from_a_narrow_page() -> None:
    assert "\nkolvet check 样例数码君 --brand 小米 --as-of 2026-01-04\n" in text(HOLD, width=40)


def test_a_long_address_stands_in_full_once() -> None:
    shown = text(REJECT, width=40)
    assert shown.count("https://news.example.com/%E6") == 1
    assert "[E1,E3,E4,P1] https://news.example.com/%E6" in shown


def test_addresses_are_links_where_the_terminal_can() -> None:
    shown = text(HOLD, colour=True, links=True)
    start = "\x1b]8;;https://weibo.com/1000000001/QabCdEfGh\x1b\\"
    assert start + "https://weibo.com/1000000001/QabCdEfGh" in shown
    assert "\x1b]8;" not in text(HOLD, colour=True)
    assert "\x1b" not in text(HOLD, links=True)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "\x1b]8;;x", "file:///etc", ""]
)
def test_only_web_addresses_are_links(url: str) -> None:
    odd = replace(HOLD, evidence=(evidence("E1", "x", url=url),), counter=())
    assert "\x1b]8;" not in text(odd, colour=True, links=True)


def test_an_address_cannot_break_out_of_its_link() -> None:
    odd = replace(
        HOLD, evidence=(evidence("E1", "x", url="https://a.example/\x1b\\\x07evil"),), counter=()
    )
    assert "https://a.example/%1B%5C%07evil\x1b\\" in text(odd, colour=True, links=True)


def test_an_address_with_a_lone_surrogate_does_not_crash() -> None:
    odd = replace(
        HOLD, evidence=(evidence("E1", "x", url="https://a.example/\ud83d"),), counter=()
    )
    assert "]8;;https://a.example/?\x1b\\" in text(odd, colour=True, links=True)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [24, 40, 72, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_no_line_is_wider_than_the_console(name: str, width: int, encoding: str) -> None:
    display = Display(encoding)
    for line in text(SAMPLES[name], width=width, encoding=encoding).splitlines():
        copied = re.search(r"https?://|\w\.com/|kolvet (check|evidence|import) ", line)
        assert copied or display.cells(line) <= width, line


@pytest.mark.parametrize("name", SAMPLES)
def test_plain_text_has_no_drawing_and_no_colour(name: str) -> None:
    shown = text(SAMPLES[name], plain=True, colour=True, links=True)
    assert "\x1b" not in shown
    assert not BLOCKS & set(shown)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "nonsense"])
def test_any_console_can_print_it(name: str, encoding: str) -> None:
    shown = text(SAMPLES[name], encoding=encoding)
    assert shown.encode("ascii" if encoding == "nonsense" else encoding)


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = text(HOLD, colour=True), text(HOLD)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert (text(HOLD, colour=True), text(HOLD)) == before
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert (text(HOLD, colour=True), text(HOLD)) == before


def test_nothing_is_only_grey() -> None:
    codes = set(re.findall("\x1b\\[([0-9;]*)m", text(HOLD, colour=True)))
    parts = {int(part) for code in codes for part in code.split(";") if part}
    assert not parts & {2, 30 + 60, 37, 97, *range(38, 40)} - {37}
    for code in codes:  # white or black letters only on a background of their own
        if {"37", "30", "97"} & set(code.split(";")):
            assert re.search(r"(^|;)4\d($|;)", code)


def test_an_inconclusive_report_says_what_is_missing() -> None:
    shown = text(INCONCLUSIVE)
    assert "No criticism of the brand was found." in shown
    assert 'only the bare name "样例茶饮"' in shown
    assert "number on the profile unknown" in shown


def test_an_address_that_is_none_is_still_shown_in_full() -> None:
    url = "https://[" + "x" * 100
    shown = text(replace(HOLD, evidence=(evidence("E1", "x", url=url),), counter=()))
    assert "?/… [E1]" in shown
    assert f"[E1] {url}" in shown


def test_a_later_source_without_a_date_is_marked_too() -> None:
    undated = press("E1", "x", source_published=None)
    assert "▲ source published after the as-of date" in text(replace(REJECT, evidence=(undated,)))


def test_an_index_without_an_interval_says_so() -> None:
    verdict = replace(HOLD.verdict, interval=None)
    assert "36.2 (0-100, higher is worse; interval unknown)" in text(
        replace(HOLD, verdict=verdict)
    )


def test_how_many_of_the_decisive_quotes_were_confirmed_is_said() -> None:
    first, *rest = HOLD.evidence
    partly = replace(
        HOLD,
        evidence=(replace(first, reviewed=True), *rest),
        decisive=tuple(item.id for item in HOLD.evidence[:3]),
    )
    assert "confirmed 1 of the 3 decisive quotes" in text(partly)
    assert "no person has confirmed" in text(HOLD)


def test_a_confirmed_verdict_is_not_called_provisional() -> None:
    shown = text(replace(HOLD, verdict=replace(HOLD.verdict, provisional=False)))
    assert "provisional" not in shown.lower()
    assert "A person has confirmed the decisive quotes." in shown


def test_undated_posts_have_no_span_of_time() -> None:
    undated = replace(HOLD.coverage, first=None, last=None, longest_gap_days=None)
    assert "no dated posts" in text(replace(HOLD, coverage=undated))
    single = replace(HOLD.coverage, last=HOLD.coverage.first, longest_gap_days=None)
    assert "2019-03-02 to 2019-03-02\n" in text(replace(HOLD, coverage=single))
