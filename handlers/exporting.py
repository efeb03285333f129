"""What happens at /export: which figures and rows, in which form; the workshop makes the files."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.job import screen_of
from bot.talk import Talk
from bot.views import exporting as views
from bot.views import makings as making_views
from bot.views.exporting import Form, Wanted
from domain import spans
from domain.errors import NotFound
from domain.permissions import Actor
from domain.spans import Unit
from domain.words import REGIONAL_ROLES
from handlers.citizen.listening import Command
from models import Person
from services import exporting, makings, statistics

SCREEN = "export"

router = Router(name="exporting")
router.callback_query.filter(Area(views.AREA))


@router.message(Command("export"))
async def export(message: Message, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """The week of the person's own region; of the country for those who have none."""
    homes = await _homes(session, actor)
    span = spans.containing(Unit.WEEK, _today(talk))
    await _show(session, talk, actor, Wanted(span, homes[0] if homes else None))


@router.callback_query(Verb("open"))
async def show(query: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Other days or another region; also from /stats."""
    await _show(session, talk, actor, _wanted(talk, press))


@router.callback_query(Verb("place"))
async def place(query: CallbackQuery, talk: Talk, actor: Actor, press: Press) -> None:
    """The list of regions, for those who compare them."""
    if not statistics.sees_all(actor):
        raise NotFound
    talk.show(SCREEN, views.regions(talk.t, _wanted(talk, press)))


@router.callback_query(Verb(*Form))
async def order(
    query: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, person: Person, press: Press
) -> None:
    """Have it made; a message tells how far it is until the files come."""
    wanted = _wanted(talk, press)
    await exporting.allowed(session, actor, wanted.scope)
    details = {"wanted": wanted.pack(), "form": press.verb}
    making = await makings.order(session, "export", person.id, details, talk.now)
    if press.verb != Form.FIGURES:
        talk.tell(person, making_views.progress(talk.t, 0), screen=screen_of(making.id))
    talk.answer(views.ordered(talk.t))


def _today(talk: Talk) -> date:
    return talk.now.astimezone(talk.settings.zone).date()


def _wanted(talk: Talk, press: Press) -> Wanted:
    wanted = views.parse(press.arg, _today(talk))
    if wanted is None:
        raise NotFound
    return wanted


async def _homes(session: AsyncSession, actor: Actor) -> list[str]:
    """The regions somebody works for; of a citizen the one they wrote about last."""
    regions = actor.regions(*REGIONAL_ROLES)
    if not regions and actor.id is not None:
        own = await statistics.own_region(session, actor.id)
        regions = [own] if own else []
    return regions


async def _show(session: AsyncSession, talk: Talk, actor: Actor, wanted: Wanted) -> None:
    found = await exporting.allowed(session, actor, wanted.scope)
    rows = await exporting.expected(session, actor, found, wanted.scope, wanted.span)
    homes, compares = await _homes(session, actor), statistics.sees_all(actor)
    talk.person.expecting = None
    talk.show(SCREEN, views.screen(talk.t, wanted, found, rows, homes, _today(talk), compares=compares))
