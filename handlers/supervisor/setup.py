"""Setting up the desk: /setup, and what there is to set."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Holds, Verb
from bot.talk import Talk
from bot.views import setup as views
from domain.errors import NotAllowed
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.listening import Command
from handlers.citizen.showing import leave_off
from models import Person
from services import scopes

router = Router(name="setup")
router.callback_query.filter(Area("setup"))

SCREEN = "setup"


@router.message(Command("setup"), Holds(Role.SUPERVISOR, Role.ADMIN))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """What there is to set; people who set up several regions choose one first."""
    await leave_off(session, person, talk.now)
    own = scopes.scopes_of(actor)
    if len(own) == 1:
        draw_hub(talk, actor, own[0])
    else:
        talk.show(SCREEN, views.scope_choice(talk.t, own))


def draw_hub(talk: Talk, actor: Actor, scope: str) -> None:
    """Show what can be set up. Raises NotAllowed in the regions of others."""
    own = scopes.scopes_of(actor)
    if scope not in own:
        raise NotAllowed
    talk.show(SCREEN, views.hub(talk.t, scope, scopes.duties_in(actor, scope), several=len(own) > 1))


@router.callback_query(Verb("open"))
async def hub(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The hub of one region, or of the country."""
    await leave_off(session, talk.person, talk.now)
    draw_hub(talk, actor, views.scope_of(press.arg))


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor) -> None:
    """Another region."""
    await leave_off(session, talk.person, talk.now)
    talk.show(SCREEN, views.scope_choice(talk.t, scopes.scopes_of(actor)))
