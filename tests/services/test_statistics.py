"""Figures from the counters: the right days, the right region, sums that add up."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.periods import periods_between, periods_of
from domain.words import Kind, Outcome
from models.database import Database
from services import counters
from services.statistics import TOP, Figures, Period, figures

TODAY = date(2026, 11, 25)


async def count(database: Database, day: date, outcome: Outcome, number: int, **where: object) -> None:
    """So many requests of a day, and since the start."""
    async with database.begin() as session:
        cell: dict[str, Any] = {"region": "KZ-79", "district": "", "category": "territory", "kind": Kind.REQUEST}
        standing = counters.Standing(**cell | where, day=day, marks=((str(outcome), number), ("stars_5", number)))
        await counters.move(session, None, standing)


async def received(database: Database, period: Period, region: str | None = None, district: str = "") -> int:
    async with database.reading() as session:
        return (await figures(session, region, period, TODAY, district)).received


async def test_each_period_counts_its_days(database: Database) -> None:
    """Without it: the totals since the start would be added to a year's days, or a day be counted in two weeks."""
    days = {date(2026, 11, 25): 1, date(2026, 11, 23): 10, date(2026, 11, 22): 100, date(2026, 10, 31): 1000,
            date(2025, 12, 31): 10_000}  # fmt: skip
    for day, number in days.items():
        await count(database, day, Outcome.WORK, number)
    assert [await received(database, period) for period in Period] == [1, 11, 111, 1111, 11_111]


async def test_a_region_and_the_country(database: Database) -> None:
    """Without it: an akimat would read another one's figures as its own."""
    await count(database, TODAY, Outcome.EXECUTED, 3)
    await count(database, TODAY, Outcome.EXECUTED_LATE, 4, region="KZ-75", category="", kind=Kind.SUGGESTION)
    assert await received(database, Period.START, "KZ-79") == 3
    assert await received(database, Period.TODAY, "KZ-75") == 4
    assert await received(database, Period.YEAR, "KZ-10") == 0
    async with database.reading() as session:
        country = await figures(session, None, Period.MONTH, TODAY)
    assert (country.received, country.executed, country.suggestions) == (7, 7, 4)
    assert country.top() == [("", 4), ("territory", 3)]


async def test_a_district_is_counted_in_its_region_too(database: Database) -> None:
    """Without it: what lies in a district on our list would be missing from its region, or be counted there twice."""
    await count(database, TODAY, Outcome.WORK, 3, region="KZ-75")
    await count(database, TODAY, Outcome.WORK, 4, region="KZ-75", district="751210000")
    assert [await received(database, period, "KZ-75") for period in Period] == [7] * 5
    assert [await received(database, period, "KZ-75", "751210000") for period in Period] == [4] * 5


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31)), st.integers(min_value=-3, max_value=800))
def test_periods_make_up_exactly_the_days_between(first: date, more: int) -> None:
    """Without it: a figure from one day to another could leave a month out, or count one twice."""
    last = min(first + timedelta(days=more), date(2030, 12, 31))
    parts = periods_between(first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for part in parts for day in days if part in periods_of(day)] == days
    assert len(parts) <= 2 * (30 + 11) + 11


@given(st.dictionaries(st.sampled_from(Outcome), st.integers(min_value=0, max_value=10**6)))
def test_the_columns_add_up(outcomes: dict[Outcome, int]) -> None:
    """Without it: requests would be accounted for nowhere, as in the published figures."""
    f = Figures(outcomes)
    closed = f.of(Outcome.RETURNED, Outcome.REJECTED, Outcome.DUPLICATE, Outcome.WITHDRAWN)
    assert f.received == f.executed + f.in_work + closed == sum(outcomes.values())
    assert f.executed_share.part <= f.executed_share.whole
    assert f.on_time_share.part <= f.on_time_share.whole <= f.received


def test_the_list_of_categories_is_short_and_in_order() -> None:
    """Without it: equal numbers would dance, and emptied categories stay in the list."""
    f = Figures(categories={"b": 2, "a": 2, "c": 9, "gone": 0, **{f"x{i}": 1 for i in range(9)}})
    assert f.top()[:3] == [("c", 9), ("a", 2), ("b", 2)]
    assert len(f.top()) == TOP and all(n for _, n in f.top())
