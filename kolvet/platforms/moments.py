"""Times as platforms and their collectors print them.

Everything without a zone is Beijing time, never the machine's. Names of months are read from a
table of our own, never from the locale. Results are aware and in UTC.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kolvet.model.posts import SHANGHAI, Precision

Found = tuple[datetime, Precision]

_EARLIEST_YEAR = 1990
_LATEST_YEAR = 2100
_AHEAD = timedelta(hours=8)  # Beijing's clock before UTC's
_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=SHANGHAI)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_MILLISECONDS_FROM = 10**11  # as seconds that is the year 5138
_MICROSECONDS_FROM = 10**14
_ABSURD = 10**18
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_UNITS = {
    "秒": timedelta(seconds=1),
    "分钟": timedelta(minutes=1),
    "分": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "天": timedelta(days=1),
    "周": timedelta(weeks=1),
}
_DAYS_BACK = {"今天": 0, "昨天": 1, "前天": 2}

_CLOCK = r"(?:(?P<half>上午|下午|中午|晚上|凌晨)\s*)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
_CLOCK += r"(?::(?P<second>\d{2})(?:\.\d+)?)?"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AGO = re.compile(r"(\d+)\s*(秒|分钟|分|小时|天|周)前")
_DAY_WORD = re.compile(rf"(?P<word>今天|昨天|前天)\s*(?:{_CLOCK})?")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    rf"[\sT]*(?:{_CLOCK})?\s*(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?"
)
_ENGLISH = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?"
    r"(?:(?P<month>[A-Za-z]{3})[a-z]*\s+(?P<day>\d{1,2})|"
    r"(?P<day2>\d{1,2})\s+(?P<month2>[A-Za-z]{3})[a-z]*\s+(?P<year2>\d{4}))\s+"
    rf"{_CLOCK}\s*(?P<zone>Z|GMT|UTC|UT|[+-]\d{{2}}:?\d{{2}})?(?:\s+(?P<year>\d{{4}}))?"
)
_AROUND = re.compile(
    r"^(?:发布于|发表于|编辑于|创建于|发布时间[:：])\s*|\s*(?:来自|发布于).*$|\s*已编辑.*$",
    re.DOTALL,
)


def parse_moment(text: str, reference: datetime) -> Found | None:
    """The time that the text means, and how exactly; None if it means none.

    Reads ISO and Chinese dates with or without year and clock, Excel serials, epoch seconds and
    milliseconds, `Tue Oct 14 18:29:00 +0800 2025`, RFC 822, and what Weibo prints for recent
    posts (刚刚, 5分钟前, 今天 12:30, 昨天, 06-14). Hours, days and weeks ago are known to the day.

    Args:
        text: The time as printed or exported.
        reference: When the text was written, aware; for forms that count from then.

    Source: the forms of the format study, section 3.
    """
    if len(text) == 19 and text[4] == "-":  # nearly all rows: worth doing in two steps
        try:
            moment = datetime.fromisoformat(f"{text}Z") - _AHEAD
        except (ValueError, OverflowError):
            moment = _NO_TIME
        if _EARLIEST_YEAR <= moment.year < _LATEST_YEAR:
            return moment, Precision.SECOND
    found = _iso(text) if text[4:5] == "-" and text[:4].isdecimal() else None
    if found is None:
        found = _any_form(text.strip().strip("\u200b\ufeff"), reference)
    return found


def from_epoch(number: float | Decimal) -> Found | None:
    """The time of epoch seconds, milliseconds or microseconds, or of an Excel serial."""
    if not 0 < number < _ABSURD:  # not a number is neither
        return None
    if number >= _MICROSECONDS_FROM:
        number = number / 1_000_000
    elif number >= _MILLISECONDS_FROM:
        number = number / 1000
    if int(number) in _SERIALS:
        return from_excel(float(number))
    if not 10**8 <= number < 2**32:
        return None
    return datetime.fromtimestamp(float(number), UTC), Precision.SECOND


def from_excel(serial: float) -> Found:
    """The Beijing time of an Excel day number; whole numbers are days."""
    moment = _EXCEL_EPOCH + timedelta(days=serial)
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    precision = Precision.DAY if serial == int(serial) else Precision.SECOND
    return rounded.astimezone(UTC), precision


def in_utc(moment: datetime) -> datetime | None:
    """The moment in UTC, Beijing time assumed if it has no zone; None if absurdly old or new."""
    if not _EARLIEST_YEAR <= moment.year < _LATEST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(UTC)


def _iso(text: str) -> Found | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    utc = in_utc(moment)
    if utc is None:
        return None
    length = len(text)
    if length > 16:
        return utc, Precision.SECOND
    return utc, Precision.DAY if length < 12 else Precision.MINUTE


def _any_form(text: str, reference: datetime) -> Found | None:
    text = _AROUND.sub("", text)
    if not text:
        return None
    for read in _FORMS:
        found = read(text, reference)
        if found is not None:
            return found
    return None


def _number(text: str, reference: datetime) -> Found | None:
    del reference
    if not _NUMBER.fullmatch(text):
        return None
    if len(text) == 8 and text[:2] in {"19", "20"}:  # 20241128
        return _iso(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    return from_epoch(Decimal(text))


def _ago(text: str, reference: datetime) -> Found | None:
    if text.startswith("刚刚"):
        return reference.astimezone(UTC), Precision.MINUTE
    found = _AGO.match(text)
    if found is None or len(found[1]) > 6:
        return None
    moment = reference - int(found[1]) * _UNITS[found[2]]
    if found[2] in {"秒", "分钟", "分"}:
        return moment.astimezone(UTC), Precision.MINUTE
    return _midnight(moment.astimezone(SHANGHAI).date()), Precision.DAY


def _day_word(text: str, reference: datetime) -> Found | None:
    found = _DAY_WORD.match(text)
    if found is None:
        return None
    today = reference.astimezone(SHANGHAI).date()
    return _at(today - timedelta(days=_DAYS_BACK[found["word"]]), found, None)


def _numeric_date(text: str, reference: datetime) -> Found | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    month, day = int(found["month"]), int(found["day"])
    if found["year"] is not None:
        when = _date(int(found["year"]), month, day)
    elif "." in text:
        return None  # 2.5 is a number, not 5 February
    else:
        when = _last_such_day(month, day, reference.astimezone(SHANGHAI).date())
    return _at(when, found, found["zone"]) if when else None


def _english(text: str, reference: datetime) -> Found | None:
    del reference
    found = _ENGLISH.fullmatch(text)
    if found is None:
        return None
    month = _MONTHS.get((found["month"] or found["month2"]).lower())
    year = found["year"] or found["year2"]
    if month is None or year is None:
        return None
    when = _date(int(year), month, int(found["day"] or found["day2"]))
    return _at(when, found, found["zone"]) if when else None


_FORMS: tuple[Callable[[str, datetime], Found | None], ...] = (
    _number,
    _ago,
    _day_word,
    _numeric_date,
    _english,
)


def _at(when: date, found: re.Match[str], zone: str | None) -> Found | None:
    if found["hour"] is None:
        return _midnight(when), Precision.DAY
    hour = int(found["hour"])
    if found["half"] in {"下午", "晚上", "中午"} and hour < 11:
        hour += 12
    elif found["half"] in {"上午", "凌晨"} and hour == 12:
        hour = 0
    try:
        moment = datetime(
            when.year,
            when.month,
            when.day,
            hour,
            int(found["minute"]),
            int(found["second"] or 0),
            tzinfo=SHANGHAI,
        )
    except ValueError:
        return None
    if zone:
        moment = moment.replace(tzinfo=UTC) - _offset(zone)
    return moment.astimezone(UTC), Precision.SECOND if found["second"] else Precision.MINUTE


def _offset(zone: str) -> timedelta:
    if zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def _date(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST_YEAR <= year < _LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_such_day(month: int, day: int, today: date) -> date | None:
    """The latest date with this month and day that is not after today (29 February: 8 years)."""
    for year in range(today.year, today.year - 9, -1):
        when = _date(year, month, day)
        if when and when <= today:
            return when
    return None


def _midnight(when: date) -> datetime:
    return datetime(when.year, when.month, when.day, tzinfo=SHANGHAI).astimezone(UTC)
