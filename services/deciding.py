"""What operators decide about a request: its category, who does it, or why not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing, NotAllowed, NotFound
from domain.permissions import Actor
from domain.words import REGIONAL_ROLES, Action, RejectReason, State
from models import CitizenRequest, Membership, Person
from services import categories, counters, geography, search_terms
from services.deadline_rules import due_for
from services.following import carry_over
from services.steps import Step, close_step, open_step, stale
from services.templates import Texts, in_each_language


async def recategorise(
    session: AsyncSession, actor: Actor, request_id: int, category: str, now: datetime, zone: ZoneInfo
) -> Step:
    """Give the request the category that counts; its deadline follows, counted from the moment of sending."""
    step = await open_step(session, actor, request_id, Action.RECATEGORISE, now)
    request = step.request
    if category not in {c.key for c in categories.all_for(request.kind)}:
        raise NotFound
    step.data["category"] = [request.category, category]
    if category != request.category:
        request.category = category
        await _set_deadline(session, request, now, zone)
    return await close_step(session, step)


async def _set_deadline(session: AsyncSession, request: CitizenRequest, now: datetime, zone: ZoneInfo) -> None:
    """The deadline of the request's category by the rule in force now, counted from sending.

    A reopened request keeps the one it has. Where the new one lies ahead, nobody need be told of the old any more.
    """
    if request.category is None or request.reopened:
        return
    due = await due_for(session, request.region, request.category, request.kind, request.sent_at, zone)
    request.due_at = request.first_due_at = due
    if due > now:
        request.escalation, request.escalated_at = 0, None


async def assign(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    executor_id: int,
    now: datetime,
    zone: ZoneInfo,
    *,
    seen: int | None = None,
) -> Step:
    """Accept the request and name who does it: an executor of the region, or the operator themselves.

    `seen` is the executor it had when the operator looked, 0 for none: where a colleague has given the work to
    somebody else meanwhile, the step is Stale. None does not ask.
    """
    step = await open_step(session, actor, request_id, Action.ASSIGN, now)
    request = step.request
    if seen is not None and seen != (request.executor_id or 0):
        raise await stale(session, request)
    if request.category is None:
        raise Missing("category")
    await check_executor(session, executor_id, request.region)
    request.executor_id, request.assigned_at, request.planned_for = executor_id, now, None
    request.returned = False
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


async def ask(
    session: AsyncSession, actor: Actor, request_id: int, question: str, now: datetime, *, template: Texts | None = None
) -> Step:
    """Ask the citizen something before deciding. `template` has the question in each language (a ready answer).

    Raises Missing(citizen) as `check_citizen` does.
    """
    step = await open_step(session, actor, request_id, Action.ASK, now)
    await check_citizen(session, step.request)
    in_each_language(step, template)
    return await close_step(session, step, question)


async def check_citizen(session: AsyncSession, request: CitizenRequest) -> None:
    """Raises Missing(citizen) where no message reaches the citizen: unread, a question would close their request."""
    citizen = None if request.citizen_id is None else await session.get(Person, request.citizen_id)
    if citizen is None or not citizen.reachable:
        raise Missing("citizen")


async def reject(
    session: AsyncSession, actor: Actor, request_id: int, reason: RejectReason, comment: str | None, now: datetime, *,
    template: Texts | None = None,
) -> Step:  # fmt: skip
    """Close the request undone, with a reason the citizen is told. `OTHER` needs words.

    `template` has the words in each language (a ready answer).
    """
    step = await open_step(session, actor, request_id, Action.REJECT, now)
    if reason is RejectReason.NO_ANSWER:
        # For the clock to say, when the question has waited long enough.
        raise NotAllowed
    if reason is RejectReason.OTHER and not comment:
        raise Missing("comment")
    step.request.reason = reason
    step.data["reason"] = str(reason)
    in_each_language(step, template)
    return await close_step(session, step, comment)


async def mark_duplicate(session: AsyncSession, actor: Actor, request_id: int, original_id: int, now: datetime) -> Step:
    """Close the request as the same problem as another one of the region, see `original_of`."""
    step = await open_step(session, actor, request_id, Action.MARK_DUPLICATE, now)
    original = await original_of(session, step.request, original_id)
    step.request.duplicate_of = original.id
    step.data["original"] = original.id
    if step.request.citizen_id is not None and step.request.citizen_id == original.citizen_id:
        # Whoever sent both hears of the original anyway, and has nothing to stop following.
        step.data["own"] = True
    async with counters.together(session):
        await carry_over(session, step.request, now)
        return await close_step(session, step)


async def original_of(session: AsyncSession, request: CitizenRequest, original_id: int) -> CitizenRequest:
    """The request of that number as an original for `request`; of a duplicate, what that one repeats.

    Raises NotFound for one of another region, for itself, and for one that nobody solves (rejected, withdrawn).
    """
    original = await session.get(CitizenRequest, original_id)
    while original is not None and original.duplicate_of is not None and original.id != request.id:
        original = await session.get(CitizenRequest, original.duplicate_of)
    if original is None or original.region != request.region or original.id == request.id:
        raise NotFound
    if original.state in (State.REJECTED, State.WITHDRAWN):
        raise NotFound
    return original


async def place(session: AsyncSession, actor: Actor, request_id: int, district: str, now: datetime) -> Step:
    """Say in which district of its region the request lies, by KATO code. Raises NotFound for one of another region."""
    step = await open_step(session, actor, request_id, Action.PLACE, now)
    request = step.request
    if district not in {known.kato for known in geography.districts(request.region)}:
        raise NotFound
    step.data["district"] = [request.district, district]
    request.district = district
    return await close_step(session, step)


async def note(session: AsyncSession, actor: Actor, request_id: int, words: str, now: datetime) -> Step:
    """Leave a remark that only colleagues read."""
    step = await open_step(session, actor, request_id, Action.NOTE, now)
    if not words:
        raise Missing("comment")
    return await close_step(session, step, words)


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
    if region not in {r.iso for r in geography.regions()}:
        raise NotFound
    step.data["region"] = [request.region, region]
    await search_terms.move(session, request, region)
    request.region, request.district, request.operator_id, request.returned = region, None, None, False
    request.executor_id = request.assigned_at = request.planned_for = None
    # Those who look after the other region have heard nothing of it yet.
    request.escalation = min(request.escalation, 1)
    return await close_step(session, step, comment)
