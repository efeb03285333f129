"""Who works for a region, or for the whole country: lists, one of them, and the invitations that bring people in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed, NotFound
from domain.permissions import Actor, may, may_invite, may_manage
from domain.words import REGIONAL_ROLES, Duty, Role
from models import CitizenRequest, Invite, Membership, Organisation, Person
from services import geography, invites, organisations
from services.histories import names_of
from services.paging import IS_OPEN
from services.people import actor_for
from services.tasks import AT_WORK

PAGE = 10
INVITATIONS = 20
"""The newest invitations that are shown."""
NATIONWIDE = "KZ"
"""Stands on buttons for those who belong to no region: the ministry and the administrators."""
INVITABLE = (Role.OPERATOR, Role.EXECUTOR, Role.SUPERVISOR, Role.NATIONAL)
"""Roles that are given from inside Telegram, in the order they are offered."""
_IN_TEAM = or_(Membership.active, Membership.suspended_at.is_not(None))
"""Suspended people stay in the team; those whose role is over do not."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff in one role. `id` is the membership's."""

    id: int
    name: str
    role: Role
    organisation: str | None
    reachable: bool
    suspended: bool = False
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Staff of a region (`NATIONWIDE`: of none) as they came. `start` finds this page again, None being the first."""

    region: str
    members: Sequence[Member]
    previous: int | None
    next: int | None
    words: str | None = None
    """What was searched for; then there is one page."""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One of the team, and what the one who looks may do: `manageable` suspend, remove, move; `handable` hand over."""

    member: Member
    region: str
    over: bool
    """The role was taken away; what is left is their tasks."""
    since: datetime
    open_tasks: int
    manageable: bool
    handable: bool


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


def region_in(code: str) -> str | None:
    """The region of a button: None for `NATIONWIDE`."""
    return None if code == NATIONWIDE else code


def code_of(region: str | None) -> str:
    """What a button carries for a region."""
    return region or NATIONWIDE


def regions_of(actor: Actor) -> list[str]:
    """The regions whose team somebody may look after: their own, or all for the ministry and admins."""
    return [region.iso for region in geography.regions() if may(actor, Duty.TEAM, region.iso)]


def scopes_of(actor: Actor) -> list[str]:
    """The teams somebody may look after, as buttons carry them; admins also that of the whole country."""
    return regions_of(actor) + ([NATIONWIDE] if actor.holds(Role.ADMIN) else [])


def check_scope(actor: Actor, region: str | None) -> None:
    """Raises NotFound for a team that is not the actor's to look after."""
    if code_of(region) not in scopes_of(actor):
        raise NotFound


def invitable(actor: Actor, region: str | None) -> list[Role]:
    """The roles into which somebody may invite people of a region."""
    return [role for role in INVITABLE if may_invite(actor, role, region)]


def _listing(region: str | None) -> Any:
    roles = REGIONAL_ROLES if region is not None else (Role.NATIONAL, Role.ADMIN)
    return (
        select(
            Membership.id, Person.name, Membership.role, Organisation.name, Person.reachable, ~Membership.active,
            Person.seen_at,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region == region, Membership.role.in_(roles), _IN_TEAM)
    )  # fmt: skip


def _member(row: Any) -> Member:
    id_, name, role, organisation, reachable, suspended, seen_at = row
    return Member(id_, name or "", role, organisation, reachable, suspended, seen_at)


async def members(
    session: AsyncSession, actor: Actor, region: str | None, start: int | None = None, *, back: bool = False
) -> TeamPage:
    """The page of the region's staff that begins with membership `start`, or with `back` the one before it."""
    check_scope(actor, region)
    query = _listing(region)
    if back and start is not None:
        earlier = query.where(Membership.id < start).order_by(Membership.id.desc()).limit(PAGE)
        rows = (await session.execute(earlier)).all()
        start = rows[-1][0] if len(rows) == PAGE else None
    if start is not None:
        query = query.where(Membership.id >= start)
    rows = (await session.execute(query.order_by(Membership.id).limit(PAGE + 1))).all()
    found = [_member(row) for row in rows]
    following = found[PAGE].id if len(found) > PAGE else None
    return TeamPage(code_of(region), found[:PAGE], found[0].id if start is not None and found else None, following)


async def find(session: AsyncSession, actor: Actor, region: str | None, words: str) -> TeamPage:
    """Staff of the region in whose name or organisation the words stand; a page of them at the most."""
    check_scope(actor, region)
    rows = (await session.execute(_listing(region).order_by(Membership.id))).all()
    # Here rather than in SQL: SQLite knows small and capital letters of English only, and a team is small.
    wanted = words.casefold()
    found = [_member(r) for r in rows if wanted in f"{r[1] or ''} {r[3] or ''}".casefold()]
    return TeamPage(code_of(region), found[:PAGE], None, None, words)


async def card(session: AsyncSession, actor: Actor, membership_id: int) -> MemberCard:
    """One of the team. Raises NotFound for people of other regions."""
    membership = await looked_after(session, actor, membership_id)
    person = await session.get_one(Person, membership.person_id)
    organisation = None
    if membership.organisation_id is not None:
        organisation = (await session.get_one(Organisation, membership.organisation_id)).name
    suspended = membership.suspended_at is not None
    over = not membership.active and not suspended
    other = await actor_for(session, person)
    number = await open_tasks(session, person.id, membership.region)
    return MemberCard(
        Member(membership.id, person.name or "", membership.role, organisation, person.reachable, suspended,
               person.seen_at),
        code_of(membership.region), over, membership.created_at, number,
        not over and may_manage(actor, other, membership.role, membership.region),
        number > 0 and may_hand_over(actor, membership.region),
    )  # fmt: skip


async def looked_after(session: AsyncSession, actor: Actor, membership_id: int, *, lock: bool = False) -> Membership:
    """A membership in a team that the actor looks after. Raises NotFound for all others."""
    membership = await session.get(Membership, membership_id, with_for_update=lock or None)
    if membership is None or code_of(membership.region) not in scopes_of(actor):
        raise NotFound
    return membership


def may_hand_over(actor: Actor, region: str | None) -> bool:
    """Whether somebody may give one person's tasks to another: the head of the region's operators."""
    return region is not None and actor.holds(Role.SUPERVISOR, region)


async def open_tasks(session: AsyncSession, person_id: int, region: str | None) -> int:
    """How many tasks of a region wait for somebody."""
    query = select(func.count()).where(
        IS_OPEN,
        CitizenRequest.executor_id == person_id,
        CitizenRequest.state.in_(AT_WORK),
        CitizenRequest.region == region,
    )
    return int(await session.scalar(query) or 0)


async def invite(
    session: AsyncSession, actor: Actor, role: Role, region: str | None, organisation_id: int | None, now: datetime
) -> str:
    """Make an invitation into a region; returns the start parameter of its link.

    Raises NotAllowed where that is not the actor's to give, NotFound for an organisation of another region.
    """
    if code_of(region) not in scopes_of(actor) or not may_invite(actor, role, region):
        raise NotAllowed
    if organisation_id is not None:
        await organisations.organisation_in(session, region, organisation_id)
    return await invites.invite(session, actor, role, region, now, organisation_id=organisation_id)


async def invitations(session: AsyncSession, actor: Actor, region: str | None, now: datetime) -> list[Invitation]:
    """The newest invitations into a team that the actor looks after, with the names of those who used them."""
    check_scope(actor, region)
    query = (
        select(Invite, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Invite.organisation_id)
        .where(Invite.region == region)
    )
    rows = (await session.execute(query.order_by(Invite.id.desc()).limit(INVITATIONS))).all()
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
