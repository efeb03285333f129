"""What happened to a request: its steps with the words and the names that colleagues may read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor
from domain.words import Action, Role, State
from models import HistoryEntry, Person
from services.steps import visible_request

TOLD = (
    Action.NOTE, Action.ANSWER, Action.ASK, Action.RETURN, Action.REOPEN, Action.FORWARD, Action.COMPLAIN,
    Action.APPEAL,
)  # fmt: skip
"""Steps whose words the next person to work on the request should read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the history with the names that colleagues may read; citizens have none."""

    id: int
    at: datetime
    action: Action
    role: Role
    to_state: State
    name: str | None
    comment: str | None
    data: dict[str, object]
    public: bool
    executor: str | None
    """To whom the step gave the work."""


async def last_entry(session: AsyncSession, request_id: int, action: Action) -> HistoryEntry | None:
    """The newest entry of this action in a request's history; None where it was never taken."""
    query = select(HistoryEntry).where(HistoryEntry.request_id == request_id, HistoryEntry.action == action)
    found: HistoryEntry | None = await session.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))
    return found


async def history(
    session: AsyncSession, actor: Actor, request_id: int, *, before: int | None = None, size: int = 5
) -> tuple[list[Entry], bool]:
    """Steps of a request, the newest first, from before entry `before`; and whether there are older ones.

    Internal remarks and colleagues' names included; raises NotFound for those who may not see the request.
    """
    await visible_request(session, actor, request_id)
    query = _entries(request_id).order_by(HistoryEntry.id.desc()).limit(size + 1)
    if before is not None:
        query = query.where(HistoryEntry.id < before)
    entries = await _read(session, query)
    return entries[:size], len(entries) > size


async def last_words(session: AsyncSession, request_id: int) -> list[Entry]:
    """The last three remarks for whoever works on it next, the oldest first."""
    query = _entries(request_id).where(HistoryEntry.action.in_(TOLD), HistoryEntry.comment.is_not(None))
    return (await _read(session, query.order_by(HistoryEntry.id.desc()).limit(3)))[::-1]


def _entries(request_id: int) -> Any:
    return (
        select(HistoryEntry, Person.name)
        .outerjoin(Person, (Person.id == HistoryEntry.actor_id) & (HistoryEntry.role != Role.CITIZEN))
        .where(HistoryEntry.request_id == request_id)
    )


async def _read(session: AsyncSession, query: Any) -> list[Entry]:
    rows = (await session.execute(query)).all()
    names = await names_of(session, {executor for e, _ in rows if (executor := _given_to(e))})
    return [
        Entry(
            e.id, e.at, e.action, e.role, e.to_state, name, e.comment, e.data or {}, e.public, names.get(_given_to(e))
        )
        for e, name in rows
    ]  # fmt: skip


def _given_to(entry: HistoryEntry) -> int:
    """To whom the step gave the work; 0 for nobody."""
    return int((entry.data or {}).get("executor") or 0)


async def names_of(session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    """The names colleagues know people by."""
    if not person_ids:
        return {}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {person_id: name for person_id, name in rows if name}
