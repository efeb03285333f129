"""copyMessage, copyMessages, forwardMessage, forwardMessages."""

from __future__ import annotations

from ..access import find_chat, find_message, may_write, reply_target, thread_for
from ..calling import Call, method
from ..errors import bad
from ..keyboards import parse_markup
from ..model import Json, Message
from ..posting import SERVICE
from ..render import chat_json, for_bot
from ..sending import place_message
from ..state import State
from ..texts import caption_fields
from .removing import numbers


def origin_of(state: State, message: Message) -> Json:
    """`forward_origin` of a message: its first author, its channel, or who forwarded it already."""
    known: Json | None = message.fields.get("forward_origin")
    if known is not None:
        return known
    if message.chat.type == "channel":
        channel = chat_json(state, message.chat)
        return {"type": "channel", "chat": channel, "message_id": message.id, "date": message.date}
    if message.sender_chat is not None:
        return {"type": "chat", "sender_chat": message.sender_chat, "date": message.date}
    return {"type": "user", "sender_user": message.sender, "date": message.date}


def source(call: Call, number: int, what: str) -> Message:
    """The message to take, which must be there, no service message and not protected."""
    message = find_message(find_chat(call, "from_chat_id"), number, what)
    if message.fields.keys() & SERVICE or message.protected:
        raise bad(f"the message can't be {'copied' if 'copy' in what else 'forwarded'}")
    return message


@method("copyMessage", sends=True)
async def copy_message(call: Call) -> Json:
    """The content of a message as the bot's own; answers with its id only."""
    chat = find_chat(call)
    may_write(call, chat)
    message = source(call, call.params.integer("message_id"), "message to copy")
    fields = {key: value for key, value in message.fields.items() if key not in {"forward_origin", "media_group_id"}}
    if "caption" in call.params.values and "text" not in fields:
        fields = {key: value for key, value in fields.items() if key not in {"caption", "caption_entities"}}
        fields |= caption_fields(call)
    kind, markup = parse_markup(call.params.values.get("reply_markup"), private=chat.is_private)
    place = {"thread": thread_for(call, chat), "reply_to": reply_target(call, chat)}
    return {"message_id": place_message(call, chat, fields, kind=kind, markup=markup, **place).id}


@method("forwardMessage", sends=True)
async def forward_message(call: Call) -> Json:
    """A message with the name of its author."""
    chat = find_chat(call)
    may_write(call, chat)
    message = source(call, call.params.integer("message_id"), "message to forward")
    fields = {**message.fields, "forward_origin": origin_of(call.state, message)}
    fields.pop("media_group_id", None)
    sent = place_message(call, chat, fields, thread=thread_for(call, chat))
    return for_bot(call.state, sent, call.bot.id)


@method("copyMessages", "forwardMessages", sends=True)
async def forward_messages(call: Call) -> list[Json]:
    """Several messages at once, albums kept; those that are not there are passed over."""
    wanted = numbers(call.params.decoded("message_ids", "message identifiers"))
    chat = find_chat(call)
    may_write(call, chat)
    origin = find_chat(call, "from_chat_id")
    thread = thread_for(call, chat)
    albums: dict[str, str] = {}
    sent = []
    for number in wanted:
        message = origin.messages.get(number)
        if message is None or message.deleted or message.protected or message.fields.keys() & SERVICE:
            continue
        fields = {**message.fields, "forward_origin": origin_of(call.state, message)}
        album = fields.get("media_group_id")
        if album:
            fresh = albums.setdefault(album, str(call.state.number("album", 13_900_000_000_000_001)))
            fields["media_group_id"] = fresh
        sent.append({"message_id": place_message(call, chat, fields, thread=thread).id})
    if not sent:
        raise bad("there are no messages to forward")
    return sent
