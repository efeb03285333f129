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
from bot.routing import ChannelRouter, GroupRouter, Routes
from bot.settings import LOCALES, Settings
from bot.talk import GroupTalk, Talk
from bot.translator import Translator
from bot.views import refusals
from domain.errors import Refused
from models import Person, WorkingGroup
from models.database import Database
from services import groups, people


class Front:
    """Handles updates: `handle` inside the inbox's transaction, `explain` and `apologise` when that was undone.

    Handlers get by name: `session`, `talk`, `person`, `actor`, `settings`, `now`, `bot_username`, and `press` (None
    unless a button of ours was pressed). In groups, which have routers of their own, `talk` is a `GroupTalk`, `chat`
    the group, and `group` what it is bound as, if it is.
    """

    username: str = ""
    """The bot's own name, for the links it gives out; empty until Telegram has told it."""

    def __init__(self, bot: Bot, database: Database, settings: Settings, routers: Iterable[Router]) -> None:
        self.bot = bot
        self.database = database
        self.settings = settings
        every = list(routers)
        self.routes = Routes(r for r in every if not isinstance(r, GroupRouter | ChannelRouter))
        self.group_routes = Routes(r for r in every if isinstance(r, GroupRouter))
        self.channel_routes = Routes(r for r in every if isinstance(r, ChannelRouter))

    async def handle(self, session: AsyncSession, claimed: Claimed) -> str:
        """Handle one update; returns the state its inbox row goes to."""
        update = Update.model_validate(claimed.body)
        name, event = _event_of(update)
        if event is None:
            return "ignored"
        user, chat = _who_and_where(event)
        if chat is not None and chat.type in _GROUPS:
            return await self._in_group(session, name, event, chat)
        if user is not None and isinstance(event, ChatMemberUpdated) and event.chat.type == "channel":
            return await self._in_channel(session, name, event, user)
        if user is None or user.is_bot or chat is None or chat.type != "private":
            return "ignored"
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

    async def _in_group(
        self, session: AsyncSession, name: str, event: Message | CallbackQuery | ChatMemberUpdated, chat: Chat
    ) -> str:
        """Groups have their own routers. Nobody there becomes known to us, and their talk is none of our business."""
        if isinstance(event, Message) and _is_chatter(event):
            return "ignored"
        user = event.from_user
        if user is None:
            return "ignored"
        talk, group = await self._group_talk(session, chat.id, user.id, user.language_code)
        if isinstance(event, CallbackQuery):
            talk.callback_id = event.id
            talk.pressed = event.message.message_id if event.message else None
        elif isinstance(event, Message) and event.is_topic_message:
            talk.thread = event.message_thread_id
        actor = await people.actor_for(session, talk.person, self.settings.admin_ids)
        press = Press.parse(event.data) if isinstance(event, CallbackQuery) else None
        handled = await self.group_routes.feed(name, event, {
            "session": session, "talk": talk, "person": talk.person, "actor": actor, "settings": self.settings,
            "now": talk.now, "bot_username": self.username, "press": press, "chat": chat, "group": group,
        })  # fmt: skip
        await announce(talk)
        await talk.finish()
        return "done" if handled else "ignored"

    async def _in_channel(self, session: AsyncSession, name: str, event: ChatMemberUpdated, user: User) -> str:
        """Our place in a channel has changed. Whoever did it is answered in their private chat, if we know them."""
        known = await session.get(Person, user.id)
        person = known or Person(id=user.id, is_staff=False, reachable=False)
        talk = Talk(session, self.settings, datetime.now(UTC), user.id, person)
        actor = await people.actor_for(session, person, self.settings.admin_ids)
        handled = await self.channel_routes.feed(name, event, {
            "session": session, "talk": talk, "person": person, "actor": actor, "settings": self.settings,
            "now": talk.now, "bot_username": self.username,
        })  # fmt: skip
        await talk.finish()
        return "done" if handled else "ignored"

    async def _group_talk(
        self, session: AsyncSession, chat_id: int, user_id: int, language: str | None
    ) -> tuple[GroupTalk, WorkingGroup | None]:
        """What is said in a group, in its language; in that of whoever wrote where it is bound to nothing."""
        now = datetime.now(UTC)
        known = await session.get(Person, user_id)
        person = known or Person(id=user_id, is_staff=False, reachable=False)
        group = await groups.bound(session, chat_id)
        guess = language if language in LOCALES else self.settings.default_locale
        own = person.locale or guess
        talk = GroupTalk(session, self.settings, now, chat_id, person, locale=group.locale if group else own)
        talk.own_locale = own
        return talk, group

    async def explain(self, session: AsyncSession, claimed: Claimed, refusal: Refused) -> None:
        """Tell the person why a rule said no."""
        talk = await self._talk_again(session, claimed)
        if talk is not None:
            talk.answer(refusals.sentence(_own(talk), refusal), alert=True)
            await talk.finish()

    async def apologise(self, claimed: Claimed) -> None:
        """Tell the person that something broke on our side and is kept."""
        async with self.database.begin() as session:
            talk = await self._talk_again(session, claimed)
            if talk is not None:
                talk.answer(refusals.something_broke(_own(talk)), alert=True)
                await talk.finish()

    async def _talk_again(self, session: AsyncSession, claimed: Claimed) -> Talk | None:
        """The conversation of an update whose handling was undone; None where nobody can be answered.

        Reads the raw update: what broke may have been the reading of it.
        """
        press = claimed.body.get("callback_query") or {}
        message = press.get("message") or claimed.body.get("message") or {}
        user_id = (press or message).get("from", {}).get("id")
        chat = message.get("chat", {})
        if user_id is not None and chat.get("type") in _GROUPS:
            talk, _ = await self._group_talk(session, chat["id"], user_id, None)
            talk.callback_id, talk.thread = press.get("id"), message.get("message_thread_id")
            return talk
        if user_id is None or chat.get("type") != "private":
            return None
        now = datetime.now(UTC)
        person = await people.meet(session, user_id, now)
        return Talk(
            session, self.settings, now, user_id, person, pressed=message.get("message_id") if press else None,
            callback_id=press.get("id"),
        )  # fmt: skip


_GROUPS = ("group", "supergroup")
_KINDS = ("message", "callback_query", "edited_message", "my_chat_member")


def _event_of(update: Update) -> tuple[str, Message | CallbackQuery | ChatMemberUpdated | None]:
    """The kind of an update and what it brings; None for kinds that we do not handle."""
    for name in _KINDS:
        event = getattr(update, name)
        if event is not None:
            return name, event
    return "", None


_NEWS_OF_GROUPS = (
    "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title", "forum_topic_reopened", "forum_topic_closed"
)  # fmt: skip


def _is_chatter(message: Message) -> bool:
    """What people say to each other in a group: all but commands and news of the group itself."""
    if message.text is not None:
        return not message.text.startswith("/")
    return all(getattr(message, name) is None for name in _NEWS_OF_GROUPS)


def _own(talk: Talk) -> Translator:
    """The language of the one person we answer."""
    return talk.own if isinstance(talk, GroupTalk) else talk.t


def _who_and_where(event: Message | CallbackQuery | ChatMemberUpdated) -> tuple[User | None, Chat | None]:
    if isinstance(event, CallbackQuery):
        return event.from_user, event.message.chat if event.message else None
    # Messages on behalf of a channel or an anonymous group admin come from nobody.
    if isinstance(event, Message) and event.sender_chat is not None:
        return None, event.chat
    return event.from_user, event.chat
