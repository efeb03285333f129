"""`python main.py seed`: a year that nobody lived, for demos, training and tests, with the published totals."""

import asyncio
import signal
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from bot.cli import CommandError
from bot.opening import opened, require_migrated
from bot.settings import Settings
from models import SYNTHETIC, CitizenRequest
from models.database import Database
from services.bringing_over import BATCH, Stored, store
from services.seed_plan import Plan, plan_of
from services.synthetic import synthetic_year

SEEDED_YEAR = 2024


async def report_seed(settings: Settings, year: int, scale: float, *, into_real: bool) -> str:
    """Seed the database of the settings; returns what to tell.

    Raises CommandError where there are real requests and nobody has said that the two may stand side by side.
    """
    async with opened(settings) as database:
        await require_migrated(database)
        if not into_real and await _has_real(database):
            raise CommandError(
                "this database has real requests, and made-up ones would change every figure: use another one, "
                "or say --into-real"
            )
        found = await seed(database, year, settings.zone, scale)
    return f"synthetic year {year}: {found.new:,} new, {found.known:,} known already\n{_totals(plan_of(year, scale))}"


async def seed(database: Database, year: int, zone: ZoneInfo, scale: float = 1.0) -> Stored:
    """Store the synthetic year, in some transactions. What is there already stays as it is."""
    found, now = Stored(), datetime.now(UTC)
    rows = synthetic_year(plan_of(year, scale), zone)
    for at in range(0, len(rows), BATCH):
        async with database.begin() as session:
            found += await store(session, rows[at : at + BATCH], now)
    return found


@asynccontextmanager
async def seeding_apart(url: str, year: int, zone: ZoneInfo) -> AsyncIterator[None]:
    """Seed a database in a process of its own while the block runs: on another core, that costs the block no time."""
    with ProcessPoolExecutor(1, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as apart:
        seeding = asyncio.get_running_loop().run_in_executor(apart, _seed_apart, url, year, zone.key)
        yield
        await seeding


def _seed_apart(url: str, year: int, zone: str) -> None:
    asyncio.run(_seed_url(url, year, ZoneInfo(zone)))


async def _seed_url(url: str, year: int, zone: ZoneInfo) -> None:
    database = Database(url, zone=zone)
    try:
        await seed(database, year, zone)
    finally:
        await database.close()


async def _has_real(database: Database) -> bool:
    real = or_(CitizenRequest.source.is_(None), CitizenRequest.source != SYNTHETIC)
    async with database.reading() as session:
        return await session.scalar(select(CitizenRequest.id).where(real).limit(1)) is not None


def _totals(plan: Plan) -> str:
    requests, dumps = plan.requests, plan.dumps
    others = requests["received"] - requests["executed"] - requests["in_work"]
    return (
        f"received {requests['received']:,}: executed {requests['executed']:,}, in work {requests['in_work']:,}, "
        f"others {others:,}; illegal dumps found {dumps['found']:,}, removed {dumps['removed']:,}"
    )
