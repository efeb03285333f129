"""reply_markup: the shapes Telegram accepts, refused in its own words."""

from __future__ import annotations

from typing import Any

import orjson

from .errors import bad
from .model import Json
from .urls import url_problem

MAX_INLINE, MAX_INLINE_ROW = 100, 8
MAX_REPLY, MAX_REPLY_ROW = 300, 12
MAX_CALLBACK_DATA = 64
# The sum over an inline keyboard beyond which the real service says "reply markup is too long".
MAX_MARKUP_BYTES = 10_240
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_REQUESTS = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")


def parse_markup(raw: Any, *, private: bool) -> tuple[str | None, Json | None]:
    """Kind ("inline", "keyboard", "remove", "force") and normalised markup; (None, None) without one."""
    if raw is None or raw == "" or raw == {}:
        return None, None
    markup = decode(raw)
    if "inline_keyboard" in markup:
        rows = rows_of(markup["inline_keyboard"], "inline_keyboard")
        inline = [[inline_button(button) for button in row] for row in rows]
        inline = [row for row in inline if row]
        check_size(inline)
        return ("inline", {"inline_keyboard": inline}) if inline else (None, None)
    if "keyboard" in markup:
        rows = [row for row in rows_of(markup["keyboard"], "keyboard") if row]
        if sum(map(len, rows)) > MAX_REPLY or any(len(row) > MAX_REPLY_ROW for row in rows):
            raise bad("reply markup is too long")
        keyboard = [[reply_button(button, private) for button in row] for row in rows]
        return ("keyboard", {**markup, "keyboard": keyboard}) if keyboard else (None, None)
    if markup.get("remove_keyboard") is True:
        return "remove", markup
    if markup.get("force_reply") is True:
        return "force", markup
    return None, None


def decode(raw: Any) -> Json:
    """The markup as an object."""
    if isinstance(raw, str):
        try:
            raw = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise bad("can't parse reply keyboard markup JSON object") from None
    if not isinstance(raw, dict):
        raise bad("object expected as reply markup")
    return raw


def rows_of(rows: Any, field: str) -> list[list[Any]]:
    """The rows of a keyboard, checked to be an array of arrays."""
    if not isinstance(rows, list):
        raise bad(f'field "{field}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad(f'field "{field}" must be an Array of Arrays')
    return rows


def check_size(rows: list[list[Json]]) -> None:
    """At most 100 inline buttons, 8 in a row and 10 KiB together."""
    weight = 0
    for row in rows:
        for button in row:
            weight += sum(len(value.encode()) for value in button.values() if isinstance(value, str)) + 8
    too_many = sum(map(len, rows)) > MAX_INLINE or any(len(row) > MAX_INLINE_ROW for row in rows)
    if too_many or weight > MAX_MARKUP_BYTES:
        raise bad("reply markup is too long")


def inline_button(button: Any) -> Json:
    """One inline button with exactly one action."""
    prefix = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(prefix + "InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad(prefix + 'Field "text" must be of type String')
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, False)]
    if not actions or (actions == ["callback_data"] and button["callback_data"] == ""):
        raise bad(prefix + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(prefix + "Exactly one action must be used")
    check_action(actions[0], button[actions[0]])
    kept = {"text": text, actions[0]: button[actions[0]]}
    return kept | {name: button[name] for name in ("style", "icon_custom_emoji_id") if button.get(name)}


def check_action(name: str, value: Any) -> None:
    """The value of a button's action."""
    if name == "callback_data" and (not isinstance(value, str) or not 1 <= len(value.encode()) <= MAX_CALLBACK_DATA):
        raise bad("BUTTON_DATA_INVALID")
    if name == "url":
        problem = url_problem(str(value))
        if problem:
            raise bad(f"inline keyboard button URL '{value}' is invalid: {problem}")
    if name == "web_app":
        url = str(value.get("url", "")) if isinstance(value, dict) else ""
        if not url.startswith("https://"):
            raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    if name == "copy_text" and not (isinstance(value, dict) and 1 <= len(str(value.get("text", ""))) <= 256):
        raise bad("BUTTON_COPY_TEXT_INVALID")


def reply_button(button: Any, private: bool) -> Json:
    """One button of a reply keyboard; plain strings are buttons too."""
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad("can't parse keyboard button: KeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad('can\'t parse keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad("keyboard button text must be non-empty")
    requests = [name for name in _REQUESTS if button.get(name)]
    if len(requests) > 1:
        raise bad("can't parse keyboard button: Exactly one action must be used")
    if not private and "request_contact" in requests:
        raise bad("phone number can be requested in private chats only")
    if not private and "request_location" in requests:
        raise bad("location can be requested in private chats only")
    return {key: value for key, value in button.items() if value not in (None, False)}
