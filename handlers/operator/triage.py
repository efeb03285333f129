"""Triage: the undecided requests one after another. What is decided on them is decided by the card's own buttons."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from domain.permissions import Actor
from handlers.operator.queue import leave
from handlers.operator.showing import draw_card, draw_queue, go_on
from models import Person
from services import queue, triage
from services.triage import Round

router = Router(name="triage")
router.callback_query.filter(Area("triage"))


@router.callback_query(Verb("start"))
async def start(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Begin a round through the region whose queue they see."""
    await go_on(session, talk, actor, Round(queue.remembered_place(actor, person.desk).region))


@router.callback_query(Verb("open"))
async def open_again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Back to the request before them; the queue where no round goes on."""
    walked = triage.round_of(person)
    if walked is None:
        await draw_queue(session, talk, actor)
    elif walked.request_id is None:
        await go_on(session, talk, actor, walked)
    else:
        await draw_card(session, talk, actor, walked.request_id)


@router.callback_query(Verb("skip"))
async def skip(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Put it off: it comes back when the others have been seen."""
    walked = triage.round_of(person)
    if walked is None or walked.request_id != press.id:
        # Pressed twice, or on a card of another round.
        await open_again(event, session, talk, actor, person)
    else:
        await go_on(session, talk, actor, triage.skipped(walked))


@router.callback_query(Verb("leave"))
async def enough(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Enough for now: the queue, and the request is free for others."""
    await leave(session, actor, person)
    await draw_queue(session, talk, actor)
