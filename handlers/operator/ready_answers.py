"""Sending a ready answer: turning their pages, looking at one whole, sending it."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press, button
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import templates as views
from domain.permissions import Actor
from handlers.operator.deciding import await_words
from handlers.operator.looking import number_in
from handlers.operator.readying import Chosen, read
from handlers.operator.refusing import ask_what, ask_why
from handlers.operator.showing import SCREEN, draw_card, first_photo, unless_stale
from services import deciding, templates
from services.steps import Step, takeable_request, visible_request

router = Router(name="ready_answers")
router.callback_query.filter(Area("decide"))


@router.callback_query(Verb("readies"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another page of them."""
    chosen = read(press.arg)
    page = number_in(chosen.rest)
    if chosen.reason is None:
        await ask_what(session, talk, actor, press.id, "ask", page)
    else:
        await ask_why(session, talk, actor, press.id, chosen.reason, page)


@router.callback_query(Verb("ready"))
async def look(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of them, whole; what is typed instead still counts as own words."""
    chosen = read(press.arg)
    asked = takeable_request(session, actor, press.id, chosen.action)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is None:
        return
    ready = await templates.find(session, request.region, chosen.use, chosen.rest)
    await_words(talk, chosen.use, press.id, chosen.reason or "")
    verb, arg = ("ask", "") if chosen.reason is None else ("reason", str(chosen.reason))
    back = button(views.back(talk.t), "decide", verb, press.id, arg)
    photo = await first_photo(session, press.id)
    content = views.chosen(talk.t, press.id, ready, head=chosen.head, area="decide", verb="say", back=back, photo=photo)
    talk.show(SCREEN, content)


@router.callback_query(Verb("say"))
async def send(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Ask or reject with it."""
    if await unless_stale(session, talk, actor, press.id, _step(session, talk, actor, press.id, read(press.arg))):
        await draw_card(session, talk, actor, press.id)


async def _step(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, chosen: Chosen) -> Step:
    request = await visible_request(session, actor, request_id)
    ready = await templates.find(session, request.region, chosen.use, chosen.rest)
    said, texts = ready.text(talk.t.locale), ready.whole()
    if chosen.reason is None:
        return await deciding.ask(session, actor, request_id, said, talk.now, template=texts)
    return await deciding.reject(session, actor, request_id, chosen.reason, said, talk.now, template=texts)
