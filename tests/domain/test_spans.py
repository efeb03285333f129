"""Spans of days: none is lost between two, what buttons carry comes back, and comparisons are of like with like."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.spans import FIRST_DAY, Span, Unit, containing, parse, series, typed

TODAY = date(2026, 11, 25)
DAYS = st.dates(min_value=FIRST_DAY, max_value=TODAY)
CALENDAR = st.sampled_from([unit for unit in Unit if unit not in (Unit.START, Unit.OTHER)])


@given(CALENDAR, DAYS)
def test_spans_of_a_kind_follow_each_other_without_a_gap(unit: Unit, day: date) -> None:
    """Without it: a day could be missing between two weeks, or counted in both."""
    span = containing(unit, day)
    assert span.first is not None and span.first <= day <= span.last
    later = span.shifted(1)
    assert later.first == span.last + timedelta(days=1) and later.shifted(-1) == span
    assert containing(unit, later.last) == later


@given(CALENDAR, DAYS, DAYS)
def test_a_button_brings_back_the_span(unit: Unit, first: date, last: date) -> None:
    """Without it: a press on the screen could show other days than its button said."""
    for span in (containing(unit, first), Span(Unit.OTHER, min(first, last), max(first, last))):
        if span.is_possible(TODAY):
            assert parse(span.pack(), TODAY) == span
    assert parse("s", TODAY) == Span(Unit.START, None, TODAY)


def test_forged_spans_are_none() -> None:
    """Without it: a made-up button could ask for days that are none, or for a thousand years."""
    for packed in (
        "", "w", "s20260101", "x20260101", "m20260102", "y20260201", "q20260201", "d20260230", "c20260101",
        "c20260105-20260101", "w20991231", "d20261126", "w20140101", "d20260101-20260102", "m20261301",
    ):  # fmt: skip
        assert parse(packed, TODAY) is None, packed


def test_a_week_may_begin_on_thursday() -> None:
    """Without it: the week of a report that goes from Thursday to Wednesday could not be looked at."""
    week = parse("w20261119", TODAY)
    assert week == Span(Unit.WEEK, date(2026, 11, 19), date(2026, 11, 25))
    assert week.shifted(-1) == Span(Unit.WEEK, date(2026, 11, 12), date(2026, 11, 18))


@given(CALENDAR, DAYS)
def test_what_is_not_over_is_compared_with_as_many_days(unit: Unit, day: date) -> None:
    """Without it: three days of a month would be held against the whole month before."""
    span = containing(unit, day)
    before = span.before(TODAY)
    assert before is not None and before.first == span.shifted(-1).first and span.first is not None
    if span.last <= TODAY:
        assert before == span.shifted(-1)
    else:
        assert before.days == min((TODAY - span.first).days + 1, span.shifted(-1).days)
    assert containing(Unit.START, TODAY).before(TODAY) is None
    assert containing(unit, TODAY).shifted(1).before(TODAY) is None


def test_quarters_and_a_series() -> None:
    """Without it: a line through time could have its points in the wrong order, or a quarter begin in February."""
    quarter = containing(Unit.QUARTER, date(2026, 5, 31))
    assert (quarter.first, quarter.last) == (date(2026, 4, 1), date(2026, 6, 30))
    assert [s.first for s in series(quarter, 3)] == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]


def test_days_are_understood_as_people_write_them() -> None:
    """Without it: whoever types two dates in their own way would be told that these are none."""
    autumn = Span(Unit.OTHER, date(2026, 10, 1), date(2026, 10, 15))
    for words in (
        "01.10.2026 – 15.10.2026",
        "1.10.2026-15.10.2026",
        "с 15/10/2026 по 01/10/2026",
        "2026-10-01 2026-10-15",
    ):
        assert typed(words, TODAY) == autumn, words
    assert typed("24.11.2026", TODAY) == Span(Unit.DAY, date(2026, 11, 24), date(2026, 11, 24))
    assert typed("01.01.2024 – 31.12.2024", TODAY) == containing(Unit.YEAR, date(2024, 5, 5))
    for words in ("", "yesterday", "31.02.2026", "26.11.2026", "01.10.26", "1.1.2026 2.1.2026 3.1.2026", "01.01.0001"):
        assert typed(words, TODAY) is None, words


@given(CALENDAR)
def test_no_press_leads_out_of_the_calendar(unit: Unit) -> None:
    """Without it: pressing on would lead to days that have not come, and pressing back to the year one."""
    for edge, step in ((TODAY, 1), (FIRST_DAY, -1)):
        beyond = containing(unit, edge).shifted(step)
        assert not beyond.is_possible(TODAY) and parse(beyond.pack(), TODAY) is None
