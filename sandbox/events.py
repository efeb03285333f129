"""What becomes visible, as a numbered stream for the page."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

from .model import Json

REPLAY = 5_000


class EventBus:
    """Numbers events, keeps the last 5,000 for those who reconnect and hands new ones to every listener."""

    def __init__(self) -> None:
        self.seq = 0
        self.recent: deque[Json] = deque(maxlen=REPLAY)
        self.listeners: set[asyncio.Queue[Json]] = set()

    def publish(
        self, kind: str, viewers: Iterable[int], *, chat: int | None = None, bot: int | None = None, **more: Any
    ) -> None:
        """Add an event of type `kind` seen by the people `viewers`."""
        self.seq += 1
        event = {"seq": self.seq, "type": kind, "chat": chat, "bot": bot, "viewers": list(viewers), **more}
        self.recent.append(event)
        for listener in self.listeners:
            listener.put_nowait(event)

    def since(self, seq: int) -> list[Json]:
        """The kept events after number `seq`."""
        return [event for event in self.recent if event["seq"] > seq]
