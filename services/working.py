"""What executors do: begin, give back, plan, report."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing
from domain.permissions import Actor
from domain.words import Action, MediaPurpose
from models import Media
from services.steps import Step, close_step, open_step

PLAN_DAYS = 7
"""How many days ahead work can be planned."""
_MORNING = time(9)
"""When planned work counts as begun, local time."""


def planned_moment(day: date, now: datetime, zone: ZoneInfo) -> datetime:
    """The morning of a day on which work is to begin. Raises Missing(planned_for) outside the next `PLAN_DAYS`."""
    if not 1 <= (day - now.astimezone(zone).date()).days <= PLAN_DAYS:
        raise Missing("planned_for")
    return datetime.combine(day, _MORNING, zone)


async def start(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> Step:
    """Begin the work."""
    step = await open_step(session, actor, request_id, Action.START, now)
    step.request.planned_for = None
    return await close_step(session, step)


async def give_back(session: AsyncSession, actor: Actor, request_id: int, comment: str, now: datetime) -> Step:
    """Return the request to the operators, saying why it cannot be done."""
    step = await open_step(session, actor, request_id, Action.RETURN, now)
    if not comment:
        raise Missing("comment")
    step.request.executor_id, step.request.returned = None, True
    return await close_step(session, step, comment)


async def plan(session: AsyncSession, actor: Actor, request_id: int, planned_for: datetime, now: datetime) -> Step:
    """Set the date of the work. It must lie ahead."""
    step = await open_step(session, actor, request_id, Action.PLAN, now)
    if planned_for <= now:
        raise Missing("planned_for")
    step.request.planned_for = planned_for
    step.data["planned_for"] = planned_for.isoformat()
    return await close_step(session, step)


async def report(
    session: AsyncSession, actor: Actor, request_id: int, media_ids: Sequence[int], comment: str | None, now: datetime
) -> Step:
    """Report the work done, with at least one photo of the executor's own from this report."""
    step = await open_step(session, actor, request_id, Action.REPORT, now)
    if not media_ids:
        raise Missing("photo")
    taken = await session.execute(
        update(Media)
        .where(Media.id.in_(media_ids), Media.person_id == actor.id, Media.request_id.is_(None))
        .values(request_id=request_id, draft_id=None, report_of=None, purpose=MediaPurpose.AFTER)
        .returning(Media.kind)
    )
    if "photo" not in taken.scalars().all():
        raise Missing("photo")
    step.request.done_at = now
    return await close_step(session, step, comment)
