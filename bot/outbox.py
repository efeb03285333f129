"""What handlers want people to see, written in the same transaction as everything else they do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models import OutboxMessage
from models.upsert import prepared_insert


class Priority(IntEnum):
    """What goes first when not everything can."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


@dataclass(slots=True)
class Parcel:
    """One row of the outbox to be."""

    chat_id: int
    form: str
    payload: dict[str, Any]
    not_before: datetime
    priority: Priority = Priority.REPLY
    screen: str | None = None


@dataclass(slots=True)
class Outbox:
    """Collects parcels during a transaction and writes them all with one statement at its end."""

    parcels: list[Parcel] = field(default_factory=list)
    _screens: dict[tuple[int, str], Parcel] = field(default_factory=dict)

    def put(self, parcel: Parcel) -> None:
        """Add a parcel; of two for the same screen the later one stays."""
        if parcel.screen is not None:
            earlier = self._screens.get((parcel.chat_id, parcel.screen))
            if earlier is not None:
                self.parcels.remove(earlier)
            self._screens[parcel.chat_id, parcel.screen] = parcel
        self.parcels.append(parcel)

    async def write(self, session: AsyncSession, now: datetime) -> None:
        """Write what was collected, replacing the content of screens that are still waiting to be sent."""
        if not self.parcels:
            return
        await _upsert(session, self.parcels, now)
        self.parcels.clear()
        self._screens.clear()


async def _upsert(session: AsyncSession, parcels: Iterable[Parcel], now: datetime) -> None:
    rows = [
        {
            "chat_id": p.chat_id, "priority": int(p.priority), "form": p.form, "screen": p.screen,
            "payload": p.payload, "version": 1, "not_before": p.not_before, "state": "pending", "attempts": 0,
            "created_at": now,
        }
        for p in parcels
    ]  # fmt: skip
    await session.execute(prepared_insert(session, OutboxMessage, _replace_waiting), rows)


def _replace_waiting(insert: Any) -> Any:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["chat_id", "screen"],
        index_where=text("screen IS NOT NULL AND state = 'pending'"),
        set_={
            "payload": new.payload, "form": new.form, "priority": new.priority, "not_before": new.not_before,
            "version": OutboxMessage.version + 1, "attempts": 0,
        },
    )  # fmt: skip
