"""getMe, the bot's name and descriptions, its menu button."""

from __future__ import annotations

import re

from ..access import find_chat
from ..calling import Call, Method, method
from ..errors import bad
from ..model import Bot, Json

_LANGUAGE = re.compile(r"^([a-z]{2})?$")


@method("getMe")
async def get_me(call: Call) -> Json:
    """The bot itself."""
    bot = call.bot
    return bot.user() | {
        "can_join_groups": bot.can_join_groups,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut", "close")
async def log_out(call: Call) -> bool:
    """Accepted; a local server forgets nothing."""
    return True


def language(call: Call) -> str:
    """`language_code`: two letters, or "" for everyone else."""
    code = call.params.text("language_code") or ""
    if not _LANGUAGE.match(code):
        raise bad("invalid language code specified")
    return code


def profile(bot: Bot, field: str) -> dict[str, str]:
    """One of the bot's texts by language."""
    return {"name": bot.names, "description": bot.descriptions, "short_description": bot.short_descriptions}[field]


def text_in(bot: Bot, field: str, code: str | None) -> str:
    """A text of the bot as a person of that language sees it."""
    texts = profile(bot, field)
    return texts.get(code or "") or texts.get("") or (bot.first_name if field == "name" else "")


def setter(field: str, most: int) -> Method:
    """The method that sets one text."""

    async def set_text(call: Call) -> bool:
        code, text = language(call), call.params.text(field) or ""
        if len(text) > most:
            raise bad(f"{field.replace('_', ' ')} is too long")
        texts = profile(call.bot, field)
        if text:
            texts[code] = text
        else:
            texts.pop(code, None)
        call.state.events.publish("commands", call.state.people, bot=call.bot.id)
        return True

    return set_text


def getter(field: str) -> Method:
    """The method that reads one text."""

    async def get_text(call: Call) -> Json:
        return {field: text_in(call.bot, field, language(call))}

    return get_text


for _name, _field, _most in (
    ("Name", "name", 64),
    ("Description", "description", 512),
    ("ShortDescription", "short_description", 120),
):
    method(f"setMy{_name}")(setter(_field, _most))
    method(f"getMy{_name}")(getter(_field))


@method("setChatMenuButton")
async def set_chat_menu_button(call: Call) -> bool:
    """The button beside the input field, of one private chat or of all."""
    button = call.params.decoded("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad("can't parse menu button: MenuButton has unsupported type")
    if button["type"] == "web_app" and not str(button.get("web_app", {}).get("url", "")).startswith("https://"):
        raise bad("can't parse menu button: Only HTTPS links are allowed")
    chat = find_chat(call).id if call.params.text("chat_id") else None
    call.bot.menu_buttons[chat] = button
    call.state.events.publish("commands", call.state.people, bot=call.bot.id)
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(call: Call) -> Json:
    """The menu button of a private chat or of all."""
    chat = call.params.integer("chat_id") or None
    return menu_button(call.bot, chat)


def menu_button(bot: Bot, chat: int | None) -> Json:
    """The button a chat shows."""
    for button in (bot.menu_buttons.get(chat), bot.menu_buttons.get(None)):
        if button is not None and button["type"] != "default":
            return button
    return {"type": "commands"}
