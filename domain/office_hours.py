"""Office hours: when staff may be disturbed by what can wait, and when it is told instead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

IsWorking = Callable[[date], bool]
_LONGEST_CLOSURE_DAYS = 60
"""More days off on end than this means that the predicate is broken."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When staff are left in peace: daily from `quiet_from` to `quiet_to` (local; equal: never), and on days off."""

    quiet_from: time = time(21)
    quiet_to: time = time(8)
    days_off: bool = True
    """Whether weekends and holidays are respected."""

    def is_quiet(self, local: datetime, is_working: IsWorking) -> bool:
        """Whether staff are left in peace at a moment in local time. `is_working` answers for a local date."""
        return self._at_night(local.time()) or (self.days_off and not is_working(local.date()))

    def _at_night(self, clock: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def next_allowed(self, local: datetime, is_working: IsWorking) -> datetime:
        """The first moment from `local` on at which staff may be disturbed, in the same time zone.

        Raises ValueError for a naive moment, and where there is none within 60 days.
        """
        if local.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        for _ in range(_LONGEST_CLOSURE_DAYS):
            if self.days_off and not is_working(local.date()):
                local = _at(local, time(0), days=1)
            elif self._at_night(local.time()):
                tomorrow = self.quiet_from > self.quiet_to and local.time() >= self.quiet_from
                local = _at(local, self.quiet_to, days=int(tomorrow))
            else:
                return local
        raise ValueError(f"staff are never to be disturbed in the {_LONGEST_CLOSURE_DAYS} days up to {local}")

    def next_at(self, local: datetime, clock: time, is_working: IsWorking) -> datetime:
        """The first time after `local` that the clock shows `clock` on a day of work, moved out of the quiet hours.

        Raises ValueError where there is no such day within 60.
        """
        for days in range(_LONGEST_CLOSURE_DAYS):
            moment = _at(local, clock, days=days)
            if self.days_off and not is_working(moment.date()):
                continue
            found = self.next_allowed(moment, is_working)
            if found > local:
                return found
        raise ValueError(f"no day of work in the {_LONGEST_CLOSURE_DAYS} days from {local} on")


def _at(local: datetime, clock: time, *, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), clock, local.tzinfo)
