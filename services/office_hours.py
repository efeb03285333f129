"""When staff may be told what can wait, by the hours of their region and Kazakhstan's days off."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from sqlalchemy.ext.asyncio import AsyncSession

from domain.office_hours import OfficeHours
from services.calendar import is_working_day
from services.region_settings import settings_for, settings_of

_NIGHT = OfficeHours(days_off=False)


async def is_quiet(session: AsyncSession, region: str, moment: datetime, zone: tzinfo) -> bool:
    """Whether a region's staff are left in peace at a moment: at night, and on days off."""
    hours = (await settings_for(session, region)).hours
    return hours.is_quiet(moment.astimezone(zone), is_working_day)


async def quiet_regions(session: AsyncSession, regions: Iterable[str], moment: datetime, zone: tzinfo) -> set[str]:
    """Those of some regions whose staff are left in peace at a moment; one statement for all."""
    wanted, local = set(regions), moment.astimezone(zone)
    settings = await settings_of(session, wanted)
    return {region for region in wanted if settings(region).hours.is_quiet(local, is_working_day)}


async def next_allowed(session: AsyncSession, region: str, moment: datetime, zone: tzinfo) -> datetime:
    """The first moment from `moment` on at which a region's staff may be disturbed, in UTC."""
    hours = (await settings_for(session, region)).hours
    return hours.next_allowed(moment.astimezone(zone), is_working_day).astimezone(UTC)


def is_night(moment: datetime, zone: tzinfo) -> bool:
    """Whether citizens, who are told everything at once, are told it without a sound."""
    return _NIGHT.is_quiet(moment.astimezone(zone), is_working_day)
