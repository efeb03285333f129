"""Links that lead from a group to the private chat: /start card_12, /start report_12, /start return_12."""

import re

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Talk
from bot.views import prompts
from domain.permissions import Actor
from domain.words import Action, Role
from handlers.citizen.showing import leave_off
from handlers.executor.showing import LEFT, RETURN, SCREEN, draw_report, draw_task, said_for, set_aside, unless_gone
from handlers.operator.showing import draw_card, first_photo
from models import Person
from services.steps import takeable_request, visible_request

_LINK = re.compile(r"/start (card|report|return)_([0-9]{1,18})")


class Lead(Filter):
    """/start with one of our parameters."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        found = _LINK.fullmatch((message.text or "").strip())
        return {"place": found[1], "number": found[2]} if found else False


router = Router(name="leading")


@router.message(Lead())
async def lead(
    message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person, place: str, number: str
) -> None:
    """Show what the link is about, as far as they may see it."""
    request_id = int(number)
    # What was said for a report is kept while they look at something else.
    set_aside(person)
    if (person.expecting or {}).get("for") != LEFT:
        await leave_off(session, person, talk.now)
    if place == "report":
        said = said_for(person, request_id)
        await unless_gone(session, talk, actor, request_id, draw_report(session, talk, actor, said))
    elif place == "return":
        await _give_back(session, talk, actor, person, request_id)
    else:
        await _card(session, talk, actor, request_id)


async def _card(session: AsyncSession, talk: Talk, actor: Actor, request_id: int) -> None:
    """The operator's card; for an executor their task."""
    request = await visible_request(session, actor, request_id)
    keeps_queue = any(actor.holds(role, request.region) for role in (Role.OPERATOR, Role.SUPERVISOR))
    if keeps_queue or request.executor_id != actor.id:
        await draw_card(session, talk, actor, request_id)
    else:
        await draw_task(session, talk, actor, request_id)


async def _give_back(session: AsyncSession, talk: Talk, actor: Actor, person: Person, request_id: int) -> None:
    asked = takeable_request(session, actor, request_id, Action.RETURN)
    if await unless_gone(session, talk, actor, request_id, asked):
        person.expecting = {"for": RETURN, "id": request_id}
        content = prompts.prompt(talk.t, "return", request_id, "task", await first_photo(session, request_id))
        talk.show(SCREEN, content)
