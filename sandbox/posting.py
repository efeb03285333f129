"""How a message comes into a chat: it gets its number, people see it, and the bots that may are told."""

from __future__ import annotations

from typing import Any

from .model import Bot, Chat, Json, Member, Message
from .render import for_bot, for_people
from .state import State

SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
)


def new_message(state: State, chat: Chat, sender: Json | None, fields: Json, **more: Any) -> Message:
    """Number a message and keep it in its chat; tells nobody yet. `more` are fields of `Message`."""
    chat.last_id += 1
    message = Message(chat, chat.last_id, int(state.now()), sender, fields, **more)
    chat.messages[message.id] = message
    state.touch(chat)
    return message


def post(state: State, chat: Chat, sender: Json | None, fields: Json, **more: Any) -> tuple[Message, list[int]]:
    """A new message from a person or of Telegram itself; returns it with the ids of the updates made."""
    message = new_message(state, chat, sender, fields, **more)
    show(state, "message", message)
    return message, deliver(state, message, "channel_post" if chat.type == "channel" else "message")


def edited(state: State, message: Message) -> list[int]:
    """Announce that a person changed a message; returns the ids of the updates made."""
    message.edit_date = int(state.now())
    message.versions += 1
    show(state, "edited", message)
    kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
    return deliver(state, message, kind)


def show(state: State, kind: str, message: Message) -> None:
    """Tell the page of a new or changed message."""
    chat = message.chat
    view = for_people(state, message)
    state.events.publish(kind, state.viewers(chat), chat=chat.id, bot=chat.bot_id, message=view)


def remove(state: State, chat: Chat, message_ids: list[int]) -> None:
    """Mark messages as deleted."""
    gone = []
    for number in message_ids:
        message = chat.messages.get(number)
        if message is not None and not message.deleted:
            message.deleted = True
            gone.append(number)
    if gone:
        chat.pinned = [number for number in chat.pinned if number not in gone]
        state.events.publish("deleted", state.viewers(chat), chat=chat.id, bot=chat.bot_id, message_ids=gone)


def deliver(state: State, message: Message, kind: str) -> list[int]:
    """Queue the message as update `kind` for every bot that gets to see it; returns the update ids."""
    made = []
    for bot in listeners(state, message):
        update_id = bot.queue.add(kind, for_bot(state, message, bot.id))
        if update_id is not None:
            made.append(update_id)
    return made


def listeners(state: State, message: Message) -> list[Bot]:
    """The bots that receive the message: not its author, members only, privacy mode heeded."""
    chat = message.chat
    if chat.is_private:
        bot = state.bots[chat.bot_id or 0]
        return [bot] if message.bot_id is None else []
    found = []
    for member in chat.members.values():
        bot_here = state.bots.get(member.id)
        if bot_here is None or not member.present or message.bot_id == bot_here.id:
            continue
        if message.bot_id is not None and not (message.fields.keys() & SERVICE):
            continue
        if hears(bot_here, member, message):
            found.append(bot_here)
    return found


def hears(bot: Bot, member: Member, message: Message) -> bool:
    """Privacy mode: without administrator rights only commands, replies to the bot and service messages."""
    if not bot.privacy or member.is_admin or message.chat.type == "channel":
        return True
    if message.fields.keys() & SERVICE:
        return True
    if message.reply_to is not None and message.reply_to.bot_id == bot.id:
        return True
    text = message.fields.get("text") or message.fields.get("caption") or ""
    if not text.startswith("/"):
        return False
    command = text.split(maxsplit=1)[0]
    return "@" not in command or command.lower().endswith(f"@{bot.username.lower()}")
