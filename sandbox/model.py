"""What the sandbox remembers: bots, chats, messages, callback queries. Plain records, no behaviour of Telegram."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .updates import UpdateQueue

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
SERVICE_USER = 777000


@dataclass(slots=True, eq=False)
class Bot:
    """A registered bot with everything it set about itself."""

    id: int
    token: str
    username: str
    first_name: str
    queue: UpdateQueue
    privacy: bool = True
    can_join_groups: bool = True
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def user(self) -> Json:
        """The bot as the Bot API's `User`."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def info(self) -> Json:
        """The bot as the control API shows it."""
        return {
            "id": self.id,
            "token": self.token,
            "username": self.username,
            "first_name": self.first_name,
            "privacy": self.privacy,
        }


@dataclass(slots=True, eq=False)
class Member:
    """A person's or bot's place in a group or channel."""

    id: int
    status: str = "member"
    rights: Json = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether the member is in the chat now."""
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        """Whether the member is an administrator or the owner."""
        return self.status in {"administrator", "creator"}

    def may(self, right: str) -> bool:
        """Whether an administrator holds `right` (the owner holds all)."""
        return self.status == "creator" or (self.status == "administrator" and bool(self.rights.get(right)))


@dataclass(slots=True, eq=False)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False
    icon_color: int = 0x6FB9F0

    def info(self) -> Json:
        """The topic as the control API shows it."""
        return {"message_thread_id": self.id, "name": self.name, "closed": self.closed, "deleted": self.deleted}


@dataclass(slots=True, eq=False)
class Message:
    """One message; `fields` is its content in Bot API shape without file ids, which differ per bot."""

    chat: Chat
    id: int
    date: int
    sender: Json | None
    fields: Json
    bot_id: int | None = None
    thread: int | None = None
    reply_to: Message | None = None
    sender_chat: Json | None = None
    markup: Json | None = None
    reply_markup_kind: str | None = None
    edit_date: int | None = None
    deleted: bool = False
    versions: int = 1
    protected: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private conversation (`bot_id` set, `id` the person's), a group, a supergroup or a channel."""

    id: int
    type: str
    title: str = ""
    bot_id: int | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, Json] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    active: int = 0

    @property
    def is_private(self) -> bool:
        """Whether this is a conversation of one person with one bot."""
        return self.type == "private"

    @property
    def kind_name(self) -> str:
        """The chat's kind in Telegram's error sentences."""
        return f"{self.type} chat"


@dataclass(slots=True, eq=False)
class Query:
    """A pressed inline button that waits for the bot's `answerCallbackQuery`."""

    id: str
    bot_id: int
    person_id: int
    chat: Chat
    message_id: int
    data: str
    created: float
    done: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json | None = None

    def info(self) -> Json:
        """The press as the control API shows it."""
        return {
            "query_id": self.id,
            "message_id": self.message_id,
            "data": self.data,
            "answered": self.answer is not None,
            "answer": self.answer,
        }
