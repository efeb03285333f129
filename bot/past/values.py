"""Values in cells: moments, numbers and texts in the forms in which people and spreadsheets write them."""

import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from domain.text import clean

NOON = time(12)
"""What a day without an hour counts as."""
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
"""Day 0 of Excel's dates."""
_ZONE_NAME = re.compile(r"\s*\(?(?:UTC|GMT)?([+-]\d{1,2})(?::?(\d{2}))?\)?$")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_SHORT = 60
_BLANKS = re.compile("[ \u00a0\u202f]")
_ESCAPED = re.compile("'[=+@\t\r\n＝＋－＠-]")
"""What our own export puts an apostrophe before, so that no program runs it as a formula."""


class Unreadable(Exception):
    """A value that is none; the text says why in a few words."""


def text_of(value: Any) -> str:
    """A cell as text without the spaces around it; whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if text.isascii() and text.isprintable():
        # Most cells, and nothing in them to be cleaned but spaces.
        text = text.strip(" ")
    else:
        text = _cleaned(text) if len(text) <= _SHORT else clean(text).text
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text


@lru_cache(maxsize=20_000)
def _cleaned(text: str) -> str:
    """The words of a few tables fill most columns."""
    return clean(text).text


def number_of(value: Any) -> float | None:
    """A number, with a decimal point or comma, with spaces between thousands. None for an empty cell."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = _BLANKS.sub("", text_of(value))
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Unreadable(f"{text_of(value)!r} is no number")
    return float(text.replace(",", "."))


def whole_of(value: Any) -> int | None:
    """A whole number; None for an empty cell."""
    found = number_of(value)
    if found is None:
        return None
    if not found.is_integer():
        raise Unreadable(f"{text_of(value)!r} is no whole number")
    return int(found)


def moment_of(value: Any, zone: ZoneInfo, after: datetime | None = None) -> datetime | None:
    """A moment, local time unless it says otherwise. None for an empty cell.

    A day alone counts as its noon, or as the moment `after` which it must be where that is later on the same day.
    """
    if isinstance(value, datetime):
        # A spreadsheet knows no days, only their beginnings.
        local = value.replace(tzinfo=value.tzinfo or zone)
        return _of_day(value.date(), zone, after) if value.time() == time(0) and value.tzinfo is None else local
    if isinstance(value, date):
        return _of_day(value, zone, after)
    text = text_of(value)
    if not text:
        return None
    if isinstance(value, float | int) or _SERIAL.fullmatch(text):
        return moment_of(_SERIAL_ZERO + timedelta(days=float(text.replace(",", "."))), zone, after)
    try:
        return _written(text, zone, after)
    except ValueError:
        raise Unreadable(f"{text!r} is no moment: write 2024-07-05 14:30 or 05.07.2024 14:30") from None


def _written(text: str, zone: ZoneInfo, after: datetime | None) -> datetime:
    own_zone = _ZONE_NAME.search(text) if ":" in text else None
    found = _DAY_FIRST.fullmatch(_ZONE_NAME.sub("", text) if own_zone else text)
    if found:
        day = date(int(found[3]), int(found[2]), int(found[1]))
        if found[4] is None:
            return _of_day(day, zone, after)
        at = datetime.combine(day, time(int(found[4]), int(found[5]), int(found[6] or 0)))
        return at.replace(tzinfo=_offset(own_zone) if own_zone else zone)
    if len(text) == 10:
        return _of_day(date.fromisoformat(text), zone, after)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo is not None else read.replace(tzinfo=zone)


def _offset(found: re.Match[str]) -> timezone:
    hours = int(found[1])
    minutes = int(found[2] or 0)
    return timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))


def _of_day(day: date, zone: ZoneInfo, after: datetime | None) -> datetime:
    noon = datetime.combine(day, NOON, zone)
    return after if after is not None and after > noon and after.astimezone(zone).date() == day else noon
