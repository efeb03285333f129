"""Requests whose deadline has passed: their place in the figures, and how many there are."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Outcome
from models import EVER, CitizenRequest, Counter
from services import counters
from services.steps import settle_outcome
from services.timers import set_timer


async def mark_overdue(session: AsyncSession, request_id: int, now: datetime) -> CitizenRequest | None:
    """Count an open request as overdue once its first deadline has passed.

    Gives the request where it became overdue just now, else None: it is closed, was counted already, or has got a later
    deadline, for which a timer is set.
    """
    request = await session.get(CitizenRequest, request_id, with_for_update=True)
    if request is None or not request.is_open or request.outcome is Outcome.OVERDUE:
        return None
    if now <= request.first_due_at:
        await set_timer(session, "overdue", request.id, request.first_due_at)
        return None
    before = await counters.standing_in(session, request)
    settle_outcome(request, now)
    await counters.move(session, before, await counters.standing_in(session, request))
    return request


async def overdue_in(session: AsyncSession, region: str) -> int:
    """How many requests of a region are overdue now, read from the counters."""
    query = select(func.coalesce(func.sum(Counter.number), 0)).where(
        Counter.period == EVER, Counter.district == "", Counter.measure == Outcome.OVERDUE, Counter.region == region
    )
    return int(await session.scalar(query) or 0)
