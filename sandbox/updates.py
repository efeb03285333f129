"""A bot's queue of updates: numbered, filtered by allowed_updates, kept until acknowledged."""

from __future__ import annotations

import asyncio
import random
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from .model import Json

# Telegram leaves these out unless they are asked for by name.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LOG_LIMIT = 200_000


@dataclass(slots=True, eq=False)
class Webhook:
    """Where updates are delivered to, and how it went so far."""

    url: str
    secret_token: str | None
    max_connections: int
    delivered: int = 0
    failed: int = 0
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True, eq=False)
class UpdateQueue:
    """Updates of one bot: `pending` by id, `again` those delivered once more, `log` everything ever made."""

    next_id: int
    pending: OrderedDict[int, Json] = field(default_factory=OrderedDict)
    again: deque[Json] = field(default_factory=deque)
    held: list[Json] = field(default_factory=list)
    holding: bool = False
    log: OrderedDict[int, Json] = field(default_factory=OrderedDict)
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    turn: int = 0

    def add(self, kind: str, content: Json) -> int | None:
        """Queue an update of type `kind`; returns its id, or None when the bot did not ask for this type."""
        if kind in UNASKED if self.allowed is None else kind not in self.allowed:
            return None
        return self.inject({kind: content})

    def inject(self, body: Json) -> int:
        """Queue an update with any body; returns its id (kept if the body brings one)."""
        update_id = int(body.get("update_id", self.next_id))
        self.next_id = max(self.next_id, update_id + 1)
        update = {"update_id": update_id, **{k: v for k, v in body.items() if k != "update_id"}}
        self.log[update_id] = update
        if len(self.log) > LOG_LIMIT:
            self.log.popitem(last=False)
        if self.holding:
            self.held.append(update)
        else:
            self.put(update)
        return update_id

    def put(self, update: Json) -> None:
        """Make an update deliverable and wake whoever waits for one."""
        self.pending[update["update_id"]] = update
        self.wake.set()

    def acknowledge(self, offset: int) -> None:
        """Forget updates below `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            for update_id in list(self.pending)[:offset]:
                del self.pending[update_id]
        elif offset:
            for update_id in [number for number in self.pending if number < offset]:
                del self.pending[update_id]

    def take(self, limit: int) -> list[Json]:
        """Up to `limit` updates to deliver by long polling: repeated ones (once) first, then pending ones."""
        batch = [self.again.popleft() for _ in range(min(limit, len(self.again)))]
        for update in self.pending.values():
            if len(batch) >= limit:
                break
            batch.append(update)
        return batch

    def release(self, order: str, seed: int) -> int:
        """Let held updates go as "same", "reverse" or "random"; returns how many."""
        held, self.held, self.holding = self.held, [], False
        if order == "reverse":
            held.reverse()
        elif order == "random":
            random.Random(seed).shuffle(held)
        for update in held:
            self.put(update)
        return len(held)

    def repeat(self, update_ids: list[int]) -> int:
        """Deliver known updates once more, whatever was acknowledged; returns how many were known."""
        known = [self.log[number] for number in update_ids if number in self.log]
        if self.webhook is not None:
            for update in known:
                self.pending[update["update_id"]] = update
        else:
            self.again.extend(known)
        self.wake.set()
        return len(known)
