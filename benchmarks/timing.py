"""Timing two things in turn, so that whatever else the machine does weighs on both alike."""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import perf_counter
from typing import Any


def interleaved(works: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The median seconds of each piece of work over `rounds`, all of them done once in every round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = perf_counter()
            work()
            times[name].append(perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


async def interleaved_async(works: Mapping[str, Callable[[], Awaitable[Any]]], rounds: int) -> dict[str, float]:
    """As `interleaved`, for coroutines."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = perf_counter()
            await work()
            times[name].append(perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
