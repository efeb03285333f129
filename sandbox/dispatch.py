"""Runs one Bot API call: faults first, then limits, then the method; every call is logged."""

from __future__ import annotations

import time
from typing import Any

from .calling import METHODS, SENDING, Call
from .errors import ApiError, too_many
from .faults import ConnectionCut, GatewayDown
from .model import Bot, Json
from .params import Params
from .state import State


async def execute(state: State, bot: Bot, name: str, params: Params) -> Any:
    """The method's result; ApiError, ConnectionCut or GatewayDown as the case may be."""
    key = name.lower()
    entry = log(state, bot, name, params)
    try:
        result = await run(Call(state, bot, params), key, entry)
    except ApiError as error:
        entry |= {"ok": False, "error_code": error.code, "description": error.description}
        raise
    except (ConnectionCut, GatewayDown):
        entry |= {"ok": False, "error_code": 0}
        entry["description"] = entry["description"] or "cut before the effect"
        raise
    finally:
        entry["duration"] = time.monotonic() - entry["t"]
    entry["ok"] = True
    return result


async def run(call: Call, key: str, entry: Json) -> Any:
    """Everything between the log's two ends."""
    function = METHODS.get(key)
    if function is None:
        raise ApiError(404, "Not Found: method not found")
    cut_after = False
    if call.state.faults.rules:
        cut_after = await call.state.faults.before(key, entry["chat"], call.bot.id, entry["text"] or "")
    if call.state.limits and key in SENDING:
        check_limits(call, key)
    result = await function(call)
    if cut_after:
        entry["description"] = "cut after the effect"
        raise ConnectionCut
    return result


def check_limits(call: Call, key: str) -> None:
    """429 when the call is one too many; an album counts each of its items."""
    chat = call.params.integer("chat_id")
    items = call.params.decoded("media", "media") if key == "sendmediagroup" else None
    count = len(items) if isinstance(items, list) else 1
    wait = call.state.limiter.check(call.bot.id, chat, time.monotonic(), count)
    if wait is not None:
        raise too_many(wait)


def log(state: State, bot: Bot, name: str, params: Params) -> Json:
    """A line of the call log; `ok` stays None while the call runs."""
    state.call_seq += 1
    chat = params.text("chat_id")
    entry: Json = {
        "seq": state.call_seq,
        "t": time.monotonic(),
        "bot": bot.id,
        "method": name,
        "chat": int(chat) if chat is not None and chat.lstrip("-").isdecimal() else chat,
        "ok": None,
        "error_code": None,
        "description": None,
        "duration": None,
        "text": params.text("text") or params.text("caption"),
    }
    state.calls.append(entry)
    return entry
