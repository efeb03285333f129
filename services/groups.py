"""Working groups: which Telegram group is shown which requests, and how it fares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing, NotAllowed, NotFound
from domain.permissions import Actor, may
from domain.words import Duty, Role
from models import CitizenRequest, GroupCard, Organisation, OutboxMessage, Screen, Topic, WorkingGroup
from models.upsert import prepared_insert
from services import categories
from services.organisations import organisation_in
from services.timers import set_timer

ACTIVE, TROUBLE, GONE = "active", "trouble", "gone"
MUTED, NO_TOPICS, TOPIC_CLOSED, REMOVED = "muted", "no_topics", "topic_closed", "removed"
"""Troubles."""
BY_DISTRICT, BY_CATEGORY = "district", "category"
"""What a forum's topics are for."""
PAGE = 8
_BOUND = text("working_groups.state <> 'gone'")
"""The condition of the partial index, word for word: SQLite uses it for nothing else."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a group is for: everything of a region, what an organisation does there, or some categories."""

    region: str
    organisation_id: int | None = None
    categories: tuple[str, ...] | None = None


def check_duty(actor: Actor, region: str) -> None:
    """Raises NotAllowed for people who do not keep the groups of this region."""
    if not may(actor, Duty.GROUPS, region):
        raise NotAllowed


async def bound(session: AsyncSession, chat_id: int) -> WorkingGroup | None:
    """The working group that this chat is; None for any other chat."""
    group: WorkingGroup | None = await session.get(WorkingGroup, chat_id)
    return group if group is not None and group.state != GONE else None


async def groups_of(session: AsyncSession, regions: Iterable[str]) -> Sequence[WorkingGroup]:
    """The groups bound to any of these regions."""
    query = select(WorkingGroup).where(WorkingGroup.region.in_(set(regions)), _BOUND)
    return list(await session.scalars(query.order_by(WorkingGroup.chat_id)))


async def own_group(session: AsyncSession, actor: Actor, chat_id: int) -> WorkingGroup:
    """A group of a region whose groups the actor keeps. Raises NotFound for all others."""
    group = await bound(session, chat_id)
    if group is None or not may(actor, Duty.GROUPS, group.region):
        raise NotFound
    return group


async def may_bind(session: AsyncSession, actor: Actor, chat_id: int) -> list[str]:
    """The regions to which the actor may bind this chat.

    Raises NotAllowed where there is none, and where the chat is a group of a region that is not theirs.
    """
    regions = [region for region in actor.regions(Role.SUPERVISOR) if may(actor, Duty.GROUPS, region)]
    group = await bound(session, chat_id)
    if not regions or (group is not None and group.region not in regions):
        raise NotAllowed
    return regions


async def bind(
    session: AsyncSession,
    actor: Actor,
    chat_id: int,
    title: str,
    scope: Scope,
    topics: str | None,
    locale: str,
    now: datetime,
) -> WorkingGroup:
    """Make a chat a working group, or change what it is for.

    Raises NotAllowed for people who do not keep the groups of that region or of the region it is bound to now,
    NotFound for an organisation or category that is none, Missing(category) without any.
    """
    check_duty(actor, scope.region)
    if scope.region not in await may_bind(session, actor, chat_id):
        raise NotAllowed
    await _check_scope(session, scope)
    group = await session.get(WorkingGroup, chat_id)
    if group is None:
        group = WorkingGroup(chat_id=chat_id)
        session.add(group)
    group.title, group.region, group.organisation_id = title[:255], scope.region, scope.organisation_id
    group.categories = list(scope.categories) if scope.categories is not None else None
    group.locale, group.topics = locale, topics if topics in (BY_DISTRICT, BY_CATEGORY) else None
    group.state, group.trouble = ACTIVE, None
    group.bound_by, group.bound_at = actor.id, now
    await session.flush()
    await redraw_all(session, chat_id, now)
    return group


async def _check_scope(session: AsyncSession, scope: Scope) -> None:
    if scope.organisation_id is not None:
        await organisation_in(session, scope.region, scope.organisation_id)
    if scope.categories is not None:
        if not scope.categories:
            raise Missing("category")
        if set(scope.categories) - {c.key for c in categories.all_categories()}:
            raise NotFound


async def unbind(session: AsyncSession, actor: Actor, chat_id: int, now: datetime) -> WorkingGroup:
    """Let a group go: its cards lose their buttons. Raises NotFound where it is not the actor's."""
    group = await own_group(session, actor, chat_id)
    reachable = group.state == ACTIVE
    group.state, group.trouble = GONE, None
    if reachable:
        await redraw_all(session, chat_id, now)
    else:
        await session.execute(delete(GroupCard).where(GroupCard.chat_id == chat_id))
    return group


async def organisations_named(session: AsyncSession, groups: Sequence[WorkingGroup]) -> dict[int, str]:
    """The names of the organisations that groups are for."""
    wanted = {g.organisation_id for g in groups if g.organisation_id is not None}
    if not wanted:
        return {}
    found = await session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))
    return {organisation.id: organisation.name for organisation in found}


async def page(session: AsyncSession, actor: Actor, region: str, after: int | None = None) -> list[WorkingGroup]:
    """Up to `PAGE` + 1 groups of a region, beginning behind the chat `after`. Raises NotAllowed for other regions."""
    check_duty(actor, region)
    query = select(WorkingGroup).where(WorkingGroup.region == region, _BOUND)
    if after is not None:
        query = query.where(WorkingGroup.chat_id > after)
    return list(await session.scalars(query.order_by(WorkingGroup.chat_id).limit(PAGE + 1)))


async def note_trouble(session: AsyncSession, chat_id: int, trouble: str, now: datetime) -> None:
    """Something keeps us from writing to a chat: what waits for it is put aside, its supervisors hear of it once."""
    await _put_aside(session, chat_id)
    # Locked: it may be let go, or become another chat, this very moment.
    group = await session.get(WorkingGroup, chat_id, with_for_update=True, populate_existing=True)
    if group is None or group.state == GONE or (group.state == TROUBLE and group.trouble == trouble):
        return
    told_before = group.state == TROUBLE
    group.state, group.trouble = TROUBLE, trouble
    if not told_before:
        await set_timer(session, "group_trouble", chat_id, now)


async def _put_aside(session: AsyncSession, chat_id: int, cards_of: int | None = None) -> bool:
    """Cards that wait to be drawn are drawn later (in the chat `cards_of`, if it is another one by now).

    The rest has had its time. Returns whether there were any cards.
    """
    gone = await session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.chat_id == chat_id, OutboxMessage.state == "pending", OutboxMessage.form != "answer")
        .returning(OutboxMessage.form, OutboxMessage.screen)
        .execution_options(synchronize_session=False)
    )
    # Of a card that moves to another topic, where it comes to counts.
    screens = [screen for _form, screen in sorted(gone.all(), key=lambda row: row[0] == "screen")]
    topics = {number: topic_of(screen) for screen in screens if (number := number_of(screen)) is not None}
    here = cards_of or chat_id
    if topics and await bound(session, here) is not None:
        # There is no row where the group was to learn that a request is no longer its own.
        rows = [
            {"chat_id": here, "request_id": n, "topic": topic, "stale": True} for n, topic in sorted(topics.items())
        ]
        await session.execute(prepared_insert(session, GroupCard, _stale), rows)
    return bool(topics)


def _stale(insert: Any) -> Any:
    return insert.on_conflict_do_update(index_elements=["chat_id", "request_id"], set_={"stale": True})


async def mend(session: AsyncSession, group: WorkingGroup, now: datetime) -> None:
    """The trouble seems to be over: draw what has changed meanwhile."""
    if group.state != TROUBLE:
        return
    group.state, group.trouble = ACTIVE, None
    await set_timer(session, "group_cards", group.chat_id, now)


async def redraw_all(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """Draw the cards of a group's open requests anew, little by little."""
    is_open = exists().where(CitizenRequest.id == GroupCard.request_id, CitizenRequest.is_open)
    await session.execute(
        update(GroupCard)
        .where(GroupCard.chat_id == chat_id, is_open)
        .values(stale=True)
        .execution_options(synchronize_session=False)
    )
    await set_timer(session, "group_cards", chat_id, now)


async def moved(session: AsyncSession, old: int, new: int, now: datetime) -> None:
    """A group became a supergroup: it has another number, and its messages are none of the new chat's.

    Heard of twice or three times, in the group's news and from a call that failed; the second time changes nothing.
    """
    group = await session.get(WorkingGroup, old)
    if group is not None:
        session.expunge(group)
        if await session.get(WorkingGroup, new) is None:
            await session.execute(_renumbered(WorkingGroup, old, new))
            await session.execute(_renumbered(GroupCard, old, new))
        await redraw_all(session, new, now)
    for table in (Screen, Topic, GroupCard, WorkingGroup):
        await session.execute(delete(table).where(table.chat_id == old).execution_options(synchronize_session=False))
    if await _put_aside(session, old, new):
        await set_timer(session, "group_cards", new, now)


def _renumbered(table: type[WorkingGroup] | type[GroupCard], old: int, new: int) -> Any:
    return update(table).where(table.chat_id == old).values(chat_id=new).execution_options(synchronize_session=False)


def screen_of(request_id: int, topic: str | None) -> str:
    """The name of a request's screen in a group, or in one of its topics."""
    return f"request:{request_id}" if topic is None else f"request:{request_id}:{topic}"


def number_of(screen: str | None) -> int | None:
    """The request whose screen it is; None for any other screen."""
    area, _, rest = (screen or "").partition(":")
    number = rest.partition(":")[0]
    return int(number) if area == "request" and number.isdigit() else None


def topic_of(screen: str | None) -> str | None:
    """The key of the topic where a request's screen is; None in a group without topics."""
    parts = (screen or "").split(":", 2)
    return parts[2] if len(parts) == 3 else None
