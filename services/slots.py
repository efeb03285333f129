"""When the weekly summary is due: a weekday and a time that each region, and the country for itself, may choose."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from apscheduler.triggers.cron import CronTrigger

from domain.weeks import LENGTH
from services.region_settings import Choices
from services.scopes import COUNTRY

COUNTRY_LATER = timedelta(minutes=5)
"""The country's summary comes after those of its regions."""
_MOMENT = timedelta(microseconds=1)


def next_slot(choices: Choices, subject: str, after: datetime, zone: tzinfo) -> datetime:
    """The first moment later than `after` at which a region's summary, or for "" the country's, is due; in UTC."""
    late = COUNTRY_LATER if subject == COUNTRY else timedelta(0)
    trigger = CronTrigger(
        day_of_week=choices.summary_day, hour=choices.summary_at.hour, minute=choices.summary_at.minute, timezone=zone
    )
    found = trigger.get_next_fire_time(None, (after - late).astimezone(zone) + _MOMENT)
    if found is None:
        raise ValueError(f"no weekday {choices.summary_day} after {after}")
    moment: datetime = found.astimezone(UTC) + late
    return moment


def slot_before(choices: Choices, subject: str, moment: datetime, zone: tzinfo) -> datetime:
    """The last moment, up to `moment` itself, at which the summary was due; in UTC."""
    found = next_slot(choices, subject, moment - timedelta(days=LENGTH + 1), zone)
    while (following := next_slot(choices, subject, found, zone)) <= moment:
        found = following
    return found


def slot_of(choices: Choices, subject: str, last_day: date, zone: tzinfo) -> datetime:
    """When a summary of days up to `last_day` is due: at the first slot after their end. In UTC."""
    midnight = datetime.combine(last_day + timedelta(days=1), time(0), zone)
    late = COUNTRY_LATER if subject == COUNTRY else timedelta(0)
    return next_slot(choices, subject, midnight + late - _MOMENT, zone)
