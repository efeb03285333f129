"""Setting reminders, the ladder, the digest and the quiet hours, for a region or for the country."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import hours as views
from bot.views.setup import scope_of
from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Duty
from handlers.citizen.showing import leave_off
from handlers.supervisor.setup import SCREEN
from services import digest, region_settings, summary_clock
from services.region_settings import CHOICES
from services.scopes import check_scope

router = Router(name="hours")
router.callback_query.filter(Area("hours"))


def _about(press: Press) -> tuple[str, str]:
    """Scope and setting of a button. Raises NotFound where there is no such setting."""
    code, _, name = press.arg.partition(".")
    if name not in CHOICES:
        raise NotFound
    return scope_of(code), name


@router.callback_query(Verb("open"))
async def open_list(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """All settings."""
    await leave_off(session, talk.person, talk.now)
    await _draw_list(session, talk, actor, scope_of(press.arg))


async def _draw_list(session: AsyncSession, talk: Talk, actor: Actor, scope: str) -> None:
    check_scope(actor, Duty.DEADLINES, scope)
    talk.show(SCREEN, views.listing(talk.t, scope, await region_settings.settings_for(session, scope)))


@router.callback_query(Verb("setting"))
async def open_setting(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One setting with its choices."""
    scope, name = _about(press)
    check_scope(actor, Duty.DEADLINES, scope)
    choices, origins = await region_settings.origins_for(session, scope)
    talk.show(SCREEN, views.setting(talk.t, scope, name, choices, origins))


@router.callback_query(Verb("set", "reset"))
async def save(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """A value was chosen, or the choice taken back."""
    scope, name = _about(press)
    index = press.id if press.verb == "set" else None
    await region_settings.choose(session, actor, scope, name, index, talk.now)
    await digest.follow_settings(session, scope, talk.now, talk.settings.zone)
    await summary_clock.follow_settings(session, scope, talk.now, talk.settings.zone)
    talk.answer(views.saved(talk.t))
    await _draw_list(session, talk, actor, scope)
