"""One of the team: their card; suspending, taking up again, removing, moving, and handing their tasks over."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.settings import Settings
from bot.talk import Talk
from bot.views import team_member as views
from bot.views.commands import commands_for
from domain.errors import NotAllowed, NotFound
from domain.permissions import Actor
from handlers.supervisor.team import SCREEN, stop_expecting
from models import Membership, Person
from services import members, organisations, people, team

router = Router(name="team member")
router.callback_query.filter(Area("member"))


def _number(arg: str) -> int:
    """A number in a button's words; 0 for none. Raises NotFound for anything else."""
    if not arg:
        return 0
    if not (arg.isascii() and arg.isdecimal() and len(arg) <= 18):
        raise NotFound
    return int(arg)


async def draw_card(
    session: AsyncSession, talk: Talk, actor: Actor, membership_id: int, note: str = "", start: int = 0
) -> None:
    """Show one of the team, with what has just been done above."""
    stop_expecting(talk)
    found = await team.card(session, actor, membership_id)
    talk.show(SCREEN, views.card(talk.t, found, talk.now, note, start))


@router.callback_query(Verb("open"))
async def open_card(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The card of one of the team."""
    await draw_card(session, talk, actor, press.id, start=_number(press.arg))


@router.callback_query(Verb("suspend", "remove"))
async def ask(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Really?"""
    found = await team.card(session, actor, press.id)
    if not found.manageable:
        raise NotAllowed
    talk.show(SCREEN, views.confirm(talk.t, found, removing=press.verb == "remove"))


@router.callback_query(Verb("suspended", "removed", "resume"))
async def change(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Suspend, remove, or take up again; and tell them."""
    deed = {"suspended": members.suspend, "removed": members.remove, "resume": members.take_up}[press.verb]
    what = "resumed" if press.verb == "resume" else press.verb
    person = await deed(session, actor, press.id, talk.now)
    note = ""
    if person is not None:
        await _tell(session, talk, person, await session.get_one(Membership, press.id), what, settings)
        left = await team.card(session, actor, press.id)
        note = views.done(talk.t, what, left.open_tasks)
    await draw_card(session, talk, actor, press.id, note)


async def _tell(
    session: AsyncSession, talk: Talk, person: Person, membership: Membership, what: str, settings: Settings
) -> None:
    """Tell somebody what has become of their role, and give them the commands that are left."""
    t = talk.translator_for(person)
    left = await people.actor_for(session, person, settings.admin_ids)
    talk.tell(person, views.told(t, what, membership, left, person.hat))
    talk.set_commands(person, commands_for(t, left, person.hat))


@router.callback_query(Verb("handover"))
async def ask_to_whom(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """To whom?"""
    found = await team.card(session, actor, press.id)
    everybody = await members.successors(session, actor, press.id)
    page = min(_number(press.arg), max(0, len(everybody) - 1) // views.EXECUTORS)
    talk.show(SCREEN, views.successors(talk.t, found, everybody, page))


@router.callback_query(Verb("to"))
async def ask_really(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """All of them, to this one?"""
    found = await team.card(session, actor, press.id)
    for executor in await members.successors(session, actor, press.id):
        if executor.id == _number(press.arg):
            talk.show(SCREEN, views.confirm_hand_over(talk.t, found, executor))
            return
    raise NotFound


@router.callback_query(Verb("give"))
async def give(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, settings: Settings
) -> None:
    """Hand the tasks over."""
    result = await members.hand_over(session, actor, press.id, _number(press.arg), talk.now, settings.zone)
    await draw_card(session, talk, actor, press.id, views.handed_over(talk.t, result))


@router.callback_query(Verb("orgs", "orgs_from", "orgs_before"))
async def choose_organisation(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press
) -> None:
    """To which organisation?"""
    found = await team.card(session, actor, press.id)
    if not found.manageable:
        raise NotAllowed
    start = _number(press.arg) or None
    page = await organisations.page(session, actor, found.region, start, back=press.verb == "orgs_before")
    talk.show(SCREEN, views.organisations(talk.t, found, page))


@router.callback_query(Verb("move"))
async def move(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """This one."""
    await members.move(session, actor, press.id, _number(press.arg) or None)
    await draw_card(session, talk, actor, press.id, views.done(talk.t, "moved", 0))
