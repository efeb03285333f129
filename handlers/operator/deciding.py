"""What operators decide by buttons: the category, the executor, the date."""

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.settings import Settings
from bot.talk import Talk
from bot.views import dates as date_views
from bot.views import deciding as views
from bot.views import refusals
from domain.errors import Missing, NotFound
from domain.permissions import Actor
from domain.words import Action
from handlers.operator.looking import index_in, number_in
from handlers.operator.showing import SCREEN, WORDS_FOR, draw_card, first_photo, unless_stale
from services import calendar, deciding, tasks, working
from services.steps import takeable_request

router = Router(name="deciding")
router.callback_query.filter(Area("decide"))


async def show_categories(session: AsyncSession, talk: Talk, actor: Actor, request_id: int, page: int = 0) -> None:
    """Which category is it? A typed word searches."""
    asked = takeable_request(session, actor, request_id, Action.RECATEGORISE)
    request = await unless_stale(session, talk, actor, request_id, asked)
    if request is not None:
        await_words(talk, "category", request_id)
        talk.show(SCREEN, views.category_choice(talk.t, request, await first_photo(session, request_id), page))


def await_words(talk: Talk, what: str, request_id: int, arg: str = "") -> None:
    """What the person types next is for this."""
    talk.person.expecting = {"for": WORDS_FOR, "do": what, "id": request_id, "arg": arg}


@router.callback_query(Verb("categories"))
async def categories(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The list of categories."""
    await show_categories(session, talk, actor, press.id, index_in(press))


@router.callback_query(Verb("category"))
async def recategorise(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Set the category that counts."""
    step = deciding.recategorise(session, actor, press.id, press.arg, talk.now, settings.zone)
    if await unless_stale(session, talk, actor, press.id, step):
        await draw_card(session, talk, actor, press.id)


@router.callback_query(Verb("districts"))
async def districts(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """In which district does it lie?"""
    asked = takeable_request(session, actor, press.id, Action.PLACE)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is not None:
        talk.show(SCREEN, views.district_choice(talk.t, request, await first_photo(session, press.id)))


@router.callback_query(Verb("district"))
async def placed(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Set the district."""
    step = deciding.place(session, actor, press.id, press.arg, talk.now)
    if await unless_stale(session, talk, actor, press.id, step):
        await draw_card(session, talk, actor, press.id)


@router.callback_query(Verb("executors"))
async def executors(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Who will do it? Without a category there is no deadline yet, so that comes first."""
    asked = takeable_request(session, actor, press.id, Action.ASSIGN)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is None:
        return
    if request.category is None:
        await _category_first(session, talk, actor, press.id)
        return
    found = await tasks.executors_of(session, actor, request.region)
    photo = await first_photo(session, press.id)
    choice = views.executor_choice(talk.t, press.id, found, index_in(press), photo, seen=request.executor_id or 0)
    talk.show(SCREEN, choice)


async def _category_first(session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> None:
    talk.answer(refusals.sentence(talk.t, Missing("category")), alert=True)
    await show_categories(session, talk, actor, request_id)


@router.callback_query(Verb("assign", "take"))
async def assign(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Give the work to an executor, or take it."""
    # The executor the card showed travels with the button, so that nobody overrules a colleague unawares.
    chosen, _, seen = (press.arg if press.verb == "assign" else f"{actor.id}.{press.arg}").partition(".")
    step = deciding.assign(session, actor, press.id, number_in(chosen), talk.now, settings.zone, seen=number_in(seen))
    try:
        done = await unless_stale(session, talk, actor, press.id, step)
    except Missing:
        # Nothing has been changed: assigning asks for the category before anything else.
        await _category_first(session, talk, actor, press.id)
        return
    if done:
        await draw_card(session, talk, actor, press.id)


@router.callback_query(Verb("plan", "days"))
async def plan(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """On which day?"""
    asked = takeable_request(session, actor, press.id, Action.PLAN)
    request = await unless_stale(session, talk, actor, press.id, asked)
    if request is not None:
        days, photo = plan_days(talk.now, settings), await first_photo(session, press.id)
        talk.show(SCREEN, date_views.date_choice(talk.t, "decide", "card", request, days, photo, page_of_days(press)))


def plan_days(now: datetime, settings: Settings) -> list[tuple[date, bool]]:
    """The days that work can be planned for, each with whether offices work on it."""
    today = now.astimezone(settings.zone).date()
    days = [today + timedelta(days=n) for n in range(1, working.PLAN_DAYS + 1)]
    return [(day, calendar.is_working_day(day)) for day in days]


def page_of_days(press: Press) -> int:
    """Which of the pages of days; the first for the button that leads to them."""
    return number_in(press.arg) if press.verb == "days" else 0


def day_in(press: Press) -> date:
    """The day a button carries. Raises NotFound for a forged one."""
    try:
        return date.fromisoformat(press.arg)
    except ValueError as error:
        raise NotFound from error


@router.callback_query(Verb("date"))
async def planned(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Set the day."""
    moment = working.planned_moment(day_in(press), talk.now, settings.zone)
    step = working.plan(session, actor, press.id, moment, talk.now)
    if await unless_stale(session, talk, actor, press.id, step):
        await draw_card(session, talk, actor, press.id)
