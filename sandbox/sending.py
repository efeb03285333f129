"""How a bot's message comes into a chat."""

from __future__ import annotations

from typing import Any

from .access import find_chat, may_write, reply_target, thread_for
from .calling import Call
from .keyboards import parse_markup
from .model import Chat, Json, Message
from .posting import deliver, new_message, show
from .render import chat_json, for_bot
from .state import State


def send(call: Call, fields: Json, what: str = "text messages") -> Json:
    """Put checked content into the chat of the call with everything the `send…` methods share; returns the message."""
    chat = find_chat(call)
    may_write(call, chat, what)
    kind, markup = parse_markup(call.params.values.get("reply_markup"), private=chat.is_private)
    place = {"thread": thread_for(call, chat), "reply_to": reply_target(call, chat)}
    message = place_message(call, chat, fields, kind=kind, markup=markup, **place)
    return for_bot(call.state, message, call.bot.id)


def place_message(
    call: Call, chat: Chat, fields: Json, *, kind: str | None = None, markup: Json | None = None, **more: Any
) -> Message:
    """The message itself, shown to people and other bots; `kind` and `markup` as `parse_markup` returns them."""
    state, bot = call.state, call.bot
    channel = chat.type == "channel"
    message = new_message(
        state,
        chat,
        None if channel else bot.user(),
        fields,
        bot_id=bot.id,
        sender_chat=chat_json(state, chat) if channel else None,
        markup=markup if kind == "inline" else None,
        reply_markup_kind=kind if kind != "inline" else None,
        protected=call.params.flag("protect_content"),
        **more,
    )
    show(state, "message", message)
    if kind in {"keyboard", "remove"}:
        set_keyboard(state, chat, markup if kind == "keyboard" else None)
    if not chat.is_private:
        deliver(state, message, "channel_post" if channel else "message")
    return message


def set_keyboard(state: State, chat: Chat, markup: Json | None) -> None:
    """Show or take away the reply keyboard of everyone in the chat."""
    for person in state.viewers(chat):
        if markup is None:
            chat.keyboards.pop(person, None)
        else:
            chat.keyboards[person] = markup
        info = keyboard_info(markup)
        state.events.publish("keyboard", [person], chat=chat.id, bot=chat.bot_id, person=person, keyboard=info)


def keyboard_info(markup: Json | None) -> Json | None:
    """A reply keyboard as the control API shows it."""
    if markup is None:
        return None
    return {
        "buttons": markup["keyboard"],
        "placeholder": markup.get("input_field_placeholder"),
        "one_time": bool(markup.get("one_time_keyboard")),
        "persistent": bool(markup.get("is_persistent")),
        "resize": bool(markup.get("resize_keyboard")),
    }
