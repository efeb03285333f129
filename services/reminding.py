"""Reminding executors of deadlines that are near: whom, of what, and when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import ladder
from models import CitizenRequest
from services.calendar import is_working_day
from services.ladder import reminder_of
from services.paging import IS_OPEN
from services.region_settings import settings_of
from services.tasks import AT_WORK
from services.timers import set_timer


@dataclass(frozen=True, slots=True)
class Task:
    """A task whose deadline its executor is told of."""

    id: int
    category: str | None
    due_at: datetime
    executor_id: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """The tasks of one person whose deadlines lie between two moments: how many, and the first of them."""

    number: int
    first: Sequence[Task]


async def tasks_due(
    session: AsyncSession, people: Collection[int], after: datetime, until: datetime, most: int
) -> dict[int, Due]:
    """What these people have to do whose deadline lies between two moments, the first `most` of each person."""
    each: dict[str, Any] = {"partition_by": CitizenRequest.executor_id}
    ranked = (
        select(
            CitizenRequest.id, CitizenRequest.category, CitizenRequest.due_at, CitizenRequest.executor_id,
            func.row_number().over(**each, order_by=(CitizenRequest.due_at, CitizenRequest.id)).label("place"),
            func.count().over(**each).label("number"),
        )
        .where(
            IS_OPEN, CitizenRequest.executor_id.in_(people), CitizenRequest.state.in_(AT_WORK),
            CitizenRequest.due_at > after, CitizenRequest.due_at <= until,
        )
        .subquery()
    )  # fmt: skip
    first: dict[int, list[Task]] = defaultdict(list)
    numbers: dict[int, int] = {}
    query = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.executor_id, ranked.c.place)
    for row in await session.execute(query):
        first[row.executor_id].append(Task(row.id, row.category, row.due_at, row.executor_id))
        numbers[row.executor_id] = row.number
    return {person: Due(numbers[person], first[person]) for person in first}


async def reminders_due(session: AsyncSession, ids: Sequence[int], now: datetime, zone: tzinfo) -> list[Task]:
    """Of tasks whose timer "remind" has struck, those to be reminded of now; the others get their moment.

    Nobody is reminded of what they were given after that moment, of what is due this very day (the digest says that),
    or of what cannot be told before its deadline because of the hours of the region.
    """
    query = select(
        CitizenRequest.id, CitizenRequest.category, CitizenRequest.due_at, CitizenRequest.executor_id,
        CitizenRequest.region, CitizenRequest.assigned_at,
    ).where(
        CitizenRequest.id.in_(ids), CitizenRequest.is_open, CitizenRequest.state.in_(AT_WORK),
        CitizenRequest.executor_id.is_not(None), CitizenRequest.due_at > now,
    )  # fmt: skip
    rows = (await session.execute(query.order_by(CitizenRequest.due_at))).all()
    settings, local = await settings_of(session, {row.region for row in rows}), now.astimezone(zone)
    due = []
    for row in rows:
        choices = settings(row.region)
        moment = reminder_of(row.due_at, choices, zone)
        if moment is None:
            continue
        allowed = choices.hours.next_allowed(max(moment, local), is_working_day)
        if allowed > now:
            if allowed < row.due_at:
                await set_timer(session, "remind", row.id, allowed.astimezone(UTC))
            continue
        due_local = row.due_at.astimezone(zone)
        this_day = ladder.in_days(due_local) and due_local.date() == local.date()
        if not this_day and (row.assigned_at is None or row.assigned_at < moment):
            due.append(Task(row.id, row.category, row.due_at, row.executor_id))
    return due
