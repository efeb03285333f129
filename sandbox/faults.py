"""Trouble on demand: errors, cut connections, delays and outages, matched to calls."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from .errors import NAMES, ApiError, ControlError
from .model import Json

_FIELDS = frozenset(
    [
        "method",
        "chat",
        "bot",
        "contains",
        "skip",
        "times",
        "status",
        "description",
        "retry_after",
        "parameters",
        "cut",
        "delay",
        "away",
        "how",
        "probability",
        "seed",
    ]
)


class ConnectionCut(Exception):
    """The connection is to be closed without an answer."""


class GatewayDown(Exception):
    """The answer is nginx's 502 page, which is no JSON."""


@dataclass(slots=True, eq=False)
class Fault:
    """One rule; `left` None means without end."""

    id: int
    rule: Json
    left: int | None
    skip: int
    until: float | None
    chance: random.Random
    hits: int = 0

    def matches(self, method: str, chat: Any, bot_id: int, text: str) -> bool:
        """Whether the rule speaks of this call."""
        rule = self.rule
        wanted = rule.get("method")
        if wanted is None:
            wanted_here = bool(rule.get("away")) or method != "getupdates"
        else:
            names = [wanted] if isinstance(wanted, str) else wanted
            wanted_here = "*" in names or method in {str(name).lower() for name in names}
        return (
            wanted_here
            and (rule.get("chat") is None or str(rule["chat"]) == str(chat))
            and (rule.get("bot") is None or rule["bot"] == bot_id)
            and (rule.get("contains") is None or rule["contains"] in text)
        )

    def spend(self) -> bool:
        """Count a match; True if the fault acts on it."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.chance.random() >= self.rule.get("probability", 1.0):
            return False
        if self.left is not None:
            self.left -= 1
        self.hits += 1
        return True

    @property
    def over(self) -> bool:
        """Whether the fault has nothing left to do."""
        return self.left == 0 or (self.until is not None and time.monotonic() >= self.until)


@dataclass(slots=True)
class Faults:
    """The rules in force."""

    rules: list[Fault] = field(default_factory=list)
    last_id: int = 0

    def add(self, rule: Json) -> Fault:
        """Put a rule in force; ControlError for one that says nothing or too much."""
        unknown = rule.keys() - _FIELDS
        if unknown:
            raise ControlError(f"unknown fields of a fault: {', '.join(sorted(unknown))}")
        if not rule.keys() & {"status", "cut", "delay", "away"}:
            raise ControlError("a fault needs status, cut, delay or away")
        if rule.get("cut") not in (None, "before", "after"):
            raise ControlError("cut is before or after")
        away = rule.get("away")
        until = time.monotonic() + away if away and away is not True else None
        left = rule.get("times", None if away else 1)
        self.last_id += 1
        fault = Fault(self.last_id, rule, left, rule.get("skip", 0), until, random.Random(rule.get("seed", 0)))
        self.rules.append(fault)
        return fault

    async def before(self, method: str, chat: Any, bot_id: int, text: str) -> bool:
        """Act on a call before its effect; True if the connection is to be cut after it."""
        cut_after = False
        for fault in list(self.rules):
            if fault.over:
                continue
            if not fault.matches(method, chat, bot_id, text) or not fault.spend():
                continue
            rule = fault.rule
            if rule.get("delay"):
                await asyncio.sleep(rule["delay"])
            if rule.get("cut") == "after":
                cut_after = True
            else:
                fail(rule)
        return cut_after


def fail(rule: Json) -> None:
    """Raise what the rule says, if it says anything."""
    if rule.get("how") == "502":
        raise GatewayDown
    if rule.get("away") or rule.get("cut"):
        raise ConnectionCut
    status = rule.get("status")
    if status is None:
        return
    parameters = rule.get("parameters")
    description = NAMES.get(status, "Error")
    if status == 429:
        seconds = rule.get("retry_after", 1)
        parameters = {**(parameters or {}), "retry_after": seconds}
        description = f"Too Many Requests: retry after {seconds}"
    raise ApiError(status, rule.get("description") or description, parameters)
