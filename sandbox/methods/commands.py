"""setMyCommands and its kin: commands per scope and language, and which of them a person sees."""

from __future__ import annotations

import re
from typing import Any

from ..calling import Call, method
from ..errors import bad
from ..model import Bot, Chat, Json
from .profile import language

MAX_COMMANDS = 100
_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_PLAIN = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})


def scope_key(call: Call) -> str:
    """The scope of a call as the key it is kept under."""
    scope: Any = call.params.decoded("scope", "bot command scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad("can't parse BotCommandScope: expected an Object")
    kind = str(scope.get("type"))
    if kind in _PLAIN:
        return kind
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    state, raw = call.state, str(scope.get("chat_id", ""))
    chat = int(raw) if re.fullmatch(r"-?\d+", raw) else 0
    if chat not in state.chats and (call.bot.id, chat) not in state.private:
        raise bad("chat not found")
    return f"{kind}:{chat}:{scope.get('user_id')}" if kind == "chat_member" else f"{kind}:{chat}"


def checked(commands: Any) -> list[Json]:
    """The list of commands, each checked."""
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad("too many bot commands specified")
    result = []
    for item in commands:
        command = str(item.get("command", "")).removeprefix("/") if isinstance(item, dict) else ""
        if not _COMMAND.match(command):
            raise bad("BOT_COMMAND_INVALID")
        description = str(item.get("description", "")).strip()
        if not 1 <= len(description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID" if description else "command description must be non-empty")
        result.append({"command": command, "description": description})
    return result


def told(call: Call) -> bool:
    """Tell the page that commands changed."""
    call.state.events.publish("commands", call.state.people, bot=call.bot.id)
    return True


@method("setMyCommands")
async def set_my_commands(call: Call) -> bool:
    """Set the commands of a scope and language; an empty list deletes them."""
    commands = checked(call.params.decoded("commands", "bot commands"))
    key = (scope_key(call), language(call))
    if commands:
        call.bot.commands[key] = commands
    else:
        call.bot.commands.pop(key, None)
    return told(call)


@method("deleteMyCommands")
async def delete_my_commands(call: Call) -> bool:
    """Delete the commands of a scope and language."""
    call.bot.commands.pop((scope_key(call), language(call)), None)
    return told(call)


@method("getMyCommands")
async def get_my_commands(call: Call) -> list[Json]:
    """The commands set for exactly this scope and language."""
    return call.bot.commands.get((scope_key(call), language(call)), [])


def visible_commands(bot: Bot, chat: Chat, person: Json) -> list[Json]:
    """What a person sees there: the narrowest scope first, their language before none."""
    if chat.is_private:
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        member = chat.members.get(person["id"])
        admin = member is not None and member.is_admin
        scopes = [f"chat_member:{chat.id}:{person['id']}"]
        scopes += [f"chat_administrators:{chat.id}"] if admin else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if admin else []
        scopes += ["all_group_chats", "default"]
    code = (person.get("language_code") or "")[:2]
    for scope in scopes:
        for spoken in (code, ""):
            if (scope, spoken) in bot.commands:
                return bot.commands[scope, spoken]
    return []
