"""Timers: something to be done later, kept in the database, done once."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from models import Timer
from models.upsert import prepared_insert


async def set_timer(
    session: AsyncSession, name: str, subject: str | int, due_at: datetime, *, keep: bool = False
) -> None:
    """Do `name` to `subject` at `due_at`. A timer already set is moved there, or with `keep` left as it is."""
    insert = prepared_insert(session, Timer, _keep if keep else _move)
    row = {"name": name, "subject": str(subject), "due_at": due_at, "state": "pending", "attempts": 0}
    await session.execute(insert, row)


def _keep(insert: Any) -> Any:
    return insert.on_conflict_do_nothing()


def _move(insert: Any) -> Any:
    new = insert.excluded
    changed = {"due_at": new.due_at, "state": new.state, "attempts": new.attempts}
    return insert.on_conflict_do_update(index_elements=["name", "subject"], set_=changed)


async def stop_timer(session: AsyncSession, subject: str | int, *names: str) -> None:
    """Forget the timers of these names for `subject`, where there are any."""
    await session.execute(
        delete(Timer)
        .where(Timer.subject == str(subject), Timer.name.in_(names))
        .execution_options(synchronize_session=False)
    )
