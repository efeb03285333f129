"""What happens at /start, /new, /help, /language, and at the buttons of the menu."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.outbox import Priority
from bot.settings import LOCALES
from bot.talk import Talk
from bot.views import draft as draft_views
from bot.views import hats, places
from bot.views import onboarding as views
from bot.views.commands import commands_for, staff_commands
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.listening import Command, Menu, Switch
from handlers.citizen.showing import await_nothing, leave_off, show_card
from models import Person
from services import drafts

router = Router(name="start")


@router.message(Command("start"))
async def start(
    message: Message, session: AsyncSession, talk: Talk, person: Person, actor: Actor, now: datetime
) -> None:
    """Hello again, with the menu, to staff with their roles; an unfinished draft comes back to the bottom."""
    await leave_off(session, person, now)
    if not hats.roles_of(actor):
        talk.say(views.welcome(talk.t, back=True))
    elif hats.worn(actor, person.hat) is Role.CITIZEN:
        talk.say(views.welcome(talk.t, back=True, keyboard=hats.keyboard(talk.t, actor, person.hat)))
    else:
        talk.say(hats.hello(talk.t, actor, person.hat))
    sketch = await drafts.find(session, person.id)
    if sketch is not None:
        show_card(talk, sketch)


@router.message(Switch())
async def switch(
    message: Message, hat: str, session: AsyncSession, talk: Talk, person: Person, actor: Actor, now: datetime
) -> None:
    """Another hat: other buttons and commands, the same rights."""
    await leave_off(session, person, now)
    roles = hats.roles_of(actor)
    if not roles or hat not in (*roles, Role.CITIZEN, hats.ALL):
        talk.say(hats.not_yours(talk.t, actor, person.hat))
        return
    person.hat = None if hat == hats.ALL else hat
    talk.say(hats.hello(talk.t, actor, person.hat, changed=True))
    talk.set_commands(person, commands_for(talk.t, actor, person.hat))


@router.message(Command("new"))
@router.message(Menu("new"))
async def new(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """Begin a draft, or come back to the one there is."""
    await leave_off(session, person, now)
    sketch = await drafts.find(session, person.id)
    if sketch is None:
        show_card(talk, await drafts.begin(session, person.id, now))
    else:
        show_card(talk, sketch, draft_views.unfinished(talk.t))


@router.message(Menu("location"))
async def how_to_locate(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """A client that cannot send its location sends the button's text instead."""
    await leave_off(session, person, now)
    sketch = await drafts.find_or_begin(session, person.id, now)
    talk.show("draft", places.how_to(talk.t, sketch.draft.id, draft_views.foot(talk.t, sketch.draft.id)))


@router.message(Command("help"))
async def help_(
    message: Message, session: AsyncSession, talk: Talk, person: Person, actor: Actor, now: datetime
) -> None:
    """What one can do here."""
    await leave_off(session, person, now)
    duties = staff_commands(talk.t, hats.offered(actor, person.hat))
    talk.say(views.help_text(talk.t, duties, hats.keyboard(talk.t, actor, person.hat)))


@router.message(Command("language"))
async def language(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The choice of language."""
    await leave_off(session, person, now)
    talk.show("language", views.languages(talk.t.locale, "language"))


@router.callback_query(Area("language"), Verb("language"))
async def set_language(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, actor: Actor
) -> None:
    """Speak another language from now on; menu and draft are drawn in it."""
    if press.arg not in LOCALES:
        raise NotFound
    person.locale = press.arg
    talk.clear("language")
    talk.say(views.language_set(talk.t, hats.keyboard(talk.t, actor, person.hat)))
    talk.set_commands(person, commands_for(talk.t, actor, person.hat))
    sketch = await drafts.find(session, person.id)
    if sketch is not None:
        await_nothing(person)
        # Below what was just said, wherever it stood before.
        talk.tell(person, draft_views.card(talk.t, sketch), screen="draft", priority=Priority.REPLY)
