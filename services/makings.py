"""Files that people ask for (a case file, their data, a table): the orders, and forgetting what was made."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import TooMany
from models import Making, OutboxMessage
from services.storage import MediaStore
from services.timers import set_timer

WAITING = 3
"""Orders of one person that may wait at the same time."""
KEPT = timedelta(hours=25)
"""How long a file stays in the store: a little longer than its sending is tried."""
SLOW = frozenset({"export"})
"""Orders that may take minutes: they are made at a bench of their own, so that nobody waits behind them for a page."""
_STILL_TO_SEND = timedelta(hours=1)


async def order(session: AsyncSession, name: str, person_id: int, details: dict[str, Any], now: datetime) -> Making:
    """Have the file `name` made of `details` and sent to somebody, soon; gives the order.

    Raises TooMany(files) beyond `WAITING`.
    Whether they may have it is for the caller to ask, and for the maker once more: the order may wait.
    """
    waiting = select(func.count()).where(Making.person_id == person_id, Making.state == "pending")
    if (await session.scalar(waiting) or 0) >= WAITING:
        raise TooMany("files", WAITING)
    making = Making(
        name=name, person_id=person_id, details=details, state="pending", attempts=0, not_before=now, created_at=now
    )
    session.add(making)
    await session.flush()
    return making


def made_too(making: Making, key: str) -> Making:
    """Another file of the same order, already made: from here on it is kept and forgotten by itself."""
    return Making(
        name=making.name, person_id=making.person_id, details=making.details, state="made", attempts=making.attempts,
        not_before=making.not_before, created_at=making.created_at, key=key,
    )  # fmt: skip


async def forget(session: AsyncSession, making_id: int, store: MediaStore, now: datetime) -> None:
    """Delete a file that was sent, and what is known of it. Safe to do twice; one still to be sent waits."""
    making = await session.get(Making, making_id, with_for_update=True)
    if making is None or making.state != "made" or making.key is None:
        return
    if await _still_to_send(session, making):
        await set_timer(session, "forget_made", making_id, now + _STILL_TO_SEND)
        return
    await drop_file(session, store, making.key, but=making_id)
    await session.delete(making)


async def drop_file(session: AsyncSession, store: MediaStore, key: str, *, but: int) -> None:
    """Delete a file from the store unless another making than `but` has the very same one."""
    elsewhere = select(Making.id).where(Making.key == key, Making.id != but).limit(1)
    if await session.scalar(elsewhere) is None:
        await store.delete(key)


async def _still_to_send(session: AsyncSession, making: Making) -> bool:
    waiting = select(OutboxMessage.payload).where(
        OutboxMessage.chat_id == making.person_id, OutboxMessage.form == "document", OutboxMessage.state == "pending"
    )
    return any(payload.get("key") == making.key for payload in await session.scalars(waiting))


async def forget_person(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Drop the orders of somebody who has their data erased; files already made for them go at once."""
    made = select(Making.id).where(Making.person_id == person_id, Making.state == "made")
    for making_id in (await session.scalars(made)).all():
        await set_timer(session, "forget_made", making_id, now)
    unmade = delete(Making).where(Making.person_id == person_id, Making.state != "made")
    await session.execute(unmade.execution_options(synchronize_session=False))
