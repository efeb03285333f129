"""The operators' queue: the open requests of a region by deadline, whole or one part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Outcome, Role, State
from models import ALL_TIME, CitizenRequest, Counter
from services import categories
from services.paging import IS_OPEN, Key, slice_by_deadline

PAGE = 8
"""Requests on one page: with its buttons it fits a phone's screen."""


class Shelf(StrEnum):
    """A part of the queue: all of it, one state, or what is overdue."""

    OPEN = "open"
    NEW = "new"
    NEEDS_INFO = "needs_info"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    DISPUTED = "disputed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the queue; `key` None is the beginning."""

    region: str
    shelf: Shelf = Shelf.OPEN
    category: str | None = None
    key: Key | None = None

    def store(self) -> dict[str, Any]:
        """As JSON, to be remembered with the person."""
        key = None if self.key is None else [self.key.due_at.isoformat(), self.key.id]
        return {"region": self.region, "shelf": str(self.shelf), "category": self.category, "key": key}


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What is seen of the queue. `rows` have id, kind, category, state and due_at."""

    place: Place
    rows: Sequence[Any]
    previous: Key | None
    next: Key | None
    in_work: int
    overdue: int
    """Of the whole region, from its counters."""


def regions_of(actor: Actor) -> list[str]:
    """The regions whose queue this is for somebody."""
    return actor.regions(Role.OPERATOR, Role.SUPERVISOR)


def remembered_place(actor: Actor, stored: Mapping[str, Any] | None) -> Place:
    """The place an operator left, or the beginning of their first region. Raises NotFound for others."""
    regions = regions_of(actor)
    if not regions:
        raise NotFound
    stored = stored or {}
    if stored.get("region") not in regions:
        return Place(regions[0])
    key = stored.get("key")
    return Place(
        stored["region"],
        Shelf(stored["shelf"]) if stored.get("shelf") in {*Shelf} else Shelf.OPEN,
        known_category(stored.get("category")),
        Key(datetime.fromisoformat(key[0]), key[1]) if key else None,
    )


def known_category(key: str | None) -> str | None:
    """The category, or None where the list does not have it (any more)."""
    return key if key in {c.key for c in categories.all_categories()} else None


async def page(
    session: AsyncSession, actor: Actor, place: Place, now: datetime, *, back: bool = False, size: int = PAGE
) -> QueuePage:
    """The page at `place`, or the one before it. Raises NotFound for a region that is not the actor's."""
    if place.region not in regions_of(actor):
        raise NotFound
    found = await slice_by_deadline(session, listing(place, now), place.key, size, back=back)
    numbers = await _numbers(session, place.region)
    return QueuePage(
        replace(place, key=found.start),
        found.rows,
        found.previous,
        found.next,
        numbers.get(Outcome.WORK, 0),
        numbers.get(Outcome.OVERDUE, 0),
    )


def listing(place: Place, now: datetime) -> Any:
    """The requests of a shelf, without order; every condition is in a partial index."""
    query = select(
        CitizenRequest.id, CitizenRequest.kind, CitizenRequest.category, CitizenRequest.state, CitizenRequest.due_at
    ).where(IS_OPEN, CitizenRequest.region == place.region)
    if place.category is not None:
        query = query.where(CitizenRequest.category == place.category)
    if place.shelf is Shelf.OVERDUE:
        return query.where(CitizenRequest.due_at < now)
    return query if place.shelf is Shelf.OPEN else query.where(CitizenRequest.state == State(place.shelf))


async def _numbers(session: AsyncSession, region: str) -> dict[Outcome, int]:
    query = (
        select(Counter.outcome, func.sum(Counter.number))
        .where(Counter.day == ALL_TIME, Counter.region == region, Counter.outcome.in_((Outcome.WORK, Outcome.OVERDUE)))
        .group_by(Counter.outcome)
    )
    return {outcome: int(number) for outcome, number in await session.execute(query)}
