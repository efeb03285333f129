"""Spans of days that figures are asked for: calendar days, weeks, months, quarters, years, any other, or everything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2099, 12, 31)
"""Days that may be asked for: earlier than Telegram's bots none was sent."""
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a span is; each stands in buttons by its letter."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"
    START = "s"
    """Everything since the start."""
    OTHER = "c"
    """From one day to another, as chosen."""


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_PACKED = re.compile(r"([dwmqycs])(\d{8})?(?:-(\d{8}))?")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included. `first` None, of `Unit.START` alone, is the beginning of all.

    A week begins on the weekday of its `first`: Monday in the calendar, Thursday where reports go from Thursday on.
    """

    unit: Unit
    first: date | None
    last: date

    @property
    def days(self) -> int:
        """How many; 0 for everything since the start, of which nobody knows."""
        return 0 if self.first is None else (self.last - self.first).days + 1

    def pack(self) -> str:
        """As part of a button: "w20261116", "c20260101-20260331", "s"."""
        if self.first is None:
            return "s"
        end = f"-{self.last:%Y%m%d}" if self.unit is Unit.OTHER else ""
        return f"{self.unit}{self.first:%Y%m%d}{end}"

    def shifted(self, number: int) -> "Span":
        """The span so many of its kind later, or with a negative number earlier; everything stays as it is."""
        if self.first is None:
            return self
        if self.unit in _MONTHS:
            first = _months_later(self.first, number * _MONTHS[self.unit])
            return Span(self.unit, first, _months_later(first, _MONTHS[self.unit]) - _DAY)
        step = number * self.days * _DAY
        return Span(self.unit, self.first + step, self.last + step)

    def before(self, today: date) -> "Span | None":
        """What it is fairly compared with: the one before, and while this one lasts only as many days of it."""
        if self.first is None or self.first > today:
            return None
        earlier = self.shifted(-1)
        if self.last <= today or earlier.first is None:
            return earlier
        gone = (today - self.first).days
        return replace(earlier, unit=Unit.OTHER, last=min(earlier.last, earlier.first + gone * _DAY))

    def is_possible(self, today: date) -> bool:
        """Whether there can be anything in it."""
        return self.first is None or FIRST_DAY <= self.first <= min(self.last, today)


def containing(unit: Unit, day: date) -> Span:
    """The calendar's day, week (from Monday), month, quarter or year around a day, or everything up to it."""
    if unit is Unit.START:
        return Span(unit, None, day)
    if unit is Unit.WEEK:
        first = day - day.weekday() * _DAY
        return Span(unit, first, first + 6 * _DAY)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        first = date(day.year, (day.month - 1) // size * size + 1, 1)
        return Span(unit, first, _months_later(first, size) - _DAY)
    return Span(unit, day, day)


def parse(packed: str, today: date) -> Span | None:
    """Read `Span.pack`; None for anything that is no span, or one in which nothing can be."""
    found = _PACKED.fullmatch(packed)
    if found is None:
        return None
    unit, first, last = Unit(found[1]), _day(found[2]), _day(found[3])
    if unit is Unit.START:
        return Span(unit, None, today) if packed == "s" else None
    if first is None or (found[3] is None) != (unit is not Unit.OTHER) or (found[3] and last is None):
        return None
    span = Span(unit, first, last) if last else _of_unit(unit, first)
    return span if span.first == first and span.is_possible(today) and span.last <= LAST_DAY else None


_TYPED = re.compile(r"(?<!\d)(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}))(?!\d)")


def typed(words: str, today: date) -> Span | None:
    """The span between two days that somebody wrote (01.10.2026 – 15.10.2026, or as 2026-10-01), or of a single one.

    None where they are none, or nothing can be in it; days to come count up to today.
    """
    found = [(m[1] or m[6], m[2] or m[5], m[3] or m[4]) for m in _TYPED.finditer(words)]
    days = [_day(f"{int(year):04}{int(month):02}{int(day):02}") for year, month, day in found]
    if not 1 <= len(days) <= 2 or None in days:
        return None
    first, last = days[0], days[-1]
    if first is None or last is None:
        return None
    span = _named(Span(Unit.OTHER, min(first, last), max(first, last)))
    return span if span.is_possible(today) else None


def _named(span: Span) -> Span:
    """The calendar's own span where it is one: the year before 2024 has a day less, and a month is no 30 days."""
    if span.first is None:
        return span
    calendar = (containing(unit, span.first) for unit in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR))
    return next((found for found in calendar if found.first == span.first and found.last == span.last), span)


def _of_unit(unit: Unit, first: date) -> Span:
    return Span(unit, first, first + 6 * _DAY) if unit is Unit.WEEK else containing(unit, first)


def _day(digits: str | None) -> date | None:
    if digits is None:
        return None
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _months_later(first: date, months: int) -> date:
    """The first of a month so many months after another first of a month."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def series(span: Span, number: int) -> Iterator[Span]:
    """`span` and those before it, `number` in all, the earliest first."""
    return (span.shifted(-back) for back in range(number - 1, -1, -1))
