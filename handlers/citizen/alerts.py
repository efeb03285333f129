"""What happens at /alerts: following a region, a district or what lies around a point; and what a digest offers."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Has, Verb
from bot.outbox import Priority
from bot.settings import Settings
from bot.talk import Talk
from bot.views import alerts as views
from domain import coordinates
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from handlers.operator.looking import index_in
from models import Person
from services import area_alerts, area_news, following
from services.placing import check_region

router = Router(name="area alerts")
router.callback_query.filter(Area("alerts"))
points_router = Router(name="points of areas")

SCREEN, LOOK = "alerts", "alert_look"
POINT = "alert_point"
"""`person.expecting["for"]` while the point of an area is awaited."""

points_router.message.filter(Expecting(POINT))


@router.message(Command("alerts"))
async def command(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The areas one follows."""
    await leave_off(session, person, now)
    await _draw(session, talk)


async def _draw(session: AsyncSession, talk: Talk) -> None:
    _await_nothing(talk)
    talk.show(SCREEN, views.listing(talk.t, await area_alerts.alerts_of(session, talk.person.id)))


def _await_nothing(talk: Talk) -> None:
    if (talk.person.expecting or {}).get("for") == POINT:
        talk.person.expecting = None


@router.callback_query(Verb("list"))
async def listing(event: CallbackQuery, session: AsyncSession, talk: Talk) -> None:
    """Back to the areas."""
    await _draw(session, talk)


@router.callback_query(Verb("mine"))
async def from_digest(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The areas, from under a digest: that stays, the list comes to the bottom."""
    content = views.listing(talk.t, await area_alerts.alerts_of(session, person.id))
    talk.tell(person, content, screen=SCREEN, priority=Priority.REPLY)


@router.callback_query(Verb("close", "shut"))
async def close(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """Take the screen away."""
    _await_nothing(talk)
    talk.clear(SCREEN if press.verb == "close" else LOOK)


@router.callback_query(Verb("one"))
async def one(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """One area."""
    talk.show(SCREEN, views.one(talk.t, await area_alerts.one(session, person.id, press.id)))


@router.callback_query(Verb("radius"))
async def radius(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """Look further, or less far."""
    talk.show(SCREEN, views.one(talk.t, await area_alerts.set_radius(session, person.id, press.id, index_in(press))))


@router.callback_query(Verb("remove"))
async def remove(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """Follow it no more."""
    await area_alerts.remove(session, person.id, press.id)
    await _draw(session, talk)


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """Which region?"""
    await area_alerts.check_room(session, person.id)
    talk.show(SCREEN, views.regions(talk.t, min(index_in(press), 99)))


@router.callback_query(Verb("region"))
async def region(event: CallbackQuery, talk: Talk, press: Press) -> None:
    """The whole of it, or a district?"""
    check_region(press.arg)
    talk.show(SCREEN, views.districts(talk.t, press.arg))


@router.callback_query(Verb("whole", "part"))
async def add_area(
    event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press, settings: Settings,
    now: datetime,
) -> None:  # fmt: skip
    """Follow a region or a district."""
    iso, _, kato = press.arg.partition(".")
    await area_alerts.add_area(
        session, person.id, iso, kato if press.verb == "part" else None, now, settings.zone
    )  # fmt: skip
    await _draw(session, talk)


@router.callback_query(Verb("point"))
async def ask_point(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """A location is awaited."""
    await area_alerts.check_room(session, person.id)
    await leave_off(session, person, now)
    person.expecting = {"for": POINT}
    talk.show(SCREEN, views.ask_point(talk.t))


@points_router.message(Has("location", "venue"))
async def take_point(message: Message, session: AsyncSession, talk: Talk, settings: Settings, now: datetime) -> None:
    """The point came as a location."""
    point = message.venue.location if message.venue else message.location
    if point is not None:
        await _add_point(session, talk, point.latitude, point.longitude, settings, now)


@points_router.message(Words())
async def take_words(message: Message, session: AsyncSession, talk: Talk, settings: Settings, now: datetime) -> None:
    """Coordinates or a map link; for anything else the question comes again."""
    parsed = coordinates.parse(message.text or "")
    if isinstance(parsed, coordinates.Coordinates):
        await _add_point(session, talk, parsed.lat, parsed.lon, settings, now)
    else:
        talk.show(SCREEN, views.ask_point(talk.t))


async def _add_point(
    session: AsyncSession, talk: Talk, lat: float, lon: float, settings: Settings, now: datetime
) -> None:
    alert = await area_alerts.add_point(session, talk.person.id, lat, lon, now, settings.zone)
    if alert is None:
        talk.show(SCREEN, views.ask_point(talk.t, outside=True))
        return
    _await_nothing(talk)
    talk.show(SCREEN, views.one(talk.t, alert))


@router.callback_query(Verb("look"))
async def look(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """One request of a digest: the digest stays, the request comes to the bottom."""
    found = await area_news.look(session, person.id, press.id)
    talk.tell(person, views.look(talk.t, found), screen=LOOK, priority=Priority.REPLY)


@router.callback_query(Verb("follow"))
async def follow(
    event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press, now: datetime
) -> None:
    """Hear the news of it from now on."""
    found = await area_news.look(session, person.id, press.id)
    if not (found.own or found.followed):
        await following.follow(session, person.id, press.id, now)
        found = await area_news.look(session, person.id, press.id)
    talk.answer(views.following(talk.t, press.id))
    talk.show(LOOK, views.look(talk.t, found))
