"""The executors' side: the tasks of one, and the executors of a region to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import REGIONAL_ROLES, Role, State
from models import CitizenRequest, Membership, Organisation, Person
from services.paging import IS_OPEN, Key, Slice, slice_by_deadline
from services.people import IS_ACTIVE

PAGE = 8
AT_WORK = (State.ASSIGNED, State.PLANNED, State.IN_PROGRESS)
"""States in which the work waits for its executor."""


async def tasks_of(session: AsyncSession, actor: Actor, key: Key | None = None, *, back: bool = False) -> Slice:
    """A page of the actor's open tasks by deadline. Raises NotFound for people who work for no region."""
    if actor.id is None or not actor.regions(*REGIONAL_ROLES):
        raise NotFound
    return await slice_by_deadline(session, listing(actor), key, PAGE, back=back)


def listing(actor: Actor) -> Any:
    """The open tasks of somebody, without order. Regions they no longer work for are left out."""
    return select(
        CitizenRequest.id, CitizenRequest.kind, CitizenRequest.category, CitizenRequest.state, CitizenRequest.due_at
    ).where(
        IS_OPEN,
        CitizenRequest.executor_id == actor.id,
        CitizenRequest.state.in_(AT_WORK),
        CitizenRequest.region.in_(actor.regions(*REGIONAL_ROLES)),
    )


@dataclass(frozen=True, slots=True)
class Executor:
    """Somebody who can be given the work."""

    id: int
    name: str
    organisation: str | None
    open_tasks: int


async def executors_of(session: AsyncSession, actor: Actor, region: str) -> Sequence[Executor]:
    """The executors of a region, those with the fewest open tasks first. Raises NotFound for other regions."""
    if region not in actor.regions(Role.OPERATOR, Role.SUPERVISOR):
        raise NotFound
    busy = (
        select(func.count())
        .where(IS_OPEN, CitizenRequest.executor_id == Membership.person_id, CitizenRequest.state.in_(AT_WORK))
        .correlate(Membership)
        .scalar_subquery()
    )
    query = (
        select(Person.id, Person.name, Organisation.name, busy)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region == region, Membership.role == Role.EXECUTOR, IS_ACTIVE)
    )
    found = [Executor(i, name or "", organisation, n) for i, name, organisation, n in await session.execute(query)]
    return sorted(found, key=lambda e: (e.open_tasks, e.organisation or "", e.name, e.id))
