"""Ready words for a report's comment: the citizen reads them in their own language."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import report as views
from domain.permissions import Actor
from domain.words import Action, TemplateUse
from handlers.executor.showing import REPORT, draw_report, keep, said_for, unless_gone
from handlers.operator.looking import number_in
from models import Person
from services import templates
from services.steps import takeable_request

router = Router(name="ready words")
router.callback_query.filter(Area("report"))


@router.callback_query(Verb("words", "readies"))
async def offer(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Which words? A page of them."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    request = await unless_gone(session, talk, actor, press.id, asked)
    if request is not None:
        keep(person, replace(said_for(person, press.id), ask=None))
        found = await templates.for_use(session, request.region, TemplateUse.DONE)
        talk.show(REPORT, views.ready_words(talk.t, press.id, found, number_in(press.arg.rpartition(".")[2])))


@router.callback_query(Verb("ready"))
async def choose(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """These: they become the comment."""
    asked = takeable_request(session, actor, press.id, Action.REPORT)
    request = await unless_gone(session, talk, actor, press.id, asked)
    if request is not None:
        found = await templates.find(session, request.region, TemplateUse.DONE, press.arg.rpartition(".")[2])
        said = replace(said_for(person, press.id), comment=found.text(talk.t.locale), ready=found.ref, ask=None)
        await draw_report(session, talk, actor, said)
