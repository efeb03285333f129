"""What speaks for a photo report, and what makes somebody look twice. Never a verdict: only people judge work."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.sphere import distance_km

REPORT_METRES = 150
"""As far from the request's place may the executor be: a pin set by hand and a phone between houses are both off."""
SAME_PLACE_METRES = 100
"""Tasks this near to each other may be reported together."""
SAME_PLACE_TASKS = 5
"""As many other tasks are offered to be reported together with one."""
CLOCKS_DIFFER = timedelta(hours=1)
"""A camera's clock may be wrong by this much without meaning anything."""
PHOTO_AGE = timedelta(days=7)
"""A photo taken longer ago than this when the work is reported is looked at twice."""


class Doubt(StrEnum):
    """What speaks against a photo report."""

    FROM_CITIZEN = "from_citizen"
    """It looks like a photo that the citizen sent."""
    USED_BEFORE = "used_before"
    """It looks like a photo of an earlier report."""
    FAR = "far"
    """The executor's location is elsewhere."""
    TAKEN_FAR = "taken_far"
    """The camera says that the photo was taken elsewhere."""
    TAKEN_BEFORE = "taken_before"
    """The camera says that the photo is older than the request."""
    TAKEN_LONG_AGO = "taken_long_ago"
    """The camera says that the photo is old."""


def metres_between(lat: float | None, lon: float | None, other: tuple[float, float] | None) -> int | None:
    """Whole metres from a request's place to another one; None where either is not known."""
    if lat is None or lon is None or other is None:
        return None
    return round(distance_km(lat, lon, *other) * 1000)


def doubt_of_time(taken: datetime | None, sent_at: datetime, reported_at: datetime) -> Doubt | None:
    """What the camera's clock says against a photo, if anything."""
    if taken is None:
        return None
    if taken < sent_at - CLOCKS_DIFFER:
        return Doubt.TAKEN_BEFORE
    return Doubt.TAKEN_LONG_AGO if taken < reported_at - PHOTO_AGE else None
