"""Kill -9 at random moments under load: what Telegram was told is safe, is safe."""

import asyncio
import contextlib
import itertools
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from domain.words import Role
from models import CitizenRequest, Draft, InboxUpdate, Media, OutboxMessage
from sandbox.client import Person as Player
from sandbox.client_types import SandboxError
from tests.conftest import TOKEN, Desk, running_desk

KILLS = 10
"""On each database."""
CITIZENS = 4
PHOTOS = 3
PATIENCE = 40
"""Tenths of a second before a person presses again."""


class Lives:
    """The bot, again and again: born from the nursery, killed without warning."""

    def __init__(self, nursery: asyncio.subprocess.Process) -> None:
        self.nursery = nursery
        self.pid = 0

    async def begin(self) -> None:
        """A new life."""
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write(b"\n")
        self.pid = int(await self.nursery.stdout.readline())

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)


@asynccontextmanager
async def nursery(desk: Desk, log: Path) -> AsyncIterator[Lives]:
    """The nursery with the settings of the desk; what the lives print goes to `log`."""
    environment = os.environ | {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": desk.settings.telegram_api_url,
        "DATABASE_URL": desk.settings.database_url.get_secret_value(),
        "MEDIA_DIR": str(desk.settings.media_dir),
        "REQUESTS_PER_DAY": "1000",
    }
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.nursery", env=environment, stderr=errors,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        lives = Lives(process)
        try:
            yield lives
        finally:
            process.kill()
            # The last life holds the nursery's pipes open.
            lives.kill()
            await process.wait()


class Storm:
    """Citizens who file one request after the other while the bot is being killed."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.sent: Counter[int] = Counter()
        self._spots = iter((42.25 + row * 0.004, 69.50 + column * 0.004) for row in range(40) for column in range(40))

    async def citizen(self, player: Player) -> None:
        """Requests with an album, a place and a category, until the storm is over."""
        while not self.over.is_set():
            await player.send_photos(["steppe_dump_before", "open_manhole", "broken_light"])
            await player.wait_for(f"{PHOTOS} of 10", timeout=120)
            await player.send_location(*next(self._spots))
            await self._press(player, "Choose a category", "Household waste")
            await self._press(player, "Household waste", "Send to the akimat")
            await self._press(player, "Send to the akimat", None)
            self.sent[player.id] += 1

    async def _press(self, player: Player, button: str, next_button: str | None) -> None:
        """Press as a person would: when the button is there, and again where nothing seems to come of it."""
        pressed = -PATIENCE
        async with asyncio.timeout(120):
            for tenth in itertools.count():
                if pressed >= 0 and await self._came(player, next_button):
                    return
                if tenth - pressed >= PATIENCE and await self._came(player, button):
                    # The message may go in the very moment of the press.
                    with contextlib.suppress(SandboxError):
                        await player.press(button, timeout=0)
                    pressed = tenth
                await asyncio.sleep(0.1)

    async def _came(self, player: Player, button: str | None) -> bool:
        if button is None:
            return len(await receipts(player)) > self.sent[player.id]
        return any(button in text for seen in await player.messages(by_bot=True) for text in seen.buttons)


async def receipts(player: Player) -> set[int]:
    """The numbers a citizen was told. The same receipt may have come twice: a notice is sent at least once."""
    said = " ".join(seen.words for seen in await player.messages(by_bot=True))
    return {int(number) for number in re.findall(r"Your request № (\d+)", said)}


async def killing(lives: Lives, chance: random.Random) -> None:
    """Births and deaths, some so early that the bot has hardly opened its eyes."""
    for _ in range(KILLS):
        await lives.begin()
        await asyncio.sleep(chance.uniform(0.05, 0.9))
        lives.kill()
    await lives.begin()


async def test_kill_nine_loses_nothing_and_doubles_nothing(database_url: str, tmp_path: Path) -> None:
    """Without it: a crash in the wrong millisecond would swallow a request, file it twice, or lose its photos."""
    async with running_desk(database_url, tmp_path) as desk:
        citizens = [await desk.citizen() for _ in range(CITIZENS)]
        operator = await desk.staff(Role.OPERATOR, "KZ-79")
        await desk.stop()
        storm = Storm()
        async with nursery(desk, tmp_path / "lives.log") as lives, asyncio.TaskGroup() as group:
            for citizen in citizens:
                group.create_task(storm.citizen(citizen))
            await killing(lives, random.Random(2026))
            storm.over.set()
        # The last life has been killed with its nursery; the desk itself finishes what is left.
        await desk.start()
        await desk.idle(60)
        await until_stored(desk)
        await check(desk, storm, citizens)
        await desk.pass_time(name="news")
        assert any("new" in seen.words for seen in await operator.messages(by_bot=True))


async def until_stored(desk: Desk) -> None:
    """Wait for the downloads: those that a kill interrupted are taken up when their term is over."""
    async with desk.database.begin() as session:
        await session.execute(update(Media).values(not_before=datetime.now(UTC)))
    for _ in range(300):
        if not await desk.rows(Media, state="pending"):
            return
        await asyncio.sleep(0.2)
    raise TimeoutError("photos are still to be fetched")


async def check(desk: Desk, storm: Storm, citizens: list[Player]) -> None:
    """Every update is there, every request once and with its photos, every number was told."""
    known = {row.update_id for row in await desk.rows(InboxUpdate)}
    assert {generated["update_id"] for generated in await desk.tg.updates()} <= known
    assert {row.state for row in await desk.rows(InboxUpdate)} == {"done"}
    assert await desk.rows(Draft) == []
    for citizen in citizens:
        filed = await desk.rows(CitizenRequest, citizen_id=citizen.id)
        assert len(filed) == storm.sent[citizen.id] > 0
        assert {row.id for row in filed} == await receipts(citizen)
        for row in filed:
            photos = await desk.rows(Media, request_id=row.id)
            assert [media.state for media in photos] == ["stored"] * PHOTOS
            assert all(desk.runtime.store.path(media.key).stat().st_size for media in photos)
    assert await desk.rows(OutboxMessage, state="failed") == []
