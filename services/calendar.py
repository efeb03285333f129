"""Kazakhstan's working days, and the moment by which a category's problem should be solved.

Days off come from the package `holidays`, with the Government's transfers it knows; later ones go into
data/holidays_override.csv, which has the last word.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from domain.working_time import DeadlineUnit, add_calendar_hours, add_working_days
from services.geography import DATA

if TYPE_CHECKING:
    from holidays import HolidayBase


class TimeLimit(Protocol):
    """What a deadline is reckoned from; a category is one."""

    @property
    def deadline_amount(self) -> int:
        """How many units, at least 1."""

    @property
    def deadline_unit(self) -> DeadlineUnit:
        """Working days or calendar hours."""


_LETTERS = {"d": DeadlineUnit.WORKING_DAYS, "h": DeadlineUnit.CALENDAR_HOURS}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit by itself, e.g. three working days; written "3d", and "12h" in calendar hours."""

    deadline_amount: int
    deadline_unit: DeadlineUnit

    @property
    def letter(self) -> str:
        """The unit as one letter."""
        return "d" if self.deadline_unit is DeadlineUnit.WORKING_DAYS else "h"

    def __str__(self) -> str:
        return f"{self.deadline_amount}{self.letter}"

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """What `str` made. Raises ValueError for anything else."""
        amount, unit = text[:-1], _LETTERS.get(text[-1:])
        if unit is None or not (amount.isascii() and amount.isdigit()) or not 1 <= int(amount) <= 10_000:
            raise ValueError(f"not a time limit: {text!r}")
        return cls(int(amount), unit)


def deadline(category: TimeLimit, sent_at_utc: datetime, tz: tzinfo) -> datetime:
    """The deadline, in UTC, of what was sent at `sent_at_utc`, by the calendar of the time zone `tz`.

    The rule stands in domain/working_time.py. Raises ValueError for a naive moment or a limit below 1.
    """
    if category.deadline_unit is DeadlineUnit.CALENDAR_HOURS:
        return add_calendar_hours(sent_at_utc, category.deadline_amount).astimezone(UTC)
    if sent_at_utc.tzinfo is None:
        raise ValueError("the moment of sending needs a time zone")
    return add_working_days(sent_at_utc.astimezone(tz), category.deadline_amount, is_working_day).astimezone(UTC)


def deadline_by_day(category: TimeLimit, sent_at: datetime, tz: ZoneInfo) -> datetime:
    """As `deadline`, but remembered: where working days are counted, the hour of sending does not matter."""
    if category.deadline_unit is DeadlineUnit.CALENDAR_HOURS:
        return deadline(category, sent_at, tz)
    return _end_of_days(category.deadline_amount, sent_at.astimezone(tz).date(), tz)


@lru_cache(maxsize=50_000)
def _end_of_days(days: int, day: date, tz: ZoneInfo) -> datetime:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=tz)
    return deadline(Limit(days, DeadlineUnit.WORKING_DAYS), noon, tz)


def is_working_day(day: date) -> bool:
    """Whether Kazakhstan's offices work on `day`: the override file first, then transfers, holidays and weekends."""
    kind = _overrides().get(day)
    if kind is not None:
        return kind == "work"
    return _kazakhstan().is_working_day(day)


@cache
def _kazakhstan() -> "HolidayBase":
    # Imported late: the package takes longer to load than the rest of a start, and only sending a request needs it.
    from holidays import country_holidays

    return country_holidays("KZ")


@cache
def _overrides() -> dict[date, str]:
    return read_overrides((DATA / "holidays_override.csv").read_text(encoding="utf-8").splitlines())


def read_overrides(lines: Iterable[str]) -> dict[date, str]:
    """The override file's lines as date -> "off" or "work"; comments start with #. Raises ValueError for a bad row."""
    overrides: dict[date, str] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        if row["kind"] not in ("off", "work"):
            raise ValueError(f"holidays_override.csv: {row['date']}: kind is {row['kind']!r}, not off or work")
        overrides[date.fromisoformat(row["date"])] = row["kind"]
    return overrides
