"""Who works for a region, and the invitations that bring people in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed, NotFound
from domain.permissions import Actor, may_invite
from domain.words import REGIONAL_ROLES, Role
from models import Invite, Membership, Organisation, Person
from services import geography, invites
from services.histories import names_of
from services.people import IS_ACTIVE

PAGE = 20
INVITABLE = (Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR)
"""Roles that are given from inside Telegram, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff in one role. `id` is the membership's."""

    id: int
    name: str
    role: Role
    organisation: str | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Staff of a region in the order they came. `start` finds this page again, None being the first."""

    region: str
    members: Sequence[Member]
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as those who look after it see it; `status` is open, used, expired or revoked."""

    id: int
    role: Role
    region: str | None
    organisation: str | None
    status: str
    expires_at: datetime
    used_by: str | None
    used_at: datetime | None


def regions_of(actor: Actor) -> list[str]:
    """The regions whose team somebody may look after: their own, or all for the ministry and admins."""
    if actor.holds(Role.ADMIN) or actor.holds(Role.NATIONAL):
        return [region.iso for region in geography.regions()]
    return actor.regions(Role.SUPERVISOR)


def _check_region(actor: Actor, region: str) -> None:
    if region not in regions_of(actor):
        raise NotFound


def invitable(actor: Actor, region: str) -> list[Role]:
    """The roles into which somebody may invite people of a region."""
    return [role for role in INVITABLE if may_invite(actor, role, region)]


async def members(
    session: AsyncSession, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> TeamPage:
    """The page of the region's staff that begins with membership `start`, or with `back` the one before it."""
    _check_region(actor, region)
    query = (
        select(Membership.id, Person.name, Membership.role, Organisation.name, Person.reachable)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region == region, Membership.role.in_(REGIONAL_ROLES), IS_ACTIVE)
    )
    if back and start is not None:
        earlier = query.where(Membership.id < start).order_by(Membership.id.desc()).limit(PAGE)
        rows = (await session.execute(earlier)).all()
        start = rows[-1][0] if len(rows) == PAGE else None
    if start is not None:
        query = query.where(Membership.id >= start)
    rows = (await session.execute(query.order_by(Membership.id).limit(PAGE + 1))).all()
    found = [Member(i, name or "", role, organisation, ok) for i, name, role, organisation, ok in rows]
    following = found[PAGE].id if len(found) > PAGE else None
    return TeamPage(region, found[:PAGE], found[0].id if start is not None and found else None, following)


async def organisations(session: AsyncSession, actor: Actor, region: str) -> Sequence[Organisation]:
    """The departments and contractors of a region, by name."""
    _check_region(actor, region)
    query = select(Organisation).where(Organisation.region == region).order_by(Organisation.name).limit(60)
    return list(await session.scalars(query))


async def organisation_in(session: AsyncSession, region: str, organisation_id: int) -> Organisation:
    """An organisation of this very region. Raises NotFound."""
    found = await session.get(Organisation, organisation_id)
    if found is None or found.region != region:
        raise NotFound
    return found


async def invite(
    session: AsyncSession, actor: Actor, role: Role, region: str, organisation_id: int | None, now: datetime
) -> str:
    """Make an invitation into a region; returns the start parameter of its link.

    Raises NotAllowed where that is not the actor's to give, NotFound for an organisation of another region.
    """
    if not may_invite(actor, role, region):
        raise NotAllowed
    if organisation_id is not None:
        await organisation_in(session, region, organisation_id)
    return await invites.invite(session, actor, role, region, now, organisation_id=organisation_id)


async def new_organisation(session: AsyncSession, actor: Actor, region: str, name: str) -> Organisation:
    """The organisation of that name, made if there is none. Raises NotAllowed for people of other regions."""
    if not may_invite(actor, Role.EXECUTOR, region):
        raise NotAllowed
    return await invites.organisation(session, region, name)


async def invitations(session: AsyncSession, actor: Actor, region: str, now: datetime) -> list[Invitation]:
    """The newest invitations into a region that the actor looks after, with the names of those who used them."""
    _check_region(actor, region)
    query = (
        select(Invite, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Invite.organisation_id)
        .where(Invite.region == region)
    )
    rows = (await session.execute(query.order_by(Invite.id.desc()).limit(PAGE))).all()
    names = await names_of(session, {i.used_by for i, _ in rows if i.used_by is not None})
    return [
        Invitation(
            i.id, i.role, i.region, organisation, _status(i, now), i.expires_at, names.get(i.used_by or 0), i.used_at
        )
        for i, organisation in rows
    ]


def _status(invite: Invite, now: datetime) -> str:
    if invite.used_by is not None:
        return "used"
    if invite.revoked_at is not None:
        return "revoked"
    return "expired" if invite.expires_at < now else "open"


async def revoke(session: AsyncSession, actor: Actor, invite_id: int, now: datetime) -> str | None:
    """Make an invitation worthless; returns its region. One that was used meanwhile raises InviteInvalid(used)."""
    return (await invites.revoke(session, actor, invite_id, now)).region
