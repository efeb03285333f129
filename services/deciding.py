"""What operators decide about a request: its category, who does it, or why not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing, NotAllowed, NotFound
from domain.permissions import Actor
from domain.words import REGIONAL_ROLES, Action, RejectReason
from models import CitizenRequest, Membership
from services import calendar, categories, geography
from services.steps import Step, close_step, open_step


async def recategorise(
    session: AsyncSession, actor: Actor, request_id: int, category: str, now: datetime, zone: ZoneInfo
) -> Step:
    """Give the request the category that counts; its deadline follows, counted from the moment of sending."""
    step = await open_step(session, actor, request_id, Action.RECATEGORISE, now)
    request = step.request
    step.data["category"] = [request.category, categories.by_key(category).key]
    request.category = category
    set_deadline(request, zone)
    return await close_step(session, step)


def set_deadline(request: CitizenRequest, zone: ZoneInfo) -> None:
    """The deadline of the request's category, counted from sending; a reopened request keeps the one it has."""
    if request.category is None or request.reopened:
        return
    due = calendar.deadline(categories.by_key(request.category), request.sent_at, zone)
    request.due_at = request.first_due_at = due


async def assign(
    session: AsyncSession, actor: Actor, request_id: int, executor_id: int, now: datetime, zone: ZoneInfo
) -> Step:
    """Accept the request and name who does it: an executor of the region, or the operator themselves."""
    step = await open_step(session, actor, request_id, Action.ASSIGN, now)
    request = step.request
    if request.category is None:
        raise Missing("category")
    await check_executor(session, executor_id, request.region)
    first = request.assigned_at is None
    request.executor_id, request.assigned_at, request.planned_for = executor_id, now, None
    if first:
        set_deadline(request, zone)
    step.data["executor"] = executor_id
    return await close_step(session, step)


async def check_executor(session: AsyncSession, executor_id: int, region: str) -> None:
    """Raises NotAllowed for anybody who does not work for this region."""
    query = select(Membership.id).where(
        Membership.person_id == executor_id,
        Membership.region == region,
        Membership.role.in_(REGIONAL_ROLES),
        Membership.active,
    )
    if await session.scalar(query.limit(1)) is None:
        raise NotAllowed


async def ask(session: AsyncSession, actor: Actor, request_id: int, question: str, now: datetime) -> Step:
    """Ask the citizen something before deciding."""
    step = await open_step(session, actor, request_id, Action.ASK, now)
    return await close_step(session, step, question)


async def reject(
    session: AsyncSession, actor: Actor, request_id: int, reason: RejectReason, comment: str | None, now: datetime
) -> Step:
    """Close the request undone, with a reason the citizen is told. `OTHER` needs words."""
    step = await open_step(session, actor, request_id, Action.REJECT, now)
    if reason is RejectReason.OTHER and not comment:
        raise Missing("comment")
    step.request.reason = reason
    step.data["reason"] = str(reason)
    return await close_step(session, step, comment)


async def mark_duplicate(session: AsyncSession, actor: Actor, request_id: int, original_id: int, now: datetime) -> Step:
    """Close the request as the same problem as another one of the region."""
    step = await open_step(session, actor, request_id, Action.MARK_DUPLICATE, now)
    original = await session.get(CitizenRequest, original_id)
    if original is None or original.region != step.request.region or original.id == request_id:
        raise NotFound
    step.request.duplicate_of = original_id
    step.data["original"] = original_id
    return await close_step(session, step)


async def forward(
    session: AsyncSession, actor: Actor, request_id: int, region: str, comment: str, now: datetime
) -> Step:
    """Hand the request over to another region's akimat, and tell it why."""
    step = await open_step(session, actor, request_id, Action.FORWARD, now)
    request = step.request
    if not comment:
        raise Missing("comment")
    if region == request.region:
        raise Missing("region")
    step.data["region"] = [request.region, geography.region(region).iso]
    request.region, request.district = region, None
    request.executor_id = request.assigned_at = request.planned_for = None
    return await close_step(session, step, comment)
