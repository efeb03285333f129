"""Deadlines: the one rule by which a category's time limit becomes a moment.

Working days. The day of sending is not counted. Day 1 is the first working day after it; the deadline is 18:00, local
time, of day n. So what is sent on Saturday night starts on Monday morning, and the hour of sending never matters:

    sent Monday 09:00 or 23:00, 3 days   -> Thursday 18:00
    sent Saturday or Sunday, 3 days      -> Wednesday 18:00
    the same with Tuesday a holiday      -> Thursday 18:00

(The count from the day after is the custom of Kazakhstan's law: Civil Code, article 173.)

Calendar hours. They run day and night from the moment of sending: an open manhole does not wait for Monday.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

END_OF_WORKING_DAY = time(18, 0)
# The longest known closure is about ten days; more than this means the predicate is broken.
_LONGEST_CLOSURE_DAYS = 60

IsWorking = Callable[[date], bool]


class DeadlineUnit(StrEnum):
    """What a category's time limit is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_HOURS = "calendar_hours"


def add_working_days(start_local: datetime, days: int, is_working: IsWorking) -> datetime:
    """The end of the `days`-th working day after the day of `start_local`, in the same time zone.

    `is_working` answers for a local date. Raises ValueError for a naive start, for days < 1, and where `is_working`
    finds no working day for 60 days on end.
    """
    if start_local.tzinfo is None:
        raise ValueError("the start needs a time zone")
    if days < 1:
        raise ValueError("a time limit is at least one working day")
    day = start_local.date()
    for _ in range(days):
        day = next_working_day(day, is_working)
    return datetime.combine(day, END_OF_WORKING_DAY, start_local.tzinfo)


def next_working_day(day: date, is_working: IsWorking) -> date:
    """The first working day after `day`. Raises ValueError where there is none within 60 days."""
    for _ in range(_LONGEST_CLOSURE_DAYS):
        day += timedelta(days=1)
        if is_working(day):
            return day
    raise ValueError(f"no working day in the {_LONGEST_CLOSURE_DAYS} days up to {day}")


def previous_working_day(day: date, is_working: IsWorking) -> date:
    """The last working day before `day`. Raises ValueError where there is none within 60 days."""
    for _ in range(_LONGEST_CLOSURE_DAYS):
        day -= timedelta(days=1)
        if is_working(day):
            return day
    raise ValueError(f"no working day in the {_LONGEST_CLOSURE_DAYS} days from {day} on")


def add_calendar_hours(start: datetime, hours: int) -> datetime:
    """The moment `hours` real hours after `start`, in the same time zone, whatever the clocks do meanwhile.

    Raises ValueError for a naive start and for hours < 1.
    """
    if start.tzinfo is None:
        raise ValueError("the start needs a time zone")
    if hours < 1:
        raise ValueError("a time limit is at least one hour")
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)
