"""Counting: the difference of two standings, written once, in one order for everybody."""

import asyncio
from datetime import date
from typing import Any

from sqlalchemy import event, select

from domain.words import Kind
from models import Counter
from models.database import Database
from services import counters
from services.counters import Standing, district_code

DAY = date(2026, 11, 22)
WORK = Standing("KZ-75", "751210000", "territory", Kind.REQUEST, DAY, (("work", 1),))
DONE = Standing("KZ-75", "751210000", "territory", Kind.REQUEST, DAY, (("executed", 1), ("stars_5", 1)))


async def rows(database: Database) -> dict[tuple[str, str, str], int]:
    """The counters by period, district and measure."""
    async with database.reading() as session:
        return {(c.period, c.district, c.measure): c.number for c in await session.scalars(select(Counter))}


async def test_a_step_moves_a_request_in_all_its_periods(database: Database) -> None:
    """Without it: a request would stay among those in work in its year, or be missing from its district."""
    async with database.begin() as session:
        await counters.move(session, None, WORK)
        await counters.move(session, WORK, DONE)
        await counters.move(session, DONE, DONE)
    where = [(p, d) for p in ("all", "2026", "2026-11", "2026-11-22") for d in ("", "751210000")]
    assert await rows(database) == {
        (*place, measure): number
        for place in where
        for measure, number in (("work", 0), ("executed", 1), ("stars_5", 1))
    }


def test_only_districts_on_our_list_are_counted_apart() -> None:
    """Without it: every spelling of a citizen's own would become a district of the statistics."""
    assert district_code("KZ-75", "751210000") == "751210000"
    assert district_code("KZ-79", "751210000") == district_code("KZ-75", "By the river") == ""
    assert district_code("KZ-75", None) == ""


async def test_several_steps_are_written_at_once(database: Database) -> None:
    """Without it: two people deciding on many requests each would wait for each other's counters without end."""
    written: list[Any] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        if sql.startswith("INSERT INTO counters"):
            written.append(parameters)

    async with database.begin() as session:
        event.listen(database.engine.sync_engine, "before_cursor_execute", note)
        async with counters.together(session):
            await counters.move(session, None, DONE)
            async with counters.together(session):
                await counters.move(session, DONE, WORK)
            await counters.move(session, None, WORK)
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert len(written) == 1
    assert {key: n for key, n in (await rows(database)).items() if n} == {
        (p, d, "work"): 2 for p in ("all", "2026", "2026-11", "2026-11-22") for d in ("", "751210000")
    }


async def test_two_who_count_the_same_never_wait_for_each_other(postgres_url: str) -> None:
    """Without it: two steps that cross (one request done, another taken up again) would end in a deadlock."""
    database = Database(postgres_url)

    async def cross(before: Standing, after: Standing) -> None:
        for _ in range(15):
            async with database.begin() as session:
                await counters.move(session, before, after)

    async with asyncio.TaskGroup() as group:
        group.create_task(cross(WORK, DONE))
        group.create_task(cross(DONE, WORK))
    assert set((await rows(database)).values()) == {0}
    await database.close()
