"""The request still being written: one row a person, begun by the first thing they send."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import NotFound
from domain.words import Kind, MediaPurpose
from models import Draft, Media
from models.upsert import prepared_insert
from services import categories
from services.incoming import Added, IncomingFile, media_row, throw_away
from services.timers import set_timer

TOUCH_EVERY = timedelta(hours=1)
"""A week's silence need not be measured finer, and each album part would cost a statement."""


@dataclass(slots=True)
class Sketch:
    """A draft with the number of its photos and videos."""

    draft: Draft
    files: int

    @property
    def has_place(self) -> bool:
        """Whether an akimat could find the place: a point, or a region with an address in words."""
        return self.draft.region is not None and (self.draft.lat is not None or bool(self.draft.address))

    @property
    def has_category(self) -> bool:
        """Whether the citizen chose a category, or said that they do not know."""
        return self.draft.category is not None or self.draft.category_open

    def missing(self) -> list[str]:
        """What is still needed before it can be sent, in the order people are asked for it."""
        parts = {"photo": self.files > 0, "place": self.has_place, "category": self.has_category}
        return [name for name, there in parts.items() if not there]


_FILES = select(func.count()).where(Media.draft_id == Draft.id).scalar_subquery()
_OF_PERSON = select(Draft, _FILES).where(Draft.person_id == bindparam("person_id"))
_BY_ID = select(Draft, _FILES).where(Draft.id == bindparam("draft_id"))


async def find(session: AsyncSession, person_id: int) -> Sketch | None:
    """The person's draft; None where they are not writing one. One query."""
    row = (await session.execute(_OF_PERSON, {"person_id": person_id})).first()
    return None if row is None else Sketch(row[0], row[1])


async def find_by_id(session: AsyncSession, draft_id: int) -> Sketch | None:
    """A draft by its id, for what happens without its writer."""
    row = (await session.execute(_BY_ID, {"draft_id": draft_id})).first()
    return None if row is None else Sketch(row[0], row[1])


async def find_own(session: AsyncSession, person_id: int, draft_id: int) -> Sketch:
    """The draft a button belongs to. Raises NotFound where it is over, or is somebody else's."""
    sketch = await find(session, person_id)
    if sketch is None or sketch.draft.id != draft_id:
        raise NotFound
    return sketch


async def begin(session: AsyncSession, person_id: int, now: datetime, kind: Kind = Kind.REQUEST) -> Sketch:
    """Begin a draft; after a week of silence its writer is reminded."""
    # Drawn at random, since SQLite gives the number of a deleted row again, and a request keeps its draft's for good.
    draft = Draft(id=secrets.randbits(53), person_id=person_id, kind=kind, created_at=now, updated_at=now)
    draft.category_open = draft.not_these = False
    session.add(draft)
    await session.flush()
    await set_timer(session, "draft_reminder", draft.id, now + terms.DRAFT_REMINDER)
    return Sketch(draft, 0)


async def find_or_begin(session: AsyncSession, person_id: int, now: datetime) -> Sketch:
    """The person's draft, begun if there is none."""
    return await find(session, person_id) or await begin(session, person_id, now)


def touch(draft: Draft, now: datetime) -> None:
    """Note that somebody is still writing."""
    if now - draft.updated_at > TOUCH_EVERY:
        draft.updated_at = now


async def add_file(session: AsyncSession, sketch: Sketch, file: IncomingFile, now: datetime) -> Added:
    """Put a photo or video into the draft. The same file again changes nothing, an eleventh is left out."""
    if sketch.files >= terms.PHOTOS:
        return Added.FULL
    row = media_row(file, sketch.draft.person_id, MediaPurpose.BEFORE, now, draft_id=sketch.draft.id)
    if (await session.execute(prepared_insert(session, Media, _new_file), row)).first() is None:
        return Added.DOUBLE
    sketch.files += 1
    touch(sketch.draft, now)
    return Added.ADDED


def _new_file(insert: Any) -> Any:
    return insert.on_conflict_do_nothing().returning(insert.table.c.id)


async def files_of(session: AsyncSession, draft_id: int) -> list[int]:
    """Ids of the draft's photos and videos in the order they came."""
    return list(await session.scalars(select(Media.id).where(Media.draft_id == draft_id).order_by(Media.id)))


async def remove_files(
    session: AsyncSession, draft_id: int, now: datetime, media_ids: Sequence[int] | None = None
) -> int:
    """Take photos out of a draft, all of them unless some are named; returns how many. They are deleted soon after."""
    theirs = Media.draft_id == draft_id if media_ids is None else (Media.draft_id == draft_id) & Media.id.in_(media_ids)
    return await throw_away(session, theirs, now)


async def remove_unsent(session: AsyncSession, person_id: int, now: datetime) -> int:
    """Take away every photo of a person that belongs to nothing they have sent; returns how many."""
    return await throw_away(session, Media.draft_id.is_not(None) & (Media.person_id == person_id), now)


def choose_category(draft: Draft, key: str | None) -> None:
    """Set the category; None: the citizen does not know. Raises NotFound for one that does not fit the kind."""
    if key is not None and key not in {c.key for c in categories.all_for(draft.kind)}:
        raise NotFound
    draft.category, draft.category_open = key, key is None
    draft.not_these = False


def choose_kind(draft: Draft, kind: Kind) -> None:
    """Make it a request or a suggestion; a category that does not fit goes."""
    draft.kind = kind
    if draft.category is not None and kind not in categories.by_key(draft.category).kinds:
        draft.category = None


async def drop(session: AsyncSession, draft_id: int, now: datetime) -> None:
    """Throw a draft away with its photos. Its timers find nothing when they strike."""
    await remove_files(session, draft_id, now)
    await session.execute(delete(Draft).where(Draft.id == draft_id))
