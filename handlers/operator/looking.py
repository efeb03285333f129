"""Looking closer at a request: photos, map, whole text, history. The same for operators, executors and supervisors."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import card_details as views
from bot.views import staff_words
from bot.views.makings import being_made
from domain.errors import NotFound
from domain.permissions import Actor
from handlers.operator.showing import draw_card, first_photo
from services import cards, histories, makings
from services.steps import visible_request

router = Router(name="looking")
router.callback_query.filter(Area("card", "task", "complaint"))

SCREENS = {"card": "desk", "task": "tasks", "complaint": "complaints"}
"""The screen on which each area's buttons stand."""


def index_in(press: Press) -> int:
    """The number a button carries; 0 for none."""
    return number_in(press.arg)


def number_in(text: str) -> int:
    """A number in callback data that fits a column of the database; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@router.callback_query(Area("card"), Verb("open"))
async def open_card(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The operator's card, at one of its photos."""
    await draw_card(session, talk, actor, press.id, index_in(press), asked=True)


@router.callback_query(Verb("album"))
async def album(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """All photos at once: what was before, then what was after."""
    request = await visible_request(session, actor, press.id)
    shots = await cards.shots(session, request.id)
    for start in range(0, len(shots), 10):
        talk.album([s.id for s in shots[start : start + 10]], staff_words.album_caption(talk.t, request.id, shots))


@router.callback_query(Verb("map"))
async def on_maps(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Where it is."""
    request = await visible_request(session, actor, press.id)
    if request.lat is None:
        raise NotFound
    photo = await first_photo(session, request.id)
    talk.show(SCREENS[press.area], views.on_maps(talk.t, press.area, request, photo))


@router.callback_query(Verb("point"))
async def point(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The point as Telegram shows one: the phone opens it in its own map."""
    request = await visible_request(session, actor, press.id)
    if request.lat is None or request.lon is None:
        raise NotFound
    talk.location(request.lat, request.lon)


@router.callback_query(Area("card"), Verb("near"))
async def nearby(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Similar requests close by."""
    request = await visible_request(session, actor, press.id)
    near, photo = await cards.near(session, request), await first_photo(session, request.id)
    talk.show(SCREENS[press.area], views.nearby(talk.t, press.area, request.id, near, photo))


@router.callback_query(Area("card"), Verb("file"))
async def case_file(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The case file: the workshop makes it."""
    request = await visible_request(session, actor, press.id)
    await makings.order(session, "case_file", talk.person.id, {"request": request.id}, talk.now)
    talk.answer(being_made(talk.t))


@router.callback_query(Verb("text"))
async def full_text(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The whole description."""
    request = await visible_request(session, actor, press.id)
    photo = await first_photo(session, request.id)
    talk.show(SCREENS[press.area], views.full_text(talk.t, press.area, request, photo))


@router.callback_query(Verb("history"))
async def history(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What happened to it, the newest first."""
    entries, older = await histories.history(session, actor, press.id, before=index_in(press) or None)
    photo = await first_photo(session, press.id)
    talk.show(SCREENS[press.area], views.history(talk.t, press.area, press.id, entries, older, photo))
