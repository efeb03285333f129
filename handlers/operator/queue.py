"""The operators' queue: /queue, its pages and what it shows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Holds, Verb
from bot.talk import Talk
from bot.views import queue as views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.listening import Command
from handlers.citizen.showing import leave_off
from handlers.operator.showing import SCREEN, draw_queue
from models import Person
from services import desks, queue, triage
from services.paging import Key
from services.queue import Place, Shelf

router = Router(name="queue")
router.callback_query.filter(Area("queue"))

Word = TypeVar("Word", bound=StrEnum)


def known(words: Iterable[Word], arg: str) -> Word:
    """The word a button carries. Raises NotFound for one that no button of ours has."""
    for word in words:
        if word.value == arg:
            return word
    raise NotFound


def key_in(press: Press) -> Key:
    """The place in the order that a button carries. Raises NotFound for a forged one."""
    try:
        moment = datetime.fromisoformat(press.arg)
        if moment.tzinfo is None:
            raise NotFound
        # At the ends of the calendar there is a moment here that is none in UTC.
        return Key(moment.astimezone(UTC), press.id)
    except (ValueError, OverflowError) as error:
        raise NotFound from error


def _place(actor: Actor, person: Person) -> Place:
    return queue.remembered_place(actor, person.desk)


async def leave(session: AsyncSession, actor: Actor, person: Person) -> None:
    """Triage, search or picking is over: what they looked at is free for others."""
    if triage.round_of(person) is not None:
        await triage.release(session, actor)
    desks.leave(person)


@router.message(Command("queue"), Holds(Role.OPERATOR, Role.SUPERVISOR))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Open the queue at its beginning, with the filter of last time."""
    await leave_off(session, person, talk.now)
    await leave(session, actor, person)
    await draw_queue(session, talk, actor, replace(_place(actor, person), key=None))


@router.callback_query(Verb("open"))
async def open_again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Back to the queue, where it was left; what was done besides ends."""
    await leave(session, actor, person)
    await draw_queue(session, talk, actor)


@router.callback_query(Verb("all"))
async def open_whole(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """All that is open in the region, from the beginning: no filter any more."""
    await leave(session, actor, person)
    await draw_queue(session, talk, actor, Place(_place(actor, person).region))


@router.callback_query(Verb("from", "before"))
async def turn(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Another page."""
    place = replace(_place(actor, person), key=key_in(press))
    await draw_queue(session, talk, actor, place, back=press.verb == "before")


@router.callback_query(Verb("filter"))
async def show_filters(event: CallbackQuery, talk: Talk, actor: Actor, person: Person) -> None:
    """What shall it show?"""
    talk.show(SCREEN, views.filters(talk.t, _place(actor, person)))


@router.callback_query(Verb("shelf"))
async def choose_shelf(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """One state, what is overdue, or all."""
    place = replace(_place(actor, person), shelf=known(Shelf, press.arg), key=None)
    await draw_queue(session, talk, actor, place)


@router.callback_query(Verb("categories"))
async def show_categories(event: CallbackQuery, talk: Talk, actor: Actor, person: Person, press: Press) -> None:
    """Which category?"""
    talk.show(SCREEN, views.category_filter(talk.t, _place(actor, person), press.id))


@router.callback_query(Verb("category"))
async def choose_category(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """One category, or all."""
    place = replace(_place(actor, person), category=queue.known_category(press.arg), key=None)
    await draw_queue(session, talk, actor, place)


@router.callback_query(Verb("districts"))
async def show_districts(event: CallbackQuery, talk: Talk, actor: Actor, person: Person) -> None:
    """Which district?"""
    talk.show(SCREEN, views.district_filter(talk.t, _place(actor, person)))


@router.callback_query(Verb("district"))
async def choose_district(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """One district of the region, or all."""
    place = _place(actor, person)
    place = replace(place, district=queue.known_district(place.region, press.arg), key=None)
    await draw_queue(session, talk, actor, place)


@router.callback_query(Verb("regions"))
async def show_regions(event: CallbackQuery, talk: Talk, actor: Actor, person: Person) -> None:
    """Whose queue?"""
    talk.show(SCREEN, views.region_choice(talk.t, _place(actor, person), queue.regions_of(actor)))


@router.callback_query(Verb("region"))
async def choose_region(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Another region of theirs; the service refuses any other."""
    place = replace(_place(actor, person), region=press.arg, key=None, district=None)
    await draw_queue(session, talk, actor, place)
