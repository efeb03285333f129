"""What happens when somebody wants to see the figures: /stats, one screen edited in place."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import statistics as views
from bot.views.statistics import COUNTRY, View
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import REGIONAL_ROLES
from handlers.citizen.listening import Command
from services import statistics
from services.statistics import Period

router = Router(name="statistics")
router.callback_query.filter(Area("stats"))


@router.message(Command("stats"))
async def stats(message: Message, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """The week of the person's own region; of the country for those who have none."""
    talk.person.expecting = None
    homes = await _homes(session, actor)
    await _show(session, talk, View(Period.WEEK, homes[0] if homes else COUNTRY), homes)


@router.callback_query(Verb("show"))
async def show(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Another period or region."""
    await _show(session, talk, _view(press), await _homes(session, actor))


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """The list of regions."""
    talk.show("stats", views.region_list(talk.t, _view(press)))


def _view(press: Press) -> View:
    view = views.parse(press.arg)
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


async def _show(session: AsyncSession, talk: Talk, view: View, homes: list[str]) -> None:
    today: date = talk.now.astimezone(talk.settings.zone).date()
    region = None if view.region == COUNTRY else view.region
    figures = await statistics.figures(session, region, view.period, today)
    talk.show("stats", views.screen(talk.t, view, figures, today, homes))
