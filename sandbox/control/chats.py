"""The private conversation: /start, block, unblock."""

from __future__ import annotations

import re

from ..errors import ControlError
from ..membership import my_chat_member
from ..model import Chat, Json, Member
from ..posting import post
from ..views import announce
from .asking import Ask, route
from .content import text
from .sending import enter, sent

_PAYLOAD = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


def conversation(ask: Ask) -> Chat:
    """The person's private conversation with the bot."""
    bot = ask.state.bot(ask.body.get("bot"))
    return ask.state.private_chat(bot.id, ask.person("person")["id"])


def switch(ask: Ask, chat: Chat, blocked: bool) -> list[int]:
    """Block or unblock; returns the ids of the updates made."""
    chat.blocked = blocked
    bot = ask.state.bot(chat.bot_id)
    member, kicked = Member(bot.id), Member(bot.id, "kicked")
    old, new = (member, kicked) if blocked else (kicked, member)
    made = my_chat_member(ask.state, chat, bot, old, new, ask.state.people[chat.id])
    announce(ask.state, chat)
    return made


@route("POST", "/block")
async def block(ask: Ask) -> Json:
    """The person blocks the bot."""
    chat = conversation(ask)
    if chat.blocked:
        raise ControlError("blocked already")
    return {"updates": switch(ask, chat, True)}


@route("POST", "/unblock")
async def unblock(ask: Ask) -> Json:
    """The person takes the bot back."""
    chat = conversation(ask)
    if not chat.blocked:
        raise ControlError("not blocked")
    return {"updates": switch(ask, chat, False)}


@route("POST", "/start")
async def start(ask: Ask) -> Json:
    """The START button, or a deep link with `payload`."""
    chat, person = conversation(ask), ask.person("person")
    payload = ask.body.get("payload")
    if payload and not _PAYLOAD.match(payload):
        raise ControlError("a deep link carries 1-64 characters of A-Z a-z 0-9 _ -: send anything else as a text")
    before = switch(ask, chat, False) if chat.blocked else []
    enter(ask, chat, person)
    fields = text({"text": f"/start {payload}" if payload else "/start"})
    answer = sent(ask, [post(ask.state, chat, person, fields)])
    answer["updates"] = before + answer["updates"]
    return answer
