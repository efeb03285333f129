"""Pushes updates to a webhook: in order per chat, several chats at once, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Any

import aiohttp
import orjson

from .dispatch import execute
from .errors import ApiError
from .faults import ConnectionCut, GatewayDown
from .model import Bot, Json
from .params import Params
from .state import State
from .updates import Webhook

FIRST_RETRY, LAST_RETRY = 0.1, 5.0  # seconds; the real service waits longer
LOOK_AHEAD = 2_000
_KINDS_WITH_MESSAGE = ("message", "edited_message", "channel_post", "edited_channel_post")


def order_key(update: Json) -> Any:
    """What must stay in order: the chat, or the person where there is none."""
    for kind in _KINDS_WITH_MESSAGE:
        if kind in update:
            return update[kind]["chat"]["id"]
    for kind, content in update.items():
        if kind != "update_id" and isinstance(content, dict):
            chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
            return chat.get("id")
    return None


class Pump:
    """Delivers one bot's queue to one webhook for as long as that webhook is set."""

    def __init__(self, state: State, bot: Bot, webhook: Webhook) -> None:
        self.state, self.bot, self.webhook = state, bot, webhook
        self.busy: set[Any] = set()
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        self.headers = {"Content-Type": "application/json", **headers}

    @property
    def current(self) -> bool:
        """Whether the webhook is still the one in force."""
        return self.bot.queue.webhook is self.webhook

    async def run(self) -> None:
        """Deliver until the webhook is changed or deleted."""
        queue = self.bot.queue
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while self.current:
                queue.wake.clear()
                for update in list(islice(queue.pending.values(), LOOK_AHEAD)):
                    key = order_key(update)
                    if len(self.busy) >= self.webhook.max_connections:
                        break
                    if key not in self.busy:
                        self.busy.add(key)
                        group.create_task(self.deliver(session, key, update))
                await queue.wake.wait()

    async def deliver(self, session: aiohttp.ClientSession, key: Any, update: Json) -> None:
        """Push one update until it is taken."""
        delay = FIRST_RETRY
        while self.current:
            if await self.attempt(session, update):
                self.bot.queue.pending.pop(update["update_id"], None)
                break
            await asyncio.sleep(delay)
            delay = min(delay * 2, LAST_RETRY)
        self.busy.discard(key)
        self.bot.queue.wake.set()

    async def attempt(self, session: aiohttp.ClientSession, update: Json) -> bool:
        """One POST; True if it was answered with 2xx. A Bot API method in the answer is carried out."""
        try:
            async with session.post(self.webhook.url, data=orjson.dumps(update), headers=self.headers) as response:
                body = await response.read()
                problem = None if 200 <= response.status < 300 else response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.note(f"Connection failed: {type(error).__name__}")
            return False
        if problem is not None:
            self.note(f"Wrong response from the webhook: {problem}")
            return False
        self.webhook.delivered += 1
        await self.answer(body)
        return True

    def note(self, problem: str) -> None:
        """Remember what getWebhookInfo shows."""
        self.webhook.failed += 1
        self.webhook.last_error_date = int(self.state.now())
        self.webhook.last_error_message = problem

    async def answer(self, body: bytes) -> None:
        """Carry out the method a webhook answered with; as on Telegram, nobody hears how it went."""
        try:
            given = orjson.loads(body) if body else None
        except orjson.JSONDecodeError:
            return
        if isinstance(given, dict) and isinstance(given.get("method"), str):
            try:
                await execute(self.state, self.bot, given.pop("method"), Params(given, {}))
            except (ApiError, ConnectionCut, GatewayDown):
                return
