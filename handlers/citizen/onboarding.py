"""The gate: nobody gets further without a language and consent. What they sent meanwhile is held, and handled after."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from sqlalchemy import ColumnClause, String, delete, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Has, Verb
from bot.inbox import release_held
from bot.settings import LOCALES, Settings
from bot.talk import Talk, Teller
from bot.views import onboarding as views
from bot.views.commands import commands_for
from domain import terms
from domain.errors import NotFound
from domain.permissions import Actor
from models import InboxUpdate, Person
from services import people
from services.invites import PREFIX
from services.timers import set_timer, stop_timer

_HELD: ColumnClause[str] = literal_column("'held'", String)
"""Written out, as the partial index has it."""


class Unready(Filter):
    """Somebody without a language, or without consent to what we keep today."""

    async def __call__(self, event: Message | CallbackQuery, person: Person) -> bool:
        return person.locale is None or not people.has_consented(person)


router = Router(name="onboarding")
router.message.filter(Unready())
router.edited_message.filter(Unready())
router.callback_query.filter(Unready())

_WORTH_HOLDING = Has("photo", "document", "video", "location", "venue", "text")


@router.message()
async def first_contact(
    message: Message, session: AsyncSession, talk: Talk, person: Person, settings: Settings, now: datetime
) -> None:
    """Whatever came: keep it for later and ask for the language, then for consent."""
    held = await _held(session, person.id)
    if await _is_worth_holding(message) and held < terms.HELD_UPDATES:
        talk.hold = True
        held += 1
        await set_timer(session, "forget_held", person.id, now + terms.HELD_END, keep=True)
    # An album comes in parts, and each would be asked the same.
    first = held <= 1 or message.media_group_id is None
    if first:
        code = message.from_user.language_code if message.from_user else None
        _ask(talk, person, views.guess(code, settings.default_locale), waiting=held > 0)


async def _is_worth_holding(message: Message) -> bool:
    text = message.text or ""
    if text.startswith("/"):
        return text.startswith(f"/start {PREFIX}")
    return await _WORTH_HOLDING(message)


def _ask(talk: Talk, person: Person, first: str, *, waiting: bool) -> None:
    """What is still missing: the language, or consent."""
    if person.locale is None:
        talk.show("start", views.languages(first))
    else:
        talk.show("start", views.consent(talk.t, waiting=waiting))


@router.edited_message()
async def first_edit(message: Message) -> None:
    """A held message that was changed: the first version counts, as everywhere."""


@router.callback_query(Area("start"), Verb("language"))
async def choose_language(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person
) -> None:
    """The language is known: ask for consent in it."""
    if press.arg not in LOCALES:
        raise NotFound
    person.locale = press.arg
    talk.show("start", views.consent(talk.t, waiting=await _held(session, person.id) > 0))


@router.callback_query(Area("start"), Verb("languages"))
async def languages_again(query: CallbackQuery, talk: Talk, person: Person, settings: Settings) -> None:
    """Back to the choice of language."""
    talk.show("start", views.languages(person.locale or settings.default_locale))


@router.callback_query(Area("start"), Verb("agree"))
async def agree(
    query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, actor: Actor, now: datetime
) -> None:
    """Consent: note it, say hello, and let what was held be handled."""
    if person.locale is None:
        raise NotFound
    people.consent(person, now)
    talk.clear("start")
    talk.say(views.welcome(talk.t))
    talk.set_commands(person, commands_for(talk.t, actor))
    await release_held(session, person.id)
    await stop_timer(session, person.id, "forget_held")


@router.callback_query(Area("start"), Verb("disagree"))
async def disagree(query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person) -> None:
    """No consent: what was held goes."""
    await _forget_held(session, person.id)
    await stop_timer(session, person.id, "forget_held")
    talk.show("start", views.consent(talk.t, waiting=False, refused=True))


@router.callback_query()
async def press_too_early(
    query: CallbackQuery, session: AsyncSession, talk: Talk, person: Person, settings: Settings
) -> None:
    """Any other button, of a time before an erasure or of a stranger's making: first things first."""
    talk.pressed = None
    first = views.guess(query.from_user.language_code, settings.default_locale)
    _ask(talk, person, first, waiting=await _held(session, person.id) > 0)


async def forget_held(teller: Teller, subject: str) -> None:
    """A day without an answer: what was held is deleted."""
    await _forget_held(teller.session, int(subject))


async def _held(session: AsyncSession, person_id: int) -> int:
    query = select(func.count()).where(InboxUpdate.lane == person_id, InboxUpdate.state == _HELD)
    return int(await session.scalar(query) or 0)


async def _forget_held(session: AsyncSession, person_id: int) -> None:
    await session.execute(
        delete(InboxUpdate)
        .where(InboxUpdate.lane == person_id, InboxUpdate.state == _HELD)
        .execution_options(synchronize_session=False)
    )
