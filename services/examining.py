"""Looking at a photo report: is there anything that a person should look at twice? Never a verdict.

Photos are looked at when they have been fetched: that may be before the report is sent, or after.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.proof import REPORT_METRES, Doubt, doubt_of_time, metres_between
from domain.words import MediaPurpose
from models import CitizenRequest, Media, WorkReport
from services import photo_prints
from services.photo_prints import Found

Finding = dict[str, Any]
"""One doubt as it is kept: `doubt`, and `media`, `other`, `number`, `metres` or `taken` where they say something."""


async def examine(session: AsyncSession, report: WorkReport, request: CitizenRequest, photos: Iterable[Media]) -> None:
    """Write down what speaks against these photos of a report. Those not fetched yet are left for later.

    Of videos only the very same file is found again.
    """
    found: list[Finding] = []
    for media in photos:
        if media.state != "stored":
            continue
        found += [*_place(report, request, media), *_time(report, request, media)]
        found += await _copies(session, report, request, media)
        await photo_prints.remember(session, report.region, media.id, media.dhash)
    note(report, found)


def note(report: WorkReport, found: list[Finding]) -> None:
    """Add doubts to a report; those noted already are not noted again. Somebody has to look at it anew."""
    new = [finding for finding in found if finding not in (report.doubts or [])]
    if new:
        report.doubts = [*(report.doubts or []), *new]
        report.looked_at = report.looked_by = None


async def examine_later(session: AsyncSession, media: Media) -> None:
    """Look at a photo that was fetched when its report had been sent already."""
    if media.request_id is None or media.state != "stored" or media.purpose is not MediaPurpose.AFTER:
        return
    report_id = await _report_of(session, media.request_id, media)
    request = await session.get(CitizenRequest, media.request_id)
    if report_id is None or request is None:
        return
    # Locked: two photos of one report may be fetched at the same moment.
    report = await session.get_one(WorkReport, report_id, with_for_update=True, populate_existing=True)
    await examine(session, report, request, [media])


def _place(report: WorkReport, request: CitizenRequest, media: Media) -> list[Finding]:
    """Where the camera stood. Without a location of the executor's it counts as theirs."""
    position = (media.lat, media.lon) if media.lat is not None and media.lon is not None else None
    metres = metres_between(request.lat, request.lon, position)
    if position is not None and report.lat is None:
        (report.lat, report.lon), report.metres = position, metres
    if metres is None or metres <= REPORT_METRES:
        return []
    return [{"doubt": Doubt.TAKEN_FAR.value, "media": media.id, "metres": metres}]


def _time(report: WorkReport, request: CitizenRequest, media: Media) -> list[Finding]:
    doubt = doubt_of_time(media.taken_at, request.sent_at, report.at)
    if doubt is None or media.taken_at is None:
        return []
    return [{"doubt": doubt.value, "media": media.id, "taken": media.taken_at.isoformat()}]


async def _copies(session: AsyncSession, report: WorkReport, request: CitizenRequest, media: Media) -> list[Finding]:
    """The citizen's own photo, or one that was reported before; the first of each is enough."""
    found = []
    theirs = await session.scalars(
        select(Media)
        .where(Media.request_id == request.id, Media.purpose != MediaPurpose.AFTER, Media.state == "stored")
        .order_by(Media.id)
    )
    for other in theirs:
        if photo_prints.alike(media, other):
            found.append(_pair(Doubt.FROM_CITIZEN, media, other.id, request.id))
            break
    for earlier in await _reported(session, report, media):
        if not await _reported_together(session, report, earlier):
            found.append(_pair(Doubt.USED_BEFORE, media, earlier.id, earlier.request_id))
            break
    return found


def _pair(doubt: Doubt, media: Media, other: int, number: int) -> Finding:
    return {"doubt": doubt.value, "media": media.id, "other": other, "number": number}


async def _reported(session: AsyncSession, report: WorkReport, media: Media) -> list[Found]:
    """Other photos of the region's reports that are this one: by its hash, or, byte for byte, by its key."""
    same = (
        select(Media.id, Media.request_id, Media.created_at)
        .join(CitizenRequest, CitizenRequest.id == Media.request_id)
        .where(Media.key == media.key, Media.key.is_not(None), Media.id != media.id)
        .where(Media.purpose == MediaPurpose.AFTER, CitizenRequest.region == report.region)
    )
    found = {i: Found(i, number or 0, created_at) for i, number, created_at in await session.execute(same)}
    found |= {copy.id: copy for copy in await photo_prints.copies_of(session, report.region, media)}
    return [found[media_id] for media_id in sorted(found)]


async def _reported_together(session: AsyncSession, report: WorkReport, photo: Found) -> bool:
    """Whether a photo belongs to the same report, or to one of another task sent in the same moment."""
    own = await session.get(WorkReport, await _report_of(session, photo.request_id, photo) or 0)
    if own is None:
        return False
    return own.id == report.id or (own.person_id, own.at) == (report.person_id, report.at)


async def _report_of(session: AsyncSession, request_id: int, photo: Media | Found) -> int | None:
    """The report a photo was sent with: the first after it came."""
    query = select(WorkReport.id).where(WorkReport.request_id == request_id, WorkReport.at >= photo.created_at)
    found: int | None = await session.scalar(query.order_by(WorkReport.id).limit(1))
    return found
