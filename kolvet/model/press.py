"""Publicly reported facts about a blogger: what, when, and who reported it."""

import calendar
from dataclasses import dataclass
from datetime import date

from kolvet.model.judgements import TargetKind


@dataclass(frozen=True, slots=True)
class Moment:
    """A date known to the day, month or year: "2025-09-03", "2025-09", "2025".

    For `--as-of` a month counts from its last day and a year from its last day
    (product design, section 3), so that nothing is used before it can have happened.
    """

    text: str

    @property
    def last_day(self) -> date:
        """The last day that the text can mean."""
        parts = [int(part) for part in self.text.split("-")]
        year = parts[0]
        month = parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class PressItem:
    """A reported statement (`kind` "statement", with `quote`) or history (with `summary`).

    `happened` is None when the source gives no date: it then counts from `published`.
    `insult` is False where a person says that words about users are none; no source says so.
    """

    kind: str
    blogger: str
    brand: str
    url: str
    publisher: str
    published: Moment
    happened: Moment | None = None
    quote: str = ""
    language: str = ""
    summary: str = ""
    target_kind: TargetKind | None = None
    severity: int = 0
    also_reported_by: tuple[str, ...] = ()
    insult: bool = True

    @property
    def counts_from(self) -> date:
        """The first day on which the item may be used."""
        return (self.happened or self.published).last_day


@dataclass(frozen=True, slots=True)
class Precedent:
    """A deal dropped for backlash ("cancelled_deal"), a "judgment", or a platform "sanction"."""

    kind: str
    blogger: str
    about: str
    summary: str
    url: str
    publisher: str
    published: Moment
    happened: Moment | None = None
    quote: str = ""
    also_reported_by: tuple[str, ...] = ()

    @property
    def counts_from(self) -> date:
        """The first day on which the item may be used."""
        return (self.happened or self.published).last_day


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What a case file says besides press items: other names and reported followers.

    A file without `replay_as_of` is an ordinary list of reported facts, not a replay.
    """

    blogger: str
    also_known_as: tuple[str, ...]
    brand: str
    replay_as_of: date | None
    followers: int | None = None
    followers_platform: str = ""
    followers_url: str = ""
    followers_seen: date | None = None
    outcome: str = ""
