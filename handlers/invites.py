"""What happens when somebody opens an invitation link: /start inv_…"""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message, User
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from bot.talk import Talk
from bot.translator import Translator
from bot.views import invites as views
from bot.views.commands import commands_for
from bot.views.hats import keyboard
from bot.views.words import role_name
from domain.text import clean, utf16_units
from domain.words import Role
from models import Person
from services import invites, people

NAME = 60
"""UTF-16 units of a colleague's name: as much as fits on a button beside other words."""


class Invitation(Filter):
    """/start with the parameter of an invitation link."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        command, _, parameter = (message.text or "").partition(" ")
        is_ours = command == "/start" and parameter.startswith(invites.PREFIX)
        return {"parameter": parameter.strip()} if is_ours else False


router = Router(name="invites")


@router.message(Invitation())
async def accept(
    message: Message,
    parameter: str,
    session: AsyncSession,
    talk: Talk,
    person: Person,
    settings: Settings,
    now: datetime,
) -> None:
    """Let them in, or say why not (InviteInvalid)."""
    membership = await invites.accept(session, person, parameter, "", now)
    person.name = colleague_name(talk.t, message.from_user, membership.role, person.id)
    person.expecting = person.hat = None
    actor = await people.actor_for(session, person, settings.admin_ids)
    talk.say(views.welcome(talk.t, membership.role, membership.region, person.name, keyboard(talk.t, actor, None)))
    talk.set_commands(person, commands_for(talk.t, actor))


def colleague_name(t: Translator, user: User | None, role: Role, person_id: int) -> str:
    """The name from Telegram, cleaned and cut; somebody without a visible one is called by role and number."""
    given = clean(" ".join(filter(None, (user.first_name, user.last_name))) if user else "").text
    name = " ".join(given.split())
    while utf16_units(name) > NAME:
        name = name[:-1]
    if not any(letter.isalnum() for letter in name):
        return f"{role_name(t, role)} {str(person_id)[-4:]}"
    return name.strip()
