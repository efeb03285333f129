"""A picture, cold and warm: the map of the country, first in a fresh process, then in the same, then from memory."""

import asyncio
import json
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import Stage
from benchmarks.timing import interleaved
from bot.charts import VERSION, CountryMap, draw, from_json
from bot.due import Picture, artefact_key
from bot.studio import Studio
from services.geography import regions
from services.outlines import CREDIT

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
_COLD = """
import json, sys, time
spec = json.load(sys.stdin)
begun = time.perf_counter()
from bot.charts import draw, from_json
draw(from_json(spec))
print(time.perf_counter() - begun)
"""


def spec() -> CountryMap:
    """The map with names in Russian, the longest."""
    numbers = {region.iso: float(n * n) for n, region in enumerate(regions(), 1)}
    shown = {iso: f"{number:.0f}" for iso, number in numbers.items()}
    names = {region.iso: region.name("ru") for region in regions()}
    return CountryMap("Заявки по регионам", "2026 год", numbers, shown, names, "Число заявок", CREDIT, locale="ru")


def measure(stage: Stage) -> list[Figure]:
    """Medians over rounds in which each is done once."""
    chart = spec().to_json()
    studio = Studio({})
    again = Picture(0, "photo", None, artefact_key(VERSION, chart), chart)
    size = len(asyncio.run(studio.make(again)))
    cold: list[float] = []
    warm = interleaved(
        {"cold": lambda: cold.append(_cold(chart)), "warm": lambda: draw(from_json(chart))},
        2 if stage.quick else ROUNDS,
    )["warm"]
    first = statistics.median(cold)
    cached = asyncio.run(_cached(studio, chart))
    return [
        Figure(
            "A map, warm against the first of a process", warm / first, 0.5,
            detail=f"{time_shown(warm)} against {time_shown(first)}, {size / 1000:.0f} kB",
        ),
        Figure(
            "A map that is known, against drawing it", 100 * cached / warm, 1, "%",
            detail=f"{time_shown(cached)} against {time_shown(warm)}",
        ),
    ]  # fmt: skip


def _cold(chart: dict[str, object]) -> float:
    """Seconds of the first picture of a process, the loading of the library included."""
    run = subprocess.run(
        [sys.executable, "-c", _COLD], cwd=ROOT, input=json.dumps(chart), capture_output=True, text=True, check=True
    )
    return float(run.stdout)


async def _cached(studio: Studio, chart: dict[str, object]) -> float:
    """Seconds to know a picture by its spec and to have its bytes."""
    loop, times = asyncio.get_running_loop(), []
    for _ in range(200):
        begun = loop.time()
        await studio.make(Picture(0, "photo", None, artefact_key(VERSION, chart), chart))
        times.append(loop.time() - begun)
    return statistics.median(times)


MEASUREMENT = Measurement(
    "pictures",
    "A picture, cold and warm",
    "The map of the country (`bot.charts.draw`: 20 outlines, names and numbers, PNG) in a running process against the "
    "first one of a fresh process, where matplotlib is loaded and the outlines are read; and what the second recipient "
    "of the same picture costs (its key from its data, its bytes from memory) against drawing it.",
    "Letters with a rim around them are drawn twice, as outlines.",
    measure,
)
