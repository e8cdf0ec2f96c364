"""Words for values: dates, counts, enums, in the language in use."""

from datetime import date, datetime

from kolvet.messages import LANGUAGES, catalogue, language, text
from kolvet.model.judgements import Stance
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import Report, Word

MOST_DIGITS = 6

BANDS = {
    Word.CLEAR: "black on green",
    Word.CONDITIONS: "black on yellow",
    Word.HOLD: "bold white on magenta",
    Word.REJECT: "bold white on red",
    Word.INCONCLUSIVE: "black on cyan",
}
"""In the 16 colours, and never the only sign. Black is not bold: many terminals show bold black as
grey (1.3 to 2.4 to 1 on green)."""
SCALES = {Word.HOLD: "bold magenta", Word.REJECT: "bold red"}
"""Of the lines of the scale; the other colours would be too faint on white."""
STANCE_COLOURS = {Stance.CRITICAL: "bold red", Stance.SUPPORTIVE: "green", Stance.NEUTRAL: ""}
"""Of bars."""
_LABELS = {Stance.CRITICAL: "bold white on red", Stance.SUPPORTIVE: "black on green"}


def say(key: str, **values: object) -> str:
    """The message `report.<key>`."""
    return text(f"report.{key}", **values)


def known(part: str, name: str) -> str | None:
    """A message that may not exist: its text without placeholders, or None."""
    entry = catalogue(part).get(name)
    return entry[language()] if entry else None


def label_style(stance: Stance | None) -> str:
    """Of the word for a stance."""
    return _LABELS.get(stance, "bold") if stance else "bold"


def words_style(stance: Stance | None) -> str:
    """Of words of that stance, on the terminal's own background.

    Of the 16 colours only red can be read on white as on black: green and cyan have 2.0 to 3.4 to
    1 on white, yellow 1.4 and blue 1.6 on black where it is worst (tests/unit/report/
    test_colours.py has the palettes).
    """
    return "bold red" if stance is Stance.CRITICAL else "bold"


def review_state(report: Report) -> str:
    """How far people have read what decides."""
    if not report.verdict.provisional:
        return say("confirmed")
    read = {item.id for item in (*report.evidence, *report.counter) if item.reviewed}
    read |= {item.id for item in report.precedents if item.reviewed}
    read &= set(report.decisive)
    if not read:
        return say("provisional")
    return say("provisional_partly", read=len(read), all=len(report.decisive))


def day(moment: datetime | date | None) -> str:
    """The date in Shanghai, or "undated"."""
    if moment is None:
        return say("undated")
    if isinstance(moment, datetime):
        return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"
    return f"{moment:%Y-%m-%d}"


def run_words(report: Report) -> str:
    """Which run this is, of which version, and when it was made."""
    made_at = f"{report.run.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return say("run", id=report.run.id, version=report.tool, made_at=made_at)


def count(number: int | None) -> str:
    """A number as people write it: 1.2万 in Chinese, 12.3k in English, "?" when unknown."""
    if number is None:
        return "?"
    if language() == "zh":
        return _scaled(number, ((10**8, "亿"), (10**4, "万")), 10**4)
    return _scaled(number, ((10**6, "M"), (10**3, "k")), 10**4)


def _scaled(number: int, units: tuple[tuple[int, str], ...], least: int) -> str:
    if number < least:
        return str(number)
    for size, sign in units:
        if number >= size:
            digits = 2 if sign == "M" else 1
            return f"{number / size:.{digits}f}".rstrip("0").removesuffix(".") + sign
    return str(number)


def percent(ratio: float | None) -> str:
    """A ratio as a whole per cent, "?" when unknown; never rounded up to certainty."""
    if ratio is None:
        return "?"
    whole = round(ratio * 100)
    return "99%" if whole == 100 and ratio < 1 else f"{whole}%"


def index_points(value: float) -> str:
    """An index with one decimal, and with more where these would put it into the next band.

    14.997 is below 15, so "15.0" would contradict the word beside it; the default policy's bands
    begin at whole numbers.
    """
    digits = 1
    while digits < MOST_DIGITS and (shown := round(value, digits)) > value and shown == int(shown):
        digits += 1
    return f"{value:.{digits}f}"


def term_name(term: str) -> str:
    """What a term of the score means; its id when we have no word for it."""
    return known("terms", term) or term


def platform_name(platform: str) -> str:
    """The platform as people call it."""
    return known("report", f"platform_{platform}") or platform


def stance_word(stance: Stance | None) -> str:
    """The stance in the language in use."""
    return say(f"stance_{stance}") if stance else say("stance_none")


def stance_named(word: str) -> Stance | None:
    """The stance that a word means, in either language."""
    return stance_words().get(word.strip().lower())


def stance_words() -> dict[str, Stance]:
    """Every word for a stance, the English ones first."""
    said = {stance: catalogue("report")[f"stance_{stance}"] for stance in Stance}
    return {said[stance][name]: stance for name in LANGUAGES for stance in Stance}


def shell_word(word: str) -> str:
    """The word as it is typed in a shell."""
    return f"'{word}'" if any(char in word for char in " '\"\\$`!&;()<>|*?#~") else word
