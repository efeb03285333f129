"""One Bot API call on its way to a method, and the register of methods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .model import Bot
from .params import Params
from .state import State


@dataclass(slots=True)
class Call:
    """Who calls with what."""

    state: State
    bot: Bot
    params: Params


Method = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}
# Methods that put a message into a chat and count towards the sending limits.
SENDING: set[str] = set()


def method(*names: str, sends: bool = False) -> Callable[[Method], Method]:
    """Register a Bot API method under its names, which are not case-sensitive."""

    def register(function: Method) -> Method:
        for name in names:
            METHODS[name.lower()] = function
            if sends:
                SENDING.add(name.lower())
        return function

    return register
