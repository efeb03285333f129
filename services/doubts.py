"""Doubtful photo reports: the list for operators and supervisors, and their word that one looks fine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed, NotFound
from domain.permissions import DUTIES, Actor, may
from domain.words import Duty
from models import CitizenRequest, WorkReport
from services.histories import names_of

PAGE = 8
IS_DOUBTFUL = text("doubts IS NOT NULL AND looked_at IS NULL")
"""The condition of the partial index, word for word: SQLite uses it for nothing else."""


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """Doubtful reports that nobody has looked at, the oldest first: rows with `id`, `request_id`, `at`, `doubts` and
    `category`. `previous` and `next` are ids to turn the page with; None: there is none."""

    rows: Sequence[Any]
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """A doubtful report with its request and the names that go with it."""

    report: WorkReport
    request: CitizenRequest
    executor: str | None
    looked_by: str | None


def regions_of(actor: Actor) -> list[str]:
    """The regions whose doubtful reports the actor looks at."""
    return actor.regions(*DUTIES[Duty.DOUBTS])


async def count(session: AsyncSession, regions: str | Iterable[str]) -> int:
    """How many doubtful reports of a region, or of some, nobody has looked at."""
    wanted = [regions] if isinstance(regions, str) else list(regions)
    query = select(func.count()).select_from(WorkReport).where(WorkReport.region.in_(wanted), IS_DOUBTFUL)
    return await session.scalar(query) or 0


async def page(session: AsyncSession, actor: Actor, start: int = 0, *, back: bool = False) -> DoubtPage:
    """A page from report `start` on, or with `back` the one before it. Raises NotFound for people without the duty."""
    if not regions_of(actor):
        raise NotFound
    query = (
        select(WorkReport.id, WorkReport.request_id, WorkReport.at, WorkReport.doubts, CitizenRequest.category)
        .join(CitizenRequest, CitizenRequest.id == WorkReport.request_id)
        .where(WorkReport.region.in_(regions_of(actor)), IS_DOUBTFUL)
    )
    if back:
        before = await _rows(session, query.where(WorkReport.id < start).order_by(WorkReport.id.desc()), PAGE)
        start = before[-1].id if len(before) == PAGE else 0
    rows = await _rows(session, query.where(WorkReport.id >= start).order_by(WorkReport.id), PAGE + 1)
    if not rows and start:
        return await page(session, actor)
    earlier = query.where(WorkReport.id < start).order_by(WorkReport.id.desc())
    is_later = bool(start) and bool(await _rows(session, earlier, 1))
    shown = rows[:PAGE]
    return DoubtPage(shown, shown[0].id if is_later else None, rows[PAGE].id if len(rows) > PAGE else None)


async def _rows(session: AsyncSession, query: Any, limit: int) -> Sequence[Any]:
    rows: Sequence[Any] = (await session.execute(query.limit(limit))).all()
    return rows


async def case(session: AsyncSession, actor: Actor, report_id: int) -> Case:
    """One doubtful report. Raises NotFound where there is none that the actor may look at."""
    report = await _theirs(session, actor, report_id)
    request = await session.get_one(CitizenRequest, report.request_id)
    names = await names_of(session, {report.person_id or 0, report.looked_by or 0})
    return Case(report, request, names.get(report.person_id or 0), names.get(report.looked_by or 0))


async def looked(session: AsyncSession, actor: Actor, report_id: int, now: datetime) -> WorkReport:
    """Note that somebody looked and lets the report pass; the first to do so is remembered.

    Raises as `case`, and NotAllowed for whoever made the report.
    """
    report = await _theirs(session, actor, report_id, lock=True)
    if report.person_id == actor.id:
        raise NotAllowed
    if report.looked_at is None:
        report.looked_at, report.looked_by = now, actor.id
    return report


async def of_request(session: AsyncSession, request_id: int) -> WorkReport | None:
    """The newest report on a request, doubtful or not; None for none. Who may see it is for the caller to ask."""
    query = select(WorkReport).where(WorkReport.request_id == request_id).order_by(WorkReport.id.desc()).limit(1)
    found: WorkReport | None = await session.scalar(query)
    return found


async def _theirs(session: AsyncSession, actor: Actor, report_id: int, *, lock: bool = False) -> WorkReport:
    report = await session.get(WorkReport, report_id, with_for_update=lock)
    if report is None or report.doubts is None or not may(actor, Duty.DOUBTS, report.region):
        raise NotFound
    return report
