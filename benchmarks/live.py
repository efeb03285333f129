"""A running bot in its own process, and the sandbox in ours, so that both clocks are one."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from benchmarks import processes
from models import Person
from models.database import Database
from sandbox.client import Person as Player
from sandbox.client import SandboxClient
from sandbox.server import Sandbox, start
from services.people import CONSENT_VERSION


@dataclass
class Scene:
    """The sandbox, the client that plays people, and the database of the bot."""

    box: Sandbox
    tg: SandboxClient
    database: str

    async def people(self, ids: Iterable[int]) -> list[Player]:
        """People who have chosen a language, consented and started the bot."""
        ids = list(ids)
        now = datetime.now(UTC)
        database = Database(self.database)
        async with database.begin() as session:
            rows = [
                {"id": i, "locale": "kk", "consent_version": CONSENT_VERSION, "consent_at": now, "created_at": now,
                 "last_message_id": 0, "reachable": True, "is_staff": False}
                for i in ids
            ]  # fmt: skip
            await session.execute(insert(Person), rows)
        await database.close()
        bot_id = int(processes.TOKEN.partition(":")[0])
        players = [await self.tg.person(id=i) for i in ids]
        for i in ids:
            self.box.state.private_chat(bot_id, i).started = True
        return players

    def calls(self, *methods: str) -> list[dict[str, Any]]:
        """The log of calls with these methods, or of all."""
        return [call for call in self.box.state.calls if not methods or call["method"] in methods]


@asynccontextmanager
async def scene(database: str, *command: str, limits: bool = False) -> AsyncIterator[Scene]:
    """Start the sandbox here and the bot (`python COMMAND`) beside it on an empty database; end both."""
    with TemporaryDirectory(prefix="tazalyq-bench-") as folder:
        box = await start("127.0.0.1", 0, limits=limits)
        async with box, SandboxClient(box.url) as tg:
            await tg.bot(token=processes.TOKEN)
            async with processes.bot(*command, database=database, api=box.url, folder=Path(folder)):
                yield Scene(box, tg, database)
