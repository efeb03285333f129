"""The requests behind the figures, read one batch after another: the raw rows of an export.

Nothing of the citizen's person is among them, and ways to reach somebody are taken out of their words; the name of an
executor is for supervisors and those above.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from domain import measures
from domain.contacts import without_contacts
from domain.permissions import Actor
from domain.spans import Span
from domain.words import Article, DumpOutcome, Ground, Kind, Outcome, RejectReason, State
from models import CitizenRequest, Complaint, Membership, Organisation, Person, WorkReport
from services.exporting import Reach, conditions
from services.statistics import Scope

BATCH = 500
"""Requests read together: what the database gave is taken apart in the event loop, some milliseconds at a time."""
_KEY = (CitizenRequest.day.expression, CitizenRequest.id.expression)
_COLUMNS = (
    CitizenRequest.id, CitizenRequest.kind, CitizenRequest.category, CitizenRequest.region, CitizenRequest.district,
    CitizenRequest.address, CitizenRequest.lat, CitizenRequest.lon, CitizenRequest.description, CitizenRequest.sent_at,
    CitizenRequest.first_due_at, CitizenRequest.due_at, CitizenRequest.assigned_at, CitizenRequest.done_at,
    CitizenRequest.closed_at, CitizenRequest.state, CitizenRequest.outcome, CitizenRequest.reason,
    CitizenRequest.stars, CitizenRequest.reopened, CitizenRequest.followers, CitizenRequest.source,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One request as it is exported; moments in UTC."""

    number: int
    kind: Kind
    category: str | None
    region: str
    district: str | None
    address: str | None
    lat: float | None
    lon: float | None
    description: str | None
    sent_at: datetime
    first_due_at: datetime
    due_at: datetime
    assigned_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    state: State
    outcome: Outcome
    reason: RejectReason | None
    stars: int | None
    reopened: int
    followers: int
    source: str | None
    complaint: Ground | None
    """The ground of the newest complaint about the work."""
    ruling: str | None
    """On that complaint; `domain.measures.OPEN` while there is none."""
    organisation: str | None
    """The executor's."""
    executor: str | None
    """Their name, where `Reach.named`."""
    dump: DumpOutcome | None
    litres: int | None
    article: Article | None
    fine: int | None


NAMES = tuple(field.name for field in fields(ExportRow))


async def rows(
    session: AsyncSession, actor: Actor, found: Reach, scope: Scope, span: Span
) -> AsyncGenerator[list[ExportRow], None]:
    """All rows in batches of at most `BATCH`, in the order of sending.

    The session should see one moment (`services.recount.snapshot`): rows then agree with a statement drawn up in it.
    """
    staff = await _staff(session)
    last: tuple[date, int] | None = None
    wanted = conditions(actor, found, scope, span)
    while True:
        batch = (await session.execute(page(wanted, last))).all()
        if batch:
            yield await _completed(session, batch, staff, found)
        if len(batch) < BATCH:
            return
        last = (batch[-1].day, batch[-1].id)


def page(wanted: Sequence[ColumnElement[bool]], last: tuple[date, int] | None) -> Any:
    """The query for a batch: what comes after a request, by its day and number."""
    query = select(*_COLUMNS, CitizenRequest.day, CitizenRequest.executor_id)
    query = query.where(*wanted).order_by(*_KEY).limit(BATCH)
    return query if last is None else query.where(tuple_(*_KEY) > last)


Newest = dict[int, tuple[Any, ...]]
"""Columns of the newest row of another table, by request."""
Staff = dict[tuple[int, str | None], tuple[str | None, str | None]]
"""Organisation and name of a person in a region."""


async def _staff(session: AsyncSession) -> Staff:
    """Organisation and name of everybody who works or worked in a region: some thousands."""
    query = (
        select(Membership.person_id, Membership.region, Organisation.name, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region.is_not(None))
        .order_by(Membership.organisation_id.is_not(None))
    )
    # Whoever holds two roles in a region works for the organisation that either of them names.
    return {(who, region): (organisation, name) for who, region, organisation, name in await session.execute(query)}


async def _completed(session: AsyncSession, batch: Sequence[Any], staff: Staff, found: Reach) -> list[ExportRow]:
    ids = [row.id for row in batch]
    complaints = await _newest(
        session, Complaint, (Complaint.ground, Complaint.ruling), ids, Complaint.form == "dispute"
    )
    reported = (WorkReport.outcome, WorkReport.litres, WorkReport.article, WorkReport.fine)
    reports = await _newest(session, WorkReport, reported, ids)
    # In a thread: looking for contacts in what people wrote takes longer than reading it.
    return await asyncio.to_thread(_assembled, batch, staff, found, complaints, reports)


def _assembled(
    batch: Sequence[Any], staff: Staff, found: Reach, complaints: Newest, reports: Newest
) -> list[ExportRow]:
    made = []
    for row in batch:
        complaint = complaints.get(row.id)
        ground, ruling = (complaint[0], complaint[1] or measures.OPEN) if complaint else (None, None)
        organisation, name = staff.get((row.executor_id, row.region), (None, None))
        report = reports.get(row.id, (None, None, None, None))
        executor = name if found.named else None
        # The columns are those of `ExportRow`; the last two were asked for the order and for the executor.
        written = tuple(row) if found.sent else _anonymous(row)
        values: tuple[Any, ...] = (*written[:-2], ground, ruling, organisation, executor, *report)
        made.append(ExportRow(*values))
    return made


_ADDRESS, _DESCRIPTION = NAMES.index("address"), NAMES.index("description")


def _anonymous(row: Any) -> tuple[Any, ...]:
    """What the citizen wrote, for others to read."""
    values = list(row)
    for place in (_ADDRESS, _DESCRIPTION):
        if values[place]:
            values[place] = without_contacts(values[place])
    return tuple(values)


async def _newest(session: AsyncSession, model: Any, columns: Sequence[Any], ids: Sequence[int], *more: Any) -> Newest:
    """Of each request the newest row of another table."""
    query = select(model.request_id, *columns).where(model.request_id.in_(ids), *more).order_by(model.id)
    return {row[0]: tuple(row[1:]) for row in await session.execute(query)}
