"""Inviting people into a team, by a link and its picture; and revoking invitations."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Verb
from bot.qr import qr_png
from bot.talk import Talk
from bot.views import prompts
from bot.views import team_invites as views
from domain.errors import NotAllowed
from domain.permissions import Actor
from domain.words import Role
from handlers.citizen.listening import Words
from handlers.operator.queue import known
from handlers.supervisor.team import SCREEN, draw_team, stop_expecting, typed_name
from models import Person
from services import organisations, team

router = Router(name="team invites")
router.callback_query.filter(Area("team"))
words_router = Router(name="organisation of an invitation")

ORGANISATION = "organisation"
"""`person.expecting["for"]` while the name of an organisation is awaited; "region" says of which."""

words_router.message.filter(Expecting(ORGANISATION))


@router.callback_query(Verb("invite"))
async def invite(event: CallbackQuery, talk: Talk, actor: Actor, press: Press) -> None:
    """Into which role?"""
    stop_expecting(talk)
    roles = team.invitable(actor, team.region_in(press.arg)) if press.arg in team.scopes_of(actor) else []
    if not roles:
        raise NotAllowed
    talk.show(SCREEN, views.role_choice(talk.t, press.arg, roles))


@router.callback_query(Verb("role"))
async def role(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """Executors belong to an organisation; for others the link is made at once."""
    code, _, word = press.arg.partition(".")
    chosen = known(Role, word)
    if code not in team.scopes_of(actor) or chosen not in team.invitable(actor, team.region_in(code)):
        raise NotAllowed
    if chosen is Role.EXECUTOR:
        await _draw_choice(session, talk, actor, code)
    else:
        await _make(session, talk, actor, chosen, code, None, bot_username)


async def _draw_choice(
    session: AsyncSession, talk: Talk, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> None:
    talk.person.expecting = {"for": ORGANISATION, "region": region}
    page = await organisations.page(session, actor, region, start, back=back)
    talk.show(SCREEN, views.organisation_choice(talk.t, page))


@router.callback_query(Verb("orgs_from", "orgs_before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Other organisations to choose from."""
    await _draw_choice(session, talk, actor, press.arg, press.id, back=press.verb == "orgs_before")


@router.callback_query(Verb("organisation"))
async def organisation(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """One of those known, or none."""
    await _make(session, talk, actor, Role.EXECUTOR, press.arg, press.id or None, bot_username)


@words_router.message(Words())
async def new_organisation(
    message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person, bot_username: str
) -> None:
    """A name was typed."""
    region = str((person.expecting or {})["region"])
    name = await typed_name(message, talk)
    if name is None:
        await _draw_choice(session, talk, actor, region)
        return
    made = await organisations.add(session, actor, region, name)
    await _make(session, talk, actor, Role.EXECUTOR, region, made.id, bot_username)


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: show the choice once more."""
    talk.answer(prompts.needs_words(talk.t))
    await _draw_choice(session, talk, actor, str((person.expecting or {})["region"]))


async def _make(
    session: AsyncSession, talk: Talk, actor: Actor, role: Role, code: str, organisation_id: int | None, username: str
) -> None:
    """Make the link and send it with its picture in a message of its own, below the team."""
    if not username:
        talk.answer(views.no_name_yet(talk.t), alert=True)
        return
    region = team.region_in(code)
    parameter = await team.invite(session, actor, role, region, organisation_id, talk.now)
    name = None
    if organisation_id is not None:
        name = (await organisations.organisation_in(session, region, organisation_id)).name
    await draw_team(session, talk, actor, code)
    url = f"https://t.me/{username}?start={parameter}"
    talk.picture(qr_png(url), views.invitation(talk.t, role, code, name, url))


@router.callback_query(Verb("invitations"))
async def invitations(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The newest ones, and who used them."""
    await _draw_invitations(session, talk, actor, press.arg)


async def _draw_invitations(session: AsyncSession, talk: Talk, actor: Actor, code: str) -> None:
    stop_expecting(talk)
    found = await team.invitations(session, actor, team.region_in(code), talk.now)
    talk.show(SCREEN, views.invitations(talk.t, code, found))


@router.callback_query(Verb("revoke"))
async def revoke(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Make a link worthless."""
    region = await team.revoke(session, actor, press.id, talk.now)
    await _draw_invitations(session, talk, actor, team.code_of(region))
