"""No query of the way through the house reads a whole table: each is shown to the database's planner.

The statements are taken from the services themselves while they run. SQLite's planner tells which index it uses.
PostgreSQL's would rather read a small table whole, so that is forbidden to it: what it still reads whole has no index.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import clock, inbox, sender
from domain.permissions import Actor, Grant
from domain.spans import Unit, containing, series
from domain.words import Kind, Role
from models import AreaAlert, Base, Draft, Media, Person
from models.database import Database
from services import (
    area_alerts,
    area_news,
    bans,
    deadline_rules,
    digest,
    drafts,
    ladder,
    organisations,
    overdue,
    people,
    queue,
    reminding,
    requests_of,
    search,
    search_terms,
    sending,
    similar,
    statements,
    statistics,
    steps,
    tasks,
    team,
    triage,
)
from services.paging import Key
from services.queue import Place, Shelf
from services.region_settings import Choices
from services.statistics import Scope
from services.triage import Round

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
EVER, YEAR, MONTH, WEEK = (containing(u, NOW.date()) for u in (Unit.START, Unit.YEAR, Unit.MONTH, Unit.WEEK))
REGION = "KZ-79"
OPERATOR = Actor(5, (Grant(Role.OPERATOR, REGION), Grant(Role.EXECUTOR, REGION)))
CHIEF = Actor(6, (Grant(Role.SUPERVISOR, REGION),))
POINT = AreaAlert(id=1, person_id=5, region=REGION, lat=42.3, lon=69.6, radius=500, told_to=3)
DISTRICT = AreaAlert(id=2, person_id=5, region=REGION, district="791110000", told_to=3)
KEY = Key(NOW, 7)
PARTIAL = {index.name for table in Base.metadata.tables.values() for index in table.indexes if "where" in index.info}
"""Indexes over some rows only: reading one from end to end is reading what is wanted."""
DRAFT = Draft(
    id=1, person_id=5, kind=Kind.REQUEST, category="territory", lat=42.3, lon=69.6, region=REGION, created_at=NOW,
    updated_at=NOW,
)  # fmt: skip

Work = Callable[[AsyncSession], Awaitable[Any]]
WORKS: dict[str, Work] = {
    "a page of the team": lambda s: team.members(s, CHIEF, REGION, 7),
    "the page before it": lambda s: team.members(s, CHIEF, REGION, 7, back=True),
    "open tasks of one of the team": lambda s: team.open_tasks(s, 5, REGION),
    "the invitations into a region": lambda s: team.invitations(s, CHIEF, REGION, NOW),
    "organisations of a region": lambda s: organisations.page(s, CHIEF, REGION),
    "the next update": lambda s: s.execute(inbox._CLAIM, {"now": NOW}),
    "updates held until consent": lambda s: inbox.release_held(s, 5),
    "updates to be emptied": inbox.empty_done,
    "updates to be forgotten": lambda s: inbox.forget(s, NOW),
    "the next parcels": lambda s: s.execute(sender._DUE, {"now": NOW, "unready": [1, 2]}),
    "the next timer": lambda s: s.execute(clock._claim(NOW, 1)),
    "the next timers of a kind": lambda s: s.execute(clock._claim(NOW, 499, "overdue")),
    "a person": lambda s: people.meet(s, 5, NOW),
    "a person's roles": lambda s: people.actor_for(s, Person(id=5, is_staff=True)),
    "the staff of a region": lambda s: people.staff_of(s, REGION, Role.OPERATOR),
    "a draft": lambda s: drafts.find(s, 5),
    "a draft by its number": lambda s: drafts.find_by_id(s, 1),
    "the files of a draft": lambda s: drafts.files_of(s, 1),
    "the files taken out of a draft": lambda s: drafts.remove_files(s, 1, NOW),
    "requests nearby": lambda s: similar.similar(s, DRAFT),
    "a draft sent before": lambda s: sending.sent_already(s, 5, 1),
    "the requests of a day": lambda s: sending._check_limit(s, 5, NOW, _zone(), 10),
    "the queue": lambda s: queue.page(s, OPERATOR, Place(REGION), NOW),
    "the queue from a place on": lambda s: queue.page(s, OPERATOR, Place(REGION, key=KEY), NOW),
    "the queue before a place": lambda s: queue.page(s, OPERATOR, Place(REGION, key=KEY), NOW, back=True),
    "the queue of a state": lambda s: queue.page(s, OPERATOR, Place(REGION, Shelf.NEW, key=KEY), NOW),
    "the queue of what is overdue": lambda s: queue.page(s, OPERATOR, Place(REGION, Shelf.OVERDUE, key=KEY), NOW),
    "the queue of a category": lambda s: queue.page(s, OPERATOR, Place(REGION, category="territory", key=KEY), NOW),
    "triage": lambda s: _each(
        triage.take_next(s, OPERATOR, Round(REGION, KEY), NOW), triage.keep_looking(s, OPERATOR, NOW),
        triage.undecided(s, REGION), triage.suggested_executor(s, OPERATOR, REGION, "territory"),
    ),
    "search": lambda s: _each(
        search.find(s, OPERATOR, REGION, "77"), search.by_words(s, OPERATOR, REGION, "снег двор", 9),
        s.execute(search._matching(REGION, frozenset({"снег"}), [frozenset({"двор", "дво"})], 9, 2).limit(9)),
        search_terms.remove(s, 7, REGION, "снег двор"),
    ),
    "tasks": lambda s: tasks.tasks_of(s, OPERATOR, KEY),
    "executors": lambda s: tasks.executors_of(s, OPERATOR, REGION),
    "deadlines that have passed": lambda s: _each(
        overdue.mark_due(s, [5, 7], NOW), overdue._write(s, {5}, {7}, NOW),
        reminding.reminders_due(s, [5], NOW, _zone()),
    ),
    "up the ladder": lambda s: ladder.climb(s, REGION, Choices(), NOW, _zone()),
    "the morning's digest": lambda s: _each(
        digest._readers(s, REGION), digest._queue(s, [REGION], [REGION], NOW, _zone()), digest._country(s, NOW),
        digest._oldest(s, digest._late([REGION], NOW)), digest._tasks(s, [5, 6], NOW, _zone()),
    ),
    "a deadline": lambda s: deadline_rules.due_for(s, REGION, "park", Kind.REQUEST, NOW, _zone()),
    "the soonest deadline": lambda s: deadline_rules.due_for(s, REGION, None, Kind.REQUEST, NOW, _zone()),
    "my requests": lambda s: requests_of.page(s, 5, followed=False),
    "my older requests": lambda s: requests_of.page(s, 5, followed=False, older_than=9),
    "requests I follow": lambda s: requests_of.page(s, 5, followed=True),
    "the photos of a request": lambda s: requests_of.photos(s, 7),
    "a request's last actor": lambda s: steps._last_actor(s, 7),
    "the areas somebody follows": lambda s: area_alerts.alerts_of(s, 5),
    "the newest request": lambda s: area_alerts.newest(s, NOW),
    "new requests around a point": lambda s: area_news._new_in(s, POINT, 9),
    "new requests of a district": lambda s: area_news._new_in(s, DISTRICT, 9),
    "a ban in force": lambda s: bans._of(s, 5, REGION),
    "the bans of a region": lambda s: bans.in_force(s, CHIEF, REGION, older_than=7),
    "all bans of a person": lambda s: bans.all_of(s, 5),
    "all-time figures": lambda s: statistics.overview(s, Scope(), EVER),
    "a region's figures": lambda s: statistics.figures(s, Scope(REGION, category="park"), YEAR),
    "a statement of the country": lambda s: statements.draw_up(s, Scope(), WEEK, NOW),
    "a statement of a region": lambda s: statements.draw_up(s, Scope("KZ-75"), EVER, NOW),
    "the course of a year": lambda s: statistics.course(s, Scope(REGION), list(series(MONTH, 12))),
}  # fmt: skip


async def _each(*works: Awaitable[Any]) -> None:
    for work in works:
        await work


def _zone() -> Any:
    from bot.settings import Settings

    return Settings(_env_file=None).zone


async def sent_by(database: Database, work: Work) -> list[tuple[str, Any]]:
    """The statements that a piece of work sends, with their parameters; what it changes is undone."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            found.append((sql, parameters[0] if many else parameters))

    async with database.begin() as session:
        event.listen(database.engine.sync_engine, "before_cursor_execute", note)
        try:
            await work(session)
        finally:
            event.remove(database.engine.sync_engine, "before_cursor_execute", note)
            await session.rollback()
    return found


async def whole_tables(database: Database, connection: AsyncConnection, sql: str, parameters: Any) -> list[str]:
    """The lines of the plan in which a table is read from end to end."""
    if database.is_sqlite:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [row[3] for row in rows if row[3].startswith("SCAN") and not _is_fine(row[3].split())]
    await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = await connection.exec_driver_sql(f"EXPLAIN {sql}", parameters)
    return [row[0] for row in rows if "Seq Scan" in row[0]]


def _is_fine(words: list[str]) -> bool:
    """What is read whole is no table but a result, or the rows of a partial index."""
    return words[1] not in Base.metadata.tables or not PARTIAL.isdisjoint(words)


@pytest.mark.parametrize("name", WORKS)
async def test_no_table_is_read_whole(database: Database, name: str) -> None:
    """Without it: a query that forgot its index would pass every other test and stop the bot after a year."""
    statements = await sent_by(database, WORKS[name])
    async with database.engine.begin() as connection:
        for sql, parameters in statements:
            assert await whole_tables(database, connection, sql, parameters) == [], sql
    assert statements


async def test_a_query_without_an_index_is_found(database: Database) -> None:
    """Without it: the tests above could pass because the plan is read wrongly."""
    async with database.engine.begin() as connection:
        sql = f"SELECT id FROM {Media.__tablename__} WHERE sha256 = 'x'"
        assert await whole_tables(database, connection, sql, ()) != []
