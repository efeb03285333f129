"""Finding a photo among all that were ever reported in a region, by its difference hash.

Each 64-bit hash is kept as four bands of 16 bits. Where two hashes differ in at most seven bits, at least one of the
four bands differs in at most one: so the four bands and their sixteen neighbours each, 68 look-ups, find every such
hash. What is found by chance, about a thousandth of all, is sifted by the whole hash.

Measured with ten scenes, three of them drawn before and after the work from the very same spot: a photo
recompressed, resized, brightened or darkened differs from itself in 0 to 5 bits, from another place in 18 and more,
but before and after from the same spot in only 4 to 7. Those are told apart at a glance (16 × 16 grey cells, each in
standard deviations from the mean): the same photo differs by at most 0.22 in 95 of 100 cells and 0.7 in the worst,
before and after by at least 0.33 and 1.2.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models import Media, PhotoPrint
from models.upsert import insert_into
from services.images import hamming

DISTANCE = 7
"""Bits in which two hashes of the same photo may differ."""
FEW = 8
"""A hash with fewer ones, or fewer zeros, shows hardly more than a plain surface and tells nothing."""
BAND = 16
BANDS = 4
MOST_CELLS, WORST_CELL = 0.25, 0.95
"""Standard deviations by which 95 of 100 cells, and the worst, may differ in copies of one photo."""
CONTRAST = 4.0
"""Grey levels; a picture with a smaller standard deviation is a plain surface."""


@dataclass(frozen=True, slots=True)
class Found:
    """A photo of an earlier report that looks like the one in question."""

    id: int
    request_id: int
    created_at: datetime


def tells(dhash: int) -> bool:
    """Whether a hash says enough to be compared."""
    return FEW <= (dhash & (1 << 64) - 1).bit_count() <= 64 - FEW


def bands(dhash: int) -> list[int]:
    """The four bands of a signed 64-bit hash, the highest bits first."""
    unsigned = dhash & (1 << 64) - 1
    return [unsigned >> BAND * (BANDS - 1 - n) & (1 << BAND) - 1 for n in range(BANDS)]


def neighbours(band: int) -> list[int]:
    """A band and the sixteen that differ from it in one bit."""
    return [band, *(band ^ 1 << n for n in range(BAND))]


def same_picture(a: bytes | None, b: bytes | None) -> bool:
    """Whether two glances show the same photo, however compressed, and not the same spot at another time."""
    first, second = _levels(a), _levels(b)
    if not first or len(first) != len(second):
        return False
    gaps = sorted(abs(x - y) for x, y in zip(first, second, strict=True))
    return gaps[len(gaps) * 95 // 100] <= MOST_CELLS and gaps[-1] <= WORST_CELL


def _levels(glance: bytes | None) -> Sequence[float]:
    """The cells in standard deviations from their mean; nothing for a plain surface."""
    if not glance:
        return ()
    mean = sum(glance) / len(glance)
    deviation = math.sqrt(sum((cell - mean) ** 2 for cell in glance) / len(glance))
    return [(cell - mean) / deviation for cell in glance] if deviation >= CONTRAST else ()


def alike(one: Media, other: Any) -> bool:
    """Whether two photos (rows with `key`, `dhash`, `glance`) are copies of one."""
    if one.key is not None and one.key == other.key:
        return True
    if one.dhash is None or other.dhash is None or not tells(one.dhash):
        return False
    return hamming(one.dhash, other.dhash) <= DISTANCE and same_picture(one.glance, other.glance)


async def remember(session: AsyncSession, region: str, media_id: int, dhash: int | None) -> None:
    """Keep the print of a report's photo. Twice is once."""
    if dhash is None or not tells(dhash):
        return
    rows = [{"region": region, "band": n, "bits": b, "media_id": media_id} for n, b in enumerate(bands(dhash))]
    await session.execute(insert_into(session, PhotoPrint).values(rows).on_conflict_do_nothing())


async def with_close_hash(session: AsyncSession, region: str, dhash: int) -> set[int]:
    """Ids of all photos of the region's reports whose hash may be within `DISTANCE` of this one, and some others."""
    looks = [
        select(PhotoPrint.media_id).where(
            PhotoPrint.region == region, PhotoPrint.band == literal(n), PhotoPrint.bits.in_(neighbours(bits))
        )
        for n, bits in enumerate(bands(dhash))
    ]
    return set(await session.scalars(union_all(*looks)))


async def copies_of(session: AsyncSession, region: str, media: Media) -> list[Found]:
    """Photos of the region's reports that are copies of this one, the oldest first; itself left out."""
    if media.dhash is None or not tells(media.dhash):
        return []
    ids = await with_close_hash(session, region, media.dhash) - {media.id}
    found = [row for row in await _hashes(session, ids) if hamming(media.dhash, row.dhash) <= DISTANCE]
    if not found:
        return []
    query = select(Media.id, Media.request_id, Media.created_at, Media.key, Media.dhash, Media.glance).where(
        Media.id.in_([row.id for row in found]), Media.request_id.is_not(None)
    )
    rows = [row for row in await session.execute(query.order_by(Media.id)) if alike(media, row)]
    return [Found(row.id, row.request_id, row.created_at) for row in rows]


PORTION = 500
"""Ids in one look-up."""


async def _hashes(session: AsyncSession, ids: Iterable[int]) -> list[Any]:
    wanted = sorted(ids)
    rows: list[Any] = []
    for start in range(0, len(wanted), PORTION):
        query = select(Media.id, Media.dhash).where(Media.id.in_(wanted[start : start + PORTION]))
        rows += (await session.execute(query.where(Media.dhash.is_not(None)))).all()
    return rows
