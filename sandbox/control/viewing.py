"""What people see: chats, history, commands, files, pictures."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from ..botapi import STATE, content, reply
from ..errors import ControlError
from ..methods.commands import visible_commands
from ..methods.profile import menu_button, text_in
from ..model import Bot, Chat, Json
from ..render import for_people
from ..sending import keyboard_info
from ..views import chat_info
from .asking import ROUTES, SUFFIXES, Ask, find_picture, route


@route("GET", "/chats")
async def chats(ask: Ask) -> list[Json]:
    """The chat list, the last active first."""
    state, person = ask.state, ask.body.get("person")
    every = [*state.private.values(), *state.chats.values()]
    if person is not None:
        every = [chat for chat in every if int(person) in state.viewers(chat)]
    return [chat_info(state, chat) for chat in sorted(every, key=lambda c: -c.active)]


def bot_of(ask: Ask, chat: Chat) -> Bot:
    """The bot whose commands the chat shows."""
    return ask.state.bot(chat.bot_id or ask.body.get("bot"))


@route("GET", "/history")
async def history(ask: Ask) -> Json:
    """A conversation as a person sees it."""
    state, person = ask.state, ask.person("person")
    chat = ask.chat(person["id"])
    after, limit = ask.number("after", 0), ask.number("limit", 200)
    shown = [m for m in chat.messages.values() if m.id > after]
    if str(ask.body.get("deleted", "1")) == "0":
        shown = [m for m in shown if not m.deleted]
    bot = bot_of(ask, chat) if state.bots else None
    return {
        "chat": chat_info(state, chat, full=False),
        "messages": [for_people(state, message) for message in shown[-limit:]],
        "keyboard": keyboard_info(chat.keyboards.get(person["id"])),
        "commands": visible_commands(bot, chat, person) if bot else [],
        "menu_button": menu_button(bot, chat.id) if bot else {"type": "commands"},
        "pinned": list(chat.pinned),
        "seq": state.events.seq,
    }


@route("GET", "/commands")
async def commands(ask: Ask) -> list[Json]:
    """The commands a person sees in a chat."""
    person = ask.person("person")
    chat = ask.chat(person["id"])
    return visible_commands(bot_of(ask, chat), chat, person)


@route("GET", "/profile")
async def profile(ask: Ask) -> Json:
    """The bot's name and descriptions in a language."""
    bot, code = ask.state.bot(ask.body.get("bot")), ask.body.get("language_code")
    return {field: text_in(bot, field, code) for field in ("name", "description", "short_description")}


@route("GET", "/pictures")
async def pictures(ask: Ask) -> list[Json]:
    """The built-in pictures; what names.json says of them comes along."""
    folder = ask.state.pictures
    if not folder.is_dir():
        return []
    names = folder / "names.json"
    about: Any = orjson.loads(names.read_bytes()) if names.is_file() else {}
    return [
        {**about.get(path.name, {}), "name": path.name, "url": f"/control/pictures/{path.name}", "size": size}
        for path in sorted(folder.iterdir())
        if path.suffix in SUFFIXES and (size := path.stat().st_size)
    ]


async def picture(request: web.Request) -> web.StreamResponse:
    """One built-in picture."""
    try:
        return web.FileResponse(find_picture(request.app[STATE].pictures, request.match_info["name"]))
    except ControlError as error:
        return reply({"error": error.message}, error.status)


async def file(request: web.Request) -> web.StreamResponse:
    """The bytes of any file in a chat."""
    found = request.app[STATE].files.by_id.get(request.match_info["id"])
    if found is None:
        return reply({"error": "no such file"}, 404)
    headers = {"Cache-Control": "max-age=86400", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=content(found.data, found.size), content_type=found.mime, headers=headers)


ROUTES.append(("GET", "/control/pictures/{name}", picture))
ROUTES.append(("GET", "/control/files/{id}", file))
