"""Triage: the undecided requests of a region one after another, each before one operator at a time.

Who looks at what is a row (`Look`) that runs out by itself; taking one is a single statement, so that of two operators
who reach for the same request one gets it. A round goes through the queue by deadline once; where somebody stands in
it is remembered with the person (`Round`).
"""

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor, may
from domain.words import Duty, State
from models import CitizenRequest, Look, Person
from models.upsert import insert_into
from services import tasks
from services.paging import IS_OPEN, Key

LOOK = timedelta(minutes=5)
"""How long a request stays before somebody who does nothing; every press begins it anew."""
_TRIES = 20
"""Requests reached for before giving up: each that is lost has gone to somebody else that very moment."""
COUNTED = 100
"""Undecided requests are counted up to here: more is "more than 99"."""
_LATEST = 50
"""Requests of a category that are looked through for whoever usually does them."""


@dataclass(frozen=True, slots=True)
class Round:
    """How far somebody has come in going through the queue."""

    region: str
    key: Key | None = None
    """The last request shown; None at the beginning."""
    request_id: int | None = None
    """The one before them now."""
    decided: int = 0
    skipped: int = 0
    """In this pass: they come back once, when the rest has been seen."""
    again: bool = False
    """This pass is for those skipped in the one before."""

    def store(self) -> dict[str, Any]:
        """As JSON, to be remembered with the person."""
        key = None if self.key is None else [self.key.due_at.isoformat(), self.key.id]
        return {
            "region": self.region, "key": key, "id": self.request_id, "decided": self.decided,
            "skipped": self.skipped, "again": self.again,
        }  # fmt: skip


def round_of(person: Person) -> Round | None:
    """The round somebody is in; None while they are in none."""
    stored: Mapping[str, Any] | None = (person.desk or {}).get("triage")
    if not stored:
        return None
    key = stored["key"]
    return Round(
        stored["region"], Key(datetime.fromisoformat(key[0]), key[1]) if key else None, stored["id"],
        stored["decided"], stored["skipped"], stored["again"],
    )  # fmt: skip


def counted(walked: Round) -> Round:
    """The round after a decision; what has been skipped is another matter."""
    return replace(walked, decided=walked.decided + 1)


def skipped(walked: Round) -> Round:
    """The round after putting off the request before them."""
    return replace(walked, skipped=walked.skipped + 1)


async def take_next(session: AsyncSession, actor: Actor, walked: Round, now: datetime) -> Round:
    """Go on to the next undecided request that nobody else looks at; its `request_id` is None where none is left.

    What the actor looked at before is let go. At the end of the queue the skipped ones come once more, but never the
    one just skipped alone. Raises NotFound where triage in this region is not theirs.
    """
    check(actor, walked.region)
    await release(session, actor)
    found = await _take_after(session, actor, walked.region, walked.key, now)
    if found is None and walked.skipped and not walked.again:
        last = walked.request_id
        walked = replace(walked, key=None, skipped=0, again=True)
        found = await _take_after(session, actor, walked.region, None, now, but=last)
    if found is None:
        return replace(walked, request_id=None)
    return replace(walked, key=found, request_id=found.id)


def check(actor: Actor, region: str) -> None:
    """Raises NotFound for somebody to whom the region's queue is no business."""
    if not may(actor, Duty.TRIAGE, region):
        raise NotFound


async def _take_after(
    session: AsyncSession, actor: Actor, region: str, key: Key | None, now: datetime, but: int | None = None
) -> Key | None:
    for _ in range(_TRIES):
        found = await next_after(session, actor, region, key, now)
        if found is None or (found.id != but and await look(session, actor, found.id, now)):
            return found
        key = found
    return None


async def next_after(session: AsyncSession, actor: Actor, region: str, key: Key | None, now: datetime) -> Key | None:
    """The first undecided request behind `key` that nobody else looks at; nothing is taken."""
    r = CitizenRequest
    others = exists().where(Look.request_id == r.id, Look.until > now, Look.person_id != actor.id)
    query = select(r.due_at, r.id).where(IS_OPEN, r.region == region, r.state == State.NEW, ~others)
    if key is not None:
        query = query.where(tuple_(r.due_at.expression, r.id.expression) > (key.due_at, key.id))
    row = (await session.execute(query.order_by(r.due_at, r.id).limit(1))).first()
    return None if row is None else Key(row.due_at, row.id)


async def look(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> bool:
    """Have a request before oneself for the next minutes; False while somebody else has it."""
    insert = insert_into(session, Look).values(request_id=request_id, person_id=actor.id, until=now + LOOK)
    free = (Look.until <= now) | (Look.person_id == actor.id)
    taken = await session.execute(
        insert.on_conflict_do_update(
            index_elements=["request_id"], set_={"person_id": actor.id, "until": now + LOOK}, where=free
        ).returning(Look.request_id)
    )
    return taken.first() is not None


async def keep_looking(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Something was pressed: what the actor looks at stays before them, unless their time was over."""
    await session.execute(
        update(Look)
        .where(Look.person_id == actor.id, Look.until > now)
        .values(until=now + LOOK)
        .execution_options(synchronize_session=False)
    )


async def release(session: AsyncSession, actor: Actor) -> None:
    """Let go of whatever the actor looks at."""
    await session.execute(delete(Look).where(Look.person_id == actor.id).execution_options(synchronize_session=False))


async def undecided(session: AsyncSession, region: str) -> int:
    """How many requests of the region wait for a decision; 100 stands for "100 or more"."""
    r = CitizenRequest
    some = select(r.id).where(IS_OPEN, r.region == region, r.state == State.NEW).limit(COUNTED).subquery()
    return int(await session.scalar(select(func.count()).select_from(some)) or 0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who would usually do the work."""

    id: int
    name: str
    organisation: str | None


async def suggested_executor(
    session: AsyncSession, actor: Actor, region: str, category: str | None
) -> Suggestion | None:
    """Whoever has most of the latest open requests of the category; else the executor with the fewest tasks."""
    if category is None:
        return None
    r = CitizenRequest
    latest = (
        select(r.executor_id)
        .where(IS_OPEN, r.region == region, r.category == category)
        .order_by(r.due_at.desc(), r.id.desc())
        .limit(_LATEST)
    )
    usual = Tally(executor_id for executor_id in await session.scalars(latest) if executor_id is not None)
    found = [executor for executor in await tasks.executors_of(session, actor, region) if executor.reachable]
    best = max(found, key=lambda e: usual[e.id], default=None)
    return None if best is None else Suggestion(best.id, best.name, best.organisation)
