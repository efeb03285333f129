"""Photos and videos as they come from Telegram: the one place where their rows are made, and taken out again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import MediaPurpose
from models import Media
from services.timers import set_timer

BIN_TIME = timedelta(hours=1)
"""Files taken out of something are deleted after this pause: by then nobody is fetching or showing them any more."""


class Added(StrEnum):
    """What became of a file that somebody sent."""

    ADDED = "added"
    DOUBLE = "double"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A photo or video as Telegram describes it. `show_file_id` None: cannot be shown as a photo before a download."""

    kind: str
    sent_as: str
    file_id: str
    file_unique_id: str
    show_file_id: str | None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    forwarded: bool = False


def media_row(
    file: IncomingFile, person_id: int | None, purpose: MediaPurpose, now: datetime, **where: int
) -> dict[str, Any]:
    """The values of a new row of `Media`, still to be fetched; `where` is its `draft_id` or `report_of`."""
    return {
        "person_id": person_id, "purpose": purpose, "kind": file.kind, "sent_as": file.sent_as,
        "file_id": file.file_id, "file_unique_id": file.file_unique_id, "show_file_id": file.show_file_id,
        "state": "pending", "attempts": 0, "not_before": now, "width": file.width, "height": file.height,
        "size": file.size, "forwarded": file.forwarded, "created_at": now, **where,
    }  # fmt: skip


async def throw_away(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    """Take files out of where they are, into a bin that is emptied soon after; returns how many."""
    own_bin = secrets.randbits(53)
    gone = await session.execute(
        update(Media)
        .where(which)
        .values(
            draft_id=own_bin,
            report_of=None,
            person_id=None,
            state=case((Media.state == "pending", "refused"), else_=Media.state),
        )
        .returning(Media.id)
        .execution_options(synchronize_session=False)
    )
    number = len(gone.all())
    if number:
        await set_timer(session, "forget_files", own_bin, now + BIN_TIME)
    return number


async def drop_collected(session: AsyncSession, request_id: int, person_id: int, now: datetime) -> None:
    """Throw away what somebody has collected for a photo report that they will not send."""
    await throw_away(session, (Media.report_of == request_id) & (Media.person_id == person_id), now)
