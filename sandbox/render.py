"""Messages in Bot API shape: for a bot (with its file ids) and for people (with addresses of the files)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .files import KINDS, file_id_for
from .model import Chat, Json, Message

if TYPE_CHECKING:
    from .state import State

_FILE_KEYS = frozenset(KINDS) - {"thumbnail"}


def chat_json(state: State, chat: Chat) -> Json:
    """The Bot API's `Chat`."""
    if chat.is_private:
        person = state.people[chat.id]
        names: Json = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
        return {"id": chat.id, "type": "private", **names}
    about: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
    if chat.username:
        about["username"] = chat.username
    if chat.is_forum:
        about["is_forum"] = True
    return about


def with_files(fields: Json, decorate: Callable[[str, Json], Json]) -> Json:
    """A copy of `fields` in which every file object went through `decorate(kind, object)`."""
    result = dict(fields)
    for key in _FILE_KEYS & fields.keys():
        value = fields[key]
        if key == "photo":
            result[key] = [decorate("photo", size) for size in value]
        else:
            result[key] = decorate(key, value)
            if "thumbnail" in value:
                result[key]["thumbnail"] = decorate("thumbnail", value["thumbnail"])
    return result


def message_json(state: State, message: Message, fields: Json, *, nested: Any = None) -> Json:
    """The common part of both views around already decorated fields."""
    chat = message.chat
    about: Json = {"message_id": message.id}
    if message.sender is not None:
        about["from"] = message.sender
    if message.sender_chat is not None:
        about["sender_chat"] = message.sender_chat
    about |= {"chat": chat_json(state, chat), "date": message.date}
    if message.edit_date is not None:
        about["edit_date"] = message.edit_date
    if message.thread is not None:
        about |= {"message_thread_id": message.thread, "is_topic_message": True}
    if nested is not None:
        about["reply_to_message"] = nested
    if message.protected:
        about["has_protected_content"] = True
    about |= fields
    if message.markup is not None:
        about["reply_markup"] = message.markup
    return about


def for_bot(state: State, message: Message, bot_id: int, *, deep: bool = True) -> Json:
    """The message as one bot receives it."""

    def decorate(kind: str, value: Json) -> Json:
        return {"file_id": file_id_for(kind, value["file_unique_id"], bot_id), **value}

    original = message.reply_to
    nested = None
    if deep and original is not None and not original.deleted:
        nested = for_bot(state, original, bot_id, deep=False)
    fields = with_files(message.fields, decorate)
    pinned = fields.get("pinned_message")
    if isinstance(pinned, Message):
        fields["pinned_message"] = for_bot(state, pinned, bot_id, deep=False)
    return message_json(state, message, fields, nested=nested)


def for_people(state: State, message: Message, *, deep: bool = True) -> Json:
    """The message as the control API shows it."""

    def decorate(kind: str, value: Json) -> Json:
        return {**value, "url": f"/control/files/{value['file_unique_id']}"}

    original = message.reply_to
    nested = for_people(state, original, deep=False) if deep and original is not None else None
    fields = with_files(message.fields, decorate)
    pinned = fields.get("pinned_message")
    if isinstance(pinned, Message):
        fields["pinned_message"] = for_people(state, pinned, deep=False)
    about = message_json(state, message, fields, nested=nested)
    return about | {
        "bot": message.chat.bot_id,
        "by_bot": message.bot_id is not None,
        "deleted": message.deleted,
        "versions": message.versions,
    }
