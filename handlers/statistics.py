"""What happens when somebody wants to see the figures: /stats, one screen edited in place.

Whose figures are whose to see is decided in `services.statistics.check_scope`, at every press.
"""

from collections.abc import Awaitable, Callable
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.talk import Talk
from bot.views import statistics as views
from bot.views import statistics_choices as choosing
from bot.views import statistics_pictures as pictures
from bot.views import statistics_state as state
from bot.views import statistics_tables as tables
from bot.views.statistics import Frame
from bot.views.statistics_state import MAPS, Mode, View
from domain import spans
from domain.errors import NotFound
from domain.permissions import Actor
from domain.spans import Span, Unit
from domain.words import REGIONAL_ROLES
from handlers.citizen.listening import Command, Words
from models import Person
from services import geography, statistics
from services.ranking import ranking
from services.statistics import Scope

SCREEN = "stats"
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
    await _show(session, talk, actor, View(spans.containing(Unit.WEEK, _today(talk)), homes[0] if homes else ""))


@router.callback_query(Verb("s"))
async def show(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another view."""
    await _show(session, talk, actor, _view(talk, press))


@router.callback_query(Verb("p"))
async def period(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """Which period? Two days may be typed, too."""
    view = _view(talk, press)
    talk.person.expecting = {"for": DAYS, "view": view.pack()}
    talk.show(SCREEN, choosing.periods(talk.t, view, _today(talk)))


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
    view = state.parse((person.expecting or {}).get("view", ""), _today(talk))
    if view is None:
        raise NotFound
    span = spans.typed(message.text or "", _today(talk))
    if span is None:
        talk.show(SCREEN, choosing.periods(talk.t, view, _today(talk), choosing.no_period(talk.t)))
        return
    await _show(session, talk, actor, View(span, view.region, view.district, view.category, view.kind, view.mode))


def _today(talk: Talk) -> date:
    return talk.now.astimezone(talk.settings.zone).date()


def _view(talk: Talk, press: Press) -> View:
    view = state.parse(press.arg, _today(talk))
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


async def _show(session: AsyncSession, talk: Talk, actor: Actor, view: View) -> None:
    talk.person.expecting = None
    own = await statistics.own_region(session, actor.id) if view.region and actor.id is not None else None
    statistics.check_scope(actor, view.scope, own)
    if view.mode is Mode.RANKING and not statistics.sees_all(actor):
        view = view.shown_as(Mode.TABLE)
    before = view.span.before(_today(talk)) if view.mode is Mode.TABLE else None
    synthetic = await statistics.has_synthetic(session)
    frame = Frame(_today(talk), statistics.sees_all(actor), synthetic, before)
    talk.show(SCREEN, await _DRAWN[view.mode](session, talk, view, frame))


async def show_days(session: AsyncSession, talk: Talk, actor: Actor, span: Span, region: str) -> None:
    """The figures of some days in a region, or the country (""): from elsewhere."""
    await _show(session, talk, actor, View(span, region))


async def _table(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    t, found = talk.t, await statistics.overview(session, view.scope, view.span)
    before = await statistics.figures(session, view.scope, frame.before) if frame.before else None
    body = "\n".join(
        part for part in (tables.table(t, found.total, before), tables.shares(t, found),
                          tables.top(t, found) if view.category is None else "") if part
    )  # fmt: skip
    return views.screen(t, view, body, frame)


async def _waits(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    total = await statistics.waits(session, view.scope, view.span)
    parts = await statistics.waits_by(session, view.scope, view.span, "category") if view.category is None else {}
    return views.screen(talk.t, view, tables.waits(talk.t, total, parts), frame)


async def _verdicts(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    found = await statistics.figures(session, view.scope, view.span)
    return views.screen(talk.t, view, tables.verdicts(talk.t, found), frame)


async def _dumps(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    found = await statistics.dump_figures(session, view.scope, view.span)
    return views.screen(talk.t, view, tables.dumps(talk.t, found), frame)


async def _ranking(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    places = await ranking(session, view.scope, view.span)
    return views.screen(talk.t, view, tables.ranking(talk.t, places), frame)


async def _map(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    scope = Scope(category=view.category, kinds=view.scope.kinds)
    found = await statistics.parted(session, scope, view.span, "region")
    drawing = pictures.country_map(talk.t, view.mode, view.span, found, _note(talk, view, frame))
    return views.picture(talk.t, view, drawing, frame)


async def _bars(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    found = await statistics.overview(session, view.scope, view.span)
    return views.picture(talk.t, view, pictures.bars(talk.t, view, found, _note(talk, view, frame)), frame)


async def _course(session: AsyncSession, talk: Talk, view: View, frame: Frame) -> Content:
    # What has no beginning has no course: then it is that of the last months.
    last = spans.containing(Unit.MONTH, view.span.last) if view.span.first is None else view.span
    wanted = [s for s in spans.series(last, pictures.POINTS) if s.is_possible(_today(talk))]
    found = await statistics.course(session, view.scope, wanted)
    drawing = pictures.course(talk.t, view, wanted, found, _note(talk, view, frame))
    return views.picture(talk.t, view, drawing, frame)


def _note(talk: Talk, view: View, frame: Frame) -> str:
    return pictures.note(talk.t, view, synthetic=frame.synthetic)


_DRAWN: dict[Mode, Callable[[AsyncSession, Talk, View, Frame], Awaitable[Content]]] = {
    Mode.TABLE: _table, Mode.WAITS: _waits, Mode.VERDICTS: _verdicts, Mode.DUMPS: _dumps, Mode.RANKING: _ranking,
    Mode.CATEGORIES: _bars, Mode.COURSE: _course, **dict.fromkeys(MAPS, _map),
}  # fmt: skip
