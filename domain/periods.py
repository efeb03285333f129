"""Days, months and years as the counters name them: "2026-11-22", "2026-11", "2026"."""

from datetime import date, timedelta


def periods_of(day: date) -> tuple[str, str, str]:
    """The year, the month and the day itself."""
    text = day.isoformat()
    return text[:4], text[:7], text


def periods_between(first: date, last: date) -> list[str]:
    """The fewest periods that make up the days from `first` to `last`, both included, in order."""
    found: list[str] = []
    while first <= last:
        for name, end in zip(periods_of(first), _ends(first), strict=True):
            if end is not None and end <= last:
                found.append(name)
                first = end + timedelta(days=1)
                break
    return found


def _ends(day: date) -> tuple[date | None, date | None, date]:
    """The last day of the year and of the month that begin on `day`, None where none does; and the day itself."""
    year_end = date(day.year, 12, 31) if (day.month, day.day) == (1, 1) else None
    if day.day != 1:
        return year_end, None, day
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return year_end, following - timedelta(days=1), day
