"""Search: /search, its questions and pages."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Holds, Verb
from bot.talk import Talk
from bot.views import search as views
from domain.errors import Missing, TooLong
from domain.permissions import Actor
from domain.text import clean
from domain.words import Role
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from handlers.operator.queue import leave
from handlers.operator.showing import SCREEN, SEARCH, draw_found
from models import Person
from services import desks, queue

router = Router(name="search")
router.callback_query.filter(Area("search"))
words_router = Router(name="search words")
words_router.message.filter(Expecting(SEARCH))

LONGEST = 200
"""UTF-16 units of a question."""
_PAGES = 50
"""Pages that one can go back through."""


@router.message(Command("search"), Holds(Role.OPERATOR, Role.SUPERVISOR))
async def command(
    message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person, argument: str
) -> None:
    """Search for what stands behind the command, or ask."""
    await leave_off(session, person, talk.now)
    await _begin(session, talk, actor, person)
    if argument:
        await _search(session, talk, actor, person, argument)


@router.callback_query(Verb("ask"))
async def ask(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """What shall be looked for?"""
    await _begin(session, talk, actor, person)


async def _begin(session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    place = queue.remembered_place(actor, person.desk)
    await leave(session, actor, person)
    person.expecting = {"for": SEARCH}
    talk.show(SCREEN, views.prompt(talk.t, place.region))


@words_router.message(Words())
async def words(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The question."""
    await _search(session, talk, actor, person, message.text or "")


async def _search(session: AsyncSession, talk: Talk, actor: Actor, person: Person, typed: str) -> None:
    question = clean(typed, LONGEST)
    if question.too_long:
        raise TooLong(LONGEST, question.units)
    if not question.text:
        raise Missing("comment")
    region = queue.remembered_place(actor, person.desk).region
    desks.enter(person, "search", {"text": question.text, "region": region, "trail": []})
    await draw_found(session, talk, actor)


@router.callback_query(Verb("open"))
async def open_again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Back to what was found."""
    await draw_found(session, talk, actor)


@router.callback_query(Verb("from", "back"))
async def turn(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Older ones, or the page before."""
    asked = (person.desk or {}).get("search")
    if asked:
        trail = list(asked["trail"])
        if press.verb == "back":
            trail = trail[:-1]
        elif press.id > 0 and (not trail or press.id < trail[-1]):
            trail = [*trail, press.id][-_PAGES:]
        desks.enter(person, "search", asked | {"trail": trail})
    await draw_found(session, talk, actor)
