"""Several requests decided together: each by its own step, so that one that is too late does not undo the others."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sized
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Refused, TooMany
from domain.permissions import Actor
from models import CitizenRequest
from services import counters, deciding
from services.steps import Step

MOST = 20
"""Requests that can be picked at once."""


@dataclass(slots=True)
class Summary:
    """What became of each: the numbers that were done, and those that were refused, with the reason."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refused]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.done) + len(self.refused)


def check_number(picked: Sized) -> None:
    """Raises TooMany where more are picked than can be decided at once."""
    if len(picked) > MOST:
        raise TooMany("picked", MOST)


async def assign(
    session: AsyncSession, actor: Actor, picked: Mapping[int, int], executor_id: int, now: datetime, zone: ZoneInfo
) -> Summary:
    """Give the work on all of these to one executor; `picked` says who had each when it was looked at (0: nobody).

    One that a colleague has given to somebody else meanwhile is refused by `Stale`, one without a category by
    `Missing`.
    """

    def step(request_id: int) -> Awaitable[Step]:
        return deciding.assign(session, actor, request_id, executor_id, now, zone, seen=picked[request_id])

    return await _each(session, picked, step)


async def mark_duplicates(
    session: AsyncSession, actor: Actor, ids: Iterable[int], original_id: int, now: datetime
) -> Summary:
    """Close all of these but the original as its duplicates."""

    def step(request_id: int) -> Awaitable[Step]:
        return deciding.mark_duplicate(session, actor, request_id, original_id, now)

    return await _each(session, [number for number in ids if number != original_id], step)


async def _each(session: AsyncSession, ids: Iterable[int], step: Callable[[int], Awaitable[Step]]) -> Summary:
    """Take a step with each. A step is refused before it has changed anything, so the others can go on."""
    wanted = sorted(set(ids))
    check_number(wanted)
    # All locked at once and in one order: two people with overlapping picks never wait for each other.
    await session.execute(
        select(CitizenRequest.id).where(CitizenRequest.id.in_(wanted)).order_by(CitizenRequest.id).with_for_update()
    )
    summary = Summary()
    async with counters.together(session):
        for request_id in wanted:
            try:
                await step(request_id)
            except Refused as refusal:
                summary.refused.append((request_id, refusal))
            else:
                summary.done.append(request_id)
    return summary
