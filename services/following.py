"""Following: people who want the news of a request that somebody else has sent."""

from datetime import datetime

from sqlalchemy import delete, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

from models import CitizenRequest, Follow
from models.upsert import insert_into


async def follow(session: AsyncSession, person_id: int, request_id: int, now: datetime) -> None:
    """Give somebody the news of a request; doing it again changes nothing."""
    insert = insert_into(session, Follow).values(person_id=person_id, request_id=request_id, created_at=now)
    await session.execute(insert.on_conflict_do_nothing())


async def unfollow(session: AsyncSession, person_id: int, request_id: int) -> bool:
    """Leave; whether the person was following at all."""
    gone = await session.execute(
        delete(Follow).where(Follow.person_id == person_id, Follow.request_id == request_id).returning(Follow.person_id)
    )
    return gone.first() is not None


async def carry_over(session: AsyncSession, request: CitizenRequest, now: datetime) -> None:
    """The citizen and the followers of a duplicate follow the original from now on; its own citizen need not."""
    if request.duplicate_of is None:
        return
    owner = select(CitizenRequest.citizen_id).where(CitizenRequest.id == request.duplicate_of).scalar_subquery()
    rows = select(literal(request.duplicate_of), Follow.person_id, literal(now, DateTime(timezone=True))).where(
        Follow.request_id == request.id, Follow.person_id.is_distinct_from(owner)
    )
    insert = insert_into(session, Follow).from_select(["request_id", "person_id", "created_at"], rows)
    await session.execute(insert.on_conflict_do_nothing())
    if request.citizen_id is not None and request.citizen_id != await session.scalar(select(owner)):
        await follow(session, request.citizen_id, request.duplicate_of, now)
