"""Figures from the counters: the right days, the right place, sums that add up, and nothing that is others' to see."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import measures, spans
from domain.errors import NotAllowed, NotFound
from domain.measures import Wait
from domain.periods import periods_between, periods_of
from domain.permissions import Actor, Grant
from domain.spans import Span, Unit, containing
from domain.words import Kind, Outcome, Role
from models.database import Database
from services import counters, ranking, statements, statistics
from services.figures import Dumps, Figures, Share
from services.ranking import Place
from services.statistics import Scope

TODAY = date(2026, 11, 25)
START = containing(Unit.START, TODAY)


async def count(database: Database, day: date, outcome: Outcome, number: int, **where: object) -> None:
    """So many requests of a day, with some stars."""
    marks = ((str(outcome), number), ("stars_5", number))
    await stand(database, day, marks, **where)


async def stand(database: Database, day: date, marks: tuple[tuple[str, int], ...], **where: object) -> None:
    """Counted for these marks."""
    async with database.begin() as session:
        cell: dict[str, Any] = {"region": "KZ-79", "district": "", "category": "territory", "kind": Kind.REQUEST}
        await counters.move(session, None, counters.Standing(**cell | where, day=day, marks=marks))


async def received(database: Database, span: Span, scope: Scope | None = None) -> int:
    async with database.reading() as session:
        return (await statistics.figures(session, scope or Scope(), span)).received


async def test_each_period_counts_its_days(database: Database) -> None:
    """Without it: the totals since the start would be added to a year's days, or a day be counted in two weeks."""
    days = {date(2026, 11, 25): 1, date(2026, 11, 23): 10, date(2026, 11, 22): 100, date(2026, 10, 31): 1000,
            date(2026, 9, 30): 10_000, date(2025, 12, 31): 100_000}  # fmt: skip
    for day, number in days.items():
        await count(database, day, Outcome.WORK, number)
    units = [Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.START]
    found = [await received(database, containing(unit, TODAY)) for unit in units]
    assert found == [1, 11, 111, 1111, 11_111, 111_111]
    assert await received(database, Span(Unit.OTHER, date(2026, 10, 31), date(2026, 11, 22))) == 1100
    weeks = list(spans.series(containing(Unit.WEEK, TODAY), 5))
    async with database.reading() as session:
        course = await statistics.course(session, Scope(), weeks)
    assert [f.received for f in course] == [1000, 0, 0, 100, 11]


async def test_a_region_a_district_a_category_and_a_kind(database: Database) -> None:
    """Without it: an akimat would read another one's figures as its own, or findings as citizens' requests."""
    await count(database, TODAY, Outcome.EXECUTED, 3)
    await count(database, TODAY, Outcome.EXECUTED_LATE, 4, region="KZ-75", category="", kind=Kind.SUGGESTION)
    await count(database, TODAY, Outcome.WORK, 5, region="KZ-75", district="751210000")
    await count(database, TODAY, Outcome.WORK, 50, kind=Kind.FINDING, category="illegal_dump")
    for span in (START, containing(Unit.YEAR, TODAY), containing(Unit.DAY, TODAY)):
        wanted = {
            Scope(): 12, Scope("KZ-79"): 3, Scope("KZ-75"): 9, Scope("KZ-75", "751210000"): 5, Scope("KZ-10"): 0,
            Scope(category=""): 4, Scope(category="territory"): 8, Scope(kinds=(Kind.SUGGESTION,)): 4,
        }  # fmt: skip
        assert {scope: await received(database, span, scope) for scope in wanted} == wanted
    async with database.reading() as session:
        country = await statistics.overview(session, Scope(), START)
        regions = await statistics.parted(session, Scope(), START, "region")
        districts = await statistics.parted(session, Scope("KZ-75"), START, "district")
        places = await ranking.ranking(session, Scope(), START)
        dumps = await statistics.dump_figures(session, Scope(), START)
    assert (country.total.received, country.total.executed, country.total.judged) == (12, 7, 12)
    assert country.by_kind[Kind.SUGGESTION].received == 4 and country.top(5) == [("territory", 8), ("", 4)]
    assert {key: f.received for key, f in regions.items()} == {"KZ-79": 3, "KZ-75": 9}
    assert {key: f.received for key, f in districts.items()} == {"751210000": 5}
    assert len(places) == 20 and places[0].region == "KZ-79" and places[0].per_head == pytest.approx(0.2319, abs=1e-3)
    assert dumps.found == 50


async def test_waits_are_told_by_the_day_they_ended(database: Database) -> None:
    """Without it: a week's median would be that of its fastest work alone, the rest not being done yet."""
    hours = {Wait.EXECUTION: (1, 30, 70, 900), Wait.ASSIGNMENT: (2,)}
    ended = tuple(
        (measures.wait(what, counters.durations.step_of(timedelta(hours=n))), TODAY)
        for what, waited in hours.items() for n in waited
    )  # fmt: skip
    async with database.begin() as session:
        standing = counters.Standing("KZ-79", "", "park", Kind.REQUEST, date(2026, 9, 1), (("executed", 5),), ended)
        await counters.move(session, None, standing)
    async with database.reading() as session:
        week = await statistics.waits(session, Scope("KZ-79"), containing(Unit.WEEK, TODAY))
        parts = await statistics.waits_by(session, Scope(), START, "category")
        earlier = await statistics.waits(session, Scope(), containing(Unit.MONTH, date(2026, 9, 1)))
    median, ninetieth = week.median(Wait.EXECUTION), week.ninetieth(Wait.EXECUTION)
    assert median is not None and median / timedelta(hours=30) == pytest.approx(1, rel=0.091)
    assert ninetieth is not None and ninetieth / timedelta(hours=900) == pytest.approx(1, rel=0.091)
    assert (week.number(Wait.EXECUTION), week.number(Wait.ASSIGNMENT), week.number(Wait.VERDICT)) == (4, 1, 0)
    assert parts["park"] == week and earlier.number(Wait.EXECUTION) == 0 and earlier.median(Wait.EXECUTION) is None


async def test_a_statement_comes_back_as_it_was(database: Database) -> None:
    """Without it: what was told on a Thursday could not be shown again unchanged."""
    await count(database, TODAY, Outcome.EXECUTED, 7, region="KZ-75", district="751210000")
    await count(database, TODAY - timedelta(days=7), Outcome.OVERDUE, 2)
    marks = (("executed", 1), ("dump:removed", 1), ("dump:litres", 1500))
    await stand(database, TODAY, marks, category="illegal_dump", kind=Kind.FINDING)
    now = datetime(2026, 11, 26, 4, tzinfo=UTC)
    for scope in (Scope(), Scope("KZ-75"), Scope("KZ-79", category="park")):
        for span in (containing(Unit.WEEK, TODAY), START):
            async with database.reading() as session:
                drawn = await statements.draw_up(session, scope, span, now)
            stored = orjson.loads(orjson.dumps(drawn.to_json()))
            again = statements.from_json(stored)
            assert again == drawn and again.to_json() == stored
    async with database.reading() as session:
        week = await statements.draw_up(session, Scope(), containing(Unit.WEEK, TODAY), now)
    assert week.total.received == 7 and week.before is not None and week.before.received == 2
    assert week.dumps.removed == 1 and week.dumps_by_region["KZ-79"].found == 1 and not week.by_district
    assert sum(f.received for f in week.by_region.values()) == week.total.received == week.ranking[0].figures.received


def test_everybody_sees_what_is_theirs() -> None:
    """Without it: a citizen could read any region by a made-up button, or staff be kept from their own."""
    people: Mapping[str, Actor] = {
        "citizen": Actor(1), "operator": Actor(2, (Grant(Role.OPERATOR, "KZ-79"),)),
        "executor": Actor(3, (Grant(Role.EXECUTOR, "KZ-79"),)), "ministry": Actor(4, (Grant(Role.NATIONAL),)),
        "admin": Actor(5, (Grant(Role.ADMIN),)),
    }  # fmt: skip
    for name, actor in people.items():
        statistics.check_scope(actor, Scope(), None)
        statistics.check_scope(actor, Scope("KZ-10"), "KZ-10")
        sees = {"KZ-79": name != "citizen", "KZ-75": name in ("ministry", "admin")}
        for region, allowed in sees.items():
            for scope in (Scope(region), Scope(region, category="park")):
                if allowed:
                    statistics.check_scope(actor, scope, "KZ-10")
                else:
                    with pytest.raises(NotAllowed):
                        statistics.check_scope(actor, scope, "KZ-10")
    for scope in (Scope("KZ-99"), Scope("KZ-79", "751210000"), Scope("", "751210000"), Scope(category="gold")):
        with pytest.raises(NotFound):
            statistics.check_scope(people["admin"], scope, None)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31)), st.integers(min_value=-3, max_value=800))
def test_periods_make_up_exactly_the_days_between(first: date, more: int) -> None:
    """Without it: a figure from one day to another could leave a month out, or count one twice."""
    last = min(first + timedelta(days=more), date(2030, 12, 31))
    parts = periods_between(first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for part in parts for day in days if part in periods_of(day)] == days
    assert len(parts) <= 2 * (30 + 11) + 11


NUMBERS = st.dictionaries(st.sampled_from(measures.COUNTS), st.integers(min_value=0, max_value=10**6))


@given(NUMBERS, NUMBERS)
def test_the_columns_add_up(one: dict[str, int], other: dict[str, int]) -> None:
    """Without it: requests would be accounted for nowhere, as in the published figures."""
    f = Figures(one) + Figures(other)
    closed = f.of(Outcome.RETURNED, Outcome.REJECTED, Outcome.DUPLICATE, Outcome.WITHDRAWN)
    assert f.received == f.executed + f.in_work + closed == Figures(one).received + Figures(other).received
    assert f.executed_share.part <= f.executed_share.whole
    assert f.on_time_share.part <= f.on_time_share.whole <= f.received
    assert f.complaints() == sum(f.complaints(None, ruling) for ruling in measures.RULINGS)
    assert f.mean_stars is None or 1 <= f.mean_stars <= 5
    assert Dumps(f).found == f.received - closed


def test_regions_are_ordered_by_what_is_certain() -> None:
    """Without it: a single request done in time would put a region above one with ninety-nine of a hundred."""

    def place(region: str, on_time: int, overdue: int) -> Place:
        return Place(region, Figures({"executed": on_time, "overdue": overdue}))

    order = [place("KZ-75", 990, 10), place("KZ-10", 50, 50), place("KZ-79", 1, 0), place("KZ-11", 0, 0)]
    assert ranking.ranked(reversed(order)) == order
    assert Share(0, 0).value is None and Share(1, 4).value == 0.25
