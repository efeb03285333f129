"""Figures from the counters: the right days, the right region, sums that add up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.words import Kind, Outcome
from models import ALL_TIME, Counter
from models.database import Database
from services.statistics import TOP, Figures, Period, figures

TODAY = date(2026, 11, 25)


async def count(database: Database, day: date, outcome: Outcome, number: int, **where: object) -> None:
    """So many requests of a day, and since the start."""
    async with database.begin() as session:
        cell = {"region": "KZ-79", "category": "territory", "kind": Kind.REQUEST} | where
        for on in (day, ALL_TIME):
            key = (on, cell["region"], cell["category"], cell["kind"], outcome)
            row = await session.get(Counter, key)
            if row is None:
                row = Counter(day=on, outcome=outcome, number=0, **cell)
                session.add(row)
            row.number += number


async def received(database: Database, period: Period, region: str | None = None) -> int:
    async with database.reading() as session:
        return (await figures(session, region, period, TODAY)).received


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
