"""Timers: something to be done later, kept in the database, done once."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Timer
from models.upsert import prepared_insert


async def set_timer(
    session: AsyncSession, name: str, subject: str | int, due_at: datetime, *, keep: bool = False
) -> None:
    """Do `name` to `subject` at `due_at`. A timer already set is moved there, or with `keep` left as it is.

    One that is kept strikes after this transaction and not before it: whoever relies on it is seen by its handler.
    """
    insert = prepared_insert(session, Timer, _keep if keep else _move)
    row = {"name": name, "subject": str(subject), "due_at": due_at, "state": "pending", "attempts": 0}
    kept = HELD.where(Timer.name == name, Timer.subject == str(subject))
    while (await session.execute(insert, row)).first() is None and await session.scalar(kept) is None:
        # The clock has just taken it.
        pass


HELD: Any = select(literal_column("1")).select_from(Timer).with_for_update(read=True, key_share=True)
"""Holds a timer until the end of the transaction: the clock of another process passes it by meanwhile."""


def _keep(insert: Any) -> Any:
    return insert.on_conflict_do_nothing().returning(insert.table.c.name)


def _move(insert: Any) -> Any:
    new = insert.excluded
    changed = {"due_at": new.due_at, "state": new.state, "attempts": new.attempts}
    return insert.on_conflict_do_update(index_elements=["name", "subject"], set_=changed).returning(insert.table.c.name)


async def stop_timer(session: AsyncSession, subject: str | int, *names: str) -> None:
    """Forget the timers of these names for `subject`, where there are any."""
    await session.execute(
        delete(Timer)
        .where(Timer.subject == str(subject), Timer.name.in_(names))
        .execution_options(synchronize_session=False)
    )
