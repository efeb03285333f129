"""Filling databases by the fastest way each has: one transaction on SQLite, COPY on PostgreSQL."""

import asyncio
import shutil
import sqlite3
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

from benchmarks import dataset
from domain.measures import OUTCOMES
from migrations import upgrade
from models.database import Database

_MEASURES = (
    ("outcome", "id > 0"),
    ("CASE WHEN stars IS NULL THEN 'confirmed_silence' ELSE 'confirmed_citizen' END", "state = 'confirmed'"),
    ("'stars_' || CAST(stars AS TEXT)", "stars IS NOT NULL"),
)
_COUNT_DAYS = """
INSERT INTO counters (period, district, measure, region, category, kind, number)
SELECT CAST(day AS TEXT), {district}, {measure}, region, category, kind, count(*)
FROM requests WHERE {which} GROUP BY 1, 2, 3, 4, 5, 6
"""
_SUM = """
INSERT INTO counters (period, district, measure, region, category, kind, number)
SELECT {period}, district, measure, region, category, kind, sum(number)
FROM counters WHERE length(period) = 10 GROUP BY 1, 2, 3, 4, 5, 6
"""
_COUNTRY = """
INSERT INTO counters (period, district, measure, region, category, kind, number)
SELECT period, '', measure, '', category, kind, sum(number) FROM counters WHERE district = '' GROUP BY 1, 3, 5, 6
"""
_TOTAL = "SELECT sum(number) FROM counters WHERE period = 'all' AND region = '' AND measure IN ({outcomes})"
_CELL = ("period", "district", "measure", "region", "category", "kind", "number")
Waited = Tally[tuple[str, str, str, str, str]]
"""How many waits there are by day, measure, region, category and kind."""
_PEOPLE = ("id", "is_staff", "reachable", "last_message_id", "locale", "created_at")


async def make_empty(url: str) -> None:
    """A new, migrated database at `url`; what was there is gone."""
    if make_url(url).get_backend_name() == "sqlite":
        _remove(Path(str(make_url(url).database)))
    else:
        name = make_url(url).database
        await _on_server(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await _on_server(url, f'CREATE DATABASE "{name}"')
    database = Database(url)
    await upgrade(database)
    await database.close()


async def fill(url: str, size: int) -> None:
    """Make the data set of `size` requests at `url`, unless a finished one is there."""
    if await _is_filled(url, size):
        return
    await make_empty(url)
    if make_url(url).get_backend_name() == "sqlite":
        _fill_sqlite(str(make_url(url).database), size)
    else:
        await _fill_postgres(url, size)


async def _is_filled(url: str, size: int) -> bool:
    """Whether the counters, which are written last, count the whole data set."""
    backend = make_url(url).get_backend_name()
    query = _TOTAL.format(outcomes=", ".join(f"'{outcome}'" for outcome in OUTCOMES))
    if backend == "sqlite":
        return bool(_first_value(Path(str(make_url(url).database)), query) == size)
    try:
        connection = await connect(url)
    except asyncpg.InvalidCatalogNameError:
        return False
    try:
        return bool(await connection.fetchval(query) == size)
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError):
        return False
    finally:
        await connection.close()


async def forget_outdated(folder: Path, host: str, edition: str) -> None:
    """Delete the data sets of other editions, of both kinds."""
    for name in {path.stem for path in _sqlite_files(folder)}:
        if not name.endswith(edition):
            _remove(folder / f"{name}.db")
    connection = await asyncpg.connect(host=host, user="postgres", database="postgres")
    try:
        for (name,) in await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'requests\\_%'"):
            if not name.endswith(edition):
                await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


def _sqlite_files(folder: Path) -> Iterator[Path]:
    return folder.glob("requests_*.db")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _first_value(path: Path, query: str) -> Any:
    """What a query says of a SQLite file; None where there is none, or nothing in it."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as connection:
        try:
            return connection.execute(query).fetchone()[0]
        except sqlite3.OperationalError:
            return None


async def connect(url: str, database: str | None = None) -> Any:
    """A connection of the driver itself to a PostgreSQL database."""
    parts = make_url(url)
    return await asyncpg.connect(
        host=parts.query["host"], user=parts.username, database=database or parts.database, timeout=60
    )


async def _on_server(url: str, statement: str) -> None:
    connection = await connect(url, "postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _people(size: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, dataset.STAFF + 1):
        yield (number, True, True, 0, "ru", dataset.NOW)
    for number in dataset.citizens(size):
        yield (number, False, True, 0, "kk", dataset.NOW)


def _as_sqlite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Moments and days in the form in which SQLAlchemy writes them on SQLite."""
    return tuple(
        value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime)
        else value.isoformat() if isinstance(value, date) else value
        for value in row
    )  # fmt: skip


@contextmanager
def _unindexed(path: str) -> Iterator[sqlite3.Connection]:
    """A connection to fill requests with in bulk: nothing waits for the disk, and indexes are made at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'requests' AND sql IS NOT NULL"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        yield connection
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _fill_sqlite(path: str, size: int) -> None:
    with _unindexed(path) as connection:
        waited: Waited = Tally()
        for table, columns, rows in _tables(size, waited):
            places = ", ".join("?" * len(columns))
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
            connection.executemany(insert, map(_as_sqlite, rows))
        _fill_terms(connection, size)
        for statement in _counting():
            connection.execute(statement)


async def multiply(source: str, target: str, times: int) -> None:
    """Make of one SQLite data set another with every request `times` times, and the counters that go with it.

    To make so many rows one by one would take an hour.
    """
    size = await asyncio.to_thread(_first_value, Path(str(make_url(source).database)), "SELECT max(id) FROM requests")
    if await _is_filled(target, size * times):
        return
    path = Path(str(make_url(target).database))
    _remove(path)
    await asyncio.to_thread(_multiply, str(make_url(source).database), str(path), size, times)


def _multiply(source: str, target: str, size: int, times: int) -> None:
    shutil.copy(source, target)
    others = ", ".join(column for column in dataset.COLUMNS if column != "id")
    with _unindexed(target) as connection:
        for n in range(1, times):
            connection.execute(
                f"INSERT INTO requests (id, {others}) SELECT id + {n * size}, {others} FROM requests WHERE id <= {size}"
            )
        connection.execute(f"UPDATE counters SET number = number * {times}")


def _fill_terms(connection: sqlite3.Connection, size: int) -> None:
    """In the order of the key: else each would be put somewhere else in a large tree."""
    columns = ", ".join(dataset.TERM_COLUMNS)
    connection.execute(f"CREATE TEMP TABLE some ({columns})")
    connection.executemany("INSERT INTO some VALUES (?, ?, ?)", _terms(size))
    connection.execute(f"INSERT INTO search_terms ({columns}) SELECT * FROM some ORDER BY {columns}")
    connection.execute("DROP TABLE some")


async def _fill_postgres(url: str, size: int) -> None:
    connection = await connect(url)
    try:
        # Foreign keys are not looked up row by row: the data set keeps them.
        await connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'")
        indexes = await connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'requests' AND indexname LIKE 'ix_%'"
        )
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['indexname']}")
        waited: Waited = Tally()
        for table, columns, rows in _tables(size, waited):
            await connection.copy_records_to_table(table, records=rows, columns=columns, timeout=600)
        for index in indexes:
            await connection.execute(index["indexdef"], timeout=600)
        await connection.execute("ALTER TABLE search_terms DROP CONSTRAINT pk_search_terms")
        await connection.copy_records_to_table(
            "search_terms", records=_terms(size), columns=dataset.TERM_COLUMNS, timeout=600
        )
        key = ", ".join(dataset.TERM_COLUMNS)
        await connection.execute(
            f"ALTER TABLE search_terms ADD CONSTRAINT pk_search_terms PRIMARY KEY ({key})", timeout=600
        )
        for statement in _counting():
            await connection.execute(statement, timeout=600)
        await connection.execute("VACUUM ANALYZE", timeout=600)
    finally:
        await connection.close()


def _tables(size: int, waited: Waited) -> Iterator[tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]]:
    """Tables in the order in which they refer to each other; `waited` is filled on the way."""
    yield "people", _PEOPLE, _people(size)
    yield "memberships", dataset.MEMBER_COLUMNS, dataset.members()
    yield "requests", dataset.COLUMNS, _requests(size, waited)
    yield "counters", _CELL, ((cell[0], "", *cell[1:], number) for cell, number in waited.items())


def _requests(size: int, waited: Waited) -> Iterator[tuple[Any, ...]]:
    """Rows of `requests`, whose waits are counted as they go by."""
    region, category, kind = (dataset.COLUMNS.index(name) for name in ("region", "category", "kind"))
    for row in dataset.requests(size):
        for measure, day in dataset.waits(row):
            waited[day.isoformat(), measure, row[region], row[category], row[kind]] += 1
        yield row


def _terms(size: int) -> Iterator[tuple[str, str, int]]:
    for row in dataset.requests(size):
        yield from dataset.search_terms(row)


def _counting() -> Iterator[str]:
    """As `services.counters` would have counted: days first, then what they sum up to."""
    for measure, which in _MEASURES:
        yield _COUNT_DAYS.format(district="''", measure=measure, which=which)
        yield _COUNT_DAYS.format(district="district", measure=measure, which=f"district IS NOT NULL AND {which}")
    for period in ("'all'", "substr(period, 1, 4)", "substr(period, 1, 7)"):
        yield _SUM.format(period=period)
    yield _COUNTRY
