"""Long polling: fetch updates and write them down before the next call acknowledges them."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson
import structlog
from sqlalchemy.exc import DBAPIError

from bot import inbox
from bot.leases import LeaseHolder
from models.database import Database

log = structlog.get_logger("poller")

WAIT = 25
"""Seconds that Telegram holds a call open when there is nothing new."""
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates we handle."""


class Poller:
    """Polls while this process holds the lease.

    Calls the Bot API directly: the inbox keeps what Telegram sent, not what a library's version understood of it.
    """

    def __init__(
        self, api: str, token: str, database: Database, lease: LeaseHolder, arrived: Callable[[], None]
    ) -> None:
        self._url = f"{api}/bot{token}/"
        self.database = database
        self.lease = lease
        self.arrived = arrived
        self._pause = 0.0

    async def run(self) -> None:
        """Poll until cancelled; then the next process may poll at once."""
        try:
            await self._poll_for_ever()
        finally:
            await self.lease.give_up()

    async def _poll_for_ever(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WAIT + 15)) as http:
            await self._drop_webhook(http)
            offset = 0
            while True:
                try:
                    if not await self.lease.hold():
                        await asyncio.sleep(1)
                        continue
                    offset = await self._poll(http, offset)
                    self._pause = 0.0
                except (aiohttp.ClientError, TimeoutError, DBAPIError, OSError, ValueError) as error:
                    await self._wait_after(error)

    async def _drop_webhook(self, http: aiohttp.ClientSession) -> None:
        """A webhook of an earlier set-up would keep polling out."""
        while True:
            try:
                await self._call(http, "deleteWebhook")
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                await self._wait_after(error)
            else:
                return

    async def _poll(self, http: aiohttp.ClientSession, offset: int) -> int:
        updates = await self._call(http, "getUpdates", offset=offset, timeout=WAIT, limit=100, allowed_updates=ALLOWED)
        if not updates:
            return offset
        async with self.database.begin() as session:
            await inbox.store(session, updates)
        self.arrived()
        return int(updates[-1]["update_id"]) + 1

    async def _call(self, http: aiohttp.ClientSession, method: str, **params: Any) -> Any:
        async with http.post(self._url + method, json=params) as response:
            answer = orjson.loads(await response.read())
        if not answer.get("ok"):
            wait = answer.get("parameters", {}).get("retry_after")
            if wait:
                self._pause = float(wait)
            raise ValueError(f"{answer.get('error_code')} {answer.get('description')}")
        return answer["result"]

    async def _wait_after(self, error: Exception) -> None:
        """Wait before the next attempt: a little at first, up to 10 seconds, or as long as Telegram says."""
        # The address in a client error holds the token, so only what Telegram itself said is printed.
        said = str(error) if isinstance(error, ValueError) else ""
        self._pause = min(max(self._pause * 2, 0.5), 10.0)
        log.warning("cannot poll", error=type(error).__name__, said=said, pause=self._pause)
        await asyncio.sleep(self._pause)
