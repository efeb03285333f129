"""Everything the sandbox knows, in memory, and how to find it."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import ControlError
from .events import EventBus
from .faults import Faults
from .files import FileStore
from .limits import Limiter
from .model import ANONYMOUS_ADMIN, CHANNEL_BOT, SERVICE_USER, Bot, Chat, Json, Member, Query
from .updates import UpdateQueue

TOKEN = re.compile(r"^(\d{1,18}):[A-Za-z0-9_-]{3,}$")
CALL_LOG = 200_000
# Real ids of today's accounts do not fit into 32 bits; neither do these.
FIRST_PERSON = 5_100_000_001
FIRST_BOT = 7_000_000_001

# Update ids go on rising over restarts, as Telegram's do: ten a second since 2026-01-01 UTC, within 32 bits.
UPDATES_SINCE = 1_767_225_600

_TELEGRAMS_OWN: tuple[Json, ...] = (
    {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
    {"id": CHANNEL_BOT, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
    {"id": SERVICE_USER, "is_bot": False, "first_name": "Telegram"},
)


@dataclass(eq=False)
class State:
    """Bots, people, chats, files and the sandbox's settings."""

    limits: bool = False
    borders: Path | None = None
    pictures: Path = Path(__file__).parent / "pictures"
    bots: dict[int, Bot] = field(default_factory=dict)
    tokens: dict[str, Bot] = field(default_factory=dict)
    people: dict[int, Json] = field(default_factory=dict)
    notes: dict[int, str | None] = field(default_factory=dict)
    private: dict[tuple[int, int], Chat] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    faults: Faults = field(default_factory=Faults)
    limiter: Limiter = field(default_factory=Limiter)
    events: EventBus = field(default_factory=EventBus)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=CALL_LOG))
    call_seq: int = 0
    ahead: float = 0.0
    numbers: dict[str, int] = field(default_factory=dict)
    activity: int = 0
    first_update: int = field(default_factory=lambda: max(int((time.time() - UPDATES_SINCE) * 10), 1))
    spawn: Callable[[Coroutine[Any, Any, None]], object] | None = None

    def reset(self) -> None:
        """Forget everything but settings; listeners of events stay."""
        for bot in self.bots.values():
            bot.queue.webhook = None
            bot.queue.wake.set()
        fresh = State(self.limits, self.borders, self.pictures)
        fresh.spawn = self.spawn
        fresh.first_update = max([self.first_update, *(bot.queue.next_id for bot in self.bots.values())])
        fresh.events, fresh.numbers = self.events, {"query": self.numbers.get("query", 0)}
        self.__dict__.update(fresh.__dict__)
        self.events.publish("reset", [])

    def now(self) -> float:
        """The sandbox's time, Unix seconds."""
        return time.time() + self.ahead

    def number(self, name: str, first: int) -> int:
        """The next number of a series."""
        self.numbers[name] = self.numbers.get(name, first - 1) + 1
        return self.numbers[name]

    def touch(self, chat: Chat) -> None:
        """Move a chat to the head of the chat list."""
        self.activity += 1
        chat.active = self.activity

    # Bots

    def add_bot(self, token: str | None, username: str | None, name: str | None, **more: Any) -> Bot:
        """Register a token, or return the bot that has it."""
        if token in self.tokens:
            return self.tokens[token]
        number = self.number("bot", FIRST_BOT)
        token = token or f"{number}:sandbox-{number:x}-token"
        match = TOKEN.match(token)
        if match is None:
            raise ControlError("a token looks like 123456:letters-and-digits")
        bot_id = int(match.group(1))
        if bot_id in self.bots:
            raise ControlError(f"bot {bot_id} is registered with another token")
        username = username or f"sandbox_{len(self.bots) + 1}_bot"
        queue = UpdateQueue(self.first_update)
        bot = Bot(bot_id, token, username, name or "Sandbox", queue, **more)
        self.bots[bot_id] = self.tokens[token] = bot
        self.events.publish("bot", self.people, info=bot.info())
        return bot

    def bot(self, bot_id: Any = None) -> Bot:
        """The bot with this id; the first one without."""
        if bot_id is None:
            if not self.bots:
                raise ControlError("no bot is registered: POST /control/bots first")
            return next(iter(self.bots.values()))
        bot = self.bots.get(int(bot_id))
        if bot is None:
            raise ControlError(f"no bot {bot_id}", 404)
        return bot

    # People

    def add_person(self, fields: Json) -> Json:
        """Make a person; `first_name` defaults to "Person", ids are invented beyond 32 bits."""
        person_id = fields.get("id") or self.number("person", FIRST_PERSON)
        if person_id in self.people or person_id in self.bots:
            raise ControlError(f"id {person_id} is taken")
        person: Json = {"id": person_id, "is_bot": bool(fields.get("is_bot")), "first_name": "Person"}
        self.people[person_id] = person
        return self.change_person(person, fields)

    def change_person(self, person: Json, fields: Json) -> Json:
        """Change what a person shows of themselves; None removes. The record is replaced, old messages keep theirs."""
        new = dict(person)
        for key in ("first_name", "last_name", "username", "language_code", "is_premium"):
            if key in fields:
                new[key] = fields[key]
                if fields[key] is None:
                    del new[key]
        new.setdefault("first_name", "")
        self.people[person["id"]] = new
        if "note" in fields:
            self.notes[person["id"]] = fields["note"]
        self.events.publish("person", [person["id"]], info=self.known(new))
        return new

    def known(self, person: Json) -> Json:
        """A person as the page knows them: with the note beside their name, which is no part of a Telegram user."""
        note = self.notes.get(person["id"])
        return {**person, "note": note} if note else person

    def person(self, person_id: Any) -> Json:
        """The person with this id; ControlError 404 without."""
        person = self.people.get(int(person_id)) if person_id is not None else None
        if person is None:
            raise ControlError(f"no person {person_id}", 404)
        return person

    def user(self, user_id: int) -> Json | None:
        """Anyone with a user id: person, bot, or Telegram's own accounts."""
        if user_id in self.people:
            return self.people[user_id]
        if user_id in self.bots:
            return self.bots[user_id].user()
        return next((user for user in _TELEGRAMS_OWN if user["id"] == user_id), None)

    # Chats

    def private_chat(self, bot_id: int, person_id: int) -> Chat:
        """The conversation of a person with a bot; made on first use, started or not."""
        key = (bot_id, person_id)
        chat = self.private.get(key)
        if chat is None:
            chat = self.private[key] = Chat(person_id, "private", bot_id=bot_id)
        return chat

    def add_chat(self, kind: str, fields: Json) -> Chat:
        """Make a group, supergroup or channel."""
        if kind == "group":
            chat_id = fields.get("id") or -self.number("group", 4_100_000_001)
        else:
            chat_id = fields.get("id") or -1_000_000_000_000 - self.number("supergroup", 2_100_000_001)
        if chat_id >= 0 or chat_id in self.chats:
            raise ControlError(f"chat id {chat_id} is taken or not negative")
        forum = bool(fields.get("is_forum"))
        chat = Chat(chat_id, kind, fields["title"], username=fields.get("username"), is_forum=forum)
        for person_id in fields.get("members", []):
            chat.members[person_id] = Member(self.person(person_id)["id"])
        if fields.get("creator"):
            chat.members[fields["creator"]] = Member(self.person(fields["creator"])["id"], "creator")
        self.chats[chat_id] = chat
        self.touch(chat)
        return chat

    def chat(self, chat_id: Any, bot_id: Any, person_id: Any = None) -> Chat:
        """A chat as the control API names it; the person's private conversation without `chat_id`."""
        if chat_id is None or int(chat_id) > 0:
            bot = self.bot(bot_id)
            owner = int(chat_id) if chat_id is not None and int(chat_id) != bot.id else person_id
            return self.private_chat(bot.id, self.person(owner)["id"])
        chat = self.chats.get(int(chat_id))
        if chat is None:
            raise ControlError(f"no chat {chat_id}", 404)
        return chat

    def viewers(self, chat: Chat) -> list[int]:
        """The people who see a chat."""
        if chat.is_private:
            return [chat.id]
        return [member.id for member in chat.members.values() if member.present and member.id in self.people]
