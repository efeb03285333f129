"""The sandbox from a test's point of view: people who write, press and read.

    async with SandboxClient(url) as tg:
        bot = await tg.bot()
        resident = await tg.person(first_name="Тұрғын", language_code="kk")
        await resident.send_text("/start")
        await resident.press("Қазақша")
        card = await resident.wait_for("Санат")

Every failure of the control API is a `SandboxError` with its sentence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson

from .client_people import Group, Person, Place
from .client_types import Json, Picture, SandboxError, Seen

__all__ = ["Group", "Person", "Picture", "Place", "SandboxClient", "SandboxError", "Seen"]

POLL = 0.02  # seconds between two looks at the queue


class SandboxClient:
    """Talks to the control API of the sandbox at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session; there is one inside `async with` only."""
        if self._session is None:
            raise SandboxError("use SandboxClient inside `async with`")
        return self._session

    async def call(self, verb: str, path: str, body: Json | None = None, **query: Any) -> Any:
        """One call of the control API; None values are left out. Returns its JSON."""
        params = {key: str(value) for key, value in query.items() if value is not None}
        sent = {key: value for key, value in (body or {}).items() if value is not None}
        return await self.exact(verb, path, sent, params)

    async def exact(self, verb: str, path: str, body: Json, params: dict[str, str] | None = None) -> Any:
        """One call with the body as it is, None values included."""
        data = orjson.dumps(body) if verb in {"POST", "PATCH"} else None
        headers = {"Content-Type": "application/json"} if data is not None else {}
        url = f"{self.url}/control{path}"
        async with self.session.request(verb, url, data=data, params=params, headers=headers) as response:
            result = orjson.loads(await response.read())
        if response.status != 200:
            raise SandboxError(result["error"])
        return result

    # People and places

    async def bot(self, token: str | None = None, **fields: Any) -> Json:
        """Register a bot: `{"id", "token", "username", …}`."""
        result: Json = await self.call("POST", "/bots", {"token": token, **fields})
        return result

    async def person(self, first_name: str = "Person", *, bot: int | None = None, **fields: Any) -> Person:
        """Make a person; `language_code`, `username`, `id`, `is_bot` as wanted. `bot` is whom they talk to."""
        return Person(self, await self.call("POST", "/people", {"first_name": first_name, **fields}), bot)

    async def group(self, title: str = "Group", *, members: Sequence[Person] = (), **fields: Any) -> Group:
        """Make a supergroup (`type="group"` for a basic one, `is_forum=True` for topics) with the bot in it."""
        body = {"title": title, "members": [person.id for person in members], **fields}
        return Group(self, await self.call("POST", "/groups", body))

    async def channel(self, title: str = "Channel", *, members: Sequence[Person] = (), **fields: Any) -> Group:
        """Make a channel."""
        body = {"title": title, "members": [person.id for person in members], **fields}
        return Group(self, await self.call("POST", "/channels", body))

    async def reset(self) -> None:
        """Forget everything."""
        await self.call("POST", "/reset", {})

    # Trouble

    async def fault(self, **rule: Any) -> int:
        """Put a fault in force (docs/sandbox.md, "Trouble on demand"); returns its id. `times=None` is without end."""
        return int((await self.exact("POST", "/faults", rule))["id"])

    async def faults(self) -> list[Json]:
        """All faults with their `hits`."""
        return list(await self.call("GET", "/faults"))

    async def clear_faults(self, fault_id: int | None = None) -> None:
        """End one fault, or all."""
        await self.call("DELETE", "/faults" if fault_id is None else f"/faults/{fault_id}")

    async def limits(self, on: bool = True) -> None:
        """Switch Telegram's sending limits on or off."""
        await self.call("POST", "/limits", {"limits": on})

    async def advance(self, seconds: float) -> float:
        """Let time pass; returns the sandbox's Unix time."""
        return float((await self.call("POST", "/clock", {"advance": seconds}))["now"])

    # Updates and calls

    async def calls(self, method: str | None = None, **query: Any) -> list[Json]:
        """The log of Bot API calls; `chat`, `since`, `ok`, `limit` narrow it."""
        if isinstance(query.get("ok"), bool):
            query["ok"] = str(query["ok"]).lower()
        return list(await self.call("GET", "/calls", method=method, **query))

    async def clear_calls(self) -> None:
        """Empty the log of calls."""
        await self.call("DELETE", "/calls")

    async def updates(self, bot: int | None = None, since: int = 0, limit: int = 1000) -> list[Json]:
        """Every update ever made."""
        return list(await self.call("GET", "/updates", bot=bot, since=since, limit=limit))

    async def pending(self, bot: int | None = None) -> int:
        """How many updates the bot has not acknowledged."""
        return int((await self.call("GET", "/updates/pending", bot=bot))["count"])

    async def redeliver(self, *update_ids: int, last: int | None = None, bot: int | None = None) -> int:
        """Deliver updates once more, by id or the last n; returns how many."""
        body = {"update_ids": list(update_ids), "last": last, "bot": bot}
        return int((await self.call("POST", "/updates/redeliver", body))["count"])

    async def hold(self, bot: int | None = None) -> None:
        """Keep new updates back."""
        await self.call("POST", "/updates/hold", {"bot": bot, "hold": True})

    async def release(self, order: str = "same", *, seed: int = 0, bot: int | None = None) -> int:
        """Let held updates go, in order "same", "reverse" or "random"; returns how many."""
        body = {"bot": bot, "hold": False, "order": order, "seed": seed}
        return int((await self.call("POST", "/updates/hold", body))["released"])

    async def inject(self, update: Json, bot: int | None = None) -> int:
        """Any update of any shape; returns its id."""
        return int((await self.call("POST", "/updates/inject", {"update": update, "bot": bot}))["update_id"])

    async def webhook(self, bot: int | None = None) -> Json:
        """How the webhook fares: url, pending, delivered, failed, last_error_message."""
        result: Json = await self.call("GET", "/webhook", bot=bot)
        return result

    async def pictures(self) -> list[str]:
        """Names of the built-in pictures."""
        return [picture["name"] for picture in await self.call("GET", "/pictures")]

    async def file(self, message_file: Json) -> bytes:
        """The bytes of a file object seen in a message."""
        async with self.session.get(self.url + message_file["url"]) as response:
            return await response.read()

    async def settled(self, timeout: float = 30.0, bot: int | None = None) -> None:
        """Wait until the bot has acknowledged every update; SandboxError when it does not in time."""
        deadline = time.monotonic() + timeout
        while await self.pending(bot):
            if time.monotonic() > deadline:
                raise SandboxError(f"{await self.pending(bot)} updates not acknowledged after {timeout} s")
            await asyncio.sleep(POLL)
