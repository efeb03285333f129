"""What the official paragraph says, as numbers: nothing here knows a language."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

Ranked = tuple[tuple[str, int], ...]
"""Names (a category's key, a region's ISO code) with their counts, in the order they are told."""


class PeriodKind(StrEnum):
    """What a period is called."""

    START = "start"
    """All since the start."""
    YEAR = "year"
    """A whole year."""
    TO_DATE = "to_date"
    """A year so far."""
    MONTH = "month"
    """A whole month."""
    DAY = "day"
    DAYS = "days"
    """From a day to a day."""


def kind_of(first: date | None, last: date) -> PeriodKind:
    """What the period from `first` to `last`, both included, is called; `first` is None since the start."""
    if first is None:
        return PeriodKind.START
    if first == last:
        return PeriodKind.DAY
    following = last + timedelta(days=1)
    if first.day == following.day == 1 and (first.year, first.month) == (last.year, last.month):
        return PeriodKind.MONTH
    if (first.day, first.month) == (1, 1) and first.year == last.year:
        return PeriodKind.YEAR if following.year > last.year else PeriodKind.TO_DATE
    return PeriodKind.DAYS


@dataclass(frozen=True, slots=True)
class OfficialFigures:
    """Requests sent in a period and where they stand, and illegal dumps. Raises ValueError where parts exceed a whole.

    What is empty or zero is not spoken of.
    """

    first: date | None
    """None: since the start."""
    last: date
    """As of the end of that day."""
    region: str | None
    """ISO code; None: the country."""
    received: int
    executed: int
    in_work: int
    overdue: int
    """Of those in work."""
    categories: Ranked
    """The leading ones."""
    most: Ranked
    """Regions with most requests, the first first."""
    fewest: Ranked
    """Regions with fewest requests, the last first."""
    dumps_found: int
    dumps_removed: int
    """Of those found."""
    synthetic: bool
    """Made up for a demonstration; the paragraph says so."""

    def __post_init__(self) -> None:
        """A report whose numbers contradict each other is never written."""
        counts = (self.received, self.executed, self.in_work, self.overdue, self.dumps_found, self.dumps_removed)
        if min(counts) < 0 or self.other < 0:
            raise ValueError(f"more executed and in work than received, or fewer than none: {self}")
        if self.overdue > self.in_work or self.dumps_removed > self.dumps_found:
            raise ValueError(f"a part is more than its whole: {self}")
        if self.first is not None and self.first > self.last:
            raise ValueError(f"a period that ends before it begins: {self}")

    @property
    def other(self) -> int:
        """Returned, rejected, withdrawn and duplicates: what is left, so that the numbers add up."""
        return self.received - self.executed - self.in_work

    def as_json(self) -> dict[str, Any]:
        """As JSON keeps it."""
        first = self.first.isoformat() if self.first else None
        return {**asdict(self), "first": first, "last": self.last.isoformat()}


def of_json(data: dict[str, Any]) -> OfficialFigures:
    """The figures that `OfficialFigures.as_json` wrote, also after JSON has made lists of the tuples."""
    ranked = {name: tuple((key, n) for key, n in data[name]) for name in ("categories", "most", "fewest")}
    first = date.fromisoformat(data["first"]) if data["first"] else None
    return OfficialFigures(**{**data, **ranked, "first": first, "last": date.fromisoformat(data["last"])})
