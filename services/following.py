"""Following: people who want the news of a request that somebody else has sent, and how many they are."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from models import CitizenRequest, Follow
from models.upsert import insert_into
from services import counters


async def follow(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> None:
    """Give somebody the news of a request; doing it again changes nothing. Raises NotFound where there is none."""
    await _add(session, [person_id], request_id, now)


async def unfollow(session: AsyncSession, person_id: int, request_id: int) -> bool:
    """Leave; whether the person was following at all. Raises NotFound where there is no such request."""
    return await _remove(session, person_id, request_id)


async def unfollow_all(session: AsyncSession, person_id: int) -> None:
    """Leave everything, in one order for everybody, so that two people never wait for each other."""
    followed = select(Follow.request_id).where(Follow.person_id == person_id).order_by(Follow.request_id)
    async with counters.together(session):
        for request_id in (await session.scalars(followed)).all():
            await _remove(session, person_id, request_id)


async def carry_over(session: AsyncSession, request: CitizenRequest, now: datetime) -> None:
    """The citizen and the followers of a duplicate follow the original from now on; its own citizen need not."""
    if request.duplicate_of is None:
        return
    owner = await session.scalar(select(CitizenRequest.citizen_id).where(CitizenRequest.id == request.duplicate_of))
    following = select(Follow.person_id).where(Follow.request_id == request.id).order_by(Follow.person_id)
    people = [request.citizen_id, *(await session.scalars(following)).all()]
    wanted = [person for person in dict.fromkeys(people) if person is not None and person != owner]
    await _add(session, wanted, request.duplicate_of, now)


async def _add(session: AsyncSession, people: list[int], request_id: int, now: datetime) -> None:
    if not people:
        return
    request = await _locked(session, request_id)
    insert = insert_into(session, Follow).on_conflict_do_nothing().returning(Follow.person_id)
    rows = [{"person_id": person, "request_id": request_id, "created_at": now} for person in people]
    added = (await session.scalars(insert.values(rows))).all()
    await _count(session, request, len(added))


async def _remove(session: AsyncSession, person_id: int, request_id: int) -> bool:
    request = await _locked(session, request_id)
    this = (Follow.person_id == person_id, Follow.request_id == request_id)
    gone = (await session.scalars(delete(Follow).where(*this).returning(Follow.person_id))).all()
    await _count(session, request, -len(gone))
    return bool(gone)


async def _locked(session: AsyncSession, request_id: int) -> CitizenRequest:
    """The request, locked before its followers are touched: else two who follow it together wait for each other."""
    request = await session.get(CitizenRequest, request_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise NotFound
    return request


async def _count(session: AsyncSession, request: CitizenRequest, more: int) -> None:
    if more:
        before = await counters.standing_in(session, request)
        request.followers += more
        await counters.move(session, before, await counters.standing_in(session, request))
        await session.flush()
