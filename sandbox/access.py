"""May this bot do that in this chat? Telegram's checks, in Telegram's words."""

from __future__ import annotations

from .calling import Call
from .errors import bad, forbidden
from .model import Chat, Member, Message


def find_chat(call: Call, name: str = "chat_id") -> Chat:
    """The chat named by a parameter; the bot must know it, be in it and it must still exist."""
    raw = (call.params.text(name) or "").strip()
    if not raw:
        raise bad("chat_id is empty")
    chat = named(call, raw) if raw.startswith("@") else numbered(call, raw)
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to})
    if not chat.is_private:
        member = chat.members.get(call.bot.id)
        if member is not None and member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind_name}")
        if member is None or not member.present:
            raise forbidden(f"bot is not a member of the {chat.kind_name}")
    return chat


def named(call: Call, raw: str) -> Chat:
    """A public group or channel by @username."""
    for chat in call.state.chats.values():
        if chat.username and chat.username.lower() == raw[1:].lower():
            return chat
    raise bad("chat not found")


def numbered(call: Call, raw: str) -> Chat:
    """A chat by id. A person who never wrote to the bot cannot be written to."""
    try:
        number = int(raw)
    except ValueError:
        raise bad("chat not found") from None
    if number < 0:
        chat = call.state.chats.get(number)
        if chat is None:
            raise bad("chat not found")
        return chat
    if number in call.state.bots or call.state.people.get(number, {}).get("is_bot"):
        raise forbidden("bots can't send messages to bots")
    if number not in call.state.people:
        raise bad("chat not found")
    private = call.state.private.get((call.bot.id, number))
    if private is None or not private.started:
        raise forbidden("bot can't initiate conversation with a user")
    return private


def may_write(call: Call, chat: Chat, what: str = "text messages") -> None:
    """Whether the bot may send `what` there now."""
    if chat.is_private:
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return
    member = own_place(call, chat)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad("need administrator rights in the channel chat")
    if member.status == "restricted":
        right = _RIGHTS.get(what, "can_send_other_messages")
        if not member.rights.get("can_send_messages", True) or not member.rights.get(right, True):
            raise bad(f"not enough rights to send {what} to the chat")


_RIGHTS = {
    "text messages": "can_send_messages",
    "photos": "can_send_photos",
    "videos": "can_send_videos",
    "documents": "can_send_documents",
    "audios": "can_send_audios",
}


def own_place(call: Call, chat: Chat) -> Member:
    """The bot's own membership."""
    return chat.members[call.bot.id]


def need_right(call: Call, chat: Chat, right: str, refusal: str) -> None:
    """Refuse unless the bot is an administrator with `right`."""
    if not own_place(call, chat).may(right):
        raise bad(refusal)


def thread_for(call: Call, chat: Chat) -> int | None:
    """`message_thread_id` of a new message: an open topic of a forum, or None for the general one."""
    thread = call.params.integer("message_thread_id")
    if not thread:
        return None
    topic = chat.topics.get(thread)
    if topic is None or topic.deleted:
        raise bad("message thread not found")
    if topic.closed and not own_place(call, chat).may("can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return thread


def reply_target(call: Call, chat: Chat) -> Message | None:
    """The message answered to by `reply_parameters` or the older `reply_to_message_id`."""
    given = call.params.decoded("reply_parameters", "reply parameters")
    number = call.params.integer("reply_to_message_id")
    lenient = call.params.flag("allow_sending_without_reply")
    if isinstance(given, dict):
        number = int(given.get("message_id") or 0)
        lenient = bool(given.get("allow_sending_without_reply"))
        if str(given.get("chat_id") or chat.id) != str(chat.id):
            raise bad("replies to another chat are not supported by the sandbox")
    if not number:
        return None
    message = chat.messages.get(number)
    if message is None or message.deleted:
        if lenient:
            return None
        raise bad("message to be replied not found")
    return message


def find_message(chat: Chat, number: int, what: str) -> Message:
    """A message that is there, or "<what> not found"."""
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad(f"{what} not found")
    return message
