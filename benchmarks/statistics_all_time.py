"""The country's figures since the start: from the counters, against counting the requests."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import func, select

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import interleaved_async
from domain.spans import Unit, containing
from models import CitizenRequest
from models.database import Database
from services.statistics import Scope, figures

ROUNDS = 5
_KEY = (CitizenRequest.category, CitizenRequest.kind, CitizenRequest.outcome)


def measure(stage: Stage) -> list[Figure]:
    """Both ways in turn, on both databases."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    large, small = Database(stage.filled(kind, stage.large)), Database(stage.filled(kind, stage.small))
    try:
        await _agree(large, stage.large)
        works = {"counters": _counters(large), "small": _counters(small), "group": _group(large)}
        for work in works.values():
            await work()
        seconds = await interleaved_async(works, ROUNDS)
        quick = {name: works[name] for name in ("counters", "small")}
        seconds |= await interleaved_async(quick, 40 * ROUNDS)
    finally:
        await large.close()
        await small.close()
    counted, grouped = seconds["counters"], seconds["group"]
    return [
        Figure(
            f"All-time figures, {kind}", 100 * counted / grouped, 1.0, "%",
            f"{time_shown(counted)} against {time_shown(grouped)} by GROUP BY at {stage.large:,} requests",
        ),
        Figure(
            f"All-time figures, growth, {kind}", counted / seconds["small"], 1.5, "×",
            f"{time_shown(counted)} at {stage.large:,} requests, {time_shown(seconds['small'])} at {stage.small:,}",
        ),
    ]  # fmt: skip


def _counters(database: Database) -> Callable[[], Awaitable[int]]:
    async def read() -> int:
        async with database.reading() as session:
            return (await figures(session, Scope(), containing(Unit.START, dataset.NOW.date()))).received

    return read


def _group(database: Database) -> Callable[[], Awaitable[int]]:
    async def read() -> int:
        async with database.reading() as session:
            rows = await session.execute(select(*_KEY, func.count()).group_by(*_KEY))
            return sum(int(row[3]) for row in rows)

    return read


async def _agree(database: Database, size: int) -> None:
    if not await _counters(database)() == await _group(database)() == size:
        raise RuntimeError("the counters and the requests disagree")


MEASUREMENT = Measurement(
    "statistics",
    "Statistics",
    "`services.statistics.figures` of the country since the start, which reads the counters, against "
    "`SELECT category, kind, outcome, count(*) … GROUP BY` over the table of requests; and the same in the large data "
    "set against the small one.",
    "Where the table is small enough to be counted in milliseconds, counting it costs no more than a transaction.",
    measure,
)
