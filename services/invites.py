"""Invitations: one-time links into a role. The token itself is shown once and never kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import InviteInvalid, NotAllowed
from domain.permissions import Actor, may_invite
from domain.words import Role
from models import Invite, Membership, Organisation, Person

PREFIX = "inv_"
LIFETIME = timedelta(days=7)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def organisation(session: AsyncSession, region: str, name: str) -> Organisation:
    """The organisation of that name in a region, made if there is none."""
    found = await session.scalar(select(Organisation).where(Organisation.region == region, Organisation.name == name))
    if found is None:
        found = Organisation(region=region, name=name)
        session.add(found)
        await session.flush()
    return found


async def invite(
    session: AsyncSession,
    inviter: Actor | None,
    role: Role,
    region: str | None,
    now: datetime,
    *,
    organisation_id: int | None = None,
) -> str:
    """Make an invitation; returns the start parameter of its link. `inviter` None is the command line.

    Raises NotAllowed where the inviter may not bring people into this role and region.
    """
    if inviter is not None and not may_invite(inviter, role, region):
        raise NotAllowed
    token = secrets.token_urlsafe(24)
    session.add(
        Invite(
            token_hash=_hash(token),
            role=role,
            region=region,
            organisation_id=organisation_id,
            created_by=inviter.id if inviter else None,
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    await session.flush()
    return PREFIX + token


async def accept(session: AsyncSession, person: Person, parameter: str, name: str, now: datetime) -> Membership:
    """Use an invitation. `name` is what colleagues will see. Raises InviteInvalid(`why`)."""
    token = parameter.removeprefix(PREFIX)
    # Locked, so that of two people who open the link at once only one gets in.
    query = select(Invite).where(Invite.token_hash == _hash(token)).with_for_update()
    found = await session.scalar(query)
    if found is None:
        raise InviteInvalid("unknown")
    if found.used_by is not None:
        raise InviteInvalid("used")
    if found.revoked_at is not None:
        raise InviteInvalid("revoked")
    if found.expires_at < now:
        raise InviteInvalid("expired")
    await _refuse_suspended(session, person, found)
    found.used_by, found.used_at = person.id, now
    person.is_staff, person.name, person.news_from = True, name, now
    return await _grant(session, person, found, now)


async def _refuse_suspended(session: AsyncSession, person: Person, found: Invite) -> None:
    """Somebody whose role rests does not come back into it by a link that lay ready."""
    resting = select(Membership.id).where(
        Membership.person_id == person.id,
        Membership.role == found.role,
        Membership.region == found.region,
        Membership.suspended_at.is_not(None),
    )
    if await session.scalar(resting.limit(1)) is not None:
        raise InviteInvalid("suspended")


async def _grant(session: AsyncSession, person: Person, found: Invite, now: datetime) -> Membership:
    same = select(Membership).where(
        Membership.person_id == person.id, Membership.role == found.role, Membership.region == found.region
    )
    membership = await session.scalar(same)
    if membership is None:
        membership = Membership(person_id=person.id, role=found.role, region=found.region, created_at=now)
        session.add(membership)
    membership.active, membership.suspended_at = True, None
    membership.organisation_id = found.organisation_id
    await session.flush()
    return membership


async def revoke(session: AsyncSession, inviter: Actor, invite_id: int, now: datetime) -> Invite:
    """Make an unused invitation worthless. Raises NotAllowed, or InviteInvalid where it was used already."""
    found = await session.get(Invite, invite_id, with_for_update=True)
    if found is None or not may_invite(inviter, found.role, found.region):
        raise NotAllowed
    if found.used_by is not None:
        raise InviteInvalid("used")
    found.revoked_at = now
    return found
