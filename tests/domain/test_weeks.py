"""Weeks: whatever is set and however it changes, each day is told of once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.spans import Unit
from domain.weeks import MONDAY, THURSDAY, last_whole, to_tell, week_of

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
BEGINS = st.sampled_from((MONDAY, THURSDAY))


@given(DAYS, BEGINS)
def test_the_last_whole_week_is_over_and_the_next_is_not(day: date, begins: int) -> None:
    """Without it: a summary would tell of a week that still lasts, or of an older one than it could."""
    week = last_whole(day, begins)
    assert week.first is not None and week.first.weekday() == begins and week.days == 7
    assert week.last < day <= week.shifted(1).last
    assert week_of(week.last, begins) == week_of(week.first, begins) == week


@given(DAYS, st.lists(st.tuples(st.integers(0, 20), BEGINS), min_size=1, max_size=12))
def test_no_day_is_left_out_and_none_told_twice(start: date, slots: list[tuple[int, int]]) -> None:
    """Without it: after a changed setting or a downtime the weeks of a year would not add up to the year."""
    told: list[date] = []
    told_to, slot = None, start
    for days_later, begins in slots:
        slot += timedelta(days=days_later)
        for span in to_tell(told_to, slot, begins):
            assert span.first is not None and span.last < slot and 1 <= span.days <= 13
            assert span.unit is (Unit.WEEK if span.days == 7 and span.first.weekday() == begins else Unit.OTHER)
            told += [span.first + timedelta(days=n) for n in range(span.days)]
            told_to = span.last
    assert told == [told[0] + timedelta(days=n) for n in range(len(told))]


def test_weeks_missed_are_told_one_by_one() -> None:
    """Without it: three weeks without the bot would become one summary that can be compared with nothing."""
    found = to_tell(date(2025, 11, 5), date(2025, 11, 27), THURSDAY)
    assert [(span.first, span.last) for span in found] == [
        (date(2025, 11, day), date(2025, 11, day + 6)) for day in (6, 13, 20)
    ]
    assert to_tell(date(2025, 11, 26), date(2025, 11, 27), THURSDAY) == []
    assert [span.days for span in to_tell(date(2025, 11, 9), date(2025, 11, 20), THURSDAY)] == [10]
    assert [span.days for span in to_tell(date(2025, 11, 12), date(2025, 11, 20), MONDAY)] == [4]
