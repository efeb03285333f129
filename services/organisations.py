"""Departments and contractors of a region, to which executors belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import Missing, NotAllowed, NotFound, TooMany
from domain.permissions import Actor, may, may_invite
from domain.words import Duty, Role
from models import Invite, Membership, Organisation, WorkingGroup
from services import geography, invites

PAGE = 10


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation and how many of the team work for it, the suspended counted too."""

    id: int
    region: str
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """Organisations of a region by name, from `start` on; None: from the first."""

    region: str
    rows: Sequence[OrganisationRow]
    previous: int | None
    next: int | None


def _check(actor: Actor, region: str) -> None:
    if not _is_region(region) or not may(actor, Duty.TEAM, region):
        raise NotFound


def _is_region(iso: str) -> bool:
    return any(region.iso == iso for region in geography.regions())


def may_keep(actor: Actor, region: str) -> bool:
    """Whether somebody may add, rename and remove organisations: those who bring executors in."""
    return _is_region(region) and may_invite(actor, Role.EXECUTOR, region)


def _rows(region: str) -> Any:
    number = (
        select(func.count())
        .where(
            Membership.region == region,
            Membership.organisation_id == Organisation.id,
            Membership.active | Membership.suspended_at.is_not(None),
        )
        .correlate(Organisation)
        .scalar_subquery()
    )
    return select(Organisation.id, Organisation.region, Organisation.name, number).where(Organisation.region == region)


_ORDER = (Organisation.name.expression, Organisation.id.expression)


async def page(
    session: AsyncSession, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> OrganisationPage:
    """The page that begins with an organisation, or with `back` the one before it. Raises NotFound elsewhere."""
    _check(actor, region)
    key = await _key(session, region, start)
    query = _rows(region)
    if back and key is not None:
        earlier = query.where(tuple_(*_ORDER) < key).order_by(*(c.desc() for c in _ORDER)).limit(PAGE)
        before = (await session.execute(earlier)).all()
        key = (before[-1][2], before[-1][0]) if len(before) == PAGE else None
    if key is not None:
        query = query.where(tuple_(*_ORDER) >= key)
    found = [OrganisationRow(*row) for row in await session.execute(query.order_by(*_ORDER).limit(PAGE + 1))]
    following = found[PAGE].id if len(found) > PAGE else None
    return OrganisationPage(region, found[:PAGE], found[0].id if key is not None and found else None, following)


async def _key(session: AsyncSession, region: str, start: int | None) -> tuple[str, int] | None:
    """Where a page begins; from the first where that organisation is gone."""
    found = await session.get(Organisation, start) if start else None
    return (found.name, found.id) if found is not None and found.region == region else None


async def row(session: AsyncSession, actor: Actor, organisation_id: int) -> OrganisationRow:
    """One organisation. Raises NotFound for those of regions the actor does not look after."""
    found = await session.get(Organisation, organisation_id)
    if found is None or not may(actor, Duty.TEAM, found.region):
        raise NotFound
    (one,) = await session.execute(_rows(found.region).where(Organisation.id == organisation_id))
    return OrganisationRow(*one)


async def organisation_in(session: AsyncSession, region: str | None, organisation_id: int) -> Organisation:
    """An organisation of this very region. Raises NotFound."""
    found = await session.get(Organisation, organisation_id)
    if found is None or found.region != region:
        raise NotFound
    return found


async def add(session: AsyncSession, actor: Actor, region: str, name: str) -> Organisation:
    """The organisation of that name, made if there is none.

    Raises NotAllowed for people of other regions, TooMany where a region has as many as it may.
    """
    if not may_keep(actor, region):
        raise NotAllowed
    if not name:
        raise Missing("name")
    query = select(func.count()).where(Organisation.region == region, Organisation.name != name)
    if int(await session.scalar(query) or 0) >= terms.ORGANISATIONS:
        raise TooMany("organisations", terms.ORGANISATIONS)
    return await invites.organisation(session, region, name)


async def _kept(session: AsyncSession, actor: Actor, organisation_id: int) -> Organisation:
    found = await session.get(Organisation, organisation_id, with_for_update=True)
    if found is None or not may(actor, Duty.TEAM, found.region):
        raise NotFound
    if not may_keep(actor, found.region):
        raise NotAllowed
    return found


async def rename(session: AsyncSession, actor: Actor, organisation_id: int, name: str) -> Organisation:
    """Call an organisation otherwise. Raises Missing(other_name) where the region has one of that name."""
    found = await _kept(session, actor, organisation_id)
    if not name:
        raise Missing("name")
    same = select(Organisation.id).where(
        Organisation.region == found.region, Organisation.name == name, Organisation.id != found.id
    )
    if await session.scalar(same) is not None:
        raise Missing("other_name")
    found.name = name
    return found


async def remove(session: AsyncSession, actor: Actor, organisation_id: int) -> str:
    """Delete an organisation for which nobody works any more; returns its region.

    Raises NotAllowed while somebody does, or a working group is bound to it.
    """
    found = await _kept(session, actor, organisation_id)
    bound = select(WorkingGroup.chat_id).where(
        WorkingGroup.organisation_id == found.id, WorkingGroup.region == found.region, WorkingGroup.state != "gone"
    )
    if (await row(session, actor, found.id)).members or await session.scalar(bound.limit(1)) is not None:
        raise NotAllowed
    for table in (Membership, Invite, WorkingGroup):
        # Former members and old invitations are kept, without it.
        await session.execute(
            update(table)
            .where(table.organisation_id == found.id, table.region == found.region)
            .values(organisation_id=None)
            .execution_options(synchronize_session=False)
        )
    await session.delete(found)
    return found.region
