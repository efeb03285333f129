"""Bans: laying one on the sender of a request, the list of a region, lifting one or leaving it after an objection."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import bans as views
from bot.views import refusals
from domain.errors import NotFound, Refused
from domain.permissions import Actor
from handlers.citizen.listening import Words
from handlers.citizen.showing import leave_off
from handlers.operator.wording import typed
from models import Ban, Person
from services import bans
from services.histories import names_of

router = Router(name="bans")
router.callback_query.filter(Area("bans"))
words_router = Router(name="words on bans")

SCREEN = "bans"
WORDS = "ban"
"""`person.expecting["for"]` while a reason or an answer is awaited; "do" is ban, lift or leave, "id" of what."""

words_router.message.filter(Expecting(WORDS))


@router.callback_query(Verb("open", "older", "newer"))
async def listing(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The list, or another page of it."""
    await leave_off(session, talk.person, talk.now)
    page = await bans.in_force(
        session,
        actor,
        press.arg,
        older_than=press.id if press.verb == "older" else 0,
        newer_than=press.id if press.verb == "newer" else 0,
    )
    talk.show(SCREEN, views.listing(talk.t, page))


@router.callback_query(Verb("one"))
async def one(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One ban."""
    await _draw(session, talk, await bans.one(session, actor, press.id))


async def _draw(session: AsyncSession, talk: Talk, ban: Ban) -> None:
    _stop_expecting(talk)
    names = await names_of(session, [ban.banned_by] if ban.banned_by else [])
    talk.show(SCREEN, views.one(talk.t, ban, names.get(ban.banned_by or 0)))


def _stop_expecting(talk: Talk) -> None:
    if (talk.person.expecting or {}).get("for") == WORDS:
        talk.person.expecting = None


@router.callback_query(Verb("ask"))
async def ask(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """From a request's card: why? Where its sender is banned already, that ban."""
    sender = await bans.sender_of(session, actor, press.id)
    if sender.ban is not None:
        await _draw(session, talk, sender.ban)
        return
    await _await_words(session, talk, "ban", press.id)
    talk.show(SCREEN, views.ask_reason(talk.t, sender))


@router.callback_query(Verb("lift", "leave"))
async def ask_answer(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Words for the person are awaited."""
    ban = await bans.one(session, actor, press.id)
    if ban.lifted_at is not None or (press.verb == "leave" and ban.answered_at is not None):
        talk.answer(views.settled(talk.t), alert=True)
        await _draw(session, talk, ban)
        return
    await _await_words(session, talk, press.verb, ban.id)
    talk.show(SCREEN, views.ask_answer(talk.t, ban, press.verb))


async def _await_words(session: AsyncSession, talk: Talk, what: str, number: int) -> None:
    await leave_off(session, talk.person, talk.now)
    talk.person.expecting = {"for": WORDS, "do": what, "id": number}


@words_router.message(Words())
async def words(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The words: with them it is done, and the person told."""
    said, state = typed(message), person.expecting or {}
    if not said:
        await ask_again(message, session, talk, actor, person)
        return
    try:
        ban = await _do(session, talk, actor, state, said)
    except NotFound:
        person.expecting = None
        talk.say(Content(views.settled(talk.t)))
        return
    await _draw(session, talk, ban)


async def _do(session: AsyncSession, talk: Talk, actor: Actor, state: dict[str, Any], said: str) -> Ban:
    what, number = str(state["do"]), int(state["id"])
    if what == "ban":
        ban = await bans.ban(session, actor, number, said, talk.now)
        if ban.banned_at != talk.now:
            # A colleague was faster: the person knows of that one.
            return ban
    elif what == "lift":
        ban = await bans.lift(session, actor, number, said, talk.now)
    else:
        ban = await bans.leave(session, actor, number, said, talk.now)
    await _tell(session, talk, what, ban)
    return ban


async def _tell(session: AsyncSession, talk: Talk, what: str, ban: Ban) -> None:
    """Tell the person, unless they had their data erased."""
    person = await session.get(Person, ban.person_id)
    if person is None or person.consent_at is None:
        return
    view = {"ban": views.told, "lift": views.lifted, "leave": views.stays}[what]
    talk.tell(person, view(talk.translator_for(person), ban), screen=f"ban:{ban.id}")


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: ask once more."""
    state = person.expecting or {}
    what, number = str(state["do"]), int(state["id"])
    try:
        if what == "ban":
            content = views.ask_reason(talk.t, await bans.sender_of(session, actor, number), only_words=True)
        else:
            content = views.ask_answer(talk.t, await bans.one(session, actor, number), what, only_words=True)
    except Refused as refusal:
        person.expecting = None
        content = Content(refusals.sentence(talk.t, refusal))
    talk.show(SCREEN, content, pause=ALBUM_PAUSE)
