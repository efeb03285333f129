"""Several requests together: picking them from the queue, assigning them, closing them as duplicates."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.settings import Settings
from bot.talk import Talk
from bot.views import bulk as views
from bot.views import refusals
from domain.errors import Missing, NotFound
from domain.permissions import Actor
from handlers.citizen.listening import Words
from handlers.operator import picks
from handlers.operator.queue import leave
from handlers.operator.showing import PICK, SCREEN, draw_queue, stop_expecting
from models import Person
from services import bulk, queue, search, tasks
from services.steps import visible_request

router = Router(name="bulk")
router.callback_query.filter(Area("bulk"))
words_router = Router(name="bulk words")
words_router.message.filter(Expecting(PICK))


@router.callback_query(Verb("open"))
async def begin(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Begin to pick, with nothing picked."""
    queue.remembered_place(actor, person.desk)
    await leave(session, actor, person)
    picks.keep(person, {})
    await draw_queue(session, talk, actor)


@router.callback_query(Verb("pick"))
async def pick(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Pick a request, or put it back."""
    picked = picks.of(person)
    if picked.pop(press.id, None) is None:
        request = await visible_request(session, actor, press.id)
        if request.region != queue.remembered_place(actor, person.desk).region:
            raise NotFound
        picked[press.id] = request.executor_id or 0
        bulk.check_number(picked)
    picks.keep(person, picked)
    await draw_queue(session, talk, actor)


@router.callback_query(Verb("list"))
async def back(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Back to the queue from which they pick."""
    await draw_queue(session, talk, actor)


def _picked(person: Person) -> dict[int, int]:
    """What is picked. Raises Missing where nothing is: a button of another time."""
    picked = picks.of(person)
    if not picked:
        raise Missing("picked")
    return picked


@router.callback_query(Verb("executors"))
async def executors(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Who shall do all of them?"""
    picked = _picked(person)
    found = await tasks.executors_of(session, actor, queue.remembered_place(actor, person.desk).region)
    talk.show(SCREEN, views.executors(talk.t, list(picked), found, press.id))


@router.callback_query(Verb("assign"))
async def assign(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press,
    settings: Settings,
) -> None:  # fmt: skip
    """Give all of them to one executor."""
    summary = await bulk.assign(session, actor, _picked(person), press.id, talk.now, settings.zone)
    await leave(session, actor, person)
    talk.show(SCREEN, views.assigned(talk.t, summary))


@router.callback_query(Verb("originals"))
async def originals(event: CallbackQuery, talk: Talk, person: Person) -> None:
    """Which one do the others repeat?"""
    picked = _picked(person)
    person.expecting = {"for": PICK}
    talk.show(SCREEN, views.originals(talk.t, list(picked)))


@router.callback_query(Verb("original"))
async def original(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """This one: really?"""
    await _check(session, talk, actor, person, press.id)


@words_router.message(Words())
async def number(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The number of the original, typed; the question stays open where it is none."""
    try:
        await _check(session, talk, actor, person, search.number_in((message.text or "").strip()) or 0)
    except NotFound as refusal:
        talk.say(Content(refusals.sentence(talk.t, refusal)))


async def _check(session: AsyncSession, talk: Talk, actor: Actor, person: Person, original_id: int) -> None:
    picked = _picked(person)
    await search.by_number(session, actor, original_id)
    stop_expecting(talk)
    talk.show(SCREEN, views.check(talk.t, list(picked), original_id))


@router.callback_query(Verb("same"))
async def same(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Yes: close the others as its duplicates."""
    summary = await bulk.mark_duplicates(session, actor, _picked(person), press.id, talk.now)
    await leave(session, actor, person)
    stop_expecting(talk)
    talk.show(SCREEN, views.closed(talk.t, summary))
