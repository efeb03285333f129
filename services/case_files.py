"""Everything for the case file of a request: what an akimat keeps on paper. Nothing of the citizen's person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor
from domain.words import MediaPurpose
from models import CitizenRequest, Complaint, Follow, Media, WorkReport
from services import cards
from services.histories import Entry, history, names_of
from services.steps import visible_request

STEPS = 500
"""Steps of the history that are printed: the newest. A request with more has not been met."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo or video. `key` is its place in the media store, None while it has not been fetched."""

    purpose: MediaPurpose
    kind: str
    key: str | None
    taken_at: datetime | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """A complaint or appeal with its ruling and the name of who ruled."""

    complaint: Complaint
    ruled_by: str | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A request with all that belongs to it, each list from the oldest on."""

    request: CitizenRequest
    executor: str | None
    organisation: str | None
    followers: int
    media: list[Shown]
    steps: list[Entry]
    objections: list[Objection]
    reports: list[WorkReport]


async def case_file(session: AsyncSession, actor: Actor, request_id: int) -> CaseFile:
    """Read it all. Raises NotFound for those who may not see the request."""
    request = await visible_request(session, actor, request_id)
    card = await cards.task_card(session, actor, request_id)
    steps, _ = await history(session, actor, request_id, size=STEPS)
    reports = await session.scalars(
        select(WorkReport).where(WorkReport.request_id == request_id).order_by(WorkReport.id)
    )
    followers = await session.scalar(select(func.count()).where(Follow.request_id == request_id))
    return CaseFile(
        request, card.executor, card.organisation, followers or 0, await _media(session, request_id), steps[::-1],
        await _objections(session, request_id), list(reports),
    )  # fmt: skip


async def _media(session: AsyncSession, request_id: int) -> list[Shown]:
    query = select(Media.purpose, Media.kind, Media.key, Media.taken_at, Media.created_at).where(
        Media.request_id == request_id, Media.state != "refused"
    )
    return [Shown(*row) for row in await session.execute(query.order_by(Media.id))]


async def _objections(session: AsyncSession, request_id: int) -> list[Objection]:
    query = select(Complaint).where(Complaint.request_id == request_id).order_by(Complaint.id)
    found = list(await session.scalars(query))
    names = await names_of(session, {c.ruled_by for c in found if c.ruled_by is not None})
    return [Objection(c, names.get(c.ruled_by or 0)) for c in found]
