"""What /stats and the weekly run ask the counters, in data sets of growing size."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import interleaved_async
from domain import spans
from domain.spans import Unit, containing
from models.database import Database
from services import geography, ranking, statements, statistics
from services.statistics import Scope

ROUNDS = 20
TODAY = dataset.NOW.date()
YEAR, START = containing(Unit.YEAR, TODAY), containing(Unit.START, TODAY)
WEEK = containing(Unit.WEEK, TODAY).shifted(-1)
"""The last one that is over."""
OTHER = spans.typed("03.02.2025 – 19.10.2026", TODAY) or START
BUSIEST = "KZ-75"
GROWTH = 1.5
"""What saturation may cost: in the small data set many counters are still empty. Between the others nothing grows."""

Ask = Callable[[AsyncSession], Awaitable[Any]]
VIEWS: Mapping[str, Ask] = {
    "table of a region's year": lambda s: statistics.overview(s, Scope(BUSIEST), YEAR),
    "table of the country since the start": lambda s: statistics.overview(s, Scope(), START),
    "table of the country, 20 months day to day": lambda s: statistics.overview(s, Scope(), OTHER),
    "waits of the country's week": lambda s: statistics.waits_by(s, Scope(), WEEK, "category"),
    "waits of the country since the start": lambda s: statistics.waits_by(s, Scope(), START, "category"),
    "map and ranking of the year": lambda s: ranking.ranking(s, Scope(), YEAR),
    "course of twelve months": lambda s: statistics.course(
        s, Scope(), list(spans.series(containing(Unit.MONTH, TODAY), 12))
    ),
    "dumps since the start": lambda s: statistics.dumps_by_region(s, START),
    "statement of a region's week": lambda s: statements.draw_up(s, Scope(BUSIEST), WEEK, dataset.NOW),
}


async def weekly_run(session: AsyncSession) -> None:
    """The figures of a whole weekly run: 20 regions, then the country."""
    for region in (None, *(r.iso for r in geography.regions())):
        await statements.draw_up(session, Scope(region), WEEK, dataset.NOW + timedelta(days=1))


def measure(stage: Stage) -> list[Figure]:
    """Both databases; SQLite in the huge data set too, where it is asked for."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    sizes = [stage.small, stage.large, *([stage.huge] if stage.huge and kind == "SQLite" else [])]
    databases = {size: Database(stage.filled(kind, size)) for size in sizes}
    asked = {**VIEWS, "figures of a weekly run, 20 regions and the country": weekly_run}
    try:
        runs = {f"{name}/{size}": _run(databases[size], ask) for name, ask in asked.items() for size in sizes}
        for run in runs.values():
            await run()
        seconds = await interleaved_async(runs, ROUNDS)
    finally:
        for database in databases.values():
            await database.close()
    return [figure for name in asked for figure in _figures(kind, name, sizes, seconds)]


def _run(database: Database, ask: Ask) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        async with database.reading() as session:
            await ask(session)

    return run


def _figures(kind: str, name: str, sizes: list[int], seconds: Mapping[str, float]) -> list[Figure]:
    took = [seconds[f"{name}/{size}"] for size in sizes]
    detail = ", ".join(f"{time_shown(t)} at {size:,}" for t, size in zip(took, sizes, strict=True)) + " requests"
    found = [Figure(f"/stats, {name}, {kind}", took[1] / took[0], GROWTH, detail=detail)]
    if len(took) > 2:
        found.append(Figure(f"/stats, {name}, {kind}, ten times as many", took[2] / took[1], 1.2, detail=detail))
    return found


MEASUREMENT = Measurement(
    "views",
    "Figures on the screen and every Thursday",
    "What each view of /stats asks of `services.statistics`, and a weekly run of `services.statements.draw_up` for 20 "
    "regions and the country, in the large data set against the small one; with `--huge` also in one of 10,000,000 "
    "requests on SQLite against that of 1,000,000.",
    "Counters are as many as there are days, regions, categories and outcomes: in the small data set many of them are "
    "still empty, later their number only grows with the days.",
    measure,
)
