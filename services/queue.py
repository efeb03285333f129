"""The operators' queue: the open requests of a region by deadline, whole or one part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Outcome, Role, State
from models import EVER, CitizenRequest, Counter
from services import categories, geography
from services.paging import IS_OPEN, Key, slice_by_deadline

PAGE = 8
"""Requests on one page: with its buttons it fits a phone's screen."""
UTC_ZONE = ZoneInfo("UTC")


class Shelf(StrEnum):
    """A part of the queue: all of it, one state, or what needs somebody's eye."""

    OPEN = "open"
    NEW = "new"
    NEEDS_INFO = "needs_info"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    DISPUTED = "disputed"
    OVERDUE = "overdue"
    TODAY = "today"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    RETURNED = "returned"
    SUGGESTIONS = "suggestions"


# Word for word the conditions of the partial indexes, for SQLite's sake.
_CONDITIONS: dict[Shelf, Any] = {
    Shelf.UNASSIGNED: text("requests.executor_id IS NULL"),
    Shelf.RETURNED: text("requests.returned"),
    Shelf.SUGGESTIONS: text("requests.kind = 'suggestion'"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the queue, and what they see of it; `key` None is the beginning."""

    region: str
    shelf: Shelf = Shelf.OPEN
    category: str | None = None
    key: Key | None = None
    district: str | None = None
    """A district on our list, by KATO code."""

    @property
    def is_filtered(self) -> bool:
        """Whether this is less than the whole queue."""
        return replace(self, key=None) != Place(self.region)

    def store(self) -> dict[str, Any]:
        """As JSON, to be remembered with the person."""
        key = None if self.key is None else [self.key.due_at.isoformat(), self.key.id]
        return {
            "region": self.region, "shelf": str(self.shelf), "category": self.category, "district": self.district,
            "key": key,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What is seen of the queue. `rows` have id, kind, category, state, due_at and executor_id."""

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
    region = stored.get("region")
    if region not in regions:
        return Place(regions[0])
    key = stored.get("key")
    return Place(
        region,
        Shelf(stored["shelf"]) if stored.get("shelf") in {*Shelf} else Shelf.OPEN,
        known_category(stored.get("category")),
        Key(datetime.fromisoformat(key[0]), key[1]) if key else None,
        known_district(region, stored.get("district")),
    )


def known_category(key: str | None) -> str | None:
    """The category, or None where the list does not have it (any more)."""
    return key if key in {c.key for c in categories.all_categories()} else None


def known_district(region: str, kato: str | None) -> str | None:
    """The district, or None where the region has none of this code."""
    return kato if kato in {d.kato for d in geography.districts(region)} else None


async def page(
    session: AsyncSession,
    actor: Actor,
    place: Place,
    now: datetime,
    *,
    back: bool = False,
    size: int = PAGE,
    zone: ZoneInfo = UTC_ZONE,
) -> QueuePage:
    """The page at `place`, or the one before it; `zone` says when today ends.

    Raises NotFound for a region that is not the actor's.
    """
    if place.region not in regions_of(actor):
        raise NotFound
    found = await slice_by_deadline(session, listing(actor, place, now, zone), place.key, size, back=back)
    numbers = await _numbers(session, place.region)
    return QueuePage(
        replace(place, key=found.start),
        found.rows,
        found.previous,
        found.next,
        numbers.get(Outcome.WORK, 0),
        numbers.get(Outcome.OVERDUE, 0),
    )


def listing(actor: Actor, place: Place, now: datetime, zone: ZoneInfo = UTC_ZONE) -> Any:
    """The requests of a shelf, without order; each shelf, and a district or category, begins with a partial index."""
    r = CitizenRequest
    columns = (r.id, r.kind, r.category, r.state, r.due_at, r.executor_id)
    query = select(*columns).where(IS_OPEN, r.region == place.region)
    if place.category is not None:
        query = query.where(r.category == place.category)
    if place.district is not None:
        query = query.where(r.district == place.district)
    shelf = place.shelf
    if shelf is Shelf.OPEN:
        return query
    if shelf is Shelf.OVERDUE:
        return query.where(r.due_at < now)
    if shelf is Shelf.TODAY:
        return query.where(r.due_at >= now, r.due_at < end_of_day(now, zone))
    if shelf is Shelf.MINE:
        return query.where(r.operator_id == actor.id)
    return query.where(_CONDITIONS[shelf] if shelf in _CONDITIONS else r.state == State(shelf))


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The next midnight of a zone."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)


async def _numbers(session: AsyncSession, region: str) -> dict[Outcome, int]:
    query = (
        select(Counter.measure, func.sum(Counter.number))
        .where(
            Counter.period == EVER,
            Counter.district == "",
            Counter.measure.in_((Outcome.WORK, Outcome.OVERDUE)),
            Counter.region == region,
        )
        .group_by(Counter.measure)
    )
    return {Outcome(measure): int(number) for measure, number in await session.execute(query)}
