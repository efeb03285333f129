"""The departments and contractors of a region: adding, renaming and removing them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import prompts, refusals
from bot.views import team_organisations as views
from domain.errors import Missing, NotAllowed
from domain.permissions import Actor
from handlers.citizen.listening import Words
from handlers.supervisor.team import SCREEN, stop_expecting, typed_name
from models import Person
from services import organisations

router = Router(name="organisations")
router.callback_query.filter(Area("orgs"))
words_router = Router(name="names of organisations")

NAME = "orgs"
"""`person.expecting["for"]` while a name is awaited; "region" says where, "id" which one is renamed (0: a new one)."""

words_router.message.filter(Expecting(NAME))


@router.callback_query(Verb("open", "from", "before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The organisations of a region, or another page of them."""
    await draw_list(session, talk, actor, press.arg, press.id or None, back=press.verb == "before")


async def draw_list(
    session: AsyncSession, talk: Talk, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> None:
    """Show the organisations of a region."""
    stop_expecting(talk)
    page = await organisations.page(session, actor, region, start, back=back)
    talk.show(SCREEN, views.listing(talk.t, page, keeps=organisations.may_keep(actor, region)))


@router.callback_query(Verb("one"))
async def one(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of them."""
    await _draw_one(session, talk, actor, press.id)


async def _draw_one(session: AsyncSession, talk: Talk, actor: Actor, organisation_id: int) -> None:
    stop_expecting(talk)
    found = await organisations.row(session, actor, organisation_id)
    talk.show(SCREEN, views.one(talk.t, found, keeps=organisations.may_keep(actor, found.region)))


@router.callback_query(Verb("new"))
async def new(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What is it called?"""
    if not organisations.may_keep(actor, press.arg):
        raise NotAllowed
    await _ask(session, talk, actor, press.arg, 0)


@router.callback_query(Verb("rename"))
async def rename(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What shall it be called?"""
    found = await organisations.row(session, actor, press.id)
    if not organisations.may_keep(actor, found.region):
        raise NotAllowed
    await _ask(session, talk, actor, found.region, found.id)


async def _ask(session: AsyncSession, talk: Talk, actor: Actor, region: str, organisation_id: int) -> None:
    renamed = await organisations.row(session, actor, organisation_id) if organisation_id else None
    talk.person.expecting = {"for": NAME, "region": region, "id": organisation_id}
    talk.show(SCREEN, views.ask_name(talk.t, region, renamed))


@words_router.message(Words())
async def named(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A name was typed. One that is taken asks for another."""
    expecting = person.expecting or {}
    region, organisation_id = str(expecting["region"]), int(expecting["id"])
    name = await typed_name(message, talk)
    if name is None:
        await _ask(session, talk, actor, region, organisation_id)
        return
    try:
        if organisation_id:
            found = await organisations.rename(session, actor, organisation_id, name)
        else:
            found = await organisations.add(session, actor, region, name)
    except Missing as taken:
        talk.answer(refusals.sentence(talk.t, taken))
        await _ask(session, talk, actor, region, organisation_id)
        return
    await _draw_one(session, talk, actor, found.id)


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words."""
    expecting = person.expecting or {}
    talk.answer(prompts.needs_words(talk.t))
    await _ask(session, talk, actor, str(expecting["region"]), int(expecting["id"]))


@router.callback_query(Verb("remove"))
async def remove(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Nobody works for it any more."""
    await draw_list(session, talk, actor, await organisations.remove(session, actor, press.id))
