"""Other processes of a measurement: the sandbox that plays Telegram, and bots under test."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

TOKEN = "4200000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc"
ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """A sandbox in a process of its own; gives its URL."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--bot", TOKEN, cwd=ROOT, stdout=PIPE
    )
    try:
        assert process.stdout is not None
        yield (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip()
    finally:
        await _end(process)


@asynccontextmanager
async def bot(*command: str, database: str, api: str, folder: Path) -> AsyncIterator[None]:
    """A bot in a process of its own, from its first log line "started" until the block ends."""
    environment = os.environ | {
        "BOT_TOKEN": TOKEN, "DATABASE_URL": database, "TELEGRAM_API_URL": api, "MEDIA_DIR": str(folder / "media"),
        "HTTP_PORT": str(free_port()), "LOG_FORMAT": "json",
    }  # fmt: skip
    log = folder / "bot.log"
    with log.open("wb") as lines:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=environment, stdout=lines, stderr=lines
        )
        try:
            async with asyncio.timeout(PATIENCE):
                while b'"started"' not in log.read_bytes():
                    if process.returncode is not None:
                        raise RuntimeError(f"the bot did not start: {log.read_text()[-2000:]}")
                    await asyncio.sleep(0.05)
            yield
        finally:
            await _end(process)


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), 20)
    except TimeoutError:
        process.kill()
