"""A citizen's way from /start to a sent request, against a bot that merely echoes as many messages."""

import asyncio
import io
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import uvloop
from sqlalchemy import insert, select

import handlers
from benchmarks import echo, processes
from benchmarks.figures import Figure, Measurement
from benchmarks.stage import KINDS, Stage
from bot import inbox
from bot.due import Delivered, Due
from bot.limiter import Limiter
from bot.runtime import Runtime
from bot.settings import Settings
from models import CitizenRequest, Draft, OutboxMessage, Person
from services.people import CONSENT_VERSION

STEPS = ("start", "photo", "photo", "pin", "categories", "category", "words", "send")
"""The updates of one citizen."""
IN_A_BATCH = 100
"""As many as Telegram hands over at once."""
ROUNDS = 3


class Unlimited(Limiter):
    """No waiting: how fast we could be, not how fast Telegram lets us."""

    def overall_wait(self, now: float, *, bulk: bool = False, cost: int = 1) -> float:
        """Never."""
        return 0.0

    def chat_wait(self, chat_id: int, now: float, cost: int = 1) -> float:
        """Never."""
        return 0.0


class Swallowed:
    """A delivery that says "sent" without a call."""

    def __init__(self) -> None:
        self.number = 0

    async def carry(self, due: Due) -> Delivered:
        """Every parcel arrives as the next message."""
        self.number += 1
        return Delivered(due, message_id=1_000_000 + self.number)


class Play:
    """People who write requests, all at the same time, and the bot's runtime without Telegram."""

    def __init__(self, url: str, folder: Path) -> None:
        settings = Settings(_env_file=None, bot_token=processes.TOKEN, database_url=url, media_dir=folder)  # type: ignore[arg-type]
        self.runtime = Runtime(settings, handlers.routers(), handlers.timers(), poll=False)
        self.runtime.sender.limiter = Unlimited()
        self.runtime.sender.delivery = Swallowed()  # type: ignore[assignment]
        self.database = self.runtime.database
        self.update_id = 0
        self.people = 0

    async def play(self, people: int) -> float:
        """Let new people send a request each; returns updates a second, from the inbox to an empty outbox."""
        ids = range(2_000_000 + self.people, 2_000_000 + self.people + people)
        self.people += people
        await self._meet(ids)
        seconds = 0.0
        for number, step in enumerate(STEPS):
            bodies = list(self._updates(step, number, ids, await self._drafts()))
            start = perf_counter()
            await self._handle(bodies)
            seconds += perf_counter() - start
        async with self.database.reading() as session:
            sent = (await session.scalars(select(CitizenRequest.id).where(CitizenRequest.citizen_id.in_(ids)))).all()
        if len(sent) != people:
            raise RuntimeError(f"{len(sent)} of {people} requests were sent")
        return len(STEPS) * people / seconds

    async def _handle(self, bodies: list[dict[str, Any]]) -> None:
        """Write updates down in batches as the poller does, handle them all, send what they lead to."""
        runner, sender = self.runtime.inbox, self.runtime.sender
        handled = 0
        original = runner.handle
        done = asyncio.Event()

        async def count(session: Any, claimed: Any) -> str:
            nonlocal handled
            state = await original(session, claimed)
            handled += 1
            if handled == len(bodies):
                done.set()
            return state

        runner.handle = count
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(runner.run())]
            sending = group.create_task(sender.run())
            for at in range(0, len(bodies), IN_A_BATCH):
                async with self.database.begin() as session:
                    await inbox.store(session, bodies[at : at + IN_A_BATCH])
                runner.arrived.set()
            await done.wait()
            while await self._waiting():
                sender.wake.set()
                await asyncio.sleep(0.002)
            for task in tasks:
                task.cancel()
            sender.stop()
            await sending
        sender._stopping = False
        runner.handle = original

    async def _waiting(self) -> bool:
        async with self.database.reading() as session:
            return await session.scalar(select(OutboxMessage.id).limit(1)) is not None

    async def _meet(self, ids: range) -> None:
        now = datetime.now(UTC)
        rows = [
            {"id": i, "locale": "kk", "consent_version": CONSENT_VERSION, "consent_at": now, "created_at": now,
             "last_message_id": 0, "reachable": True, "is_staff": False}
            for i in ids
        ]  # fmt: skip
        async with self.database.begin() as session:
            await session.execute(insert(Person), rows)

    async def _drafts(self) -> dict[int, int]:
        async with self.database.reading() as session:
            return {row.person_id: row.id for row in await session.execute(select(Draft.person_id, Draft.id))}

    def _updates(self, step: str, number: int, ids: range, drafts: dict[int, int]) -> Iterator[dict[str, Any]]:
        for i in ids:
            self.update_id += 1
            user = {"id": i, "is_bot": False, "first_name": "Азамат", "language_code": "kk"}
            message: dict[str, Any] = {
                "message_id": 10 + number, "date": 1_790_000_000, "from": user,
                "chat": {"id": i, "type": "private", "first_name": "Азамат"},
            }  # fmt: skip
            data = {"categories": f"draft:categories:{drafts.get(i)}:0", "send": f"draft:send:{drafts.get(i)}:",
                    "category": f"draft:category:{drafts.get(i)}:territory"}.get(step)  # fmt: skip
            if data is None:
                yield {"update_id": self.update_id, "message": message | _content(step, number, i)}
            else:
                pressed = message | {"text": "…", "from": {"id": 42, "is_bot": True, "first_name": "Bot"}}
                press = {"id": str(self.update_id), "from": user, "chat_instance": "1", "data": data}
                yield {"update_id": self.update_id, "callback_query": press | {"message": pressed}}


def _content(step: str, number: int, i: int) -> dict[str, Any]:
    if step == "photo":
        sizes = [(90, 67, 1500), (320, 240, 20_000), (800, 600, 90_000), (1280, 960, 180_000)]
        return {
            "photo": [
                {"file_id": f"AgACAgIAAxkBAAI{number}{i}{w}", "file_unique_id": f"AQAD{number}{i}{w}", "width": w,
                 "height": h, "file_size": size}
                for w, h, size in sizes
            ]
        }  # fmt: skip
    if step == "pin":
        # Two hundred metres apart, so that nobody is asked whether theirs is the neighbour's.
        return {"location": {"latitude": 42.9 + i % 500 * 0.002, "longitude": 71.0 + i // 500 % 500 * 0.003}}
    return {"text": "/start" if step == "start" else "Көшеде қоқыс жатыр, жинауға көмектесіңіздерші"}


async def rates(url: str, people: int, rounds: int) -> tuple[float, float]:
    """Updates a second of the intake and of the echo, medians of interleaved rounds."""
    with TemporaryDirectory(prefix="tazalyq-bench-") as folder:
        play = Play(url, Path(folder))
        ours, theirs = [], []
        async with processes.sandbox() as api:
            await play.play(max(10, people // 10))
            for _ in range(rounds):
                theirs.append(await echo.rate(api, len(STEPS) * people))
                ours.append(await play.play(people))
        await play.runtime.bot.session.close()
        await play.database.close()
    return statistics.median(ours), statistics.median(theirs)


def measure(stage: Stage) -> list[Figure]:
    """Both databases, one after the other."""
    quiet()
    figures = []
    for kind in KINDS:
        people, rounds = (50, 1) if stage.quick else (150, ROUNDS)
        ours, theirs = uvloop.run(rates(stage.empty(kind, "intake"), people, rounds))
        detail = f"{ours:.0f} updates/s against {theirs:.0f} echoes/s"
        figures.append(Figure(f"Intake, {kind}", ours / theirs, 0.40, detail=detail, least=True))
    return figures


def quiet() -> None:
    """Log lines are made as in an installation, and nobody reads them."""
    from bot import logs

    logs.configure(Settings(_env_file=None, log_format="json"), stream=io.StringIO())


MEASUREMENT = Measurement(
    "intake",
    "Intake",
    f"{len(STEPS)} updates of each citizen ({', '.join(STEPS)}) from the inbox through handlers, region, nearby check, "
    "transaction and outbox until the outbox is empty again, with sends that succeed at once, against a stock aiogram "
    "bot that fetches as many messages from the sandbox by long polling and echoes them over HTTP. Updates a second.",
    "An update is a transaction of seven to eight statements (claim, person, draft, what changed, outbox, what was "
    "sent), and SQLAlchemy takes a tenth to a third of a millisecond for each, many times what the database needs; "
    "PostgreSQL adds the way to its process. Telegram lets a bot send 30 messages a second, so a citizen never "
    "notices; SQL written by hand would be the next step.",
    measure,
)
