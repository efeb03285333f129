"""Looking after the team: /team, who is in it, inviting people and revoking invitations."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Holds, Verb
from bot.talk import Talk
from bot.views import prompts
from bot.views import team as views
from domain.errors import NotAllowed, NotFound, TooLong
from domain.permissions import Actor
from domain.text import clean
from domain.words import Role
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from handlers.operator.queue import known
from models import Person
from services import team

router = Router(name="team")
router.callback_query.filter(Area("team"))
words_router = Router(name="organisations")

SCREEN = "team"
ORGANISATION = "organisation"
"""`person.expecting["for"]` while the name of an organisation is awaited; "region" says of which."""
NAME = 100
"""UTF-16 units of an organisation's name."""

words_router.message.filter(Expecting(ORGANISATION))


@router.message(Command("team"), Holds(Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The team; people who look after several regions choose one first."""
    await leave_off(session, person, talk.now)
    regions = team.regions_of(actor)
    if len(regions) == 1:
        await draw_team(session, talk, actor, regions[0])
    else:
        talk.show(SCREEN, views.region_choice(talk.t, regions))


async def draw_team(
    session: AsyncSession, talk: Talk, actor: Actor, region: str, start: int | None = None, *, back: bool = False
) -> None:
    """Show the staff of a region."""
    stop_expecting(talk)
    page = await team.members(session, actor, region, start, back=back)
    several = len(team.regions_of(actor)) > 1
    talk.show(SCREEN, views.team(talk.t, page, team.invitable(actor, region), several_regions=several))


def stop_expecting(talk: Talk) -> None:
    """Somebody went elsewhere: what is typed next is no organisation's name."""
    expecting = talk.person.expecting
    if expecting is not None and expecting.get("for") == ORGANISATION:
        talk.person.expecting = None


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, talk: Talk, actor: Actor) -> None:
    """Another region."""
    if not team.regions_of(actor):
        raise NotFound
    talk.show(SCREEN, views.region_choice(talk.t, team.regions_of(actor)))


@router.callback_query(Verb("open", "from", "before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The team, or another page of it."""
    await draw_team(session, talk, actor, press.arg, press.id or None, back=press.verb == "before")


@router.callback_query(Verb("invite"))
async def invite(event: CallbackQuery, talk: Talk, actor: Actor, press: Press) -> None:
    """Into which role?"""
    stop_expecting(talk)
    roles = team.invitable(actor, press.arg) if press.arg in team.regions_of(actor) else []
    if not roles:
        raise NotAllowed
    talk.show(SCREEN, views.role_choice(talk.t, press.arg, roles))


@router.callback_query(Verb("role"))
async def role(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """Executors belong to an organisation; for others the link is made at once."""
    region, _, word = press.arg.partition(".")
    chosen = known(Role, word)
    if region not in team.regions_of(actor) or chosen not in team.invitable(actor, region):
        raise NotAllowed
    if chosen is Role.EXECUTOR:
        talk.person.expecting = {"for": ORGANISATION, "region": region}
        choice = await team.organisations(session, actor, region)
        talk.show(SCREEN, views.organisation_choice(talk.t, region, choice))
    else:
        await _make(session, talk, actor, chosen, region, None, bot_username)


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
    cleaned = clean(message.text or "", NAME)
    if cleaned.too_long:
        raise TooLong(NAME, cleaned.units)
    region, name = str((person.expecting or {})["region"]), " ".join(cleaned.text.split())
    if not name:
        await ask_again(message, session, talk, actor, person)
        return
    found = await team.new_organisation(session, actor, region, name)
    await _make(session, talk, actor, Role.EXECUTOR, region, found.id, bot_username)


@words_router.message()
async def ask_again(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """Something other than words: show the choice once more."""
    region = str((person.expecting or {})["region"])
    choice = await team.organisations(session, actor, region)
    talk.answer(prompts.needs_words(talk.t))
    talk.show(SCREEN, views.organisation_choice(talk.t, region, choice))


async def _make(
    session: AsyncSession, talk: Talk, actor: Actor, role: Role, region: str, organisation_id: int | None, username: str
) -> None:
    """Make the link and send it in a message of its own, below the team."""
    if not username:
        talk.answer(views.no_name_yet(talk.t), alert=True)
        return
    parameter = await team.invite(session, actor, role, region, organisation_id, talk.now)
    name = None if organisation_id is None else (await team.organisation_in(session, region, organisation_id)).name
    await draw_team(session, talk, actor, region)
    talk.say(views.invitation(talk.t, role, region, name, f"https://t.me/{username}?start={parameter}"))


@router.callback_query(Verb("invitations"))
async def invitations(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The newest ones, and who used them."""
    await draw_invitations(session, talk, actor, press.arg)


async def draw_invitations(session: AsyncSession, talk: Talk, actor: Actor, region: str) -> None:
    """Show the invitations into a region."""
    found = await team.invitations(session, actor, region, talk.now)
    talk.show(SCREEN, views.invitations(talk.t, region, found))


@router.callback_query(Verb("revoke"))
async def revoke(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Make a link worthless."""
    region = await team.revoke(session, actor, press.id, talk.now)
    await draw_invitations(session, talk, actor, region or press.arg)
