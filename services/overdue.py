"""Requests whose deadline has passed: their place in the figures, and the first rung of the ladder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.ladder import TOLD
from domain.words import Outcome, State
from models import CitizenRequest
from services import counters
from services.paging import IS_OPEN
from services.timers import set_timer


@dataclass(frozen=True, slots=True)
class Late:
    """A request whose deadline has passed just now."""

    id: int
    region: str
    state: State
    category: str | None
    executor_id: int | None
    due_at: datetime


_AFTER = timedelta(seconds=1)
"""At the very moment of a deadline it is still kept."""
_BUSY = timedelta(seconds=5)

_COLUMNS = (
    CitizenRequest.id, CitizenRequest.region, CitizenRequest.district, CitizenRequest.category, CitizenRequest.kind,
    CitizenRequest.day, CitizenRequest.state, CitizenRequest.outcome, CitizenRequest.executor_id, CitizenRequest.due_at,
    CitizenRequest.first_due_at, CitizenRequest.escalation,
)  # fmt: skip


async def mark_due(session: AsyncSession, ids: Sequence[int], now: datetime) -> list[Late]:
    """Of requests whose timer has struck, count those open as overdue whose first deadline has passed.

    Gives those whose present deadline has passed and of whom nobody has been told. Any with a deadline still ahead get
    their timer back. A few statements, however many they are.
    """
    query = select(*_COLUMNS).where(CitizenRequest.id.in_(ids), CitizenRequest.is_open).order_by(CitizenRequest.id)
    # A request that somebody works on just now is not waited for: that transaction may be waiting for its timer.
    rows = (await session.execute(query.with_for_update(skip_locked=True))).all()
    await _try_again(session, set(ids) - {row.id for row in rows}, now)
    for row in rows:
        ahead = [due for due in (row.first_due_at, row.due_at) if due >= now]
        if ahead:
            await set_timer(session, "overdue", row.id, min(ahead) + _AFTER)
    counted = [row for row in rows if row.first_due_at < now and row.outcome is not Outcome.OVERDUE]
    fallen = [row for row in rows if row.due_at < now and row.escalation < TOLD]
    await _write(session, {row.id for row in counted}, {row.id for row in fallen}, now)
    async with counters.together(session):
        for row in counted:
            # All that changes is the outcome; what else the request counts for stays.
            before = counters.outcome_alone(row, row.outcome)
            await counters.move(session, before, replace(before, marks=((str(Outcome.OVERDUE), 1),)))
    return [Late(row.id, row.region, row.state, row.category, row.executor_id, row.due_at) for row in fallen]


async def _try_again(session: AsyncSession, missing: Iterable[int], now: datetime) -> None:
    if missing := set(missing):
        busy = await session.scalars(select(CitizenRequest.id).where(CitizenRequest.id.in_(missing), IS_OPEN))
        for request_id in busy.all():
            await set_timer(session, "overdue", request_id, now + _BUSY)


async def _write(session: AsyncSession, counted: set[int], fallen: set[int], now: datetime) -> None:
    table, newer = CitizenRequest, {"version": CitizenRequest.version + 1}
    if counted:
        await session.execute(update(table).where(table.id.in_(counted)).values(outcome=Outcome.OVERDUE, **newer))
    if fallen:
        told = {"escalation": TOLD, "escalated_at": now}
        await session.execute(update(table).where(table.id.in_(fallen)).values(**told, **newer))


async def mark_overdue(session: AsyncSession, request_id: int, now: datetime) -> bool:
    """`mark_due` for one request; whether nobody had been told of its deadline before."""
    return bool(await mark_due(session, [request_id], now))
