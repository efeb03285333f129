"""Looking at the team: /team, who is in it, and finding somebody."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Expecting, Holds, Verb
from bot.talk import Talk
from bot.views import prompts
from bot.views import team as views
from domain.errors import NotFound, TooLong
from domain.permissions import Actor
from domain.terms import ORGANISATION_NAME
from domain.text import clean
from domain.words import Role
from handlers.citizen.listening import Command, Words
from handlers.citizen.showing import leave_off
from models import Person
from services import team

router = Router(name="team")
router.callback_query.filter(Area("team"))
words_router = Router(name="team words")

SCREEN = "team"
FIND = "team_find"
"""`person.expecting["for"]` while a part of a name is awaited; "scope" says of which team."""
WORDS_OF_TEAM = ("organisation", "orgs", FIND)
"""Everything that the screens of the team await."""

words_router.message.filter(Expecting(FIND))


@router.message(Command("team"), Holds(Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN))
async def command(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """The team; people who look after several regions choose one first."""
    await leave_off(session, person, talk.now)
    scopes = team.scopes_of(actor)
    if len(scopes) == 1:
        await draw_team(session, talk, actor, scopes[0])
    else:
        talk.show(SCREEN, views.region_choice(talk.t, scopes))


async def draw_team(
    session: AsyncSession, talk: Talk, actor: Actor, code: str, start: int | None = None, *, back: bool = False
) -> None:
    """Show the staff of a region, or of the whole country."""
    stop_expecting(talk)
    region = team.region_in(code)
    page = await team.members(session, actor, region, start, back=back)
    several = len(team.scopes_of(actor)) > 1
    talk.show(SCREEN, views.team(talk.t, page, team.invitable(actor, region), talk.now, several_regions=several))


def stop_expecting(talk: Talk) -> None:
    """Somebody went elsewhere: what is typed next is no name."""
    expecting = talk.person.expecting
    if expecting is not None and expecting.get("for") in WORDS_OF_TEAM:
        talk.person.expecting = None


async def typed_name(message: Message, talk: Talk) -> str | None:
    """The words that were typed, in one line; None, once the person has been told, where there are none.

    Raises TooLong.
    """
    cleaned = clean(message.text or "", ORGANISATION_NAME)
    if cleaned.too_long:
        raise TooLong(ORGANISATION_NAME, cleaned.units)
    name = " ".join(cleaned.text.split())
    if not name:
        talk.answer(prompts.needs_words(talk.t))
    return name or None


@router.callback_query(Verb("regions"))
async def regions(event: CallbackQuery, talk: Talk, actor: Actor) -> None:
    """Another region."""
    stop_expecting(talk)
    scopes = team.scopes_of(actor)
    if not scopes:
        raise NotFound
    talk.show(SCREEN, views.region_choice(talk.t, scopes))


@router.callback_query(Verb("open", "from", "before"))
async def turn(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The team, or another page of it."""
    await draw_team(session, talk, actor, press.arg, press.id or None, back=press.verb == "before")


@router.callback_query(Verb("find"))
async def find(event: CallbackQuery, talk: Talk, actor: Actor, press: Press) -> None:
    """Whom?"""
    team.check_scope(actor, team.region_in(press.arg))
    talk.person.expecting = {"for": FIND, "scope": press.arg}
    talk.show(SCREEN, views.ask_whom(talk.t, press.arg))


@words_router.message(Words())
async def found(message: Message, session: AsyncSession, talk: Talk, actor: Actor, person: Person) -> None:
    """A part of a name was typed; another one may follow."""
    words = await typed_name(message, talk)
    code = str((person.expecting or {})["scope"])
    if words is not None:
        page = await team.find(session, actor, team.region_in(code), words)
        talk.show(SCREEN, views.team(talk.t, page, [], talk.now, several_regions=False))


@words_router.message()
async def ask_again(message: Message, talk: Talk, person: Person) -> None:
    """Something other than words."""
    talk.answer(prompts.needs_words(talk.t))
    talk.show(SCREEN, views.ask_whom(talk.t, str((person.expecting or {})["scope"])))
