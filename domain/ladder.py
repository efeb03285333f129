"""The ladder of a deadline: when its executor is reminded, and when it is told to those further up.

Deadlines in working days end at 18:00; what is reckoned from them moves by working days too. A reminder comes on an
afternoon, so that the next day can be planned; a step up the ladder with the morning's digest. What is reckoned in
hours runs day and night, as those deadlines do; whether somebody may be disturbed then is for office hours to say.
"""

from datetime import datetime, time, timedelta

from domain.working_time import END_OF_WORKING_DAY, IsWorking, previous_working_day

TOLD, TO_SUPERVISORS, TO_MINISTRY = 1, 2, 3
"""The rungs: it counts as overdue, and those who work on it know; supervisors were told; the ministry was told."""
AFTERNOON = time(14)
"""When reminders of deadlines in working days come, local time."""


def in_days(due_local: datetime) -> bool:
    """Whether a deadline was reckoned in working days: those end with the working day, to the microsecond."""
    return due_local.time() == END_OF_WORKING_DAY


def reminder(due_local: datetime, days: int, hours: int, is_working: IsWorking) -> datetime | None:
    """When the executor is reminded: `days` working days before, or `hours` hours before; None where that is 0."""
    if not in_days(due_local):
        return due_local - timedelta(hours=hours) if hours else None
    if not days:
        return None
    day = due_local.date()
    for _ in range(days):
        day = previous_working_day(day, is_working)
    return datetime.combine(day, AFTERNOON, due_local.tzinfo)


def passed_by_days(now_local: datetime, days: int, morning: time, is_working: IsWorking) -> datetime:
    """The moment before which a deadline must lie for its `days`-th working day to have come by now.

    That day comes at `morning`. Monotone in `now_local`, and against it in `days`. Raises ValueError for days < 1.
    """
    if days < 1:
        raise ValueError("a step is at least one working day")
    day = now_local.date()
    if not is_working(day) or now_local.time() < morning:
        day = previous_working_day(day, is_working)
    for _ in range(days - 1):
        day = previous_working_day(day, is_working)
    return datetime.combine(day, time(0), now_local.tzinfo)
