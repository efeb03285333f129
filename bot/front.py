"""The front desk: turns an update from the inbox into a conversation and hands it to its handler."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import Press
from bot.inbox import Claimed
from bot.news import announce
from bot.routing import Routes
from bot.settings import Settings
from bot.talk import Talk
from bot.views import refusals
from domain.errors import Refused
from models.database import Database
from services import people


class Front:
    """Handles updates: `handle` inside the inbox's transaction, `explain` and `apologise` when that was undone.

    Handlers get by name: `session`, `talk`, `person`, `actor`, `settings`, `now`, `bot_username`, and `press` (None
    unless a button of ours was pressed).
    """

    username: str = ""
    """The bot's own name, for the links it gives out; empty until Telegram has told it."""

    def __init__(self, bot: Bot, database: Database, settings: Settings, routers: Iterable[Router]) -> None:
        self.bot = bot
        self.database = database
        self.settings = settings
        self.routes = Routes(routers)

    async def handle(self, session: AsyncSession, claimed: Claimed) -> str:
        """Handle one update; returns the state its inbox row goes to."""
        update = Update.model_validate(claimed.body)
        name, event = _event_of(update)
        if event is None:
            return "ignored"
        user, chat = _who_and_where(event)
        if user is None or user.is_bot or chat is None:
            return "ignored"
        if chat.type != "private":
            return await self._in_group(session, update)
        talk = await self._talk(session, event, user)
        actor = await people.actor_for(session, talk.person, self.settings.admin_ids)
        press = Press.parse(event.data) if isinstance(event, CallbackQuery) else None
        handled = await self.routes.feed(name, event, {
            "session": session, "talk": talk, "person": talk.person, "actor": actor, "settings": self.settings,
            "now": talk.now, "bot_username": self.username, "press": press,
        })  # fmt: skip
        await announce(talk)
        await talk.finish()
        if talk.hold:
            return "held"
        return "done" if handled else "ignored"

    async def _talk(self, session: AsyncSession, event: Any, user: User) -> Talk:
        """Meet the person and open the conversation."""
        now = datetime.now(UTC)
        written = event.message_id if isinstance(event, Message) else None
        person = await people.meet(session, user.id, now, written)
        if not person.reachable:
            person.reachable = True
        talk = Talk(session, self.settings, now, user.id, person)
        if isinstance(event, CallbackQuery):
            talk.callback_id = event.id
            talk.pressed = event.message.message_id if event.message else None
        return talk

    async def _in_group(self, session: AsyncSession, update: Update) -> str:
        """Groups: the routers for groups take what is theirs; nothing there starts a conversation."""
        return "ignored"

    async def explain(self, session: AsyncSession, claimed: Claimed, refusal: Refused) -> None:
        """Tell the person why a rule said no."""
        talk = await self._talk_again(session, claimed)
        if talk is not None:
            talk.answer(refusals.sentence(talk.t, refusal), alert=True)
            await talk.finish()

    async def apologise(self, claimed: Claimed) -> None:
        """Tell the person that something broke on our side and is kept."""
        async with self.database.begin() as session:
            talk = await self._talk_again(session, claimed)
            if talk is not None:
                talk.answer(refusals.something_broke(talk.t), alert=True)
                await talk.finish()

    async def _talk_again(self, session: AsyncSession, claimed: Claimed) -> Talk | None:
        """The conversation of an update whose handling was undone; None where nobody can be answered.

        Reads the raw update: what broke may have been the reading of it.
        """
        press = claimed.body.get("callback_query") or {}
        message = press.get("message") or claimed.body.get("message") or {}
        user_id = (press or message).get("from", {}).get("id")
        if user_id is None or message.get("chat", {}).get("type") != "private":
            return None
        now = datetime.now(UTC)
        person = await people.meet(session, user_id, now)
        return Talk(
            session, self.settings, now, user_id, person, pressed=message.get("message_id") if press else None,
            callback_id=press.get("id"),
        )  # fmt: skip


_KINDS = ("message", "callback_query", "edited_message", "my_chat_member")


def _event_of(update: Update) -> tuple[str, Message | CallbackQuery | ChatMemberUpdated | None]:
    """The kind of an update and what it brings; None for kinds that we do not handle."""
    for name in _KINDS:
        event = getattr(update, name)
        if event is not None:
            return name, event
    return "", None


def _who_and_where(event: Message | CallbackQuery | ChatMemberUpdated) -> tuple[User | None, Chat | None]:
    if isinstance(event, CallbackQuery):
        return event.from_user, event.message.chat if event.message else None
    # Messages on behalf of a channel or an anonymous group admin come from nobody.
    if isinstance(event, Message) and event.sender_chat is not None:
        return None, event.chat
    return event.from_user, event.chat
