"""Photos and videos that come with words: with a complaint, or with the answer to a question.

They are collected in a bin of their own (`Media.draft_id`) and given to the request when the words are sent.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.words import MediaPurpose
from models import Media
from models.upsert import insert_into
from services.incoming import Added, IncomingFile, media_row
from services.timers import set_timer

KEPT = timedelta(days=2)
"""Files of words that were never sent are deleted after this pause."""


def new_bin() -> int:
    """The number of an empty bin."""
    return secrets.randbits(53)


async def enclose(
    session: AsyncSession, person_id: int, own_bin: int, file: IncomingFile, purpose: MediaPurpose, now: datetime
) -> Added:
    """Put a file into a bin. The same file again changes nothing, an eleventh is left out."""
    number = await session.scalar(select(func.count()).where(Media.draft_id == own_bin)) or 0
    if number >= terms.PHOTOS:
        return Added.FULL
    row = media_row(file, person_id, purpose, now, draft_id=own_bin)
    insert = insert_into(session, Media).values(row).on_conflict_do_nothing().returning(Media.id)
    if (await session.execute(insert)).first() is None:
        return Added.DOUBLE
    if not number:
        await set_timer(session, "forget_files", own_bin, now + KEPT)
    return Added.ADDED


async def enclosed(session: AsyncSession, own_bin: int) -> list[int]:
    """Ids of what is in a bin, in the order it came; files that turned out to be no pictures are left out."""
    query = select(Media.id).where(Media.draft_id == own_bin, Media.state != "refused").order_by(Media.id)
    return list(await session.scalars(query))
