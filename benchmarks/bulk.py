"""The sender under Telegram's limits: how long a thousand messages take, and how long a reply waits beside them."""

import asyncio
from time import monotonic

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.live import Scene, scene
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import percentile

LIMIT = 30
"""Messages a second, by Telegram's rule."""
FIRST = 9_000_001
REPLIES = 10
"""A second."""
CHATS = 100
"""People who get the replies, so that the limit for one chat is not what is measured."""


def measure(stage: Stage) -> list[Figure]:
    """Both databases, one after the other."""
    recipients, replying = (200, 5) if stage.quick else (1000, 20)
    return [f for kind in KINDS for f in asyncio.run(_measure(stage.empty(kind, "bulk"), kind, recipients, replying))]


async def _measure(url: str, kind: str, recipients: int, replying: int) -> list[Figure]:
    async with scene(url, "-m", "benchmarks.bulk_bot", limits=True) as stage:
        starter = (await stage.people([FIRST - 1]))[0]
        await stage.people(range(FIRST, FIRST + recipients))
        repliers = await stage.people(range(1_000_001, 1_000_001 + CHATS))
        await starter.send_text(f"broadcast {FIRST} {recipients}")
        await _arrived(stage, "bulk", recipients)
        alone = [call["t"] for call in stage.calls("sendMessage")]
        await starter.send_text(f"broadcast {FIRST} {recipients}")
        await asyncio.sleep(2)
        begin = monotonic()
        for n in range(REPLIES * replying):
            await asyncio.sleep(max(0.0, begin + n / REPLIES - monotonic()))
            await repliers[n % CHATS].send_text("hello")
        await _arrived(stage, "written at", REPLIES * replying)
        during = sum(c["text"] == "bulk" and c["t"] > begin for c in stage.calls("sendMessage"))
        refused = sum(call["ok"] is False for call in stage.calls())
        times = [call["t"] for call in stage.calls("sendMessage")]
        waits = [c["t"] - float(c["text"].split()[-1]) for c in stage.calls("sendMessage") if "written" in c["text"]]
    bound = recipients / LIMIT
    taken = alone[-1] - alone[0]
    replies = f"median {time_shown(percentile(waits, 0.5))}, {len(waits)} replies beside {during} bulk messages"
    return [
        Figure(f"Time for {recipients:,} recipients, {kind}", taken / bound, 1.3,
               detail=f"{time_shown(taken)} against the bound of {time_shown(bound)}"),
        Figure(f"Most messages in any second, {kind}", _busiest(times), LIMIT, "messages",
               f"{len(times):,} messages, {refused} refused by the sandbox's own limiter"),
        Figure(f"Reply beside a broadcast, 99th percentile, {kind}", 1e3 * percentile(waits, 0.99), 100, "ms", replies),
    ]  # fmt: skip


async def _arrived(stage: Scene, words: str, number: int) -> None:
    """Wait until so many messages with these words have come."""
    async with asyncio.timeout(120):
        while sum(words in c["text"] for c in stage.calls("sendMessage")) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


def _busiest(times: list[float]) -> int:
    """The most messages that arrived within any one second."""
    ordered, first, most = sorted(times), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


MEASUREMENT = Measurement(
    "sender",
    "Sending to many",
    "A bot that puts 1,000 messages into the outbox at once, under Telegram's limits as the sandbox enforces them: the "
    f"time from the first to the last against 1,000 / {LIMIT} s. Then a second broadcast, beside which {REPLIES} "
    "replies a second are written; for each, the time from its writing (before the commit) to its arrival.",
    "A fifth of the rate is kept free for replies, so a broadcast alone cannot use all of it.",
    measure,
)
