"""The last word: what citizens say of the work or of a rejection, and how supervisors rule on it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing, NotAllowed, TooMany
from domain.permissions import CLOCK, Actor
from domain.words import Action, Ground, MediaPurpose, RejectReason
from models import CitizenRequest, Complaint, Media
from services.deadline_rules import due_for
from services.deciding import check_executor
from services.steps import Step, close_step, open_step, takeable_request

APPEALS = 1
"""How often a rejection may be appealed against."""


async def answer(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    words: str | None,
    now: datetime,
    media_ids: Sequence[int] = (),
) -> Step:
    """Answer the operator's question with words, photos or both; the request goes back into the queue."""
    step = await open_step(session, actor, request_id, Action.ANSWER, now)
    if not words and not media_ids:
        raise Missing("answer")
    await _enclose(session, step, media_ids, MediaPurpose.BEFORE)
    return await close_step(session, step, words)


async def _enclose(session: AsyncSession, step: Step, media_ids: Sequence[int], purpose: MediaPurpose) -> None:
    """Give photos and videos of the actor's own, which belong to no request yet, to this one."""
    if not media_ids:
        return
    await session.execute(
        update(Media)
        .where(Media.id.in_(media_ids), Media.person_id == step.actor.id, Media.request_id.is_(None))
        .values(request_id=step.request.id, draft_id=None, purpose=purpose)
        .execution_options(synchronize_session=False)
    )


async def withdraw(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> Step:
    """Take the request back before the work has begun."""
    step = await open_step(session, actor, request_id, Action.WITHDRAW, now)
    return await close_step(session, step)


async def confirm(session: AsyncSession, actor: Actor, request_id: int, stars: int, now: datetime) -> Step:
    """Accept the work with 1 to 5 stars."""
    step = await open_step(session, actor, request_id, Action.CONFIRM, now)
    if not 1 <= stars <= 5:
        raise Missing("stars")
    step.request.stars = stars
    step.data["stars"] = stars
    return await close_step(session, step)


async def confirm_by_silence(session: AsyncSession, request_id: int, now: datetime) -> Step:
    """Close work that nobody has judged within the term; counted apart from what a citizen confirmed."""
    step = await open_step(session, CLOCK, request_id, Action.CONFIRM, now)
    return await close_step(session, step)


async def drop_unanswered(session: AsyncSession, request_id: int, now: datetime) -> Step:
    """Close a request whose citizen did not answer the question within the term."""
    step = await open_step(session, CLOCK, request_id, Action.REJECT, now)
    step.request.reason = RejectReason.NO_ANSWER
    step.data["reason"] = str(RejectReason.NO_ANSWER)
    return await close_step(session, step)


async def begin_planned(session: AsyncSession, request_id: int, now: datetime) -> Step:
    """Count planned work as begun on its date."""
    step = await open_step(session, CLOCK, request_id, Action.START, now)
    return await close_step(session, step)


async def complain(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    ground: Ground,
    words: str | None,
    media_ids: Sequence[int],
    now: datetime,
) -> Step:
    """Dispute the work: a ground, perhaps words and photos. A supervisor of the region will rule."""
    step = await open_step(session, actor, request_id, Action.COMPLAIN, now)
    step.complaint = _complaint(step, "dispute", ground, words)
    session.add(step.complaint)
    await _enclose(session, step, media_ids, MediaPurpose.COMPLAINT)
    step.data["ground"] = str(ground)
    return await close_step(session, step, words)


async def appeal(session: AsyncSession, actor: Actor, request_id: int, words: str, now: datetime) -> Step:
    """Object to a rejection, once. Raises TooMany(appeals) the second time."""
    step = await open_step(session, actor, request_id, Action.APPEAL, now)
    _check_appeals(step.request)
    if not words:
        raise Missing("comment")
    step.request.appealed = True
    step.complaint = _complaint(step, "appeal", None, words)
    session.add(step.complaint)
    return await close_step(session, step, words)


def _check_appeals(request: CitizenRequest) -> None:
    if request.appealed:
        raise TooMany("appeals", APPEALS)


async def appealable_request(session: AsyncSession, actor: Actor, request_id: int) -> CitizenRequest:
    """The request, where its citizen may still appeal: for what comes before it. Raises as `appeal` does."""
    request = await takeable_request(session, actor, request_id, Action.APPEAL)
    _check_appeals(request)
    return request


def _complaint(step: Step, form: str, ground: Ground | None, words: str | None) -> Complaint:
    return Complaint(
        request_id=step.request.id,
        region=step.request.region,
        form=form,
        ground=ground,
        comment=words,
        created_at=step.now,
    )


async def _rule(session: AsyncSession, step: Step, ruling: str, reply: str) -> None:
    """Write the ruling on the open complaint of the request; there is at most one."""
    if not reply:
        raise Missing("comment")
    query = select(Complaint).where(Complaint.request_id == step.request.id, Complaint.ruling.is_(None))
    found = await session.scalar(query.order_by(Complaint.id.desc()).limit(1))
    if found is None:
        raise NotAllowed
    found.ruling, found.ruled_by, found.ruled_at, found.answer = ruling, step.actor.id, step.now, reply
    step.complaint = found


async def uphold(session: AsyncSession, actor: Actor, request_id: int, reply: str, now: datetime) -> Step:
    """The work stands; the citizen gets an answer."""
    step = await open_step(session, actor, request_id, Action.UPHOLD, now)
    await _rule(session, step, "wrong", reply)
    return await close_step(session, step, reply)


async def reopen(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    executor_id: int,
    reply: str,
    now: datetime,
    zone: ZoneInfo,
    *,
    same_executor: bool = False,
) -> Step:
    """The complaint is right: somebody does the work again.

    The same executor gets it only where the supervisor says so (`same_executor`), else Missing("other_executor").
    The new deadline runs from now; the statistics keep the first one.
    """
    step = await open_step(session, actor, request_id, Action.REOPEN, now)
    request = step.request
    if executor_id == request.executor_id and not same_executor:
        raise Missing("other_executor")
    await check_executor(session, executor_id, request.region)
    await _rule(session, step, "right", reply)
    request.executor_id, request.assigned_at, request.reopened = executor_id, now, request.reopened + 1
    if request.category is not None:
        request.due_at = await due_for(session, request.region, request.category, request.kind, now, zone)
        request.escalation, request.escalated_at = 0, None
    step.data["executor"] = executor_id
    return await close_step(session, step, reply)


async def grant_appeal(session: AsyncSession, actor: Actor, request_id: int, reply: str, now: datetime) -> Step:
    """The rejection was wrong: the request is new again."""
    step = await open_step(session, actor, request_id, Action.GRANT_APPEAL, now)
    await _rule(session, step, "right", reply)
    step.request.reason = None
    return await close_step(session, step, reply)


async def refuse_appeal(session: AsyncSession, actor: Actor, request_id: int, reply: str, now: datetime) -> Step:
    """The rejection stands."""
    step = await open_step(session, actor, request_id, Action.REFUSE_APPEAL, now)
    await _rule(session, step, "wrong", reply)
    return await close_step(session, step, reply)
