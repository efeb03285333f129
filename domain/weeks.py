"""Weeks that summaries tell of: from Thursday to Wednesday, or from Monday to Sunday.

Whatever is set, every day is told of once: no two summaries of a region share a day, and none is left out between them.
"""

from datetime import date, timedelta

from domain.spans import Span, Unit

MONDAY, THURSDAY = 0, 3
"""The weekdays a week may begin on, counted as Python counts them."""
LENGTH = 7
_DAY = timedelta(days=1)


def week_of(day: date, begins: int) -> Span:
    """The week around a day, of those that begin on the weekday `begins` (0 to 6)."""
    first = day - (day.weekday() - begins) % LENGTH * _DAY
    return Span(Unit.WEEK, first, first + (LENGTH - 1) * _DAY)


def last_whole(slot: date, begins: int) -> Span:
    """The last week that is over before the day `slot`."""
    return week_of(slot, begins).shifted(-1)


def to_tell(told_to: date | None, slot: date, begins: int) -> list[Span]:
    """What a summary due on the day `slot` tells of, in order: nothing where all is told, several weeks after a gap.

    `told_to` is the last day that earlier summaries of the region tell of; None: there was none. Where weeks begin on
    another weekday since then, the first of these is shorter or longer than a week, and so no day is lost.
    """
    week = last_whole(slot, begins)
    if told_to is None:
        return [week]
    found: list[Span] = []
    first = told_to + _DAY
    while week.first is not None and week.first >= first:
        found.insert(0, week)
        week = week.shifted(-1)
    if first <= week.last:
        # Days that make no whole week: told with the week after them, or alone where there is none yet.
        last = found.pop(0).last if found else week.last
        found.insert(0, Span(Unit.OTHER, first, last))
    return found
