"""The operators' queue: its first page in a large table against a small one."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from sqlalchemy import select

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import KINDS, Stage
from benchmarks.timing import interleaved_async
from domain.permissions import Actor, Grant
from domain.words import Role
from models import CitizenRequest
from models.database import Database
from services import queue

ROUNDS = 300


def measure(stage: Stage) -> list[Figure]:
    """The page as an operator gets it, on both databases."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    databases = {size: Database(stage.filled(kind, size)) for size in (stage.small, stage.large)}
    try:
        region = await _busiest(databases[stage.small])
        works = {str(size): _page(database, region) for size, database in databases.items()}
        for work in works.values():
            await work()
        seconds = await interleaved_async(works, ROUNDS)
    finally:
        for database in databases.values():
            await database.close()
    small, large = seconds[str(stage.small)], seconds[str(stage.large)]
    detail = f"{time_shown(large)} at {stage.large:,} requests, {time_shown(small)} at {stage.small:,}"
    return [Figure(f"Queue page 1, {kind}", large / small, 1.5, detail=detail)]


async def _busiest(database: Database) -> str:
    """The region with most open requests."""
    async with database.reading() as session:
        found = Counter(await session.scalars(select(CitizenRequest.region).where(CitizenRequest.is_open)))
    return found.most_common(1)[0][0]


def _page(database: Database, region: str) -> Callable[[], Awaitable[None]]:
    actor = Actor(1, (Grant(Role.OPERATOR, region),))

    async def read() -> None:
        async with database.reading() as session:
            page = await queue.page(session, actor, queue.Place(region), dataset.NOW)
        if len(page.rows) != queue.PAGE:
            raise RuntimeError("the page is not full")

    return read


MEASUREMENT = Measurement(
    "queue",
    "The operators' queue",
    "`services.queue.page` for the region with most open requests, transaction and counters included, in the large "
    "data set against the small one. A tenth of each is open.",
    "The page reads one more index level in the larger table.",
    measure,
)
