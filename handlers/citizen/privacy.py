"""What happens at /privacy: seeing, downloading and erasing one's data."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Content
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import onboarding as views
from bot.views.makings import being_made
from handlers.citizen.listening import Command
from handlers.citizen.showing import leave_off
from models import Person
from services import erasing, makings

router = Router(name="privacy")
router.callback_query.filter(Area("privacy"))


async def _content(session: AsyncSession, talk: Talk, person: Person) -> Content:
    kept = await erasing.kept_of(session, person)
    numbers = (kept.requests, kept.follows, kept.areas, int(kept.has_draft))
    return views.privacy(talk.t, numbers, person.consent_at, person.consent_version)


@router.message(Command("privacy"))
async def privacy(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """What is kept."""
    await leave_off(session, person, now)
    talk.show("privacy", await _content(session, talk, person))


@router.callback_query(Verb("show"))
async def show(query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Back to what is kept."""
    talk.show("privacy", await _content(session, talk, person))


@router.callback_query(Verb("close"))
async def close(query: CallbackQuery, talk: Talk) -> None:
    """Take the screen away."""
    talk.clear("privacy")


@router.callback_query(Verb("export"))
async def export(query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Everything as a JSON file, which the workshop makes."""
    await makings.order(session, "own_data", person.id, {}, talk.now)
    talk.answer(being_made(talk.t))


@router.callback_query(Verb("erase"))
async def ask_erase(query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Ask first; somebody with a role is told what has to happen before."""
    if await erasing.holds_role(session, person):
        talk.answer(views.erase_refused(talk.t), alert=True)
        return
    talk.show("privacy", views.erasing(talk.t))


@router.callback_query(Verb("erased"))
async def erase(query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """Erase everything, and say so in the language that is forgotten with it."""
    if await erasing.holds_role(session, person):
        talk.answer(views.erase_refused(talk.t), alert=True)
        return
    goodbye = views.erased(talk.t)
    await leave_off(session, person, now)
    await erasing.erase(session, person, now)
    for screen in ("draft", "my", "language", "privacy", "alerts", "alert_look"):
        talk.clear(screen)
    talk.say(goodbye)
