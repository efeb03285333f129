"""Waiting between requests, and the hours in which citizens may be written to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain import daytime, patience, terms

ALMATY = ZoneInfo("Asia/Almaty")
numbers = st.integers(0, 10_000)
limits = st.integers(1, 50)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(numbers, limits)
def test_the_wait_grows_with_what_means_nothing_up_to_a_day(meaningless: int, limit: int) -> None:
    """Without it: somebody with one slip would wait, or somebody with many could never send again."""
    wait = patience.wait_between(meaningless, limit)
    assert timedelta(0) <= wait <= terms.MEANINGLESS_WAIT_MOST
    assert (wait == timedelta(0)) == (meaningless < limit)
    assert wait <= patience.wait_between(meaningless + 1, limit)
    if limit <= meaningless < limit + 4:
        assert patience.wait_between(meaningless + 1, limit) == 2 * wait


@given(st.none() | moments, numbers, limits)
def test_waiting_runs_from_the_newest_request(newest: datetime | None, meaningless: int, limit: int) -> None:
    """Without it: a first request could be refused, or the wait would never end."""
    until = patience.may_send_from(newest, meaningless, limit)
    if newest is None or meaningless < limit:
        assert until is None
    else:
        assert until is not None and newest < until <= newest + terms.MEANINGLESS_WAIT_MOST


def test_enough_requests_are_looked_at_for_the_longest_wait() -> None:
    """Without it: the longest wait would be out of reach, since older requests are not counted."""
    assert patience.wait_between(patience.LOOKED_AT) == terms.MEANINGLESS_WAIT_MOST


@given(moments, st.integers(1, 10**12))
def test_nobody_is_written_to_at_night_and_nobody_twice_a_day(moment: datetime, person: int) -> None:
    """Without it: a reminder would ring at three in the morning, or two digests come on one day."""
    morning = daytime.by_day(moment, ALMATY)
    assert daytime.is_day(morning, ALMATY) and timedelta(0) <= morning - moment <= timedelta(hours=12)
    evening = daytime.next_evening(moment, ALMATY, person)
    assert daytime.is_day(evening, ALMATY) and timedelta(0) < evening - moment <= timedelta(days=1, minutes=20)
    other = daytime.next_evening(moment, ALMATY, person, another_day=True)
    assert other.astimezone(ALMATY).date() == moment.astimezone(ALMATY).date() + timedelta(days=1)
