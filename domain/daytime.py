"""Hours in which the bot may speak to citizens of its own accord: by day, and once in the evening."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
NIGHT = time(21)
EVENING = time(18)
SPREAD = timedelta(minutes=20)
"""Over how long the evening's digests are spread, so that they do not all go out in one second."""


def is_day(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether people may be written to."""
    return MORNING <= moment.astimezone(zone).time() < NIGHT


def by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself by day, otherwise the next morning."""
    local = moment.astimezone(zone)
    if is_day(moment, zone):
        return moment
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def next_evening(moment: datetime, zone: ZoneInfo, person_id: int, *, another_day: bool = False) -> datetime:
    """When somebody's next digest is due: this evening or tomorrow's; with `another_day` never on this day."""
    local = moment.astimezone(zone)
    spread = timedelta(seconds=person_id % int(SPREAD.total_seconds()))
    due = datetime.combine(local.date(), EVENING, zone) + spread
    return due if due > moment and not another_day else due + timedelta(days=1)
