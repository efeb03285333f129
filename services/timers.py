"""Timers: something to be done later, kept in the database, done once."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from models import Timer
from models.upsert import insert_into


async def set_timer(
    session: AsyncSession, name: str, subject: str | int, due_at: datetime, *, keep: bool = False
) -> None:
    """Do `name` to `subject` at `due_at`. A timer already set is moved there, or with `keep` left as it is."""
    insert = insert_into(session, Timer).values(
        name=name, subject=str(subject), due_at=due_at, state="pending", attempts=0
    )
    if keep:
        await session.execute(insert.on_conflict_do_nothing())
        return
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["name", "subject"], set_={"due_at": due_at, "state": "pending", "attempts": 0}
        )
    )


async def stop_timer(session: AsyncSession, subject: str | int, *names: str) -> None:
    """Forget the timers of these names for `subject`, where there are any."""
    await session.execute(
        delete(Timer)
        .where(Timer.subject == str(subject), Timer.name.in_(names))
        .execution_options(synchronize_session=False)
    )
