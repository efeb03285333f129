"""The year 2024 as a test of truth: what is made up adds up to the published figures, to the last request."""

import csv
import re
from collections import Counter as Tally
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy import func, select

from bot.past.seeding import seed
from domain import measures
from domain.measures import OUTCOMES
from domain.words import CITIZENS_KINDS, Article, Kind, State
from models import SYNTHETIC, CitizenRequest, Counter
from models.database import Database
from services import geography
from services.bringing_over import Stored
from services.geography import DATA
from services.past_requests import PastRequest, faults
from services.recount import disagreements, snapshot
from services.seed_plan import plan_of
from services.synthetic import synthetic_year

ZONE = ZoneInfo("Asia/Almaty")
TARGETS: dict[str, Any] = orjson.loads((DATA / "seed_2024.json").read_bytes())
PUBLISHED = {"KZ-75": 2014, "KZ-71": 1587, "KZ-35": 757, "KZ-39": 623, "KZ-62": 70, "KZ-10": 105, "KZ-23": 117,
             "KZ-15": 126}  # fmt: skip
"""The state's report for 2024."""


@pytest.fixture(scope="module")
def year() -> list[PastRequest]:
    """The whole year."""
    return synthetic_year(plan_of(2024), ZONE)


@pytest.fixture
async def seeded(sqlite_url: str) -> AsyncIterator[Database]:
    """A database with the year in it."""
    database = Database(sqlite_url)
    assert await seed(database, 2024, ZONE) == Stored(14_936, 0)
    yield database
    await database.close()


async def counted(database: Database, by: Any, *where: Any) -> dict[str, int]:
    """Sums of the year's counters, for whole regions."""
    whole = (Counter.period == "2024", Counter.district == "", Counter.region != "")
    query = select(by, func.sum(Counter.number)).where(*whole, *where)
    async with database.reading() as session:
        return {str(key): int(number) for key, number in await session.execute(query.group_by(by))}


FROM_CITIZENS = Counter.kind.in_(CITIZENS_KINDS)
FOUND = Counter.kind == Kind.FINDING


def test_the_published_numbers_stand_in_the_data_file() -> None:
    """Without it: a slip in the data file would be signed by a ministry."""
    assert {iso: row["received"] for iso, row in TARGETS["regions"].items() if row["published"]} == PUBLISHED
    assert {region.iso: region.requests_2024 for region in geography.regions() if region.requests_2024} == PUBLISHED
    chosen = {iso: row["received"] for iso, row in TARGETS["regions"].items() if not row["published"]}
    assert len(chosen) == 12 and all(126 < number < 623 for number in chosen.values())
    population = {iso: geography.region(iso).population for iso in chosen}
    assert sorted(chosen, key=lambda iso: (chosen[iso], population[iso])) == sorted(chosen, key=population.__getitem__)
    numbers = {key: row["number"] for key, row in (TARGETS["requests"] | TARGETS["dumps"]).items()}
    assert (numbers["in_work"], numbers["found"], numbers["removed"]) == (102, 4886, 4335)
    assert 10_000 < numbers["received"] < 10_100 and 9_000 < numbers["executed"] < 9_700
    keys = {key: row["number"] for key, row in TARGETS["categories"].items()}
    assert (keys["territory"], keys["road_repair"]) == (2981, numbers["received"] / 10)
    assert max(n for key, n in keys.items() if key not in ("territory", "road_repair")) < keys["road_repair"]
    with (DATA / "published_figures.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["date"].startswith("2024")]
    told = " ".join(f"{row['value']} {row['detail']}" for row in rows)
    assert all(re.search(rf"\b{number}\b", told) for number in (*PUBLISHED.values(), 102, 2981, 4886, 4335))


async def check_regions_and_categories(database: Database) -> None:
    """The figures of each region and each category, as published."""
    received = Counter.measure.in_(OUTCOMES)
    in_work = Counter.measure.in_(("work", "overdue"))
    regions = TARGETS["regions"]
    assert await counted(database, Counter.region, FROM_CITIZENS, received) == {
        iso: row["received"] for iso, row in regions.items()
    }
    assert await counted(database, Counter.region, FROM_CITIZENS, in_work) == {
        iso: row["in_work"] for iso, row in regions.items()
    }
    assert await counted(database, Counter.region, FOUND, received) == {
        iso: row["dumps_found"] for iso, row in regions.items()
    }
    assert await counted(database, Counter.region, FOUND, Counter.measure == "dump:removed") == {
        iso: row["dumps_removed"] for iso, row in regions.items()
    }
    assert await counted(database, Counter.category, FROM_CITIZENS, received) == {
        key: row["number"] for key, row in TARGETS["categories"].items()
    }
    assert await counted(database, Counter.category, FOUND, received) == {"illegal_dump": 4886}


async def test_the_counters_are_the_published_figures(seeded: Database) -> None:
    """Without it: the year would look like 2024 and not be it, or the sum be right and the ranking of regions wrong."""
    requests, dumps = ({k: row["number"] for k, row in TARGETS[part].items()} for part in ("requests", "dumps"))
    outcomes = await counted(seeded, Counter.measure, FROM_CITIZENS, Counter.measure.in_(OUTCOMES))
    assert sum(outcomes.values()) == requests["received"]
    assert outcomes["executed"] + outcomes["executed_late"] == requests["executed"]
    assert outcomes.get("work", 0) + outcomes["overdue"] == requests["in_work"]
    assert outcomes["executed_late"] == requests["executed_late"]
    assert {k: outcomes[k] for k in ("returned", "rejected", "duplicate", "withdrawn")} == {
        k: requests[k] for k in ("returned", "rejected", "duplicate", "withdrawn")
    }
    everything = await counted(seeded, Counter.measure, FROM_CITIZENS)
    assert sum(n for key, n in everything.items() if key.startswith("stars_")) == requests["judged_with_stars"]
    for ruling in ("right", "wrong", "open"):
        complaints = {k: n for k, n in everything.items() if re.fullmatch(rf"complaint:\w+:{ruling}", k)}
        assert sum(complaints.values()) == requests[f"complaints_{ruling}"]
    found = await counted(seeded, Counter.measure, FOUND)
    assert sum(found.get(outcome, 0) for outcome in OUTCOMES) == dumps["found"]
    assert found[measures.dump("removed")] == found["executed"] + found["executed_late"] == dumps["removed"]
    assert found["executed_late"] == dumps["removed_late"]
    assert found[measures.protocols(Article.A434_2)] == dumps["protocols_434_2"]
    assert found[measures.protocols(Article.A505)] == dumps["protocols_505"]
    assert found[measures.fines(Article.A434_2)] == dumps["protocols_434_2"] * 36_920
    await check_regions_and_categories(seeded)


def test_the_year_is_the_same_every_time_and_says_what_it_is(year: list[PastRequest]) -> None:
    """Without it: two people could not compare what they see, or somebody could take it for real."""
    assert year == synthetic_year(plan_of(2024), ZONE)
    assert [past.external for past in year[:2]] == ["2024-000001", "2024-000002"]
    assert {past.source for past in year} == {SYNTHETIC}
    assert all(
        re.match("Үлгі өтінім|Үлгі дерек|Учебная заявка|Учебный пример", past.description or "") for past in year
    )
    assert Tally(past.state for past in year)[State.DISPUTED] == 4


def test_the_year_makes_sense(year: list[PastRequest]) -> None:
    """Without it: a request of 2024 could lie in another region, or be done before it was sent."""
    now = datetime.now(UTC)
    assert [(past.external, list(faults(past, now))) for past in year if any(faults(past, now))] == []
    find = geography.borders().find
    assert all(past.lat and past.lon and find(past.lat, past.lon) == past.region for past in year)
    days = {kind: [past.sent_at.astimezone(ZONE).date() for past in year if past.kind is kind] for kind in Kind}
    assert (min(days[Kind.REQUEST]), max(days[Kind.REQUEST])) >= (date(2024, 7, 5), date(2024, 12, 1))
    assert len({day.month for day in days[Kind.FINDING]}) == 12 and {day.year for day in days[Kind.FINDING]} == {2024}
    assert sum(day < date(2024, 7, 25) for day in days[Kind.REQUEST]) > 800
    cities = [past for past in year if past.region in ("KZ-71", "KZ-75", "KZ-79") and past.kind is Kind.REQUEST]
    assert sum(past.district is not None for past in cities) > 0.8 * len(cities)
    left = Tally(past.region for past in year if past.kind is Kind.REQUEST and past.done_at is past.closed_at)
    assert 3 <= left["KZ-79"] <= 5 and 1 <= left["KZ-75"] <= 2


@pytest.mark.parametrize("scale", [0.01, 1.2])
def test_a_year_of_another_size_adds_up_too(scale: float) -> None:
    """Without it: a small year for a quick look, or a large one for a load test, would be refused or not add up."""
    plan = plan_of(2024, scale)
    year = synthetic_year(plan, ZONE)
    assert abs(len(year) - 14_936 * scale) < 15
    assert sum(plan.categories.values()) == plan.requests["received"] == sum(r.received for r in plan.regions.values())
    assert not any(fault for past in year for fault in faults(past, datetime.now(UTC)))
    assert {past.external.partition("-")[0] for past in year} == {f"2024x{scale:g}"}


async def test_the_year_on_both_databases(database: Database) -> None:
    """Without it: whoever types the command twice would have a year of twice as many requests, or counters adrift."""
    total = plan_of(2024, 0.1).total
    assert await seed(database, 2024, ZONE, 0.1) == Stored(total, 0)
    assert await seed(database, 2024, ZONE, 0.1) == Stored(0, total)
    async with snapshot(database) as session:
        assert [d async for d in disagreements(session, datetime.now(UTC), lambda seen, last: None)] == []
        assert await session.scalar(select(func.count()).select_from(CitizenRequest)) == total


def test_there_is_no_plan_of_a_year_without_published_figures() -> None:
    """Without it: a year nobody has reported on could be made up as if somebody had."""
    with pytest.raises(KeyError):
        plan_of(2025)
