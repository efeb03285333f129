"""Open requests that may be the same problem: of the same category, within 100 metres."""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.nearby import Candidate, nearby
from domain.sphere import KM_PER_DEGREE
from domain.terms import NEARBY_METRES
from domain.words import MediaPurpose
from models import CitizenRequest, Draft, Follow, Media
from services import drafts
from services.categories import all_for
from services.following import follow
from services.paging import IS_OPEN

SHOWN = 3
"""Similar requests worth showing: beyond the nearest few, people press "mine is another one" without looking."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An open request nearby. `own`: the citizen's own; `photo`: the id of its first photo, None without one."""

    request: CitizenRequest
    metres: float
    photo: int | None
    own: bool


async def similar(session: AsyncSession, draft: Draft) -> list[Similar]:
    """The nearest open requests that may be the draft's problem; empty for a draft without a point.

    Follows of the citizen's own are left out: they know of those. One query where nothing is near.
    """
    if draft.lat is None or draft.lon is None:
        return []
    near = await _in_the_box(session, draft, draft.lat, draft.lon)
    candidates = [Candidate(r.id, r.category or "", r.lat or 0.0, r.lon or 0.0) for r in near.values()]
    found = nearby(draft.lat, draft.lon, draft.category, candidates, NEARBY_METRES)[:SHOWN]
    photos = await _first_photos(session, [n.ref for n in found])
    return [Similar(near[n.ref], n.metres, photos.get(n.ref), near[n.ref].citizen_id == draft.person_id) for n in found]


async def _in_the_box(session: AsyncSession, draft: Draft, lat: float, lon: float) -> dict[int, CitizenRequest]:
    """Open requests in a square around the point; the index goes by category and latitude."""
    reach = NEARBY_METRES / 1000 / KM_PER_DEGREE
    reach_lon = reach / max(math.cos(math.radians(lat)), 0.01)
    keys = [draft.category] if draft.category else [c.key for c in all_for(draft.kind)]
    followed = exists().where(and_(Follow.request_id == CitizenRequest.id, Follow.person_id == draft.person_id))
    query = select(CitizenRequest).where(
        IS_OPEN,
        CitizenRequest.category.in_(keys),
        CitizenRequest.lat.between(lat - reach, lat + reach),
        CitizenRequest.lon.between(lon - reach_lon, lon + reach_lon),
        CitizenRequest.kind == draft.kind,
        ~followed,
    )
    return {r.id: r for r in await session.scalars(query.limit(50))}


async def _first_photos(session: AsyncSession, request_ids: list[int]) -> dict[int, int]:
    if not request_ids:
        return {}
    query = select(Media.request_id, Media.id).where(
        Media.request_id.in_(request_ids), Media.purpose == MediaPurpose.BEFORE, Media.state != "refused"
    )
    photos: dict[int, int] = {}
    for request_id, media_id in await session.execute(query.order_by(Media.id)):
        if request_id is not None:
            photos.setdefault(request_id, media_id)
    return photos


async def follow_instead(session: AsyncSession, draft: Draft, request_id: int, now: datetime) -> Similar:
    """ "This is it": follow a similar request and drop the draft. Raises NotFound for one that is not similar."""
    for found in await similar(session, draft):
        if found.request.id == request_id:
            if not found.own:
                await follow(session, draft.person_id, request_id, now)
            await drafts.drop(session, draft.id, now)
            return found
    raise NotFound
