"""What becomes of people of a team: suspended, taken up again, removed, moved, and their tasks handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed, NotFound, Stale
from domain.permissions import Actor, may_manage
from domain.words import Role
from models import CitizenRequest, Invite, Membership, Person
from services import counters, deciding, organisations, team
from services.paging import IS_OPEN
from services.people import actor_for
from services.tasks import AT_WORK, Executor, executors_of

AT_ONCE = 200
"""Tasks handed over in one transaction; where there are more, the rest asks for another press."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many tasks somebody else has now, and how many are still with the first."""

    moved: int
    left: int


async def _managed(session: AsyncSession, actor: Actor, membership_id: int) -> tuple[Membership, Person]:
    """A membership that the actor may change. Raises NotFound, or NotAllowed for their own and for superiors'."""
    membership = await team.looked_after(session, actor, membership_id, lock=True)
    if not membership.active and membership.suspended_at is None:
        raise NotFound
    person = await session.get_one(Person, membership.person_id)
    if not may_manage(actor, await actor_for(session, person), membership.role, membership.region):
        raise NotAllowed
    return membership, person


async def suspend(session: AsyncSession, actor: Actor, membership_id: int, now: datetime) -> Person | None:
    """Let a role rest: it gives no rights until it is taken up again. None where it rests already."""
    membership, person = await _managed(session, actor, membership_id)
    if not membership.active:
        return None
    membership.active, membership.suspended_at = False, now
    await _leave(session, membership, person, now)
    return person


async def take_up(session: AsyncSession, actor: Actor, membership_id: int, now: datetime) -> Person | None:
    """Let a role that rested work again. None where it works already."""
    membership, person = await _managed(session, actor, membership_id)
    if membership.active:
        return None
    membership.active, membership.suspended_at = True, None
    person.is_staff, person.news_from = True, now
    return person


async def remove(session: AsyncSession, actor: Actor, membership_id: int, now: datetime) -> Person:
    """Take a role away. Somebody without any other is a citizen like all others from now on."""
    membership, person = await _managed(session, actor, membership_id)
    membership.active, membership.suspended_at = False, None
    await _leave(session, membership, person, now)
    return person


async def _leave(session: AsyncSession, membership: Membership, person: Person, now: datetime) -> None:
    """Without another role that works they are staff no more; links they made in this one open nothing any more.

    One of those may lie ready for their own return.
    """
    await session.flush()
    others = select(Membership.id).where(Membership.person_id == person.id, Membership.active)
    person.is_staff = await session.scalar(others.limit(1)) is not None
    # What they were asked at the desk nobody may answer any more: their next words would only be refused, again and
    # again. Photos for words of a citizen's ("bin") are kept.
    person.desk = None
    if "bin" not in (person.expecting or {}):
        person.expecting = None
    if membership.role in (Role.OPERATOR, Role.EXECUTOR):
        return
    query = update(Invite).where(
        Invite.created_by == membership.person_id, Invite.used_by.is_(None), Invite.revoked_at.is_(None)
    )
    if membership.region is not None:
        query = query.where(Invite.region == membership.region)
    await session.execute(query.values(revoked_at=now).execution_options(synchronize_session=False))


async def move(session: AsyncSession, actor: Actor, membership_id: int, organisation_id: int | None) -> None:
    """Let an executor belong to another organisation of the region, or to none."""
    membership, _person = await _managed(session, actor, membership_id)
    if membership.role is not Role.EXECUTOR:
        raise NotAllowed
    if organisation_id is not None:
        await organisations.organisation_in(session, membership.region, organisation_id)
    membership.organisation_id = organisation_id


async def successors(session: AsyncSession, actor: Actor, membership_id: int) -> Sequence[Executor]:
    """Who may take somebody's tasks over: the other executors of the region, those with the fewest first."""
    membership = await team.looked_after(session, actor, membership_id)
    if membership.region is None or not team.may_hand_over(actor, membership.region):
        raise NotAllowed
    everybody = await executors_of(session, actor, membership.region)
    return [executor for executor in everybody if executor.id != membership.person_id]


async def hand_over(
    session: AsyncSession, actor: Actor, membership_id: int, executor_id: int, now: datetime, zone: ZoneInfo
) -> HandedOver:
    """Give somebody's open tasks in the region to another executor, each by the step of assigning; at most `AT_ONCE`.

    Those with the nearest deadlines go first. Raises NotAllowed for an executor who is none of the region.
    """
    membership = await team.looked_after(session, actor, membership_id)
    region, former = membership.region, membership.person_id
    if region is None or not team.may_hand_over(actor, region) or executor_id == former:
        raise NotAllowed
    await deciding.check_executor(session, executor_id, region)
    query = (
        select(CitizenRequest.id)
        .where(
            IS_OPEN,
            CitizenRequest.executor_id == former,
            CitizenRequest.state.in_(AT_WORK),
            CitizenRequest.region == region,
        )
        .order_by(CitizenRequest.due_at, CitizenRequest.id)
        .limit(AT_ONCE)
    )
    moved = 0
    # Locked in the order of their numbers, as by everybody who takes several at once.
    async with counters.together(session):
        for request_id in sorted(await session.scalars(query)):
            try:
                await deciding.assign(session, actor, request_id, executor_id, now, zone, seen=former)
                moved += 1
            except Stale:
                # Somebody was faster; nothing was changed.
                continue
    return HandedOver(moved, await team.open_tasks(session, former, region))
