"""When things happen in the synthetic year: at the hours people report and work, in the time a category takes."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from domain.words import Ground
from services import categories
from services.calendar import deadline_by_day
from services.past_requests import RIGHT, WRONG, PastComplaint

SEASONS: Mapping[str, tuple[str, str]] = {
    "snow_ice": ("11-05", "12-31"), "greening": ("01-01", "11-15"), "water_body": ("01-01", "11-15"),
    "irrigation_ditch": ("01-01", "11-30"),
}  # fmt: skip
"""Month and day between which a category makes sense; all year where it is not named."""
_WEEKEND = 0.55
"""Reports on a Saturday or Sunday to those on a working day."""
_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 9, 11, 12, 11, 10, 10, 10, 9, 9, 10, 10, 9, 8, 6, 4, 2)
"""How many reports come in each hour of the day, in proportion."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the work on a request went."""

    due_at: datetime
    assigned_at: datetime
    done_at: datetime
    complaint: PastComplaint | None = None


class Days:
    """Draws days between two, later ones somewhat more often: the service becomes known."""

    def __init__(self, chance: random.Random, first: date, last: date, zone: ZoneInfo) -> None:
        self._chance, self._zone, self._by_season = chance, zone, dict[str, tuple[list[date], list[float]]]()
        number = (last - first).days + 1
        self._all = [
            (day, (1 + 0.8 * n / number) * (_WEEKEND if day.weekday() >= 5 else 1))
            for n, day in enumerate(first + timedelta(days=n) for n in range(number))
        ]

    def draw(self, category: str) -> datetime:
        """A moment in the category's season; on any of the days where they lie outside it."""
        days, weights = self._by_season.get(category) or self._season(category)
        (day,) = self._chance.choices(days, cum_weights=weights)
        (hour,) = self._chance.choices(range(24), _HOURS)
        seconds = self._chance.randrange(3600)
        return datetime(day.year, day.month, day.day, hour, seconds // 60, seconds % 60, tzinfo=self._zone)

    def _season(self, category: str) -> tuple[list[date], list[float]]:
        begin, end = SEASONS.get(category, ("01-01", "12-31"))
        chosen = [(day, weight) for day, weight in self._all if begin <= f"{day:%m-%d}" <= end] or self._all
        found = [day for day, _ in chosen], list(accumulate(weight for _, weight in chosen))
        self._by_season[category] = found
        return found


def due_of(category: str, sent: datetime, zone: ZoneInfo) -> datetime:
    """The deadline by our default, whatever rules an installation has: the year is the same everywhere."""
    return deadline_by_day(categories.by_key(category), sent, zone)


def course(chance: random.Random, category: str, sent: datetime, zone: ZoneInfo, *, late: bool) -> Course:
    """Work done in time, or days late."""
    due = due_of(category, sent, zone)
    assigned = sent + (due - sent) * chance.betavariate(1.2, 8)
    if late:
        return Course(due, assigned, _whole(due + timedelta(hours=1 + chance.expovariate(1 / 130))))
    done = assigned + (due - assigned) * min(0.98, chance.betavariate(2, 2.3))
    return Course(due, _whole(assigned), _whole(_by_day(done, due, zone)))


def found_wrong(chance: random.Random, course: Course, ground: Ground) -> Course:
    """The same work, complained of, and found to stand."""
    at = course.done_at + timedelta(hours=chance.uniform(2, 140))
    ruled = at + timedelta(hours=chance.uniform(5, 170))
    return Course(
        course.due_at, course.assigned_at, course.done_at, PastComplaint(ground, _whole(at), WRONG, _whole(ruled))
    )


def found_right(chance: random.Random, course: Course, ground: Ground) -> Course:
    """Late work because a complaint was right: done once in time, then once more."""
    at = course.assigned_at + (course.due_at - course.assigned_at) * chance.uniform(0.5, 1.2)
    ruled = at + timedelta(hours=chance.uniform(5, 120))
    done = max(ruled, course.due_at) + timedelta(hours=chance.uniform(8, 200))
    complaint = PastComplaint(ground, _whole(at), RIGHT, _whole(ruled))
    return Course(course.due_at, _whole(course.assigned_at), _whole(done), complaint)


def _by_day(moment: datetime, due: datetime, zone: ZoneInfo) -> datetime:
    """Nobody takes photos of work by night: what was done then is reported next morning, if that is in time still."""
    local = moment.astimezone(zone)
    if 8 <= local.hour < 20:
        return moment
    shift = timedelta(hours=12)
    return moment + shift if moment + shift <= due else moment


def _whole(moment: datetime) -> datetime:
    """Without fractions of a second."""
    return moment.replace(microsecond=0)
