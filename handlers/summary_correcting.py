"""Correcting a weekly summary: what would change, the words that explain it, the new version on its way."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import summary_sending
from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import refusals
from bot.views import summary_screens as views
from bot.views.summary import AREA
from domain.errors import Refused
from domain.permissions import Actor
from handlers.citizen.listening import Words
from handlers.citizen.showing import leave_off
from handlers.operator.wording import typed
from handlers.summary import SCREEN, draw_told
from models import Person
from services import summaries, weeks

WORDS = "summary"
"""`person.expecting["for"]` while the remark of a correction is awaited; "id" is the summary's number."""

router = Router(name="correcting summaries")
router.callback_query.filter(Area(AREA))
words_router = Router(name="words on summaries")
words_router.message.filter(Expecting(WORDS))


@router.callback_query(Verb("fix"))
async def ask(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """What would change, and why? Refused where nothing would."""
    content = await _question(session, talk, actor, press.id)
    await leave_off(session, talk.person, talk.now)
    talk.person.expecting = {"for": WORDS, "id": press.id}
    talk.show(SCREEN, content)


async def _question(
    session: AsyncSession, talk: Talk, actor: Actor, summary_id: int, *, only_words: bool = False
) -> Content:
    told, week = await summaries.redrawn(session, actor, summary_id, talk.now)
    return views.ask_remark(talk.t, told, weeks.from_json(told.figures), week, only_words=only_words)


@words_router.message(Words())
async def words(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The remark: with it the correction is made and goes out."""
    said, number = typed(message), int((person.expecting or {})["id"])
    if not said:
        await ask_again(message, session, talk, actor, person)
        return
    try:
        summary = await summaries.correct(session, actor, number, said, talk.now)
    except Refused as refusal:
        _give_up(talk, refusal)
        return
    person.expecting = None
    await summary_sending.publish(talk, summary)
    talk.say(Content(views.corrected(talk.t, summary.version)))
    await draw_told(session, talk, actor, summary)


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: ask once more."""
    number = int((person.expecting or {})["id"])
    try:
        content = await _question(session, talk, actor, number, only_words=True)
    except Refused as refusal:
        _give_up(talk, refusal)
        return
    talk.show(SCREEN, content, pause=ALBUM_PAUSE)


def _give_up(talk: Talk, refusal: Refused) -> None:
    """It cannot be corrected (any more): say so and await nothing."""
    talk.person.expecting = None
    talk.say(Content(refusals.sentence(talk.t, refusal)))
