"""The photo report in the making: what an executor collects before sending it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import NotAllowed
from domain.permissions import Actor
from domain.words import Action, MediaPurpose
from models import CitizenRequest, Media
from models.upsert import insert_into
from services import working
from services.drafts import BIN_TIME, Added, IncomingFile
from services.steps import Step, takeable_request
from services.timers import set_timer


@dataclass(frozen=True, slots=True)
class Collected:
    """A photo or video that was collected; `kind` is `photo` or `video`."""

    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the making: its request, and the photos and videos so far."""

    request: CitizenRequest
    files: Sequence[Collected]

    @property
    def has_photo(self) -> bool:
        """Whether it can be sent: a video alone is no photo report."""
        return any(file.kind == "photo" for file in self.files)


async def report_in_the_making(session: AsyncSession, actor: Actor, request_id: int) -> Report:
    """What has been collected. Raises NotFound, Stale or NotAllowed where the actor cannot report this work now."""
    request = await takeable_request(session, actor, request_id, Action.REPORT)
    return await collected_for(session, actor, request)


async def collected_for(session: AsyncSession, actor: Actor, request: CitizenRequest) -> Report:
    """What the actor has collected for a report on a request, without asking whether they may send it."""
    return Report(request, await _collected(session, actor, request.id))


async def _collected(session: AsyncSession, actor: Actor, request_id: int) -> list[Collected]:
    query = select(Media.id, Media.kind).where(
        Media.report_of == request_id, Media.person_id == actor.id, Media.state != "refused"
    )
    return [Collected(*row) for row in await session.execute(query.order_by(Media.id))]


async def add_file(session: AsyncSession, actor: Actor, request_id: int, file: IncomingFile, now: datetime) -> Added:
    """Put a photo or video into the report. The same file again changes nothing, an eleventh is left out.

    Raises as `report_in_the_making`; NotAllowed for a forwarded file: it shows somebody else's work, or an older one.
    """
    if file.forwarded:
        raise NotAllowed
    await takeable_request(session, actor, request_id, Action.REPORT)
    number = select(func.count()).where(Media.report_of == request_id, Media.person_id == actor.id)
    if (await session.scalar(number) or 0) >= terms.PHOTOS:
        return Added.FULL
    row: dict[str, Any] = {
        "person_id": actor.id, "report_of": request_id, "purpose": MediaPurpose.AFTER, "kind": file.kind,
        "sent_as": file.sent_as, "file_id": file.file_id, "file_unique_id": file.file_unique_id,
        "show_file_id": file.show_file_id, "state": "pending", "attempts": 0, "not_before": now, "width": file.width,
        "height": file.height, "size": file.size, "forwarded": file.forwarded, "created_at": now,
    }  # fmt: skip
    insert = insert_into(session, Media).values(row).on_conflict_do_nothing().returning(Media.id)
    return Added.DOUBLE if (await session.execute(insert)).first() is None else Added.ADDED


async def clear(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> None:
    """Throw away what was collected; the files are deleted soon after."""
    own_bin = secrets.randbits(53)
    gone = await session.execute(
        update(Media)
        .where(Media.report_of == request_id, Media.person_id == actor.id)
        .values(
            draft_id=own_bin,
            report_of=None,
            person_id=None,
            state=case((Media.state == "pending", "refused"), else_=Media.state),
        )
        .returning(Media.id)
        .execution_options(synchronize_session=False)
    )
    if gone.all():
        await set_timer(session, "forget_files", own_bin, now + BIN_TIME)


async def send(session: AsyncSession, actor: Actor, request_id: int, comment: str | None, now: datetime) -> Step:
    """Report the work done with what was collected. Raises Missing(photo) where that is nothing."""
    collected = [file.id for file in await _collected(session, actor, request_id)]
    return await working.report(session, actor, request_id, collected, comment, now)
