"""When staff are left in peace, and when they are told instead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ladder import in_days, passed_by_days, reminder
from domain.office_hours import OfficeHours
from domain.working_time import add_working_days

ALMATY = ZoneInfo("Asia/Almaty")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda m: m.replace(tzinfo=ALMATY))
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0))
HOURS = st.builds(OfficeHours, quiet_from=CLOCKS, quiet_to=CLOCKS, days_off=st.booleans())
HOLIDAYS = {date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 03:00", "2026-11-24 08:00"),
        ("2026-11-27 22:00", "2026-11-30 08:00"),
        ("2026-11-28 12:00", "2026-11-30 08:00"),
        ("2026-03-20 21:30", "2026-03-26 08:00"),
    ],
)
def test_the_hours_by_example(moment: str, told: str) -> None:
    """Without it: phones would ring at night, or on the holidays."""
    assert OfficeHours().next_allowed(local(moment), works) == local(told)


@given(HOURS, MOMENTS, MOMENTS)
def test_what_can_wait_is_told_at_the_next_allowed_moment(hours: OfficeHours, one: datetime, two: datetime) -> None:
    """Without it: some odd hours of a region would let a notice out at night, before its time, or out of order."""
    first, second = sorted((one, two))
    told = hours.next_allowed(first, works)
    assert told >= first and not hours.is_quiet(told, works)
    assert (told == first) is (not hours.is_quiet(first, works))
    assert told <= hours.next_allowed(second, works)


@given(HOURS, MOMENTS, CLOCKS)
def test_a_daily_digest_comes_again_and_never_in_quiet_time(hours: OfficeHours, now: datetime, clock: time) -> None:
    """Without it: a digest could come twice at once, at night, or never again."""
    following = hours.next_at(now, clock, works)
    assert following > now and not hours.is_quiet(following, works)
    assert following - now < timedelta(days=9)
    at_night = OfficeHours(hours.quiet_from, hours.quiet_to, days_off=False).is_quiet(
        following.replace(hour=clock.hour, minute=clock.minute), works
    )
    assert at_night or following.timetz().replace(tzinfo=None) == clock


@given(MOMENTS, MOMENTS, st.integers(1, 20))
def test_a_step_in_working_days_comes_with_the_morning_of_its_day(due: datetime, now: datetime, days: int) -> None:
    """Without it: the supervisors would hear a day too early, or too late, around weekends and holidays."""
    morning = time(9)
    comes = datetime.combine(add_working_days(due, days, works).date(), morning, ALMATY)
    assert (due < passed_by_days(now, days, morning, works)) is (now >= comes)


@given(MOMENTS, st.integers(0, 10), st.integers(0, 48), st.booleans())
def test_a_reminder_comes_before_its_deadline(due: datetime, days: int, hours: int, in_working_days: bool) -> None:
    """Without it: an executor would be reminded when it is too late, or of what nobody wants to be reminded of."""
    due = due.replace(hour=18, minute=0, second=0, microsecond=0) if in_working_days else due.replace(microsecond=7)
    moment = reminder(due, days, hours, works)
    assert in_days(due) is in_working_days
    assert (moment is None) is ((days if in_working_days else hours) == 0)
    if moment is not None and in_working_days:
        assert moment.date() < due.date() and works(moment.date())
    elif moment is not None:
        assert due.astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=hours)
