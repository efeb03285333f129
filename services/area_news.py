"""The news of somebody's areas: what was sent there since they were told last, and one request of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.sphere import bounds_around, distance_km
from domain.words import State
from models import AreaAlert, CitizenRequest, Follow, Person
from services.area_alerts import alerts_of, newest

SHOWN = 5
"""Requests named in one digest."""
COUNTED = 500
"""New requests of an area that are counted; beyond that it only matters that there are many."""
SETTLED = timedelta(minutes=1)
"""A request this old has been committed: numbers are given before that, and may appear out of their order."""
_NOT_TOLD = (State.REJECTED, State.DUPLICATE, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Found:
    """A new request in an area; `metres` from its point, None in a region or district."""

    row: Any
    metres: float | None


@dataclass(slots=True)
class AreaNews:
    """What is new in one area since its last digest."""

    alert: AreaAlert
    number: int
    """At most `COUNTED`."""
    done: int
    """Of them, those whose work is done already."""
    top: list[tuple[str | None, int]]
    """The three most frequent categories with their numbers."""
    shown: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """A request as anybody may see it who follows the area it lies in."""

    request: CitizenRequest
    own: bool
    followed: bool


async def news_for(session: AsyncSession, person: Person, now: datetime) -> list[AreaNews]:
    """What is new in each of somebody's areas, which counts as told from now on; areas without news are left out.

    What was sent while they could not be reached is not told later.
    """
    own = await alerts_of(session, person.id)
    upto = await newest(session, now - SETTLED) if own else 0
    found = []
    for alert in own:
        if person.reachable and upto > alert.told_to:
            found.append(_summed_up(alert, await _new_in(session, alert, upto)))
        alert.told_to = max(upto, alert.told_to)
    told = [news for news in found if news.number]
    for news in told:
        del news.shown[max(1, SHOWN // len(told)) :]
    return told


async def _new_in(session: AsyncSession, alert: AreaAlert, upto: int) -> list[Found]:
    """New requests of an area, read by their numbers: of those sent since yesterday, however large the table."""
    r = CitizenRequest
    columns = (r.id, r.category, r.state, r.region, r.district, r.lat, r.lon)
    query = (
        select(*columns)
        .where(r.id > alert.told_to, r.id <= upto, *_inside(alert))
        .where(r.state.not_in(_NOT_TOLD), r.citizen_id.is_distinct_from(alert.person_id))
        .order_by(r.id.desc())
        .limit(COUNTED)
    )
    found = [Found(row, _metres(alert, row.lat, row.lon)) for row in await session.execute(query)]
    if alert.radius is None:
        return found
    near = [f for f in found if f.metres is not None and f.metres <= alert.radius]
    return sorted(near, key=lambda f: f.metres or 0.0)


def _inside(alert: AreaAlert) -> list[ColumnElement[bool]]:
    """The conditions of an area; for a point the box around it, whose corners are too far."""
    r = CitizenRequest
    if alert.radius is not None and alert.lat is not None and alert.lon is not None:
        box = bounds_around(alert.lat, alert.lon, alert.radius)
        return [r.lat.between(box.south, box.north), r.lon.between(box.west, box.east)]
    inside = [r.region == alert.region]
    return inside if alert.district is None else [*inside, r.district == alert.district]


def _metres(alert: AreaAlert, lat: float | None, lon: float | None) -> float | None:
    if None in (alert.lat, alert.lon, lat, lon):
        return None
    return distance_km(alert.lat or 0.0, alert.lon or 0.0, lat or 0.0, lon or 0.0) * 1000


def _summed_up(alert: AreaAlert, found: list[Found]) -> AreaNews:
    done = sum(f.row.state in (State.DONE, State.CONFIRMED, State.UPHELD) for f in found)
    top = Counter(f.row.category for f in found).most_common(3)
    return AreaNews(alert, len(found), done, top, found[:SHOWN])


async def look(session: AsyncSession, person_id: int, request_id: int) -> Look:
    """A request in one of the person's areas. Raises NotFound for all others, whether they exist or not.

    And for those of which nobody is told (any more): what was withdrawn or rejected is no neighbour's business.
    """
    request = await session.get(CitizenRequest, request_id)
    if request is None or not any(_has(a, request) for a in await alerts_of(session, person_id)):
        raise NotFound
    followed = await session.get(Follow, (request_id, person_id)) is not None
    own = request.citizen_id == person_id
    if request.state in _NOT_TOLD and not (own or followed):
        raise NotFound
    return Look(request, own, followed)


def _has(alert: AreaAlert, request: CitizenRequest) -> bool:
    """Whether a request lies in an area."""
    if alert.radius is not None:
        metres = _metres(alert, request.lat, request.lon)
        return metres is not None and metres <= alert.radius
    if request.region != alert.region:
        return False
    return alert.district is None or request.district == alert.district
