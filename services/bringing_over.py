"""Bringing requests over from before: many at once, each one once, counted and found like any other."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.stems import stems_of
from models import EVER, CitizenRequest, Complaint, Counter, DeadlineRule, HistoryEntry, SearchTerm, Timer, WorkReport
from models.bulk_insert import add_numbers, insert_rows
from services import calendar, categories, counters
from services.calendar import Limit
from services.dumps import Dump
from services.past_lives import Entry, PastLife, life_of
from services.past_requests import PastRequest
from services.scopes import COUNTRY

BATCH = 2000
"""Requests that are best stored together: enough to save statements, few enough to hold nobody up for a second."""
_ENTRY = ("request_id", *Entry._fields, "public")
_COMPLAINT = ("request_id", "region", "form", "ground", "created_at", "ruling", "ruled_at")
_REPORT = ("request_id", "region", "at", "outcome", "litres", "article", "fine")
_TIMER = ("name", "subject", "due_at", "state", "attempts")
_TERM = ("region", "term", "request_id")
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('bringing over'))")
_NUMBERS = text("SELECT nextval(pg_get_serial_sequence('requests', 'id')) FROM generate_series(1, :number)")


@dataclass(frozen=True, slots=True)
class Stored:
    """How many requests were new, and how many had been brought over before."""

    new: int = 0
    known: int = 0

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(self.new + other.new, self.known + other.known)


async def store(session: AsyncSession, rows: Iterable[PastRequest], now: datetime) -> Stored:
    """Store requests without faults (`past_requests.faults`) that are not there yet; those that are stay as they are.

    A request is there if one of the same `source` and `external` is, be it earlier among these rows. Two imports at the
    same time take turns, transaction by transaction. Some statements for all of them: call it with `BATCH` rows or so.
    """
    everything = list(rows)
    if not _is_sqlite(session):
        # SQLite lets one write anyway. Here the other's rows must be seen before ours are looked for.
        await session.execute(_ONE_AT_A_TIME)
    unique: dict[tuple[str, str], PastRequest] = {}
    for past in everything:
        unique.setdefault((past.source, past.external), past)
    known = await known_among(session, unique)
    news = [past for key, past in unique.items() if key not in known]
    if news:
        zone = session.info["zone"]
        due = await _deadlines(session, zone)
        await _write(session, [life_of(past, due, now, zone) for past in news], zone)
    return Stored(len(news), len(everything) - len(news))


async def known_among(session: AsyncSession, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these pairs of source and number have been brought over already."""
    numbers: dict[str, list[str]] = {}
    for source, external in keys:
        numbers.setdefault(source, []).append(external)
    found: set[tuple[str, str]] = set()
    for source, externals in numbers.items():
        query = select(CitizenRequest.external).where(
            CitizenRequest.source == source, CitizenRequest.external.in_(externals)
        )
        found |= {(source, external) for external in await session.scalars(query) if external is not None}
    return found


async def _write(session: AsyncSession, lives: Sequence[PastLife], zone: ZoneInfo) -> None:
    lived = list(zip(await _numbers(session, len(lives)), lives, strict=True))
    columns = ("id", *vars(lives[0].row))
    requests = [(number, *vars(life.row).values()) for number, life in lived]
    await insert_rows(session, CitizenRequest, columns, requests)
    entries = [(number, *entry, True) for number, life in lived for entry in life.entries]
    await insert_rows(session, HistoryEntry, _ENTRY, entries)
    complaints = [_complaint(number, life.complaint) for number, life in lived if life.complaint is not None]
    await insert_rows(session, Complaint, _COMPLAINT, complaints)
    reports = [_report(number, life) for number, life in lived if life.report is not None]
    await insert_rows(session, WorkReport, _REPORT, reports)
    timers = [(name, str(number), due, "pending", 0) for number, life in lived for name, due in life.timers]
    await insert_rows(session, Timer, _TIMER, timers)
    await insert_rows(session, SearchTerm, _TERM, _terms(lived))
    # Last, as in every transaction that counts.
    await add_numbers(session, Counter, counted(life.standing(zone) for life in lives))


async def _numbers(session: AsyncSession, number: int) -> list[int]:
    """Numbers for so many new requests, in order."""
    if _is_sqlite(session):
        # Nobody else writes until this transaction ends.
        last = await session.scalar(select(func.max(CitizenRequest.id))) or 0
        return list(range(last + 1, last + 1 + number))
    return sorted(await session.scalars(_NUMBERS, {"number": number}))


def _complaint(number: int, row: Any) -> tuple[Any, ...]:
    return number, *(getattr(row, name) for name in _COMPLAINT[1:])


def _report(number: int, life: PastLife) -> tuple[Any, ...]:
    dump = life.report or Dump()
    return number, life.row.region, life.row.done_at, dump.outcome, dump.litres, dump.article, dump.fine


def _terms(lived: Iterable[tuple[int, PastLife]]) -> list[tuple[str, str, int]]:
    """In the order of the key: rows that lie side by side are written side by side."""
    return sorted(
        (life.row.region, term, number)
        for number, life in lived
        for term in stems_of(life.row.address, life.row.description)
    )


def counted(standings: Iterable[counters.Standing]) -> list[tuple[Any, ...]]:
    """What requests add to the counters: tallied by days, then summed up to months, years and all.

    Rows of the counters with what to add to each, in the order of their keys as everybody writes them.
    """
    days: Tally[tuple[str, ...]] = Tally()
    for standing in standings:
        for cell, number in standing.cells(days_only=True):
            days[cell] += number
    found: Tally[tuple[str, ...]] = Tally()
    # As plain tuples, which are made and compared faster than named ones.
    for (period, *rest), number in days.items():
        for one in (period, period[:7], period[:4], EVER):
            found[(one, *rest)] += number
    return sorted([(*cell, number) for cell, number in found.items()])


async def _deadlines(session: AsyncSession, zone: ZoneInfo) -> Any:
    """The deadlines by the rules in force now: our default, over it the country's rule, over that the region's own."""
    columns = (DeadlineRule.region, DeadlineRule.category, DeadlineRule.amount, DeadlineRule.unit)
    rules = {(row.region, row.category): Limit(row.amount, row.unit) for row in await session.execute(select(*columns))}

    def due_for(past: PastRequest, start: datetime) -> datetime:
        limits = _limits(rules, past)
        return min(calendar.deadline_by_day(limit, start, zone) for limit in limits)

    return due_for


def _limits(rules: Mapping[tuple[str, str], Limit], past: PastRequest) -> set[Limit]:
    """The limit of the request's category; of all it might have while that is open."""
    keys = [past.category] if past.category else [c.key for c in categories.all_for(past.kind)]
    return {rules.get((past.region, key)) or rules.get((COUNTRY, key)) or _default(key) for key in keys}


def _default(key: str) -> Limit:
    category = categories.by_key(key)
    return Limit(category.deadline_amount, category.deadline_unit)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
