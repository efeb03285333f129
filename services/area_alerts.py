"""Area alerts: the regions, districts and points whose news somebody wants once a day at most."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import daytime, terms
from domain.errors import NotFound, TooMany
from models import AreaAlert, CitizenRequest
from services import geography
from services.geography import District
from services.timers import set_timer, stop_timer

TIMER = "alerts"
NEW_RADIUS = 1000
"""Metres around a point before a person chooses otherwise."""
UNSETTLED = 10_000
"""More requests than the whole country sends while one is being committed."""


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
    alert.told_to, alert.created_at = await newest(session), now
    session.add(alert)
    await session.flush()
    await set_timer(session, TIMER, alert.person_id, daytime.next_evening(now, zone, alert.person_id), keep=True)
    return alert


async def newest(session: AsyncSession, before: datetime | None = None) -> int:
    """The newest request of all, or of those sent by a moment that is not long ago."""
    last = await session.scalar(select(func.max(CitizenRequest.id))) or 0
    if before is None:
        return last
    late = select(CitizenRequest.id).where(CitizenRequest.id > last - UNSETTLED, CitizenRequest.sent_at <= before)
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
