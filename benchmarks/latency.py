"""From an update to the first call that answers it, at a steady 20 updates a second."""

import asyncio
from time import monotonic
from typing import Any

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.live import Scene, scene
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import percentile

RATE = 20
"""Updates a second."""
PEOPLE = 100
"""Each writes every five seconds: faster, and Telegram's limit for one chat would be measured."""
ANSWERS = ("sendMessage", "editMessageText", "deleteMessage", "sendPhoto", "editMessageMedia")


def measure(stage: Stage) -> list[Figure]:
    """Both databases, one after the other."""
    seconds = 8 if stage.quick else 20
    return [f for kind in KINDS for f in asyncio.run(_measure(stage.empty(kind, "latency"), kind, seconds))]


async def _measure(url: str, kind: str, seconds: int) -> list[Figure]:
    async with scene(url, "main.py", "run") as stage:
        players = await stage.people(range(1_000_001, 1_000_001 + PEOPLE))
        await _play(stage, players[:10], 10)
        stage.box.state.calls.clear()
        asked = await _play(stage, players, RATE * seconds)
    waits = [_answered(stage, chat, moment) - moment for chat, moment in asked]
    detail = f"median {time_shown(percentile(waits, 0.5))}, worst {time_shown(max(waits))}, {len(waits)} updates"
    return [Figure(f"Update to first call, 99th percentile, {kind}", 1e3 * percentile(waits, 0.99), 100, "ms", detail)]


async def _play(stage: Scene, players: list[Any], number: int) -> list[tuple[int, float]]:
    """Let people send a pin and describe it, in turn and at an even pace; returns who wrote when."""
    asked: list[tuple[int, float]] = []
    start = monotonic()
    for n in range(number):
        await asyncio.sleep(max(0.0, start + n / RATE - monotonic()))
        player = players[n % len(players)]
        asked.append((player.id, monotonic()))
        if n // len(players) % 2 == 0:
            await player.send_location(43.2 + n * 1e-4, 76.9)
        else:
            await player.send_text(f"Аулада қоқыс {n}")
    await asyncio.sleep(1.5)
    return asked


def _answered(stage: Scene, chat: int, moment: float) -> float:
    """When the first call for this chat came after a moment."""
    return next(call["t"] for call in stage.calls(*ANSWERS) if call["chat"] == chat and call["t"] >= moment)


MEASUREMENT = Measurement(
    "latency",
    "Time to an answer",
    f"`python main.py run` against the sandbox in another process: {PEOPLE} people send {RATE} updates a second in all "
    "(pins, descriptions), and the time from the moment a person sends to the arrival of the first call that answers "
    "them is taken. It includes the sandbox's own work, long polling, inbox, handler, outbox and sender.",
    "Bot, sandbox and database share the cores of this machine.",
    measure,
)
