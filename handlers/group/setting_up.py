"""The working groups of a region in its supervisors' private chat: list, trouble, unbinding."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import groups_setup as views
from domain.permissions import Actor
from handlers.citizen.showing import leave_off
from handlers.supervisor.setup import SCREEN
from models import WorkingGroup
from services import groups

router = Router(name="groups")
router.callback_query.filter(Area("groups"))


@router.callback_query(Verb("open", "from"))
async def listing(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """The groups of a region."""
    await leave_off(session, talk.person, talk.now)
    after = press.id if press.verb == "from" else None
    found = await groups.page(session, actor, press.arg, after)
    link = f"https://t.me/{bot_username}?startgroup=bind"
    talk.show(SCREEN, views.listing(talk.t, press.arg, found, link, first=after is None))


async def _show(session: AsyncSession, talk: Talk, group: WorkingGroup, *, asking: bool = False) -> None:
    names = await groups.organisations_named(session, [group])
    talk.show(SCREEN, views.one(talk.t, group, names, asking=asking))


@router.callback_query(Verb("one", "ask"))
async def one(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of them; or the question whether to unbind it."""
    group = await groups.own_group(session, actor, press.id)
    await _show(session, talk, group, asking=press.verb == "ask")


@router.callback_query(Verb("again"))
async def again(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Somebody says that the trouble is mended: try. If it is not, they hear of it anew."""
    group = await groups.own_group(session, actor, press.id)
    await groups.mend(session, group, talk.now)
    await _show(session, talk, group)


@router.callback_query(Verb("unbind"))
async def unbind(
    event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press, bot_username: str
) -> None:
    """Let it go."""
    group = await groups.unbind(session, actor, press.id, talk.now)
    found = await groups.page(session, actor, group.region)
    link = f"https://t.me/{bot_username}?startgroup=bind"
    talk.show(SCREEN, views.listing(talk.t, group.region, found, link, first=True))
