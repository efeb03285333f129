"""Telegram's sending limits, for those who switch them on."""

from __future__ import annotations

import math
from collections import deque

PER_SECOND = 30
PRIVATE_BURST = 3
GROUP_PER_MINUTE = 20


class Limiter:
    """Sliding logs of what was sent: 30 a second overall, ~1 a second per person, 20 a minute per group."""

    def __init__(self) -> None:
        self.overall: dict[int, deque[float]] = {}
        self.buckets: dict[tuple[int, int], tuple[float, float]] = {}
        self.groups: dict[tuple[int, int], deque[float]] = {}

    def check(self, bot_id: int, chat: int, now: float, count: int = 1) -> int | None:
        """Count `count` messages at monotonic `now`; seconds to wait when it is too much (and nothing counted)."""
        overall = self.overall.setdefault(bot_id, deque())
        wait = room(overall, now, 1.0, PER_SECOND - count + 1)
        key = (bot_id, chat)
        if chat < 0:
            group = self.groups.setdefault(key, deque())
            wait = max(wait, room(group, now, 60.0, GROUP_PER_MINUTE - count + 1))
            if not wait:
                group.extend([now] * count)
        elif not wait:
            wait = self.private(key, now)
        if wait:
            return math.ceil(wait)
        overall.extend([now] * count)
        return None

    def private(self, key: tuple[int, int], now: float) -> float:
        """A bucket of three that refills by one a second; returns the wait when it is empty."""
        tokens, then = self.buckets.get(key, (float(PRIVATE_BURST), now))
        tokens = min(PRIVATE_BURST, tokens + now - then)
        self.buckets[key] = (tokens - 1 if tokens >= 1 else tokens, now)
        return 0.0 if tokens >= 1 else 1 - tokens


def room(log: deque[float], now: float, window: float, most: int) -> float:
    """Seconds until one more fits into the window; 0 if it fits now."""
    while log and log[0] <= now - window:
        log.popleft()
    return max(log[0] + window - now, 0.001) if len(log) >= most else 0.0
