"""Faults, limits, the clock and the log of calls."""

from __future__ import annotations

from typing import Any

from ..errors import ControlError
from ..limits import Limiter
from ..model import Json
from .asking import Ask, route


@route("POST", "/faults")
async def add_fault(ask: Ask) -> Json:
    """Put a fault in force."""
    return {"id": ask.state.faults.add(ask.body).id}


@route("GET", "/faults")
async def faults(ask: Ask) -> list[Json]:
    """All faults, those spent too."""
    return [
        {"id": fault.id, **fault.rule, "hits": fault.hits, "left": fault.left, "over": fault.over}
        for fault in ask.state.faults.rules
    ]


@route("DELETE", "/faults")
async def clear_faults(ask: Ask) -> Json:
    """End all faults."""
    ask.state.faults.rules.clear()
    return {}


@route("DELETE", "/faults/{id}")
async def clear_fault(ask: Ask) -> Json:
    """End one fault."""
    rules = ask.state.faults.rules
    kept = [fault for fault in rules if fault.id != int(ask.path["id"])]
    if len(kept) == len(rules):
        raise ControlError("no such fault", 404)
    ask.state.faults.rules = kept
    return {}


@route("POST", "/limits")
async def limits(ask: Ask) -> Json:
    """Switch Telegram's sending limits on or off."""
    ask.state.limits = bool(ask.need("limits"))
    ask.state.limiter = Limiter()
    return {"limits": ask.state.limits}


@route("POST", "/clock")
async def clock(ask: Ask) -> Json:
    """Let time pass."""
    ask.state.ahead += float(ask.body.get("advance", 0))
    return {"now": ask.state.now()}


@route("GET", "/calls")
async def calls(ask: Ask) -> list[Json]:
    """The log of Bot API calls."""
    wanted = [name.lower() for name in str(ask.body.get("method") or "").split(",") if name]
    chat: Any = ask.body.get("chat")
    ok: Any = ask.body.get("ok")
    since, limit = ask.number("since", 0), ask.number("limit", 100_000)
    found = [
        call
        for call in ask.state.calls
        if call["seq"] > since
        and (not wanted or call["method"].lower() in wanted)
        and (chat is None or str(call["chat"]) == str(chat))
        and (ok is None or call["ok"] is (str(ok).lower() == "true"))
    ]
    return found[-limit:]


@route("DELETE", "/calls")
async def clear_calls(ask: Ask) -> Json:
    """Empty the log; numbering goes on."""
    ask.state.calls.clear()
    return {}
