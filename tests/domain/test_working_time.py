"""The rule by which a time limit becomes a moment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.working_time import add_calendar_hours, add_working_days, next_working_day

ALMATY = ZoneInfo("Asia/Almaty")
BERLIN = ZoneInfo("Europe/Berlin")


def weekday(day: date) -> bool:
    return day.weekday() < 5


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        ("2026-11-23 09:00", 3, "2026-11-26 18:00"),
        ("2026-11-23 23:59", 3, "2026-11-26 18:00"),
        ("2026-11-27 17:00", 1, "2026-11-30 18:00"),
        ("2026-11-28 23:00", 1, "2026-11-30 18:00"),
        ("2026-11-28 23:00", 3, "2026-12-02 18:00"),
        ("2026-11-29 00:00", 3, "2026-12-02 18:00"),
        ("2026-11-30 00:00", 3, "2026-12-03 18:00"),
        ("2026-11-23 09:00", 10, "2026-12-07 18:00"),
    ],
)
def test_the_rule_by_example(sent: str, days: int, due: str) -> None:
    """Without it the rule could drift by a day, and every deadline with it."""
    assert add_working_days(local(sent), days, weekday) == local(due)


def test_a_holiday_is_skipped() -> None:
    """Without it an executor would be overdue for a day nobody works."""
    holiday = date(2026, 12, 1)
    assert add_working_days(local("2026-11-28 12:00"), 3, lambda d: weekday(d) and d != holiday) == local(
        "2026-12-03 18:00"
    )


days_off = st.sets(st.integers(0, 40), max_size=20)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1))


@given(moments, st.integers(1, 30), days_off)
def test_exactly_n_working_days_lie_between(start: datetime, days: int, off: set[int]) -> None:
    """Without it some pattern of holidays could shorten or lengthen a limit."""
    first = start.date()

    def is_working(day: date) -> bool:
        return weekday(day) and (day - first).days not in off

    due = add_working_days(start.replace(tzinfo=ALMATY), days, is_working)
    counted = [first + timedelta(n) for n in range(1, (due.date() - first).days + 1)]
    assert sum(map(is_working, counted)) == days
    assert is_working(due.date())
    assert due.timetz() == time(18, 0, tzinfo=ALMATY)


@given(moments, moments, st.integers(1, 30))
def test_who_sends_later_is_not_due_earlier(a: datetime, b: datetime, days: int) -> None:
    """Without it waiting could be rewarded: a later request overtaking an earlier one in the queue."""
    early, late = sorted([a, b])
    assert add_working_days(early.replace(tzinfo=ALMATY), days, weekday) <= add_working_days(
        late.replace(tzinfo=ALMATY), days, weekday
    )


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.integers(1, 1000))
def test_calendar_hours_are_real_hours(start: datetime, hours: int) -> None:
    """Without it a change of the clocks would give or take an hour."""
    begun = start.replace(tzinfo=UTC).astimezone(BERLIN)
    due = add_calendar_hours(begun, hours)
    assert due.astimezone(UTC) - begun.astimezone(UTC) == timedelta(hours=hours)
    assert due.tzinfo is BERLIN


@pytest.mark.parametrize("add", [lambda d, n: add_working_days(d, n, weekday), add_calendar_hours])
def test_nonsense_is_refused(add) -> None:
    """Without it a naive moment would silently be taken for local time, and a limit of 0 be overdue at once."""
    with pytest.raises(ValueError, match="time zone"):
        add(datetime(2026, 1, 1), 1)
    with pytest.raises(ValueError, match="at least one"):
        add(datetime(2026, 1, 1, tzinfo=UTC), 0)


def test_a_calendar_without_working_days_is_an_error() -> None:
    """Without it a broken override file would hang the bot in an endless search."""
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(date(2026, 1, 1), lambda day: False)
