"""deleteMessage, deleteMessages, pinChatMessage and its kin."""

from __future__ import annotations

from typing import Any

from ..access import find_chat, find_message, need_right, own_place
from ..calling import Call, method
from ..errors import ApiError, bad
from ..model import Chat, Message
from ..posting import post, remove

MAX_AGE = 48 * 3600
_NO_PINNING = "not enough rights to manage pinned messages in the chat"


def check_deletable(call: Call, chat: Chat, message: Message) -> None:
    """Own messages and private ones within 48 hours; anything where the bot may delete messages."""
    if not chat.is_private:
        member = own_place(call, chat)
        if member.may("can_delete_messages"):
            return
        if message.bot_id != call.bot.id:
            raise bad("message can't be deleted")
    if call.state.now() - message.date > MAX_AGE:
        raise bad("message can't be deleted for everyone")


@method("deleteMessage")
async def delete_message(call: Call) -> bool:
    """Delete one message for everyone."""
    number = call.params.integer("message_id")
    if not number:
        raise bad("message identifier is not specified")
    chat = find_chat(call)
    message = find_message(chat, number, "message to delete")
    check_deletable(call, chat, message)
    remove(call.state, chat, [number])
    return True


def numbers(raw: Any) -> list[int]:
    """`message_ids`: 1–100 whole numbers."""
    if not isinstance(raw, list) or not all(isinstance(number, int) for number in raw):
        raise bad("can't parse message identifiers JSON array")
    if not raw:
        raise bad("message identifiers are not specified")
    if len(raw) > 100:
        raise bad("too many message identifiers specified")
    return raw


@method("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """Delete up to 100 messages; those that are not there or may not go are passed over."""
    wanted = numbers(call.params.decoded("message_ids", "message identifiers"))
    chat = find_chat(call)
    going = []
    for number in wanted:
        message = chat.messages.get(number)
        if message is None or message.deleted:
            continue
        try:
            check_deletable(call, chat, message)
        except ApiError:
            continue
        going.append(number)
    remove(call.state, chat, going)
    return True


def pin(call: Call, chat: Chat, pinned: list[int]) -> bool:
    """Set what is pinned and tell the page."""
    chat.pinned = pinned
    call.state.events.publish(
        "pinned", call.state.viewers(chat), chat=chat.id, bot=chat.bot_id, message_ids=list(pinned)
    )
    return True


@method("pinChatMessage")
async def pin_chat_message(call: Call) -> bool:
    """Pin a message; the chat gets a service message about it."""
    chat = find_chat(call)
    message = find_message(chat, call.params.integer("message_id"), "message to pin")
    if not chat.is_private:
        need_right(call, chat, "can_pin_messages", _NO_PINNING)
    fields = {"pinned_message": message}
    post(call.state, chat, call.bot.user(), fields, bot_id=call.bot.id, thread=message.thread)
    return pin(call, chat, [*(number for number in chat.pinned if number != message.id), message.id])


@method("unpinChatMessage")
async def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, the newest pinned one without `message_id`."""
    chat = find_chat(call)
    if not chat.is_private:
        need_right(call, chat, "can_pin_messages", _NO_PINNING)
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    return pin(call, chat, [kept for kept in chat.pinned if kept != number])


@method("unpinAllChatMessages")
async def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin everything."""
    chat = find_chat(call)
    if not chat.is_private:
        need_right(call, chat, "can_pin_messages", _NO_PINNING)
    return pin(call, chat, [])
