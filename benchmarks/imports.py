"""Bringing past requests over from a CSV file: what a row costs, and whether it costs more among a million."""

import asyncio
import csv
import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import func, select

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement
from benchmarks.stage import FOLDER, KINDS, Stage
from bot.past.importing import Order, bring
from bot.settings import Settings
from domain.measures import OUTCOMES
from domain.words import State
from models import EVER, Counter
from models.database import Database
from services import geography

LEAST = 1000
"""Rows a second: with it a year of the whole country is there before the coffee is."""
GROWTH = 1.5
_TITLES = ("number", "category", "region", "district", "address", "latitude", "longitude", "description", "sent", "due",
           "assigned", "done", "closed", "state", "reason", "stars")  # fmt: skip
_BEFORE = timedelta(days=60)
"""The data set ends about now, and some of its deadlines lie ahead: none may where all is past."""


def measure(stage: Stage) -> list[Figure]:
    """A tenth of the rows on both databases, all of them on SQLite."""
    part = stage.large // 10
    seconds = {kind: _import(stage, kind, part) for kind in KINDS}
    whole = _import(stage, "SQLite", stage.large)
    rates = [
        Figure(f"Import, {kind}", part / taken, LEAST, "rows/s", f"{part:,} rows in {taken:.0f} s", least=True)
        for kind, taken in seconds.items()
    ]
    detail = f"{stage.large:,} rows in {whole:.0f} s"
    small = seconds["SQLite"] / part
    return [
        *rates,
        Figure(f"Import of {stage.large:,} rows, SQLite", stage.large / whole, LEAST, "rows/s", detail, least=True),
        Figure(
            "Import, growth of a row's time, SQLite", whole / stage.large / small, GROWTH,
            detail=f"{1e6 * whole / stage.large:.0f} µs at {stage.large:,} rows, {1e6 * small:.0f} µs at {part:,}",
        ),
    ]  # fmt: skip


def _import(stage: Stage, kind: str, size: int) -> float:
    """Seconds for a file of `size` rows into an empty database."""
    file = FOLDER / "import.csv"
    _write(file, size)
    settings = Settings(_env_file=None, database_url=stage.empty(kind, "import"))
    begin = perf_counter()
    with redirect_stdout(io.StringIO()):
        good = asyncio.run(bring(settings, Order(file, "bench")))
    seconds = perf_counter() - begin
    if not good or asyncio.run(_counted(settings)) != size:
        raise RuntimeError("not every row came in")
    if kind == "SQLite":
        for suffix in ("", "-wal", "-shm"):
            Path(f"{FOLDER / 'import.db'}{suffix}").unlink(missing_ok=True)
    file.unlink()
    return seconds


async def _counted(settings: Settings) -> int:
    database = Database(settings.database_url.get_secret_value())
    query = select(func.sum(Counter.number)).where(
        Counter.period == EVER, Counter.district == "", Counter.region != "", Counter.measure.in_(OUTCOMES)
    )
    async with database.reading() as session:
        found = int(await session.scalar(query) or 0)
    await database.close()
    return found


def _write(file: Path, size: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(_TITLES)
        table.writerows(_rows(size))


def _rows(size: int) -> Iterator[tuple[Any, ...]]:
    find = geography.borders().find
    for values in dataset.requests(size):
        row = dict(zip(dataset.COLUMNS, values, strict=True))
        state = _STATES.get(row["state"], row["state"])
        inside = find(row["lat"], row["lon"]) == row["region"]
        done = row["done_at"] if state == State.CONFIRMED else None
        ends = [moment for moment in (done, row["closed_at"]) if moment is not None]
        due = max(row["due_at"], row["sent_at"])
        assigned = row["assigned_at"] and min(row["assigned_at"], *ends) if ends else row["assigned_at"]
        yield (
            row["id"], row["category"], row["region"], row["district"], row["address"],
            *((f"{row['lat']:.6f}", f"{row['lon']:.6f}") if inside else ("", "")), row["description"],
            *map(_moment, (row["sent_at"], due, assigned, done, row["closed_at"])), state, row["reason"],
            row["stars"],
        )  # fmt: skip


_STATES = {State.DISPUTED: State.IN_PROGRESS, State.PLANNED: State.ASSIGNED}
"""What would need more columns is something simpler here."""


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else (moment - _BEFORE).isoformat()


MEASUREMENT = Measurement(
    "imports",
    "Import of past requests",
    "`main.py import` of a CSV file with 16 columns into an empty database, from reading the file to the last commit: "
    "rows checked, requests, histories, words to be found by, counters. On both databases, and on SQLite ten times as "
    "many, whose time for a row is compared.",
    "Each request adds some twenty counters, a dozen words and five entries of history, in trees that grow.",
    measure,
)
