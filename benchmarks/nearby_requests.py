"""Open requests near a point: by the index, against a scan of the table."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import select

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import KINDS, Stage
from benchmarks.statements import bare, sent_by
from benchmarks.timing import interleaved_async
from domain.words import Kind
from models import CitizenRequest, Draft
from models.database import Database
from services.similar import similar

ROUNDS = 200


def measure(stage: Stage) -> list[Figure]:
    """Both ways on both databases."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    url = stage.filled(kind, stage.large)
    database = Database(url)
    draft = await _draft(database)
    service = _by_service(database, draft)
    statement = next(s for s in await sent_by(database, service) if "BETWEEN" in s[0])
    alone, close_alone = await bare(url, statement)
    scan, close_scan = await bare(url, statement, indexed=False)
    try:
        if not await alone() or len(await alone()) != len(await scan()):
            raise RuntimeError("the index and the scan disagree")
        seconds = await interleaved_async({"scan": scan, "statement": alone, "service": service}, 7)
        quick = {"statement": alone, "service": service}
        seconds |= await interleaved_async(quick, ROUNDS)
    finally:
        await close_alone()
        await close_scan()
        await database.close()
    detail = f"{{}} against {time_shown(seconds['scan'])} at {stage.large:,} requests"
    return [
        Figure(f"Requests nearby, {name}, {kind}", 100 * seconds[key] / seconds["scan"], 0.1, "%",
               detail.format(time_shown(seconds[key])))
        for key, name in (("statement", "the statement"), ("service", "the whole service"))
    ]  # fmt: skip


async def _draft(database: Database) -> Draft:
    """A draft beside an open request."""
    async with database.reading() as session:
        query = select(CitizenRequest).where(CitizenRequest.is_open).order_by(CitizenRequest.id.desc()).limit(1)
        neighbour = (await session.scalars(query)).one()
    now = datetime.now(UTC)
    return Draft(
        id=1, person_id=1, kind=Kind.REQUEST, category=neighbour.category, lat=neighbour.lat, lon=neighbour.lon,
        region=neighbour.region, created_at=now, updated_at=now,
    )  # fmt: skip


def _by_service(database: Database, draft: Draft) -> Callable[[], Awaitable[list[int]]]:
    async def read() -> list[int]:
        async with database.reading() as session:
            return [found.request.id for found in await similar(session, draft)]

    return read


MEASUREMENT = Measurement(
    "nearby",
    "Requests nearby",
    "The statement of `services.similar.similar` for a draft that lies beside an open request of its category, on a "
    "bare connection of the driver, against the same statement without the index, which reads the whole table. Then "
    "the whole service (session, transaction, the photos of what it finds) against that scan.",
    "The statement itself is what an index can make fast; the whole service is several statements, each of which takes "
    "a few hundred microseconds on its way through SQLAlchemy and to the database's thread or process, at any size of "
    "the table.",
    measure,
)
