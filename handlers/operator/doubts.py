"""Doubtful photo reports: operators and supervisors look at the pictures side by side and say that one looks fine."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.talk import Talk
from bot.views import doubts as views
from domain.errors import NotFound
from domain.permissions import Actor
from handlers.operator.looking import index_in
from handlers.operator.showing import SCREEN, stop_expecting
from services import doubts

router = Router(name="doubts")
router.callback_query.filter(Area("doubts"))


@router.callback_query(Verb("open", "from", "before"))
async def listing(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The doubtful reports of their regions, or another page of them."""
    start = 0 if press.verb == "open" else press.id
    page = await doubts.page(session, actor, start, back=press.verb == "before")
    stop_expecting(talk)
    talk.show(SCREEN, views.listing(talk.t, page))


@router.callback_query(Verb("show"))
async def show(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """One of them, with what speaks against it."""
    await _draw(session, talk, actor, press.id)


async def _draw(session: AsyncSession, talk: Talk, actor: Actor, report_id: int) -> None:
    found = await doubts.case(session, actor, report_id)
    stop_expecting(talk)
    may_pass = found.report.looked_at is None and found.report.person_id != actor.id
    talk.show(SCREEN, views.case(talk.t, found, may_pass=may_pass))


@router.callback_query(Verb("pair"))
async def side_by_side(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """The photo in question and the one it looks like, together."""
    found = await doubts.case(session, actor, press.id)
    numbered = dict(enumerate(found.report.doubts or [], 1))
    doubt = numbered.get(index_in(press))
    if doubt is None or "other" not in doubt:
        raise NotFound
    talk.album([doubt["media"], doubt["other"]], views.pair_caption(talk.t, found.report.request_id, doubt))


@router.callback_query(Verb("fine"))
async def looks_fine(event: CallbackQuery, session: AsyncSession, talk: Talk, actor: Actor, press: Press) -> None:
    """Somebody looked and lets it pass; it leaves the list, and who said so is remembered."""
    await doubts.looked(session, actor, press.id, talk.now)
    await _draw(session, talk, actor, press.id)
