"""`python main.py check --deep`: whether the figures can be trusted, and which rows say otherwise."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from bot import opening
from bot.checkup import Finding
from bot.settings import Settings
from services.recount import Progress, disagreements, snapshot

TOLD_EVERY = 2.0
"""Seconds between two words about how far it has come."""


async def report_counts(settings: Settings, limit: int) -> bool:
    """Count everything again and print what disagrees, `limit` lines at most; whether nothing does.

    Raises CommandError where the database cannot be read. How far it has come is told on standard error.
    """
    async with opening.opened(settings) as database:
        await opening.require_migrated(database)
        number = 0
        async with snapshot(database) as session:
            async for found in disagreements(session, datetime.now(UTC), _progress()):
                number += 1
                if number <= limit:
                    print(found, flush=True)
    if number > limit:
        print(f"… and {number - limit:,} more", flush=True)
    text = f"{number:,} disagree" if number else "counters, requests and histories agree"
    print(Finding("figures", not number, text), flush=True)
    return not number


def _progress(clock: Callable[[], float] = monotonic) -> Progress:
    next_word = clock() + TOLD_EVERY

    def tell(seen: int, last: int) -> None:
        nonlocal next_word
        if clock() >= next_word:
            print(f"requests up to {seen:,} of {last:,}", file=sys.stderr, flush=True)
            next_word = clock() + TOLD_EVERY

    return tell
