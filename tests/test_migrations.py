"""Migrations on both databases: every step up and down, and the end equal to the models."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import migrations
from models.database import Database
from services.recount import disagreements, snapshot

REVISIONS = [r.revision for r in reversed(list(ScriptDirectory(str(migrations.FOLDER)).walk_revisions()))]


@pytest.fixture
async def blank(database_url: str) -> AsyncIterator[Database]:
    """A database without any table, on each kind."""
    database = Database(database_url)
    async with database.engine.begin() as connection:
        if database.is_sqlite:
            for table in await connection.run_sync(lambda c: inspect(c).get_table_names()):
                await connection.execute(text(f"DROP TABLE {table}"))
        else:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    yield database
    await database.close()


async def step(database: Database, verb: str, revision: str) -> None:
    """`upgrade` or `downgrade` to a revision."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda c: getattr(command, verb)(migrations.config_for(c), revision))


def schema(connection: Connection) -> dict[str, object]:
    """Tables with their columns, indexes, unique constraints and foreign keys, as the database tells them."""
    look = inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
            sorted(plain(i) for i in look.get_indexes(table)),
            sorted(plain(u) for u in look.get_unique_constraints(table)),
            sorted(plain(f) for f in look.get_foreign_keys(table)),
        )
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def plain(value: Any) -> str:
    """A description in which a condition is its text."""
    if isinstance(value, dict):
        return str({key: plain(item) for key, item in value.items()})
    return str(value)


async def seen(database: Database) -> dict[str, object]:
    """The schema as it is now."""
    async with database.engine.begin() as connection:
        return await connection.run_sync(schema)


async def test_every_step_goes_up_down_and_up(blank: Database) -> None:
    """Without it a step back after a bad release could fail, or leave something behind."""
    before = await seen(blank)
    assert before == {}
    for number, revision in enumerate(REVISIONS):
        await step(blank, "upgrade", revision)
        after = await seen(blank)
        await step(blank, "downgrade", REVISIONS[number - 1] if number else "base")
        assert await seen(blank) == before
        await step(blank, "upgrade", revision)
        assert await seen(blank) == after
        before = after


async def test_the_end_is_what_the_models_say(blank: Database) -> None:
    """Without it a changed model would work in tests that create tables and fail on a real database."""
    await migrations.upgrade(blank)
    async with blank.engine.begin() as connection:
        await connection.run_sync(lambda c: command.check(migrations.config_for(c)))


OLD_REQUEST = text(
    "INSERT INTO requests (id, kind, category, state, is_open, outcome, region, district, located, sent_at, day,"
    " due_at, first_due_at, queued_at, reason, stars, reopened, appealed, version)"
    " VALUES (:id, 'request', 'territory', :state, :is_open, :outcome, 'KZ-75', :district, 'pin',"
    " '2024-02-28 20:00:00', '2024-02-29', '2024-03-01 00:00:00', '2024-03-01 00:00:00', '2024-02-28 20:00:00',"
    " :reason, :stars, :reopened, :appealed, 1)"
)
OLD_WORK = text(
    "UPDATE requests SET assigned_at = '2024-02-29 06:00:00', done_at = '2024-03-01 18:59:59.500000',"
    " closed_at = '2024-03-01 19:00:00' WHERE state = 'confirmed'"
)
OLD_REQUESTS: tuple[dict[str, Any], ...] = (
    {"state": "new", "outcome": "work", "district": None},
    {"state": "confirmed", "outcome": "executed", "district": "Әуезов ауданы", "stars": 5, "reopened": 1},
    {"state": "confirmed", "outcome": "executed", "district": "Auezov District"},
    {"state": "rejected", "outcome": "returned", "district": "by the river", "reason": "meaningless", "appealed": True},
)
OLD_COMPLAINTS = ((2, "dispute", "'poor_work'", "'right'"), (4, "appeal", "NULL", "NULL"))


async def test_old_requests_are_counted_in_the_new_counters(blank: Database) -> None:
    """Without it an upgrade could lose the figures of all years before, or the districts people had chosen."""
    await step(blank, "upgrade", "0002")
    empty: dict[str, Any] = {"reason": None, "stars": None, "reopened": 0, "appealed": False}
    async with blank.engine.begin() as connection:
        for number, request in enumerate(OLD_REQUESTS, 1):
            row = empty | request | {"id": number, "is_open": request["state"] == "new"}
            await connection.execute(OLD_REQUEST, row)
        await connection.execute(OLD_WORK)
        for request_id, form, ground, ruling in OLD_COMPLAINTS:
            await connection.execute(text(
                "INSERT INTO complaints (request_id, region, form, ground, ruling, created_at) VALUES"
                f" ({request_id}, 'KZ-75', '{form}', {ground}, {ruling}, '2024-03-02 00:00:00')"
            ))  # fmt: skip
    for _ in range(2):
        await migrations.upgrade(blank)
        async with snapshot(blank) as session:
            found = [str(d) async for d in disagreements(session, datetime.now(UTC), lambda seen, last: None)]
            districts = list(await session.scalars(text("SELECT district FROM requests ORDER BY id")))
            every = await session.scalar(text("SELECT sum(number) FROM counters WHERE period = 'all'"))
        assert districts == [None, "751310000", "751310000", "by the river"]
        assert [line for line in found if line.startswith("counter")] == []
        # Of the region: outcomes, confirmations, stars, reopened, complaints, what was waited for (an executor twice,
        # the work twice, a verdict once), and all that of the country; and of the district, save for waits.
        assert every == 2 * (4 + 2 + 1 + 1 + 2 + 5) + (2 + 2 + 1 + 1 + 1)
        await step(blank, "downgrade", "0002")
        async with blank.engine.begin() as connection:
            before = await connection.execute(text("SELECT outcome, sum(number) FROM counters GROUP BY outcome"))
            assert sorted(map(tuple, before)) == [("executed", 4), ("returned", 2), ("work", 2)]
            names = await connection.scalars(text("SELECT district FROM requests ORDER BY id"))
            assert list(names)[1:3] == ["Әуезов ауданы"] * 2


async def test_a_database_knows_its_version(blank: Database) -> None:
    """Without it the bot would start on a schema it does not know."""
    assert await migrations.current(blank) is None
    await migrations.upgrade(blank)
    assert await migrations.current(blank) == migrations.newest() == REVISIONS[-1]


async def test_upgrading_twice_changes_nothing(blank: Database) -> None:
    """Without it a second `migrate` could break a running installation."""
    await migrations.upgrade(blank)
    before = await seen(blank)
    await migrations.upgrade(blank)
    assert await seen(blank) == before
