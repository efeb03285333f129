"""The supervisors' list: open complaints and appeals of a region, and one of them with all that a ruling needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Role
from models import CitizenRequest, Complaint, WorkReport
from services import doubts
from services.cards import Card, task_card

PAGE = 8


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A page of open complaints, the oldest first. `rows` have request_id, form, ground, created_at and category."""

    region: str
    rows: Sequence[Any]
    previous: int | None
    """The page before is the one before this complaint; None on the first."""
    next: int | None
    """The next page begins with this complaint."""


@dataclass(frozen=True, slots=True)
class Case:
    """An open complaint with the request it is about."""

    complaint: Complaint
    card: Card
    report: WorkReport | None = None
    """The newest report on the work."""


async def open_complaints(
    session: AsyncSession, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> ComplaintPage:
    """The page that begins with complaint `start`, or with `back` the one before it.

    Raises NotFound for people who do not supervise the region.
    """
    if region not in actor.regions(Role.SUPERVISOR):
        raise NotFound
    query = listing(region)
    if back and start is not None:
        before = (await session.execute(_before(query, start))).all()
        start = before[-1].id if len(before) == PAGE else None
    if start is not None:
        query = query.where(Complaint.id >= start)
    rows = (await session.execute(query.order_by(Complaint.id).limit(PAGE + 1))).all()
    earlier = rows and (await session.execute(_before(listing(region), rows[0].id).limit(1))).first()
    previous = rows[0].id if earlier else None
    return ComplaintPage(region, rows[:PAGE], previous, rows[PAGE].id if len(rows) > PAGE else None)


def listing(region: str) -> Any:
    """The open complaints of a region, without order."""
    return (
        select(
            Complaint.id,
            Complaint.request_id,
            Complaint.form,
            Complaint.ground,
            Complaint.created_at,
            CitizenRequest.category,
        )
        .join(CitizenRequest, CitizenRequest.id == Complaint.request_id)
        .where(Complaint.region == region, Complaint.ruling.is_(None))
    )


def _before(query: Any, start: int) -> Any:
    return query.where(Complaint.id < start).order_by(Complaint.id.desc()).limit(PAGE)


async def open_case(session: AsyncSession, actor: Actor, request_id: int) -> Case | None:
    """The open complaint about a request, None where there is none (any more).

    Raises NotFound for people who do not supervise the region.
    """
    found = await task_card(session, actor, request_id)
    if found.request.region not in actor.regions(Role.SUPERVISOR):
        raise NotFound
    query = select(Complaint).where(Complaint.request_id == request_id, Complaint.ruling.is_(None))
    complaint = await session.scalar(query.order_by(Complaint.id.desc()).limit(1))
    return None if complaint is None else Case(complaint, found, await doubts.of_request(session, request_id))
