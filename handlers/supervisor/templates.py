"""Keeping the ready answers of a region: /setup → Ready answers."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import refusals
from bot.views import templates as views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import TemplateUse
from handlers.citizen.listening import Words
from handlers.supervisor.setup import SCREEN
from models import Person
from services import templates

router = Router(name="templates")
router.callback_query.filter(Area("templates"))
words_router = Router(name="templates_words")
words_router.message.filter(Expecting("template"))


def _use(word: str) -> TemplateUse:
    try:
        return TemplateUse(word)
    except ValueError as error:
        raise NotFound from error


def _parts(press: Press, number: int) -> list[str]:
    """What a button carries, in so many parts. Raises NotFound for a forged one."""
    parts = press.arg.split(".")
    if len(parts) != number:
        raise NotFound
    return parts


@router.callback_query(Verb("open"))
async def uses(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What they are for."""
    talk.person.expecting = None
    counted = {}
    for use in TemplateUse:
        found = await templates.listing(session, actor, press.arg, use)
        counted[use] = sum(not ready.hidden for ready in found)
    talk.show(SCREEN, views.uses(talk.t, press.arg, counted))


@router.callback_query(Verb("use"))
async def of_use(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """All of one use; the button's number is the page."""
    region, use = _parts(press, 2)
    await draw_list(session, talk, actor, region, _use(use), press.id)


async def draw_list(
    session: AsyncSession, talk: Talk, actor: Actor, region: str, use: TemplateUse, page: int = 0
) -> None:
    """Show the ready answers of one use."""
    talk.person.expecting = None
    found = await templates.listing(session, actor, region, use)
    talk.show(SCREEN, views.listing(talk.t, region, use, found, page))


@router.callback_query(Verb("one"))
async def one(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of them."""
    region, use, ref = _parts(press, 3)
    talk.person.expecting = None
    ready = await templates.kept(session, actor, region, _use(use), ref)
    talk.show(SCREEN, views.one(talk.t, region, ready))


@router.callback_query(Verb("edit"))
async def edit(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Other words in one language."""
    region, use, ref, locale = _parts(press, 4)
    if locale not in templates.LOCALES:
        raise NotFound
    ready = await templates.kept(session, actor, region, _use(use), ref)
    talk.person.expecting = {"for": "template", "region": region, "use": use, "ref": ref, "locale": locale}
    talk.show(SCREEN, views.asking(talk.t, region, ready.use, locale, ready))


@router.callback_query(Verb("new"))
async def new(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A new one begins in the language of whoever writes it."""
    region, use = _parts(press, 2)
    await templates.room_for_another(session, actor, region, _use(use))
    locale = talk.t.locale
    talk.person.expecting = {"for": "template", "region": region, "use": use, "ref": "", "locale": locale}
    talk.show(SCREEN, views.asking(talk.t, region, _use(use), locale, None))


@router.callback_query(Verb("remove"))
async def remove(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Offer it no more: a shipped one can be brought back."""
    region, use, ref = _parts(press, 3)
    await templates.remove(session, actor, region, _use(use), ref, talk.now)
    await draw_list(session, talk, actor, region, _use(use))


@router.callback_query(Verb("restore"))
async def restore(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """As it was shipped."""
    region, use, ref = _parts(press, 3)
    ready = await templates.restore(session, actor, region, _use(use), ref, talk.now)
    talk.show(SCREEN, views.one(talk.t, region, ready))


@words_router.message(Words())
async def typed(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The text for one language; where the answer was deleted meanwhile, the list comes instead."""
    asked: dict[str, Any] = person.expecting or {}
    region, use, ref, locale = asked["region"], TemplateUse(asked["use"]), asked["ref"], asked["locale"]
    said = message.text or ""
    try:
        if ref:
            ready = await templates.change(session, actor, region, use, ref, locale, said, talk.now)
        else:
            ready = await templates.add(session, actor, region, use, locale, said, talk.now)
    except NotFound as refusal:
        talk.say(Content(refusals.sentence(talk.t, refusal)))
        await draw_list(session, talk, actor, region, use)
        return
    person.expecting = None
    talk.show(SCREEN, views.one(talk.t, region, ready))


@words_router.message()
async def something_else(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A photo, a sticker: ask again, in words."""
    asked: dict[str, Any] = person.expecting or {}
    region, use, ref = asked["region"], TemplateUse(asked["use"]), asked["ref"]
    try:
        ready = await templates.kept(session, actor, region, use, ref) if ref else None
    except NotFound:
        await draw_list(session, talk, actor, region, use)
        return
    talk.show(SCREEN, views.asking(talk.t, region, use, asked["locale"], ready, only_words=True), pause=ALBUM_PAUSE)
