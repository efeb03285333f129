"""The list of a region's weeks: those of which a summary was made, and those before it; and the week to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import weeks as calendar
from domain.errors import NotFound
from domain.spans import FIRST_DAY, Span, Unit, parse
from models import Counter, Summary
from services import slots, summaries
from services.region_settings import settings_for

PAGE = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A week in the list, with the number of its summary (None: none was made) and how many versions there are."""

    span: Span
    summary_id: int | None = None
    versions: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first."""

    entries: Sequence[Entry]
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next slot will tell of."""

    span: Span
    slot: datetime


async def coming(session: AsyncSession, region: str, now: datetime, zone: tzinfo) -> Coming:
    """The week that goes out next, and when."""
    choices = await settings_for(session, region)
    slot = slots.next_slot(choices, region, now, zone)
    newest = await summaries.newest(session, region)
    day = slot.astimezone(zone).date()
    ahead = calendar.to_tell(None if newest is None else newest.last_day, day, choices.summary_week)
    while not ahead:
        # All that this slot could tell of has been told: it is the one after it.
        slot = slots.next_slot(choices, region, slot, zone)
        day = slot.astimezone(zone).date()
        ahead = calendar.to_tell(None if newest is None else newest.last_day, day, choices.summary_week)
    return Coming(ahead[-1], slot)


async def page(session: AsyncSession, region: str, number: int, now: datetime, zone: tzinfo) -> Page:
    """Page `number` (from 0) of a region's weeks; the nearest one there is for any other number."""
    told, oldest = (
        await session.execute(select(func.count(), func.min(Summary.first_day)).where(Summary.region == region, _FIRST))
    ).one()
    before = oldest or (await coming(session, region, now, zone)).span.first or FIRST_DAY
    untold = max((before - await _beginning(session, before)).days, 0) // calendar.LENGTH
    last = max(told + untold - 1, 0) // PAGE
    number = min(max(number, 0), last)
    entries = await _told(session, region, number * PAGE) if number * PAGE < told else []
    first = number * PAGE + len(entries) - told
    while len(entries) < PAGE and first < untold:
        entries.append(Entry(_week_before(before, first)))
        first += 1
    return Page(entries, number, last)


_FIRST = Summary.version == 1


async def _told(session: AsyncSession, region: str, skipped: int) -> list[Entry]:
    query = _grouped().where(Summary.region == region).order_by(Summary.last_day.desc()).offset(skipped).limit(PAGE)
    rows = await session.execute(query)
    return [Entry(span_of(first, last), id_, versions) for first, last, id_, versions in rows]


def _grouped() -> Any:
    return select(
        Summary.first_day, Summary.last_day, func.max(Summary.id), func.max(Summary.version)
    ).group_by(Summary.first_day, Summary.last_day)  # fmt: skip


def span_of(first: date, last: date) -> Span:
    """The days of a summary."""
    whole = (last - first).days == calendar.LENGTH - 1
    return Span(Unit.WEEK if whole else Unit.OTHER, first, last)


def _week_before(day: date, number: int) -> Span:
    """The week that ends just before `day`, or `number` weeks earlier."""
    last = day - timedelta(days=1 + calendar.LENGTH * number)
    return span_of(last - timedelta(days=calendar.LENGTH - 1), last)


async def _beginning(session: AsyncSession, before: date) -> date:
    """The first day of the first year in which anything was counted; `before` where nothing was."""
    year = await session.scalar(select(func.min(Counter.period)))
    return before if year is None or not year[:4].isdigit() else min(date(int(year[:4]), 1, 1), before)


def over(packed: str, today: date) -> Span:
    """Some days on a button. Raises NotFound for anything else, for more than a fortnight and for days to come."""
    span = parse(packed, today)
    if span is None or span.first is None or not 0 < span.days < 2 * calendar.LENGTH:
        raise NotFound
    return span
