"""What happens at /my: a citizen's own and followed requests."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.filters import Area, Verb
from bot.outbox import Priority
from bot.talk import Talk
from bot.views import my as views
from domain.errors import NotFound
from domain.permissions import Actor
from handlers.citizen.listening import Command, Menu
from handlers.citizen.showing import leave_off
from models import Person
from services import following, judging, requests_of

router = Router(name="my requests")
router.callback_query.filter(Area("my"))


@router.message(Command("my"))
@router.message(Menu("my"))
async def my(message: Message, session: AsyncSession, talk: Talk, person: Person, now: datetime) -> None:
    """The newest of one's own requests."""
    await leave_off(session, person, now)
    talk.show("my", views.page(talk.t, await requests_of.page(session, person.id, followed=False)))


@router.callback_query(Verb("list", "older", "newer"))
async def turn(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Another page, or the other list."""
    found = await requests_of.page(
        session,
        person.id,
        followed=press.arg == "f",
        older_than=press.id if press.verb == "older" else None,
        newer_than=press.id if press.verb == "newer" else 0,
    )
    talk.show("my", views.page(talk.t, found))


@router.callback_query(Verb("card"))
async def card(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """One request."""
    await _show(session, talk, person, press.id, press.arg)


async def _show(session: AsyncSession, talk: Talk, person: Person, request_id: int, back: str) -> None:
    own = await requests_of.one(session, person.id, request_id)
    talk.show("my", views.card(talk.t, own, "f" if back == "f" else "o"))


@router.callback_query(Verb("open"))
async def open_from_notice(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person
) -> None:
    """One request, from under a receipt: the receipt stays, the card comes to the bottom."""
    own = await requests_of.one(session, person.id, press.id)
    content = views.card(talk.t, own, "o" if own.is_own else "f")
    talk.tell(person, content, screen="my", priority=Priority.REPLY)


@router.callback_query(Verb("photos"))
async def photos(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """The photos as albums: before, and after where there is work to be seen."""
    request = await requests_of.accessible(session, person.id, press.id)
    before, after = await requests_of.photos(session, request.id)
    if before:
        talk.album(before, views.before(talk.t, request.id))
    if after:
        talk.album(after[-10:], views.after(talk.t, request.id))


@router.callback_query(Verb("withdraw"))
async def ask_withdraw(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """Ask first: a withdrawn request does not come back."""
    request = await requests_of.accessible(session, person.id, press.id)
    if request.citizen_id != person.id:
        raise NotFound
    talk.show("my", views.withdrawing(talk.t, request.id, press.arg[:1]))


@router.callback_query(Verb("withdrawn"))
async def withdraw(
    query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person, actor: Actor, now: datetime
) -> None:
    """Take the request back."""
    await judging.withdraw(session, actor, press.id, now)
    await _show(session, talk, person, press.id, press.arg)


@router.callback_query(Verb("unfollow"))
async def unfollow(query: CallbackQuery, press: Press, session: AsyncSession, talk: Talk, person: Person) -> None:
    """No more news of somebody else's request."""
    if not await following.unfollow(session, person.id, press.id):
        raise NotFound
    talk.answer(views.unfollowed(talk.t, press.id))
    talk.show("my", views.page(talk.t, await requests_of.page(session, person.id, followed=True)))
