"""What a piece of work costs in the large data set against the small one."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.figures import Figure, time_shown
from benchmarks.stage import Stage
from benchmarks.timing import interleaved_async
from domain.permissions import Actor, Grant
from domain.words import Role
from models import CitizenRequest
from models.database import Database

LOGARITHM = 1.5
"""How much the logarithm grows from 10,000 to 1,000,000: what an index may cost."""
Work = Callable[[AsyncSession], Awaitable[object]]
Prepare = Callable[[Database, str], Awaitable[Work]]
"""Makes the work for a database and its busiest region."""


def operator_of(region: str) -> Actor:
    """An operator of a region."""
    return Actor(1, (Grant(Role.OPERATOR, region),))


async def busiest(database: Database) -> str:
    """The region with most open requests."""
    async with database.reading() as session:
        found = Counter(await session.scalars(select(CitizenRequest.region).where(CitizenRequest.is_open)))
    return found.most_common(1)[0][0]


async def growth(
    stage: Stage, kind: str, works: Mapping[str, Prepare], rounds: int, *, undone: bool = False
) -> list[Figure]:
    """Each work in both data sets, in turns, in a transaction of its own; what `undone` ones change is rolled back."""
    small, large = Database(stage.filled(kind, stage.small)), Database(stage.filled(kind, stage.large))
    try:
        region = await busiest(small)
        runs = {}
        for name, prepare in works.items():
            for size, database in ((stage.small, small), (stage.large, large)):
                work = await prepare(database, region)
                run = _undone(database, work) if undone else _read(database, work)
                await run()
                runs[f"{name}/{size}"] = run
        seconds = await interleaved_async(runs, rounds)
    finally:
        await small.close()
        await large.close()
    return [_figure(stage, kind, name, seconds) for name in works]


def _figure(stage: Stage, kind: str, name: str, seconds: Mapping[str, float]) -> Figure:
    small, large = seconds[f"{name}/{stage.small}"], seconds[f"{name}/{stage.large}"]
    detail = f"{time_shown(large)} at {stage.large:,} requests, {time_shown(small)} at {stage.small:,}"
    return Figure(f"{name}, {kind}", large / small, LOGARITHM, detail=detail)


def _read(database: Database, work: Work) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        async with database.reading() as session:
            await work(session)

    return run


def _undone(database: Database, work: Work) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        async with database.begin() as session:
            await work(session)
            await session.rollback()

    return run
