"""What a report says by buttons: other tasks done in the same place, and what became of an illegal dump."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import dumps as views
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Action, Article, DumpOutcome
from handlers.executor.showing import REPORT, draw_report, keep, said_for, unless_gone
from handlers.operator.looking import index_in
from handlers.operator.queue import known
from models import Person
from services import dumps
from services.dumps import Dump
from services.reports import Said
from services.steps import takeable_request

router = Router(name="report particulars")
router.callback_query.filter(Area("report"))


@router.callback_query(Verb("also"))
async def also(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Another task in the same place: in or out. Which may be in is asked when it is drawn and when it is sent."""
    said, number = said_for(person, press.id), index_in(press)
    chosen = tuple(n for n in said.also if n != number) if number in said.also else (*said.also, number)
    await _draw(session, talk, actor, replace(said, also=chosen))


@router.callback_query(Verb("outcome"))
async def outcome(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """What became of the dump; where something was taken away, the next question is how much."""
    said = said_for(person, press.id)
    dump = replace(said.dump, outcome=known(DumpOutcome, press.arg))
    if "volume" in dump.missing():
        await _ask(session, talk, actor, replace(said, dump=dump, ask="volume"))
    else:
        await _say(session, talk, actor, said, dump)


@router.callback_query(Verb("volume"))
async def volume(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """How much was taken away?"""
    await _ask(session, talk, actor, replace(said_for(person, press.id), ask="volume"))


@router.callback_query(Verb("cubic"))
async def cubic(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """One of the common volumes."""
    said, litres = said_for(person, press.id), index_in(press)
    if not dumps.LEAST_LITRES <= litres <= dumps.MOST_LITRES:
        raise NotFound
    await _say(session, talk, actor, said, replace(said.dump, litres=litres))


@router.callback_query(Verb("protocol"))
async def protocol(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Was a protocol drawn up?"""
    said = replace(said_for(person, press.id), ask=None)
    await _show(session, talk, actor, said, views.article_choice(talk.t, press.id))


@router.callback_query(Verb("article"))
async def article(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Under which article; then the fine."""
    said = said_for(person, press.id)
    if press.arg == "none":
        await _say(session, talk, actor, said, replace(said.dump, article=None, fine=None))
    else:
        dump = replace(said.dump, article=known(Article, press.arg))
        await _ask(session, talk, actor, replace(said, dump=dump, ask="fine"))


@router.callback_query(Verb("fine"))
async def fine(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """The common fine, or none known yet."""
    said, tenge = said_for(person, press.id), index_in(press)
    if press.arg != "unknown" and not 0 < tenge <= dumps.MOST_FINE:
        raise NotFound
    await _say(session, talk, actor, said, replace(said.dump, fine=tenge or None))


async def _ask(session: AsyncSession, talk: Talk, actor: Actor, said: Said) -> None:
    """Ask for a volume or a fine: by button, or typed."""
    choice = views.volume_choice if said.ask == "volume" else views.fine_choice
    await _show(session, talk, actor, said, choice(talk.t, said.request_id))


async def _show(session: AsyncSession, talk: Talk, actor: Actor, said: Said, content: Content) -> None:
    """Show a question about a dump that the actor can report now."""
    asked = takeable_request(session, actor, said.request_id, Action.REPORT)
    request = await unless_gone(session, talk, actor, said.request_id, asked)
    if request is None:
        return
    if request.category != dumps.CATEGORY:
        raise NotFound
    keep(talk.person, said)
    talk.show(REPORT, content)


async def _say(session: AsyncSession, talk: Talk, actor: Actor, said: Said, dump: Dump) -> None:
    await _draw(session, talk, actor, replace(said, dump=dump, ask=None))


async def _draw(session: AsyncSession, talk: Talk, actor: Actor, said: Said) -> None:
    await unless_gone(session, talk, actor, said.request_id, draw_report(session, talk, actor, said))
