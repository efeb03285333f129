"""How staff's screens are read: every statement by an index, however many requests there are."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor, Grant
from domain.words import Kind, Located, Outcome, Role, State, TemplateUse
from models import CitizenRequest, Complaint, Person
from models.database import Database
from services import cards, case_files, complaints, histories, queue, reports, tasks, templates, triage
from services.paging import Key
from services.queue import Place, Shelf

REGION = "KZ-79"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OPERATOR = Actor(1, (Grant(Role.OPERATOR, REGION), Grant(Role.SUPERVISOR, REGION)))
EXECUTOR = Actor(2, (Grant(Role.EXECUTOR, REGION),))

Reading = Callable[[AsyncSession], Awaitable[Any]]


async def fill(database: Database) -> None:
    """Two people and a few dozen requests of different states, one with a complaint."""
    async with database.begin() as session:
        session.add_all(
            [
                Person(id=i, created_at=NOW, last_message_id=0, reachable=True, is_staff=True, name=f"P{i}")
                for i in (1, 2)
            ]
        )
        await session.flush()
        states = list(State)
        for n in range(60):
            state = states[n % len(states)]
            session.add(_request(n + 1, state, NOW + timedelta(hours=n)))
        await session.flush()
        session.add(Complaint(request_id=5, region=REGION, form="dispute", created_at=NOW))


def _request(number: int, state: State, due_at: datetime) -> CitizenRequest:
    is_open = state in (State.NEW, State.NEEDS_INFO, State.ASSIGNED, State.PLANNED, State.IN_PROGRESS, State.DISPUTED)
    return CitizenRequest(
        id=number, kind=Kind.REQUEST, category="park", state=state, is_open=is_open, outcome=Outcome.WORK,
        region=REGION, lat=42.32, lon=69.59, located=Located.PIN, citizen_id=1, sent_at=NOW, day=NOW.date(),
        due_at=due_at, first_due_at=due_at, queued_at=NOW, executor_id=2, reopened=0, appealed=False,
    )  # fmt: skip


@asynccontextmanager
async def watched(database: Database) -> AsyncIterator[list[tuple[str, Any]]]:
    """The statements that run inside the block, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append((statement, parameters))

    engines = {database.engine.sync_engine, database._reading_engine.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def plans_of(database: Database, reading: Reading) -> str:
    """What the database says of how it runs everything that `reading` asks for."""
    async with watched(database) as seen, database.reading() as session:
        await reading(session)
    plans = []
    async with database.engine.begin() as connection:
        if not database.is_sqlite:
            # On so few rows reading them all is cheapest; this asks whether it could do without.
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        for statement, parameters in seen:
            rows = await connection.run_sync(_all, explain + statement, parameters)
            plans.append("\n".join(str(row[-1]) for row in rows))
    assert plans
    return "\n".join(plans)


def _all(connection: Any, statement: str, parameters: Any) -> list[Any]:
    return list(connection.exec_driver_sql(statement, parameters).all())


def page(
    shelf: Shelf = Shelf.OPEN,
    category: str | None = None,
    key: Key | None = None,
    back: bool = False,
    district: str | None = None,
) -> Reading:
    place = Place(REGION, shelf, category, key, district)
    return lambda s: queue.page(s, OPERATOR, place, NOW + timedelta(hours=3), back=back)


MIDDLE = Key(NOW + timedelta(hours=30), 31)

READINGS: dict[str, tuple[str, Reading]] = {
    "queue": ("ix_requests_queue", page()),
    "queue from a key": ("ix_requests_queue", page(key=MIDDLE)),
    "queue before a key": ("ix_requests_queue", page(key=MIDDLE, back=True)),
    "queue of a state": ("ix_requests_queue_state", page(Shelf.NEW, key=MIDDLE)),
    "queue of a category": ("ix_requests_queue_category", page(category="park", key=MIDDLE)),
    "overdue": ("ix_requests_queue", page(Shelf.OVERDUE)),
    "due today": ("ix_requests_queue", page(Shelf.TODAY)),
    "mine": ("ix_requests_mine", page(Shelf.MINE, key=MIDDLE)),
    "unassigned": ("ix_requests_unassigned", page(Shelf.UNASSIGNED, key=MIDDLE)),
    "given back": ("ix_requests_returned", page(Shelf.RETURNED, key=MIDDLE, back=True)),
    "suggestions": ("ix_requests_suggestions", page(Shelf.SUGGESTIONS, key=MIDDLE)),
    "queue of a district": ("ix_requests_district", page(key=MIDDLE, district="791110000")),
    "next in triage": ("ix_requests_queue_state", lambda s: triage.next_after(s, OPERATOR, REGION, MIDDLE, NOW)),
    "undecided": ("ix_requests_queue_state", lambda s: triage.undecided(s, REGION)),
    "usual executor": ("ix_requests_queue_category", lambda s: triage.suggested_executor(s, OPERATOR, REGION, "park")),
    "tasks": ("ix_requests_tasks", lambda s: tasks.tasks_of(s, EXECUTOR, MIDDLE)),
    "executors": ("ix_requests_tasks", lambda s: tasks.executors_of(s, OPERATOR, REGION)),
    "card": ("ix_requests_nearby", lambda s: cards.card(s, OPERATOR, 1)),
    "history": ("ix_history_request", lambda s: histories.history(s, OPERATOR, 1, before=9)),
    "complaints": ("ix_complaints_open", lambda s: complaints.open_complaints(s, OPERATOR, REGION, 5)),
    "case file": ("ix_work_reports_request", lambda s: case_files.case_file(s, OPERATOR, 1)),
    "ready answers": ("ix_templates_region", lambda s: templates.for_use(s, REGION, TemplateUse.ASK)),
    "case": ("ix_complaints_request", lambda s: complaints.open_case(s, OPERATOR, 5)),
}


@pytest.mark.parametrize("name", READINGS)
async def test_every_screen_is_read_by_an_index(database: Database, name: str) -> None:
    """Without it: a screen that is quick today would take seconds with a million requests."""
    await fill(database)
    index, reading = READINGS[name]
    plan = await plans_of(database, reading)
    # With so few rows PostgreSQL may find another index as good.
    assert index in plan or not database.is_sqlite, plan
    for scan in ("SCAN requests", "SCAN history", "SCAN media", "SCAN complaints", "Seq Scan on requests",
                 "Seq Scan on history", "Seq Scan on media", "Seq Scan on complaints"):  # fmt: skip
        assert scan not in plan.replace(f"{scan} USING INDEX", ""), plan
    # A page that has to be sorted grows with the queue.
    if name.startswith(("queue", "overdue", "tasks")):
        assert "TEMP B-TREE FOR ORDER" not in plan and "Sort Key: requests.due_at" not in plan, plan


async def test_collected_photos_are_found_by_an_index(database: Database) -> None:
    """Without it: each photo of a report would read the whole table of photos."""
    await fill(database)
    async with database.begin() as session:
        row = await session.get_one(CitizenRequest, 3)
        row.state, row.is_open = State.IN_PROGRESS, True
    plan = await plans_of(database, lambda s: reports.report_in_the_making(s, EXECUTOR, reports.Said(3)))
    assert "uq_media_report" in plan


async def test_pages_forth_and_back_hold_every_row_once(database: Database) -> None:
    """Without it: a row at the edge of a page could be skipped or shown twice."""
    await fill(database)
    async with database.reading() as session:
        place, forth, places = Place(REGION), [], []
        while True:
            shown = await queue.page(session, OPERATOR, place, NOW, size=7)
            forth += [row.id for row in shown.rows]
            places.append([row.id for row in shown.rows])
            if shown.next is None:
                break
            place = Place(REGION, key=shown.next)
        whole = (await queue.page(session, OPERATOR, Place(REGION), NOW, size=100)).rows
        assert forth == [row.id for row in whole] and len(places) > 3
        for expected in reversed(places[:-1]):
            assert shown.previous is not None
            shown = await queue.page(session, OPERATOR, Place(REGION, key=shown.previous), NOW, size=7, back=True)
            assert [row.id for row in shown.rows] == expected
        assert shown.previous is None
        beyond = Place(REGION, key=Key(NOW + timedelta(days=999), 1))
        last = await queue.page(session, OPERATOR, beyond, NOW, size=7)
        assert [row.id for row in last.rows] == forth[-7:] and last.next is None
