"""What operators and the clock ask all day: search, the next request of triage, reminders, deadlines, the digest."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement
from benchmarks.growth import Prepare, Work, growth, operator_of
from benchmarks.stage import KINDS, Stage
from bot.settings import Settings
from domain.words import Outcome, State
from models import CitizenRequest
from models.database import Database
from services import digest, overdue, reminding, search, triage

READ_ROUNDS, WRITE_ROUNDS, DIGEST_ROUNDS = 150, 30, 15
BATCH = 50
"""Timers that strike together."""
LATER = dataset.NOW + timedelta(days=60)
"""By then every deadline has passed."""
ZONE = Settings(_env_file=None).zone


def measure(stage: Stage) -> list[Figure]:
    """Both databases."""
    return [figure for kind in KINDS for figure in asyncio.run(_measure(stage, kind))]


async def _measure(stage: Stage, kind: str) -> list[Figure]:
    reads: dict[str, Prepare] = {
        "Search, a frequent word": _search("қоқыс"),
        "Search, street and house": _search("Абай 17"),
    }
    writes: dict[str, Prepare] = {
        "Triage, the next request": _triage,
        "Reminders, 50 tasks": _remind,
        "Deadline sweep, 50 requests": _deadlines,
    }
    mornings: dict[str, Prepare] = {"Morning digest of a region": _digest}
    return [
        *await growth(stage, kind, reads, READ_ROUNDS),
        *await growth(stage, kind, mornings, DIGEST_ROUNDS),
        *await growth(stage, kind, writes, WRITE_ROUNDS, undone=True),
    ]


def _search(question: str) -> Prepare:
    async def prepare(_database: Database, region: str) -> Work:
        async def work(session: AsyncSession) -> None:
            found = await search.by_words(session, operator_of(region), region, question)
            if len(found.rows) == 0 and " " not in question:
                raise RuntimeError("nothing was found")

        return work

    return prepare


async def _triage(_database: Database, region: str) -> Work:
    async def work(session: AsyncSession) -> None:
        walked = await triage.take_next(session, operator_of(region), triage.Round(region), dataset.NOW)
        if walked.request_id is None:
            raise RuntimeError("nothing waits for a decision")

    return work


async def _deadlines(database: Database, region: str) -> Work:
    ids = await _some(database, CitizenRequest.outcome == Outcome.WORK)

    async def work(session: AsyncSession) -> None:
        if len(await overdue.mark_due(session, ids, LATER)) != BATCH:
            raise RuntimeError("not all have become overdue")

    return work


async def _remind(database: Database, region: str) -> Work:
    ids = await _some(database, CitizenRequest.state == State.ASSIGNED)

    async def work(session: AsyncSession) -> None:
        await reminding.reminders_due(session, ids, dataset.NOW, ZONE)

    return work


async def _digest(_database: Database, region: str) -> Work:
    async def work(session: AsyncSession) -> None:
        if not await digest.digests_for(session, region, dataset.NOW, ZONE):
            raise RuntimeError("nobody is told anything")

    return work


async def _some(database: Database, which: object) -> list[int]:
    """Numbers of open requests all over the country."""
    query = select(CitizenRequest.id).where(CitizenRequest.is_open, which).order_by(CitizenRequest.id)  # type: ignore[arg-type]
    async with database.reading() as session:
        ids = list(await session.scalars(query))
    return ids[:: max(1, len(ids) // BATCH)][:BATCH]


MEASUREMENT = Measurement(
    "desk",
    "The desk at work",
    "What operators and the clock ask for, each in a transaction of its own, in the large data set against the small "
    "one: `services.search.by_words`, `services.triage.take_next`, `services.reminding.reminders_due` and "
    f"`services.overdue.mark_due` for {BATCH} requests each, `services.digest.digests_for` the region with most open "
    "requests. What they write is rolled back. The goal is how much the logarithm of the table grows. Of open requests "
    "there are a hundred times as many, too.",
    "A digest counts what is overdue and due in its region, row by row of an index, so it grows with what is open "
    "there, not with the table; it is made once a morning. A search for a word that few requests have in the small "
    f"data set looks at up to {search.CANDIDATES:,} in the large one, and at no more in any larger.",
    measure,
)
