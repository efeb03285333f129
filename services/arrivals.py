"""What has come into a region's queue since its operators were last told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Role, State
from models import CitizenRequest, Membership, Person, Screen
from services.people import IS_ACTIVE

SCREEN = "news"
"""The operators' notice of new requests."""


@dataclass(slots=True)
class Reader:
    """Somebody who is told of new requests, in all the regions whose queue they keep."""

    person: Person
    regions: tuple[str, ...]
    told_before: bool
    """Whether a notice has been shown to them since they came."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many requests came since a moment, and how many wait for a decision in all."""

    new: int
    waiting: int


async def readers_in(session: AsyncSession, region: str) -> list[Reader]:
    """The reachable operators and supervisors of a region."""
    keeps_queue = (Membership.role.in_((Role.OPERATOR, Role.SUPERVISOR)), IS_ACTIVE)
    here = select(Membership.person_id).where(Membership.region == region, *keeps_queue)
    query = (
        select(Person, Membership.region, Screen.message_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Screen, and_(Screen.chat_id == Person.id, Screen.name == SCREEN))
        .where(Person.id.in_(here), Person.reachable, *keeps_queue)
        .order_by(Person.id)
    )
    regions: dict[int, set[str]] = defaultdict(set)
    people: dict[int, tuple[Person, bool]] = {}
    for person, own_region, message_id in await session.execute(query):
        regions[person.id].add(own_region or region)
        people[person.id] = person, message_id is not None
    return [Reader(person, tuple(sorted(regions[i])), told) for i, (person, told) in people.items()]


async def arrivals_since(session: AsyncSession, regions: Iterable[str], since: datetime) -> Arrivals:
    """Requests waiting for a decision in these regions' queues, and how many of them came after `since`."""
    newer = func.count().filter(CitizenRequest.queued_at > since)
    query = select(newer, func.count()).where(
        CitizenRequest.region.in_(regions), CitizenRequest.state == State.NEW, CitizenRequest.is_open
    )
    return Arrivals(*(await session.execute(query)).one())
