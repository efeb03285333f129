"""The executors' tasks: /tasks, a task's card, starting, planning and returning."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Holds, Verb
from bot.settings import Settings
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import dates as date_views
from bot.views import hats, prompts
from bot.views import tasks as views
from domain.permissions import Actor
from domain.words import REGIONAL_ROLES, Action, Role
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from handlers.executor.showing import (
    LEFT,
    RETURN,
    SCREEN,
    TASKS,
    await_place,
    draw_nearest,
    draw_task,
    draw_tasks,
    end,
    near_of,
    set_aside,
    unless_gone,
)
from handlers.operator.deciding import day_in, page_of_days, plan_days
from handlers.operator.looking import index_in
from handlers.operator.queue import key_in
from handlers.operator.showing import first_photo
from handlers.operator.wording import typed
from models import Person
from services import drafts, working
from services.steps import takeable_request

router = Router(name="tasks")
router.callback_query.filter(Area("task", "tasks"))
words_router = Router(name="returning")
words_router.message.filter(Expecting(RETURN))
place_router = Router(name="nearest tasks")
PAGES = 1000
"""No button leads further."""


class ForTasks(Filter):
    """A place from somebody who has their tasks on the screen, and was asked for it or has no draft it could be for."""

    async def __call__(self, message: Message, person: Person, session: AsyncSession) -> bool:
        expecting = person.expecting or {}
        if (message.location or message.venue) is None or expecting.get("for") not in (TASKS, LEFT):
            return False
        return "asked" in expecting or await drafts.find(session, person.id) is None


place_router.message.filter(ForTasks())


@router.message(Command("tasks"), Holds(Role.EXECUTOR, Role.OPERATOR, Role.SUPERVISOR))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Show what is to be done. What was said for a report in the making is kept."""
    set_aside(person)
    if (person.expecting or {}).get("for") != LEFT:
        await leave_off(session, person, talk.now)
    await draw_tasks(session, talk, actor)


@router.callback_query(Area("tasks"), Verb("open"))
async def open_tasks(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Back to the tasks, in the order they were in."""
    await draw_nearest(session, talk, actor)


@router.callback_query(Area("tasks"), Verb("urgent"))
async def by_deadline(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """The most urgent first."""
    await draw_tasks(session, talk, actor)


@router.callback_query(Area("tasks"), Verb("from", "before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another page."""
    await draw_tasks(session, talk, actor, key_in(press), back=press.verb == "before")


@router.callback_query(Area("tasks"), Verb("nearest"), Holds(*REGIONAL_ROLES))
async def ask_where(event: CallbackQuery, talk: Talk, actor: Actor, person: Person) -> None:
    """The nearest first: from where?"""
    await_place(talk)
    person.expecting = (person.expecting or {}) | {"asked": True}
    talk.say(views.where_are_you(talk.t, hats.keyboard(talk.t, actor, person.hat)))


@router.callback_query(Area("tasks"), Verb("near"))
async def turn_near(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another page of the tasks by distance."""
    await draw_nearest(session, talk, actor, max(0, min(press.id, PAGES)))


@place_router.message()
async def by_distance(message: Message, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """A location while the tasks are on the screen: the nearest to it first."""
    point = message.venue.location if message.venue else message.location
    if point is not None:
        await_place(talk, (point.latitude, point.longitude))
        await draw_nearest(session, talk, actor)


@router.callback_query(Area("task"), Verb("open"))
async def open_task(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One task, at one of its photos."""
    drawn = draw_task(session, talk, actor, press.id, index_in(press))
    await unless_gone(session, talk, actor, press.id, drawn)


@router.callback_query(Area("task"), Verb("start"))
async def start(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Begin the work."""
    if await unless_gone(session, talk, actor, press.id, working.start(session, actor, press.id, talk.now)):
        await draw_task(session, talk, actor, press.id)


@router.callback_query(Area("task"), Verb("plan", "days"))
async def plan(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """On which day?"""
    asked = takeable_request(session, actor, press.id, Action.PLAN)
    request = await unless_gone(session, talk, actor, press.id, asked)
    if request is not None:
        days, photo = plan_days(talk.now, settings), await first_photo(session, press.id)
        talk.show(SCREEN, date_views.date_choice(talk.t, "task", "task", request, days, photo, page_of_days(press)))


@router.callback_query(Area("task"), Verb("date"))
async def planned(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Set the day."""
    moment = working.planned_moment(day_in(press), talk.now, settings.zone)
    step = working.plan(session, actor, press.id, moment, talk.now)
    if await unless_gone(session, talk, actor, press.id, step):
        await draw_task(session, talk, actor, press.id)


@router.callback_query(Area("task"), Verb("return"))
async def give_back(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Why can it not be done?"""
    asked = takeable_request(session, actor, press.id, Action.RETURN)
    if await unless_gone(session, talk, actor, press.id, asked):
        near = near_of(talk.person)
        talk.person.expecting = {"for": RETURN, "id": press.id} | ({"near": list(near)} if near else {})
        photo = await first_photo(session, press.id)
        talk.show(SCREEN, prompts.prompt(talk.t, "return", press.id, "task", photo))


@words_router.message(Words())
async def reason(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The reason: the task goes back to the operators."""
    request_id, said = int((person.expecting or {})["id"]), typed(message)
    if not said:
        await ask_again(message, session, talk, actor, person)
        return
    step = working.give_back(session, actor, request_id, said, talk.now)
    if await unless_gone(session, talk, actor, request_id, step):
        end(person)
        talk.show(SCREEN, views.returned(talk.t, request_id))


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: ask once more."""
    request_id = int((person.expecting or {})["id"])
    asked = takeable_request(session, actor, request_id, Action.RETURN)
    if await unless_gone(session, talk, actor, request_id, asked):
        photo = await first_photo(session, request_id)
        content = prompts.prompt(talk.t, "return", request_id, "task", photo, only_words=True)
        talk.show(SCREEN, content, pause=ALBUM_PAUSE)
