"""The executors' side: the tasks of one, and the executors of a region to choose from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor, may_see
from domain.proof import SAME_PLACE_METRES, SAME_PLACE_TASKS, metres_between
from domain.sphere import bounds_around, distance_km
from domain.words import REGIONAL_ROLES, Role, State
from models import CitizenRequest, Membership, Organisation, Person
from services import dumps
from services.paging import IS_OPEN, Key, Slice, slice_by_deadline, unindexed
from services.people import IS_ACTIVE
from services.steps import facts_of

PAGE = 8
MOST = 500
"""Tasks of one person that are sorted by distance; the most urgent ones."""
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
        # Whoever does the work has few tasks; a region's whole queue would be read in vain.
        unindexed(CitizenRequest.region).in_(actor.regions(*REGIONAL_ROLES)),
    )


@dataclass(frozen=True, slots=True)
class Nearest:
    """One page of somebody's open tasks by distance: rows with metres, None for a task without a point."""

    rows: Sequence[tuple[Any, float | None]]
    page: int
    last: int
    """The number of the last page; the first is 0."""


async def nearest_of(session: AsyncSession, actor: Actor, lat: float, lon: float, page: int = 0) -> Nearest:
    """A page of the actor's open tasks, the nearest to a point first. Raises NotFound as `tasks_of` does.

    One person's tasks are few: the most urgent `MOST` are sorted here.
    """
    if actor.id is None or not actor.regions(*REGIONAL_ROLES):
        raise NotFound
    query = listing(actor).add_columns(CitizenRequest.lat, CitizenRequest.lon)
    found = (await session.execute(query.order_by(CitizenRequest.due_at, CitizenRequest.id).limit(MOST))).all()
    measured = [(row, _metres(row, lat, lon)) for row in found]
    measured.sort(key=lambda task: math.inf if task[1] is None else task[1])
    last = max(0, (len(measured) - 1) // PAGE)
    page = min(max(page, 0), last)
    return Nearest(measured[page * PAGE : (page + 1) * PAGE], page, last)


def _metres(row: Any, lat: float, lon: float) -> float | None:
    return None if row.lat is None or row.lon is None else distance_km(lat, lon, row.lat, row.lon) * 1000


@dataclass(frozen=True, slots=True)
class Beside:
    """Another open task of the executor's in the same place."""

    id: int
    category: str | None
    state: State
    metres: int


async def beside(session: AsyncSession, actor: Actor, request: CitizenRequest) -> list[Beside]:
    """The actor's other open tasks that may be reported together with this one, the nearest first.

    Illegal dumps are reported one by one: each has an outcome and a volume of its own.
    """
    if request.lat is None or request.lon is None:
        return []
    box = bounds_around(request.lat, request.lon, SAME_PLACE_METRES)
    query = select(CitizenRequest).where(
        IS_OPEN,
        CitizenRequest.executor_id == actor.id,
        CitizenRequest.state.in_(AT_WORK),
        CitizenRequest.lat.between(box.south, box.north),
        CitizenRequest.lon.between(box.west, box.east),
        CitizenRequest.id != request.id,
    )
    found = [
        Beside(other.id, other.category, other.state, metres)
        for other in await session.scalars(query.order_by(CitizenRequest.due_at).limit(50))
        if (metres := metres_beside(other, request)) is not None and may_see(actor, facts_of(other))
    ]
    return sorted(found, key=lambda task: (task.metres, task.id))[:SAME_PLACE_TASKS]


def metres_beside(request: CitizenRequest, main: CitizenRequest) -> int | None:
    """Metres between two tasks that may be reported together; None for two that may not."""
    place = (request.lat, request.lon) if request.lat is not None and request.lon is not None else None
    metres = metres_between(main.lat, main.lon, place)
    if metres is None or metres > SAME_PLACE_METRES or request.category == dumps.CATEGORY:
        return None
    return metres if request.region == main.region else None


async def in_progress(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Any]:
    """The actor's tasks on which work has begun, the most urgent first."""
    if actor.id is None:
        return []
    query = listing(actor).where(CitizenRequest.state == State.IN_PROGRESS)
    return (await session.execute(query.order_by(CitizenRequest.due_at, CitizenRequest.id).limit(limit))).all()


@dataclass(frozen=True, slots=True)
class Executor:
    """Somebody who can be given the work."""

    id: int
    name: str
    organisation: str | None
    open_tasks: int
    reachable: bool = True
    """Whether they hear of the work: not so whoever has blocked the bot."""


async def executors_of(session: AsyncSession, actor: Actor, region: str) -> Sequence[Executor]:
    """The executors of a region, those with the fewest open tasks first, and last those who would not hear of the work.

    Raises NotFound for other regions.
    """
    if region not in actor.regions(Role.OPERATOR, Role.SUPERVISOR):
        raise NotFound
    busy = (
        select(func.count())
        .where(IS_OPEN, CitizenRequest.executor_id == Membership.person_id, CitizenRequest.state.in_(AT_WORK))
        .correlate(Membership)
        .scalar_subquery()
    )
    query = (
        select(Person.id, Person.name, Organisation.name, busy, Person.reachable)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region == region, Membership.role == Role.EXECUTOR, IS_ACTIVE)
    )
    found = [Executor(i, name or "", o, n, reachable) for i, name, o, n, reachable in await session.execute(query)]
    return sorted(found, key=lambda e: (not e.reachable, e.open_tasks, e.organisation or "", e.name, e.id))
