"""What staff see of one request: its photos, who does it, what is near, and everything that happened to it."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor
from domain.sphere import bounds_around, distance_km
from domain.terms import NEARBY_METRES
from domain.words import Action, MediaPurpose, RejectReason, Role, State
from models import CitizenRequest, HistoryEntry, Media, Membership, Organisation, Person
from services import categories
from services.paging import IS_OPEN
from services.steps import visible_request

NEAR = 5
"""Similar requests worth offering as the original of a duplicate."""
TOLD = (Action.NOTE, Action.ANSWER, Action.ASK, Action.RETURN, Action.REOPEN, Action.FORWARD, Action.APPEAL)
"""Steps whose words the next person to work on the request should read."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo or video of a request."""

    id: int
    purpose: MediaPurpose


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An open request nearby that may be the same problem."""

    id: int
    category: str | None
    state: State
    metres: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the history with the names that colleagues may read; citizens have none."""

    id: int
    at: datetime
    action: Action
    role: Role
    to_state: State
    name: str | None
    comment: str | None
    data: dict[str, object]
    public: bool
    executor: str | None
    """To whom the step gave the work."""


@dataclass(slots=True)
class Card:
    """A request with all that its card shows."""

    request: CitizenRequest
    shots: list[Shot]
    executor: str | None = None
    organisation: str | None = None
    sent_before: int = 0
    """Other requests of the same citizen."""
    meaningless_before: int = 0
    """How many of them were rejected as meaningless."""
    near: list[Neighbour] = field(default_factory=list)
    told: list[Entry] = field(default_factory=list)
    """The last words for whoever works on it next, the oldest first."""


async def card(session: AsyncSession, actor: Actor, request_id: int) -> Card:
    """Everything for an operator's card. Raises NotFound for those who may not see the request."""
    request = await visible_request(session, actor, request_id)
    found = await task_card(session, actor, request_id)
    found.sent_before, found.meaningless_before = await _citizen_before(session, request)
    found.near = await near(session, request)
    return found


async def task_card(session: AsyncSession, actor: Actor, request_id: int) -> Card:
    """What an executor needs: photos and words, nothing of the citizen. Raises NotFound as `card` does."""
    request = await visible_request(session, actor, request_id)
    found = Card(request, await shots(session, request_id))
    found.executor, found.organisation = await _executor(session, request)
    found.told = await _last_words(session, request_id)
    return found


async def shots(session: AsyncSession, request_id: int) -> list[Shot]:
    """The photos and videos of a request: before, then after, then of complaints."""
    query = select(Media.id, Media.purpose).where(Media.request_id == request_id, Media.state != "refused")
    order = list(MediaPurpose)
    found = [Shot(*row) for row in await session.execute(query.order_by(Media.id))]
    return sorted(found, key=lambda shot: order.index(shot.purpose))


async def _executor(session: AsyncSession, request: CitizenRequest) -> tuple[str | None, str | None]:
    """The name of whoever does the work, and their organisation in the request's region."""
    if request.executor_id is None:
        return None, None
    query = (
        select(Person.name, func.max(Organisation.name))
        .outerjoin(Membership, (Membership.person_id == Person.id) & (Membership.region == request.region))
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Person.id == request.executor_id)
        .group_by(Person.name)
    )
    row = (await session.execute(query)).first()
    return (None, None) if row is None else (row[0], row[1])


async def _citizen_before(session: AsyncSession, request: CitizenRequest) -> tuple[int, int]:
    if request.citizen_id is None:
        return 0, 0
    meaningless = func.count().filter(CitizenRequest.reason == RejectReason.MEANINGLESS)
    query = select(func.count(), meaningless).where(
        CitizenRequest.citizen_id == request.citizen_id, CitizenRequest.id < request.id
    )
    total, returned = (await session.execute(query)).one()
    return total, returned


async def near(session: AsyncSession, request: CitizenRequest) -> list[Neighbour]:
    """Open requests of the region within 100 m that may be the same problem, the nearest first.

    Of the same category; of any category while the request's own is open.
    """
    lat, lon = request.lat, request.lon
    if lat is None or lon is None:
        return []
    box = bounds_around(lat, lon, NEARBY_METRES)
    keys = [request.category] if request.category else [c.key for c in categories.all_for(request.kind)]
    query = select(
        CitizenRequest.id, CitizenRequest.category, CitizenRequest.state, CitizenRequest.lat, CitizenRequest.lon
    ).where(
        IS_OPEN,
        CitizenRequest.category.in_(keys),
        CitizenRequest.lat.between(box.south, box.north),
        CitizenRequest.lon.between(box.west, box.east),
        CitizenRequest.region == request.region,
        CitizenRequest.id != request.id,
    )
    rows = await session.execute(query.limit(50))
    found = [
        Neighbour(r.id, r.category, r.state, distance_km(lat, lon, r.lat or math.nan, r.lon or math.nan) * 1000)
        for r in rows
    ]
    return sorted((n for n in found if n.metres <= NEARBY_METRES), key=lambda n: (n.metres, n.id))[:NEAR]


async def history(
    session: AsyncSession, actor: Actor, request_id: int, *, before: int | None = None, size: int = 5
) -> tuple[list[Entry], bool]:
    """Steps of a request, the newest first, from before entry `before`; and whether there are older ones.

    Internal remarks and colleagues' names included; raises NotFound for those who may not see the request.
    """
    await visible_request(session, actor, request_id)
    query = _entries(request_id).order_by(HistoryEntry.id.desc()).limit(size + 1)
    if before is not None:
        query = query.where(HistoryEntry.id < before)
    entries = await _read(session, query)
    return entries[:size], len(entries) > size


async def _last_words(session: AsyncSession, request_id: int) -> list[Entry]:
    query = _entries(request_id).where(HistoryEntry.action.in_(TOLD), HistoryEntry.comment.is_not(None))
    return (await _read(session, query.order_by(HistoryEntry.id.desc()).limit(3)))[::-1]


def _entries(request_id: int) -> Any:
    return (
        select(HistoryEntry, Person.name)
        .outerjoin(Person, (Person.id == HistoryEntry.actor_id) & (HistoryEntry.role != Role.CITIZEN))
        .where(HistoryEntry.request_id == request_id)
    )


async def _read(session: AsyncSession, query: Any) -> list[Entry]:
    rows = (await session.execute(query)).all()
    names = await names_of(session, {executor for e, _ in rows if (executor := _given_to(e))})
    return [
        Entry(
            e.id, e.at, e.action, e.role, e.to_state, name, e.comment, e.data or {}, e.public, names.get(_given_to(e))
        )
        for e, name in rows
    ]  # fmt: skip


def _given_to(entry: HistoryEntry) -> int:
    """To whom the step gave the work; 0 for nobody."""
    return int((entry.data or {}).get("executor") or 0)


async def names_of(session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    """The names colleagues know people by."""
    if not person_ids:
        return {}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {person_id: name for person_id, name in rows if name}
