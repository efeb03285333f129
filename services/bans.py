"""Bans: people who may send nothing to a region for now, why, and what they object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Banned, Missing, NotAllowed, NotFound, TooMany
from domain.permissions import Actor, may
from domain.words import Duty, RejectReason
from models import Ban, CitizenRequest, Person
from models.upsert import insert_into
from services.steps import visible_request

PAGE = 8
OBJECTIONS = 1
"""How often somebody may object to a ban."""
IN_FORCE = text("bans.lifted_at IS NULL")
"""The condition of the partial indexes, word for word: SQLite uses them for nothing else."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sent a request, as a supervisor may know them: by what they sent, never by who they are."""

    request_id: int
    region: str
    sent: int
    """Requests of theirs, this one among them."""
    meaningless: int
    """Those returned as meaningless."""
    ban: Ban | None
    """The ban that is in force against them in this region."""


@dataclass(frozen=True, slots=True)
class BanPage:
    """A page of the bans in force, the newest first; `newer` and `older` are where the pages beside it go on."""

    region: str
    rows: Sequence[Ban]
    newer: int | None
    older: int | None


async def check(session: AsyncSession, person_id: int, region: str) -> None:
    """Raises Banned where a ban of this region is in force; costs no query for people without any."""
    person = await session.get(Person, person_id)
    if person is None or not person.banned:
        return
    found = await _of(session, person_id, region)
    if found is not None:
        raise Banned(found.id, region, found.reason, may_object=found.appealed_at is None)


async def _of(session: AsyncSession, person_id: int, region: str) -> Ban | None:
    query = select(Ban).where(IN_FORCE, Ban.person_id == person_id, Ban.region == region)
    found: Ban | None = await session.scalar(query)
    return found


async def sender_of(session: AsyncSession, actor: Actor, request_id: int) -> Sender:
    """The sender of a request of the actor's region.

    Raises NotFound where the request is out of sight or nobody's any more, NotAllowed for colleagues without the duty
    and for one's own requests.
    """
    request = await _bannable(session, actor, request_id)
    meaningless = func.count().filter(CitizenRequest.reason == RejectReason.MEANINGLESS)
    query = select(func.count(), meaningless).where(CitizenRequest.citizen_id == request.citizen_id)
    sent, returned = (await session.execute(query)).one()
    ban = await _of(session, request.citizen_id or 0, request.region)
    return Sender(request.id, request.region, sent, returned, ban)


async def _bannable(session: AsyncSession, actor: Actor, request_id: int) -> CitizenRequest:
    request = await visible_request(session, actor, request_id)
    if not may(actor, Duty.BANS, request.region) or request.citizen_id == actor.id:
        raise NotAllowed
    if request.citizen_id is None:
        raise NotFound
    return request


async def ban(session: AsyncSession, actor: Actor, request_id: int, reason: str, now: datetime) -> Ban:
    """Ban the sender of a request from its region; where that is done already, the ban there is."""
    request = await _bannable(session, actor, request_id)
    if not reason:
        raise Missing("comment")
    made = insert_into(session, Ban).values(
        person_id=request.citizen_id, region=request.region, reason=reason, banned_by=actor.id, banned_at=now,
        request_id=request.id,
    )  # fmt: skip
    await session.execute(made.on_conflict_do_nothing())
    await _mark(session, request.citizen_id or 0)
    found = await _of(session, request.citizen_id or 0, request.region)
    if found is None:
        raise NotFound
    return found


async def _mark(session: AsyncSession, person_id: int) -> None:
    """Note with the person whether any ban is in force against them.

    Locked: while one region lifts its ban, another may lay one on.
    """
    person = await session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is not None:
        query = select(exists().where(IN_FORCE, Ban.person_id == person_id))
        person.banned = bool(await session.scalar(query))


async def in_force(
    session: AsyncSession, actor: Actor, region: str, *, older_than: int = 0, newer_than: int = 0
) -> BanPage:
    """The bans of a region. Raises NotFound for people without the duty there."""
    if not may(actor, Duty.BANS, region):
        raise NotFound
    query = select(Ban).where(IN_FORCE, Ban.region == region)
    if newer_than:
        rows = list(await session.scalars(query.where(Ban.id > newer_than).order_by(Ban.id).limit(PAGE + 1)))
        newer, older, shown = len(rows) > PAGE, True, rows[:PAGE][::-1]
    else:
        if older_than:
            query = query.where(Ban.id < older_than)
        rows = list(await session.scalars(query.order_by(Ban.id.desc()).limit(PAGE + 1)))
        newer, older, shown = bool(older_than), len(rows) > PAGE, rows[:PAGE]
    return BanPage(
        region, shown, shown[0].id if shown and newer else None, shown[-1].id if shown and older else None
    )  # fmt: skip


async def one(session: AsyncSession, actor: Actor, ban_id: int, *, locked: bool = False) -> Ban:
    """A ban of the actor's region, in force or lifted. Raises NotFound for all others."""
    found = await session.get(Ban, ban_id, with_for_update=locked)
    if found is None or not may(actor, Duty.BANS, found.region):
        raise NotFound
    return found


async def lift(session: AsyncSession, actor: Actor, ban_id: int, answer: str, now: datetime) -> Ban:
    """End a ban, with words for whom it was against. Raises NotFound where it is lifted already."""
    found = await one(session, actor, ban_id, locked=True)
    if found.lifted_at is not None:
        raise NotFound
    if not answer:
        raise Missing("comment")
    found.lifted_at, found.lifted_by = now, actor.id
    found.answer, found.answered_at = answer, now
    await session.flush()
    await _mark(session, found.person_id)
    return found


async def leave(session: AsyncSession, actor: Actor, ban_id: int, answer: str, now: datetime) -> Ban:
    """Answer an objection: the ban stays. Raises NotFound where there is no objection to answer (any more)."""
    found = await one(session, actor, ban_id, locked=True)
    if found.lifted_at is not None or found.appealed_at is None or found.answered_at is not None:
        raise NotFound
    if not answer:
        raise Missing("comment")
    found.answer, found.answered_at = answer, now
    return found


async def objectable(session: AsyncSession, person_id: int, ban_id: int, *, locked: bool = False) -> Ban:
    """The ban against this very person, where they may still object. Raises NotFound, TooMany(objections)."""
    found = await session.get(Ban, ban_id, with_for_update=locked)
    if found is None or found.person_id != person_id or found.lifted_at is not None:
        raise NotFound
    if found.appealed_at is not None:
        raise TooMany("objections", OBJECTIONS)
    return found


async def object_to(session: AsyncSession, person_id: int, ban_id: int, words: str, now: datetime) -> Ban:
    """Object to a ban, once. Raises as `objectable` does, and Missing(comment)."""
    found = await objectable(session, person_id, ban_id, locked=True)
    if not words:
        raise Missing("comment")
    found.appeal, found.appealed_at = words, now
    return found


async def all_of(session: AsyncSession, person_id: int) -> list[Ban]:
    """Every ban there has been against somebody, for them to read."""
    return list(await session.scalars(select(Ban).where(Ban.person_id == person_id).order_by(Ban.id)))


async def erase(session: AsyncSession, person_id: int) -> None:
    """Of somebody who has their data erased keep no more than that a ban is in force: no words, no request."""
    quiet = {"synchronize_session": False}
    await session.execute(
        delete(Ban).where(Ban.person_id == person_id, Ban.lifted_at.is_not(None)).execution_options(**quiet)
    )
    await session.execute(
        update(Ban)
        .where(Ban.person_id == person_id)
        .values(reason="", appeal=None, answer=None, request_id=None)
        .execution_options(**quiet)
    )
