"""The screen of /stats: what is shown of the figures, by the mode that is looked at."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.talk import Talk
from bot.views import statistics as views
from bot.views import statistics_pictures as pictures
from bot.views import statistics_tables as tables
from bot.views.statistics import Frame
from bot.views.statistics_state import MAPS, Mode, View
from domain import spans
from domain.permissions import Actor
from domain.spans import Span, Unit
from services import statistics
from services.ranking import ranking
from services.statistics import Scope

SCREEN = "stats"


def today_of(talk: Talk) -> date:
    """The day it is where the figures are."""
    return talk.now.astimezone(talk.settings.zone).date()


async def show_view(session: AsyncSession, talk: Talk, actor: Actor, view: View) -> None:
    """Show figures, where they are this person's to see; else raises as `statistics.check_scope` does."""
    talk.person.expecting = None
    own = await statistics.own_region(session, actor.id) if view.region and actor.id is not None else None
    statistics.check_scope(actor, view.scope, own)
    if view.mode is Mode.RANKING and not statistics.sees_all(actor):
        view = view.shown_as(Mode.TABLE)
    before = view.span.before(today_of(talk)) if view.mode is Mode.TABLE else None
    synthetic = await statistics.has_synthetic(session)
    reports = statistics.may_report(actor, view.region)
    frame = Frame(today_of(talk), statistics.sees_all(actor), synthetic, before, reports)
    talk.show(SCREEN, await _DRAWN[view.mode](session, talk, view, frame))


async def show_days(session: AsyncSession, talk: Talk, actor: Actor, span: Span, region: str) -> None:
    """The figures of some days in a region, or the country (""): from elsewhere."""
    await show_view(session, talk, actor, View(span, region))


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
    wanted = [s for s in spans.series(last, pictures.POINTS) if s.is_possible(today_of(talk))]
    found = await statistics.course(session, view.scope, wanted)
    drawing = pictures.course(talk.t, view, wanted, found, _note(talk, view, frame))
    return views.picture(talk.t, view, drawing, frame)


def _note(talk: Talk, view: View, frame: Frame) -> str:
    return pictures.note(talk.t, view, synthetic=frame.synthetic)


_DRAWN: dict[Mode, Callable[[AsyncSession, Talk, View, Frame], Awaitable[Content]]] = {
    Mode.TABLE: _table, Mode.WAITS: _waits, Mode.VERDICTS: _verdicts, Mode.DUMPS: _dumps, Mode.RANKING: _ranking,
    Mode.CATEGORIES: _bars, Mode.COURSE: _course, **dict.fromkeys(MAPS, _map),
}  # fmt: skip
