"""A running sandbox, a client, one started person, and two ways to be the bot: raw HTTP and aiogram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.client import Person, SandboxClient
from sandbox.server import Sandbox, start

FIRST = 100_000_000
TOKEN = "42:token-of-the-bot-under-test"


class Raw:
    """The Bot API by bare HTTP: the answer as Telegram words it."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str = TOKEN) -> None:
        self.session, self.url, self.token = session, url, token

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """Call with a JSON body; the whole answer with the HTTP status as `http`."""
        url = f"{self.url}/bot{self.token}/{method}"
        headers = {"Content-Type": "application/json"}
        async with self.session.post(url, data=orjson.dumps(params), headers=headers) as response:
            return {**orjson.loads(await response.read()), "http": response.status}

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        answer = await self(method, **params)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == answer["http"]
        return str(answer["description"])


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    sandbox = await start()
    sandbox.state.first_update = FIRST
    sandbox.state.add_bot(TOKEN, "taza_bot", "Таза")
    yield sandbox
    await sandbox.close()


@pytest.fixture
async def tg(box: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(box.url) as client:
        yield client


@pytest.fixture
async def raw(box: Sandbox, tg: SandboxClient) -> Raw:
    return Raw(tg.session, box.url)


@pytest.fixture
async def resident(tg: SandboxClient) -> Person:
    person = await tg.person("Тұрғын", language_code="kk")
    await person.start()
    return person


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(box.url))
    async with Bot(TOKEN, session=session) as real:
        yield real
