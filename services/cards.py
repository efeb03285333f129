"""What staff see of one request: its photos, who does it, what is near."""

import math
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor
from domain.sphere import bounds_around, distance_km
from domain.terms import NEARBY_METRES
from domain.words import MediaPurpose, RejectReason, State
from models import CitizenRequest, Media, Membership, Organisation, Person, WorkReport
from services import categories, doubts
from services.histories import Entry, last_words
from services.paging import IS_OPEN
from services.steps import visible_request

NEAR = 5
"""Similar requests worth offering as the original of a duplicate."""


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
    report: WorkReport | None = None
    """The newest report on the work, for what it says of a dump and for the doubts about it."""
    askable: bool = True
    """Whether a message reaches the citizen."""


async def card(session: AsyncSession, actor: Actor, request_id: int) -> Card:
    """Everything for an operator's card. Raises NotFound for those who may not see the request."""
    request = await visible_request(session, actor, request_id)
    found = await task_card(session, actor, request_id)
    found.sent_before, found.meaningless_before, found.askable = await _citizen_before(session, request)
    found.near = await near(session, request)
    found.report = await doubts.of_request(session, request_id) if request.done_at is not None else None
    return found


async def task_card(session: AsyncSession, actor: Actor, request_id: int) -> Card:
    """What an executor needs: photos and words, nothing of the citizen. Raises NotFound as `card` does."""
    request = await visible_request(session, actor, request_id)
    found = Card(request, await shots(session, request_id))
    found.executor, found.organisation = await _executor(session, request)
    found.told = await last_words(session, request_id)
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


async def _citizen_before(session: AsyncSession, request: CitizenRequest) -> tuple[int, int, bool]:
    if request.citizen_id is None:
        return 0, 0, False
    meaningless = func.count().filter(CitizenRequest.reason == RejectReason.MEANINGLESS)
    reachable = select(Person.reachable).where(Person.id == request.citizen_id).scalar_subquery()
    query = select(func.count(), meaningless, reachable).where(
        CitizenRequest.citizen_id == request.citizen_id, CitizenRequest.id < request.id
    )
    total, returned, askable = (await session.execute(query)).one()
    return total, returned, bool(askable)


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
        CitizenRequest.id,
        CitizenRequest.category,
        CitizenRequest.state,
        CitizenRequest.region,
        CitizenRequest.lat,
        CitizenRequest.lon,
    ).where(
        IS_OPEN,
        CitizenRequest.category.in_(keys),
        CitizenRequest.lat.between(box.south, box.north),
        CitizenRequest.lon.between(box.west, box.east),
        CitizenRequest.id != request.id,
    )
    # The region is looked at here: in the query it would tempt the database to take the whole queue's index.
    rows = [r for r in await session.execute(query.limit(50)) if r.region == request.region]
    found = [
        Neighbour(r.id, r.category, r.state, distance_km(lat, lon, r.lat or math.nan, r.lon or math.nan) * 1000)
        for r in rows
    ]
    return sorted((n for n in found if n.metres <= NEARBY_METRES), key=lambda n: (n.metres, n.id))[:NEAR]
