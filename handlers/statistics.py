"""What happens when somebody wants to see the figures: /stats, one screen edited in place.

Whose figures are whose to see is decided in `services.statistics.check_scope`, at every press.
"""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import makings, summary_paragraph
from bot.views import statistics_choices as choosing
from bot.views import statistics_state as state
from bot.views.statistics_state import View
from domain import spans
from domain.errors import NotFound
from domain.permissions import Actor
from domain.spans import Unit
from domain.words import REGIONAL_ROLES
from handlers.citizen.listening import Command, Words
from handlers.statistics_showing import SCREEN, show_view, today_of
from models import Person
from services import geography, official_figures, statements, statistics
from services.makings import order
from services.statistics import Scope

DAYS = "stats_days"
"""`person.expecting["for"]` while two days may be typed."""

router = Router(name="statistics")
router.callback_query.filter(Area(state.AREA))
words_router = Router(name="statistics, typed")
words_router.message.filter(Expecting(DAYS))


@router.message(Command("stats"))
async def stats(message: Message, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """The week of the person's own region; of the country for those who have none."""
    homes = await _homes(session, actor)
    await show_view(session, talk, actor, View(spans.containing(Unit.WEEK, today_of(talk)), homes[0] if homes else ""))


@router.callback_query(Verb("s"))
async def show(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another view."""
    await show_view(session, talk, actor, _view(talk, press))


@router.callback_query(Verb("p"))
async def period(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """Which period? Two days may be typed, too."""
    view = _view(talk, press)
    talk.person.expecting = {"for": DAYS, "view": view.pack()}
    talk.show(SCREEN, choosing.periods(talk.t, view, today_of(talk)))


@router.callback_query(Verb("l"))
async def place(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Which of the places that are theirs to see?"""
    talk.person.expecting = None
    if statistics.sees_all(actor):
        allowed = [region.iso for region in geography.regions()]
    else:
        allowed = await _homes(session, actor)
    talk.show(SCREEN, choosing.regions(talk.t, _view(talk, press), allowed))


@router.callback_query(Verb("g", *map(str, range(10))))
async def category(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """Which category? The list goes page by page."""
    talk.person.expecting = None
    page = int(press.verb) if press.verb.isdecimal() else 0
    talk.show(SCREEN, choosing.category_list(talk.t, _view(talk, press), page))


@words_router.message(Words())
async def typed(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Two days were typed."""
    view = state.parse((person.expecting or {}).get("view", ""), today_of(talk))
    if view is None:
        raise NotFound
    span = spans.typed(message.text or "", today_of(talk))
    if span is None:
        talk.show(SCREEN, choosing.periods(talk.t, view, today_of(talk), choosing.no_period(talk.t)))
        return
    await show_view(session, talk, actor, View(span, view.region, view.district, view.category, view.kind, view.mode))


def _view(talk: Talk, press: Press) -> View:
    view = state.parse(press.arg, today_of(talk))
    if view is None:
        raise NotFound
    return view


async def _homes(session: AsyncSession, actor: Actor) -> list[str]:
    """The regions somebody works for; of a citizen the one they wrote about last."""
    regions = actor.regions(*REGIONAL_ROLES)
    if not regions and actor.id is not None:
        own = await statistics.own_region(session, actor.id)
        regions = [own] if own else []
    return regions


@router.callback_query(Verb("o"))
async def paragraph(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The official paragraph of these days and this place, whatever their categories. For staff."""
    view = _view(talk, press)
    talk.person.expecting = None
    statistics.check_reporter(actor, view.region)
    statement = await statements.draw_up(session, Scope(view.region or None), view.span, talk.now)
    figures = official_figures.of_statement(statement, talk.settings.zone)
    talk.show(SCREEN, summary_paragraph.of_view(talk.t, view, figures))


@router.callback_query(Verb("w"))
async def word_file(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The paragraph as a Word file."""
    view = _view(talk, press)
    statistics.check_reporter(actor, view.region)
    details = {"region": view.region, "span": view.span.pack()}
    await order(session, "official_paper", talk.person.id, details, talk.now)
    talk.answer(makings.being_made(talk.t))
