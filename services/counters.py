"""Counters of requests by period, district, region, category and kind, kept in step with the requests.

What a request is counted for follows from its rows alone (`standing_of`), so it can always be counted again
(`services.recount`). Every change is written as the difference of two standings.
"""

from collections import Counter as Tally
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import durations, measures
from domain.measures import Wait
from domain.periods import periods_of
from domain.words import EXECUTED, Kind, Outcome, State
from models import EVER, CitizenRequest, Complaint, Counter, WorkReport
from models.upsert import prepared_insert
from services import dumps, geography
from services.scopes import COUNTRY

_GATHERED = "counters"


class Cell(NamedTuple):
    """A row of the counters, in the order of its key."""

    period: str
    district: str
    measure: str
    region: str
    category: str
    kind: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request is counted, and for what: how much it adds to each measure."""

    region: str
    district: str
    """KATO code of a district on our list, else empty."""
    category: str
    kind: Kind
    day: date
    marks: tuple[tuple[str, int], ...]
    waits: tuple[tuple[str, date], ...] = ()
    """What has been waited for and came, each with its day."""

    def cells(self, *, days_only: bool = False) -> Iterator[tuple[Cell, int]]:
        """The counters the request adds to, all of them or those of single days, and what it adds."""
        kind, whole = str(self.kind), (("", self.region), ("", COUNTRY))
        places = (*whole, (self.district, self.region)) if self.district else whole
        for period in _periods(self.day, days_only):
            for district, region in places:
                for measure, number in self.marks:
                    yield Cell(period, district, measure, region, self.category, kind), number
        for measure, day in self.waits:
            for period in _periods(day, days_only):
                for district, region in whole:
                    yield Cell(period, district, measure, region, self.category, kind), 1


def _periods(day: date, days_only: bool) -> tuple[str, ...]:
    return (day.isoformat(),) if days_only else (EVER, *periods_of(day))


def standing_of(request: Any, zone: tzinfo, complaints: Sequence[Any] = (), report: Any = None) -> Standing:
    """Where a request stands, from its row, its complaints and its newest report (of an illegal dump only).

    `zone`: where the days on which waiting ended begin and end.
    """
    marks = [(str(request.outcome), 1)]
    if request.state is State.CONFIRMED:
        marks.append((measures.CONFIRMED_SILENCE if request.stars is None else measures.CONFIRMED_CITIZEN, 1))
    if request.stars is not None:
        marks.append((measures.stars(request.stars), 1))
    if request.reopened:
        marks.append((measures.REOPENED, 1))
    if request.followers:
        marks.append((measures.FOLLOWERS, request.followers))
    marks += Tally(_objection(complaint) for complaint in complaints).items()
    if report is not None and request.category == dumps.CATEGORY:
        marks += _dump_marks(report, request.outcome)
    return Standing(
        request.region, district_code(request.region, request.district), request.category or "", request.kind,
        request.day, tuple(marks), tuple(_waits(request, zone, complaints)),
    )  # fmt: skip


def outcome_alone(request: Any, outcome: Outcome) -> Standing:
    """Where a request stands, counted for its outcome and nothing else."""
    district = district_code(request.region, request.district)
    return Standing(
        request.region, district, request.category or "", request.kind, request.day, ((str(outcome), 1),)
    )  # fmt: skip


def _waits(request: Any, zone: tzinfo, complaints: Sequence[Any]) -> Iterator[tuple[str, date]]:
    sent, done = request.sent_at, request.done_at
    if request.assigned_at is not None:
        yield _wait(Wait.ASSIGNMENT, sent, request.assigned_at, zone)
    if done is not None and request.outcome in EXECUTED:
        yield _wait(Wait.EXECUTION, sent, done, zone)
    spoke = _spoke_at(request, complaints)
    if done is not None and spoke is not None:
        yield _wait(Wait.VERDICT, done, spoke, zone)


def _wait(what: Wait, begin: datetime, end: datetime, zone: tzinfo) -> tuple[str, date]:
    return measures.wait(what, durations.step_of(end - begin)), end.astimezone(zone).date()


def _spoke_at(request: Any, complaints: Sequence[Any]) -> datetime | None:
    """When the citizen judged the work that was reported last; None where they have not."""
    if request.state is State.CONFIRMED:
        spoke: datetime | None = None if request.stars is None else request.closed_at
        return spoke
    if request.state in (State.DISPUTED, State.UPHELD):
        return max((c.created_at for c in complaints if c.form == "dispute"), default=None)
    return None


def _objection(complaint: Any) -> str:
    if complaint.form == "appeal":
        return measures.appeal(complaint.ruling)
    return measures.complaint(complaint.ground, complaint.ruling)


def _dump_marks(report: Any, outcome: Outcome) -> Iterator[tuple[str, int]]:
    if report.outcome is not None and outcome in EXECUTED:
        # Where a complaint was found right, nothing has become of the dump yet.
        yield measures.dump(report.outcome), 1
    if report.litres:
        yield measures.LITRES, report.litres
    if report.article is not None:
        yield measures.protocols(report.article), 1
        if report.fine:
            yield measures.fines(report.article), report.fine


def district_code(region: str, district: str | None) -> str:
    """The code of a district that is on our list of the region; empty for words of a citizen's own."""
    return district if district and district in _codes(region) else ""


@cache
def _codes(region: str) -> frozenset[str]:
    return frozenset(found.kato for found in geography.districts(region))


async def standing_in(session: AsyncSession, request: CitizenRequest) -> Standing:
    """Where a request stands; asks for its complaints and its report only where there may be any."""
    complaints: Sequence[Complaint] = ()
    report = None
    if request.reopened or request.appealed or request.state in (State.DISPUTED, State.UPHELD):
        complaints = (await session.scalars(select(Complaint).where(Complaint.request_id == request.id))).all()
    if request.done_at is not None and request.category == dumps.CATEGORY:
        reports = select(WorkReport).where(WorkReport.request_id == request.id)
        report = await session.scalar(reports.order_by(WorkReport.id.desc()).limit(1))
    return standing_of(request, session.info["zone"], complaints, report)


async def move(session: AsyncSession, before: Standing | None, after: Standing | None) -> None:
    """Count a request as `after` instead of `before`; None: it was not counted, or no longer is."""
    if before == after:
        return
    gathered: Tally[Cell] | None = session.info.get(_GATHERED)
    changes: Tally[Cell] = Tally() if gathered is None else gathered
    for standing, sign in ((before, -1), (after, 1)):
        if standing is not None:
            for cell, number in standing.cells():
                changes[cell] += sign * number
    if gathered is None:
        await _write(session, changes)


@asynccontextmanager
async def together(session: AsyncSession) -> AsyncIterator[None]:
    """Write what several steps of one transaction change at the end, at once.

    Else two transactions with several steps each could hold the rows that the other one waits for.
    """
    if _GATHERED in session.info:
        yield
        return
    session.info[_GATHERED] = changes = Tally[Cell]()
    try:
        yield
    finally:
        del session.info[_GATHERED]
    await _write(session, changes)


async def _write(session: AsyncSession, changes: Mapping[Cell, int]) -> None:
    # In one order for everybody, so that two transactions never wait for each other's rows.
    rows = [cell._asdict() | {"number": changes[cell]} for cell in sorted(changes) if changes[cell]]
    if rows:
        await session.execute(prepared_insert(session, Counter, _add), rows)


def _add(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=list(Cell._fields), set_={"number": Counter.number + insert.excluded.number}
    )
