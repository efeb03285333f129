"""A citizen's view of requests: their own and those they follow, in pages and one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.words import MediaPurpose
from models import CitizenRequest, Follow, HistoryEntry, Media

ON_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the newest first. `newer` and `older` are the numbers from which the pages beside it go on."""

    requests: Sequence[CitizenRequest]
    followed: bool
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Own:
    """One request as its citizen (`is_own`) or a follower sees it, with its public history."""

    request: CitizenRequest
    is_own: bool
    history: Sequence[HistoryEntry]
    has_photos: bool


def _theirs(person_id: int, *, followed: bool) -> tuple[Any, Any]:
    """The query of somebody's requests, and the column their numbers stand in."""
    if followed:
        query = select(CitizenRequest).join(Follow, Follow.request_id == CitizenRequest.id)
        return query.where(Follow.person_id == person_id), Follow.request_id
    return select(CitizenRequest).where(CitizenRequest.citizen_id == person_id), CitizenRequest.id


async def page(
    session: AsyncSession, person_id: int, *, followed: bool, older_than: int | None = None, newer_than: int = 0
) -> Page:
    """A page of requests: the newest, those older than a number, or those just newer than one."""
    query, number = _theirs(person_id, followed=followed)
    if newer_than:
        near = query.where(number > newer_than).order_by(number).limit(ON_A_PAGE + 1)
        rows = list(await session.scalars(near))
        more_newer, more_older = len(rows) > ON_A_PAGE, True
        shown = rows[:ON_A_PAGE][::-1]
    else:
        if older_than is not None:
            query = query.where(number < older_than)
        rows = list(await session.scalars(query.order_by(number.desc()).limit(ON_A_PAGE + 1)))
        more_newer, more_older = older_than is not None, len(rows) > ON_A_PAGE
        shown = rows[:ON_A_PAGE]
    newer = shown[0].id if shown and more_newer else None
    older = shown[-1].id if shown and more_older else None
    return Page(shown, followed, newer, older)


async def one(session: AsyncSession, person_id: int, request_id: int) -> Own:
    """A request that is the person's own or that they follow. Raises NotFound for all others."""
    request = await accessible(session, person_id, request_id)
    history = await session.scalars(
        select(HistoryEntry).where(HistoryEntry.request_id == request_id, HistoryEntry.public).order_by(HistoryEntry.id)
    )
    photo = select(Media.id).where(Media.request_id == request_id, Media.state != "refused").limit(1)
    return Own(
        request, request.citizen_id == person_id, list(history), await session.scalar(photo) is not None
    )  # fmt: skip


async def accessible(session: AsyncSession, person_id: int, request_id: int) -> CitizenRequest:
    """The request, where the person sent it or follows it. Raises NotFound otherwise, whether it exists or not."""
    request = await session.get(CitizenRequest, request_id)
    if request is None:
        raise NotFound
    if request.citizen_id != person_id and await session.get(Follow, (request_id, person_id)) is None:
        raise NotFound
    return request


async def photos(session: AsyncSession, request_id: int) -> tuple[list[int], list[int]]:
    """Ids of a request's photos and videos before the work and after it; photos of complaints are not among them."""
    query = select(Media.id, Media.purpose).where(Media.request_id == request_id, Media.state != "refused")
    before: list[int] = []
    after: list[int] = []
    for media_id, purpose in await session.execute(query.order_by(Media.id)):
        if purpose is MediaPurpose.BEFORE:
            before.append(media_id)
        elif purpose is MediaPurpose.AFTER:
            after.append(media_id)
    return before, after
