"""What happens when somebody objects to a ban: words, once, which a supervisor of the region answers."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content, Press
from bot.filters import Area, Expecting, Verb
from bot.talk import ALBUM_PAUSE, Talk
from bot.views import bans as views
from bot.views import refusals
from domain.errors import Missing, Refused
from domain.words import Role
from handlers.citizen.listening import Words
from handlers.citizen.showing import leave_off
from handlers.operator.wording import typed
from models import Ban, Person
from services import bans
from services.people import staff_of

router = Router(name="objecting")
OBJECTION = "objection"
"""`person.expecting["for"]` while somebody writes against a ban; "id" is the ban, "written" the words so far."""

router.callback_query.filter(Area(OBJECTION))
router.message.filter(Expecting(OBJECTION))


@router.callback_query(Verb("open"))
async def begin(
    event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press, now: datetime
) -> None:
    """Words are awaited."""
    ban = await bans.objectable(session, person.id, press.id)
    await leave_off(session, person, now)
    person.expecting = {"for": OBJECTION, "id": ban.id, "written": None}
    talk.show(f"ban:{ban.id}", views.objecting(talk.t, ban, None))


@router.message(Words())
async def written(message: Message, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The words so far; writing again replaces them."""
    ban = await _ban_written_about(session, talk, person)
    if ban is not None:
        said = typed(message) or None
        person.expecting = (person.expecting or {}) | {"written": said}
        talk.show(f"ban:{ban.id}", views.objecting(talk.t, ban, said, only_words=said is None))


@router.message()
async def no_words(message: Message, session: AsyncSession, talk: Talk, person: Person) -> None:
    """A photo or a sticker: words are needed."""
    ban = await _ban_written_about(session, talk, person)
    if ban is not None:
        said = (person.expecting or {})["written"]
        talk.show(f"ban:{ban.id}", views.objecting(talk.t, ban, said, only_words=True), pause=ALBUM_PAUSE)


async def _ban_written_about(session: AsyncSession, talk: Talk, person: Person) -> Ban | None:
    """The ban; None, with the question dropped, where it was lifted meanwhile."""
    try:
        return await bans.objectable(session, person.id, int((person.expecting or {})["id"]))
    except Refused as refusal:
        person.expecting = None
        talk.say(Content(refusals.sentence(talk.t, refusal)))
        return None


@router.callback_query(Verb("send"))
async def send(
    event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press, now: datetime
) -> None:
    """The words go to the supervisors of the region."""
    ban = await bans.objectable(session, person.id, press.id)
    state = person.expecting or {}
    if (state.get("for"), state.get("id")) != (OBJECTION, ban.id):
        raise Missing("comment")
    await bans.object_to(session, person.id, ban.id, state["written"] or "", now)
    person.expecting = None
    talk.show(f"ban:{ban.id}", views.objection_sent(talk.t))
    for boss in await staff_of(session, ban.region, Role.SUPERVISOR):
        talk.tell(boss, views.objection(talk.translator_for(boss), ban))


@router.callback_query(Verb("cancel"))
async def cancel(event: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, press: Press) -> None:
    """Back to what was said; nothing was sent."""
    if (person.expecting or {}).get("for") == OBJECTION:
        person.expecting = None
    ban = await bans.objectable(session, person.id, press.id)
    talk.show(f"ban:{ban.id}", views.told(talk.t, ban))
