"""Photos that went into a draft but belong to a photo report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.permissions import Actor
from domain.words import Action, MediaPurpose
from models import Media
from services import drafts, reports
from services.drafts import Sketch
from services.steps import takeable_request


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a draft's photos: how many moved, stayed because they were forwarded, or for want of room."""

    moved: int = 0
    forwarded: int = 0
    left: int = 0
    words: str | None = None
    """What was written under the photos, for the report's comment."""


async def adopt(session: AsyncSession, actor: Actor, request_id: int, since: datetime, now: datetime) -> Moved:
    """Move the photos that came into the actor's draft since a moment into their report on a request.

    A draft that holds nothing else goes. Forwarded photos, and those over the limit of a report, stay in it. Raises
    as `reports.report_in_the_making`.
    """
    await takeable_request(session, actor, request_id, Action.REPORT)
    sketch = await drafts.find(session, actor.id or 0)
    if sketch is None:
        return Moved()
    query = select(Media).where(Media.draft_id == sketch.draft.id, Media.created_at >= since).order_by(Media.id)
    files = (await session.scalars(query)).all()
    own = [media for media in files if not media.forwarded]
    there = set(await session.scalars(select(Media.file_unique_id).where(
        Media.report_of == request_id, Media.person_id == actor.id
    )))  # fmt: skip
    new = [media for media in own if media.file_unique_id not in there]
    room = max(0, terms.PHOTOS - await reports.number_collected(session, actor, request_id))
    moved = [media.id for media in new[:room]]
    await session.execute(
        update(Media)
        .where(Media.id.in_(moved))
        .values(draft_id=None, report_of=request_id, purpose=MediaPurpose.AFTER)
        .execution_options(synchronize_session=False)
    )
    doubles = [media.id for media in own if media.file_unique_id in there]
    if doubles:
        await drafts.remove_files(session, sketch.draft.id, now, doubles)
    forwarded, left = len(files) - len(own), len(new) - len(moved)
    words = await _end(session, sketch, since, now) if not forwarded and not left else None
    return Moved(len(moved), forwarded, left, words)


async def _end(session: AsyncSession, sketch: Sketch, since: datetime, now: datetime) -> str | None:
    """Drop a draft that these photos began and nothing else was put into; returns what was written under them."""
    draft = sketch.draft
    if draft.created_at < since or sketch.has_place or draft.category is not None:
        return None
    words = draft.description
    await drafts.drop(session, draft.id, now)
    return words
