"""Counting everything again: requests against their histories, counters against the requests.

Read in batches within one snapshot of the database, so that neither its size nor a running bot stands in the way. The
counters are put together anew in a temporary file, not in memory.
"""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.replay import FACTS, replay
from domain.words import Outcome
from domain.workflow import outcome
from models import CitizenRequest, Complaint, Counter, Follow, HistoryEntry, Timer, WorkReport
from models.database import Database
from services import counters, dumps
from services.counters import Cell
from services.tallies import Tallies

BATCH = 2000
"""Requests that are looked at together, with their histories."""
CELLS = 10_000

_REQUEST = (
    CitizenRequest.id, CitizenRequest.kind, CitizenRequest.category, CitizenRequest.state, CitizenRequest.is_open,
    CitizenRequest.outcome, CitizenRequest.region, CitizenRequest.district, CitizenRequest.day,
    CitizenRequest.sent_at, CitizenRequest.first_due_at, CitizenRequest.executor_id, CitizenRequest.assigned_at,
    CitizenRequest.done_at, CitizenRequest.closed_at, CitizenRequest.reason, CitizenRequest.duplicate_of,
    CitizenRequest.stars, CitizenRequest.reopened, CitizenRequest.appealed, CitizenRequest.followers,
)  # fmt: skip
_ENTRY = (
    HistoryEntry.request_id, HistoryEntry.id, HistoryEntry.at, HistoryEntry.action, HistoryEntry.from_state,
    HistoryEntry.to_state, HistoryEntry.data,
)  # fmt: skip
_COMPLAINT = (Complaint.request_id, Complaint.form, Complaint.ground, Complaint.ruling, Complaint.created_at)
_REPORT = (WorkReport.request_id, WorkReport.outcome, WorkReport.litres, WorkReport.article, WorkReport.fine)
_CELL = tuple(getattr(Counter, name) for name in Cell._fields)

Progress = Callable[[int, int], None]
"""Told the last request looked at, and the last there is."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A request whose row and history tell different things, or a counter that is not what was counted."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[AsyncSession]:
    """A session that sees the database as it is at the first query, whatever others write meanwhile."""
    async with database.reading() as session:
        if not database.is_sqlite:
            # A reading transaction of SQLite is one anyway.
            level = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            await session.connection(execution_options=level)
        yield session


async def disagreements(session: AsyncSession, now: datetime, progress: Progress) -> AsyncIterator[Disagreement]:
    """Everything that does not agree, the requests first, by their numbers; then the counters."""
    last = await session.scalar(select(func.max(CitizenRequest.id))) or 0
    with Tallies() as tallies:
        seen = 0
        while requests := await _batch(session, seen):
            async for found in _requests(session, requests, now, tallies):
                yield found
            seen = requests[-1].id
            progress(seen, last)
        tallies.sum_up()
        await _keep(session, tallies)
        for cell, kept, counted in tallies.differing():
            yield Disagreement(f"counter {_shown(cell)}", f"is {kept}, counted {counted}")


async def _batch(session: AsyncSession, seen: int) -> Sequence[Any]:
    query = select(*_REQUEST).where(CitizenRequest.id > seen).order_by(CitizenRequest.id).limit(BATCH)
    return (await session.execute(query)).all()


async def _requests(
    session: AsyncSession, requests: Sequence[Any], now: datetime, tallies: Tallies
) -> AsyncIterator[Disagreement]:
    """What is wrong with a batch of requests; what they are counted for is added to the tallies."""
    span = requests[0].id, requests[-1].id
    entries = await _by_request(session, _ENTRY, HistoryEntry, span)
    complaints = await _by_request(session, _COMPLAINT, Complaint, span)
    reports = await _by_request(session, _REPORT, WorkReport, span)
    followed = await _followers(session, span)
    waiting = await _with_timer(session, [r.id for r in requests if _is_forgotten(r, now)])
    counted: Tally[Cell] = Tally()
    for request in requests:
        theirs = complaints[request.id]
        newest = reports[request.id][-1] if request.category == dumps.CATEGORY and reports[request.id] else None
        standing = counters.standing_of(request, session.info["zone"], theirs, newest)
        for cell, number in standing.cells(days_only=True):
            counted[cell] += number
        problems = [*_against_history(request, entries[request.id], theirs), *_in_outcome(request, now, waiting)]
        if request.followers != followed.get(request.id, 0):
            problems.append(f"followers is {request.followers}, {followed.get(request.id, 0)} follow it")
        for what in problems:
            yield Disagreement(f"request {request.id}", what)
    tallies.count(counted)


async def _by_request(
    session: AsyncSession, columns: Iterable[Any], table: Any, span: tuple[int, int]
) -> defaultdict[int, list[Any]]:
    """Rows of a batch of requests in order, by the request."""
    query = select(*columns).where(table.request_id.between(*span)).order_by(table.request_id, table.id)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.request_id].append(row)
    return found


async def _followers(session: AsyncSession, span: tuple[int, int]) -> dict[int, int]:
    query = select(Follow.request_id, func.count().label("people")).where(Follow.request_id.between(*span))
    rows = await session.execute(query.group_by(Follow.request_id))
    return {row.request_id: row.people for row in rows}


def _against_history(request: Any, entries: Sequence[Any], complaints: Sequence[Any]) -> Iterator[str]:
    life = replay(entries)
    yield from life.breaks
    for name in FACTS:
        if name in life.known and getattr(request, name) != life.known[name]:
            yield f"{name} is {getattr(request, name)}, its history says {life.known[name]}"
    kept = [[c.form, c.ground, c.ruling] for c in complaints]
    if kept != life.objections:
        yield f"complaints are {_listed(kept)}, its history says {_listed(life.objections)}"


def _listed(objections: Iterable[Iterable[object]]) -> str:
    return "; ".join(" ".join(str(part) for part in parts if part) for parts in objections) or "none"


def _is_forgotten(request: Any, now: datetime) -> bool:
    """Whether an open request is past its first deadline and not yet counted so."""
    return request.is_open and request.outcome is Outcome.WORK and bool(request.first_due_at < now)


async def _with_timer(session: AsyncSession, ids: Iterable[int]) -> set[str]:
    """Those of the requests that the clock has not come to yet."""
    subjects = [str(i) for i in ids]
    query = select(Timer.subject).where(Timer.name == "overdue", Timer.subject.in_(subjects), Timer.state == "pending")
    return set(await session.scalars(query)) if subjects else set()


def _in_outcome(request: Any, now: datetime, waiting: set[str]) -> Iterator[str]:
    if request.is_open:
        late = request.outcome is Outcome.OVERDUE
        if late and request.first_due_at >= now:
            yield f"outcome is {request.outcome} before its first deadline"
        if _is_forgotten(request, now) and str(request.id) not in waiting:
            yield f"outcome is {request.outcome} after its first deadline, and no timer is set"
    else:
        late = request.done_at is not None and request.done_at > request.first_due_at
    right = outcome(request.state, reason=request.reason, late=late)
    if request.outcome is not right:
        yield f"outcome is {request.outcome}, its state says {right}"


async def _keep(session: AsyncSession, tallies: Tallies) -> None:
    """Put the counters as they are kept beside what was counted."""
    key = tuple_(*_CELL)
    query = select(*_CELL, Counter.number).order_by(*_CELL).limit(CELLS)
    rows = (await session.execute(query)).all()
    while rows:
        tallies.keep((Cell(*row[:-1]), row.number) for row in rows)
        rows = (await session.execute(query.where(key > tuple_(*rows[-1][:-1])))).all()


def _shown(cell: Cell) -> str:
    where = f"{cell.region} {cell.district}".strip()
    return f"{cell.period} {where} {cell.category or '(no category)'} {cell.kind} {cell.measure}"
