"""Area alerts: what was sent in a region, a district or around a point, told once a day at most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import daytime, terms
from domain.errors import NotFound, TooMany
from domain.sphere import bounds_around, distance_km
from domain.words import State
from models import AreaAlert, CitizenRequest, Follow, Person
from services import geography
from services.geography import District
from services.timers import set_timer, stop_timer

TIMER = "alerts"
SHOWN = 5
"""Requests named in one digest."""
COUNTED = 500
"""New requests of an area that are counted; beyond that it only matters that there are many."""
NEW_RADIUS = 1000
"""Metres around a point before a person chooses otherwise."""
SETTLED = timedelta(minutes=1)
"""A request this old has been committed: numbers are given before that, and may appear out of their order."""
UNSETTLED = 10_000
"""More requests than the whole country sends in that time."""
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


def district_of(region: str, kato: str) -> District:
    """A district on our list. Raises NotFound for all others."""
    for district in geography.districts(region):
        if district.kato == kato:
            return district
    raise NotFound


async def alerts_of(session: AsyncSession, person_id: int) -> list[AreaAlert]:
    """The areas somebody follows, in the order they were added."""
    return list(await session.scalars(select(AreaAlert).where(AreaAlert.person_id == person_id).order_by(AreaAlert.id)))


async def one(session: AsyncSession, person_id: int, alert_id: int) -> AreaAlert:
    """One of somebody's areas. Raises NotFound for those of others."""
    found = await session.get(AreaAlert, alert_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


async def add_area(
    session: AsyncSession, person_id: int, region: str, kato: str | None, now: datetime, zone: ZoneInfo
) -> AreaAlert:
    """Follow a region, or with `kato` one of its districts; doing it again changes nothing.

    Raises NotFound for places not on our lists, TooMany(alerts).
    """
    if region not in {r.iso for r in geography.regions()}:
        raise NotFound
    if kato is not None:
        district_of(region, kato)
    own = await alerts_of(session, person_id)
    for alert in own:
        if (alert.region, alert.district, alert.radius) == (region, kato, None):
            return alert
    alert = AreaAlert(person_id=person_id, region=region, district=kato)
    return await _added(session, alert, own, now, zone)


async def add_point(
    session: AsyncSession, person_id: int, lat: float, lon: float, now: datetime, zone: ZoneInfo
) -> AreaAlert | None:
    """Follow what lies around a point; None where it is in no region of the country. Raises TooMany(alerts)."""
    region = geography.locate(lat, lon).region
    if region is None:
        return None
    own = await alerts_of(session, person_id)
    alert = AreaAlert(person_id=person_id, region=region, lat=lat, lon=lon, radius=NEW_RADIUS)
    return await _added(session, alert, own, now, zone)


async def check_room(session: AsyncSession, person_id: int) -> None:
    """Raises TooMany(alerts) where somebody follows as many areas as they may."""
    _check_room(await alerts_of(session, person_id))


def _check_room(own: Sequence[AreaAlert]) -> None:
    if len(own) >= terms.ALERTS:
        raise TooMany("alerts", terms.ALERTS)


async def _added(
    session: AsyncSession, alert: AreaAlert, own: Sequence[AreaAlert], now: datetime, zone: ZoneInfo
) -> AreaAlert:
    _check_room(own)
    alert.told_to, alert.created_at = await _newest(session), now
    session.add(alert)
    await session.flush()
    await set_timer(session, TIMER, alert.person_id, daytime.next_evening(now, zone, alert.person_id), keep=True)
    return alert


async def _newest(session: AsyncSession, before: datetime | None = None) -> int:
    """The newest request of all, or of those sent by a moment that is not long ago."""
    newest = await session.scalar(select(func.max(CitizenRequest.id))) or 0
    if before is None:
        return newest
    late = select(CitizenRequest.id).where(CitizenRequest.id > newest - UNSETTLED, CitizenRequest.sent_at <= before)
    return await session.scalar(late.order_by(CitizenRequest.id.desc()).limit(1)) or 0


async def set_radius(session: AsyncSession, person_id: int, alert_id: int, metres: int) -> AreaAlert:
    """Look further or less far around a point. Raises NotFound for what is no point, or no radius on offer."""
    alert = await one(session, person_id, alert_id)
    if alert.radius is None or metres not in terms.ALERT_RADII:
        raise NotFound
    alert.radius = metres
    return alert


async def remove(session: AsyncSession, person_id: int, alert_id: int) -> None:
    """Follow an area no more.

    The timer stays and finds nothing to do, so that removing and adding again brings no second digest in a day.
    """
    await session.delete(await one(session, person_id, alert_id))
    await session.flush()


async def erase(session: AsyncSession, person_id: int) -> None:
    """Forget somebody's areas."""
    for alert in await alerts_of(session, person_id):
        await session.delete(alert)
    await session.flush()
    await stop_timer(session, person_id, TIMER)


async def news_for(session: AsyncSession, person: Person, now: datetime) -> list[AreaNews]:
    """What is new in each of somebody's areas, which counts as told from now on; areas without news are left out.

    What was sent while they could not be reached is not told later.
    """
    own = await alerts_of(session, person.id)
    upto = await _newest(session, now - SETTLED) if own else 0
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
    """A request in one of the person's areas. Raises NotFound for all others, whether they exist or not."""
    request = await session.get(CitizenRequest, request_id)
    if request is None or not any(_has(a, request) for a in await alerts_of(session, person_id)):
        raise NotFound
    followed = await session.get(Follow, (request_id, person_id)) is not None
    return Look(request, request.citizen_id == person_id, followed)


def _has(alert: AreaAlert, request: CitizenRequest) -> bool:
    """Whether a request lies in an area."""
    if alert.radius is not None:
        metres = _metres(alert, request.lat, request.lon)
        return metres is not None and metres <= alert.radius
    if request.region != alert.region:
        return False
    return alert.district is None or request.district == alert.district
