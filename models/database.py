"""Engines and transactions for SQLite and PostgreSQL.

SQLite has one connection that writes, in the event loop's own thread (`models.inline_sqlite`), and some that read, each
in a thread of its own. Only edges commit: a runner, an endpoint or a job opens `Database.begin()`; services take the
session and never commit.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
import orjson
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from models.inline_sqlite import InlineConnection, begin_immediate

READERS = 4
"""Connections for reading beside the one that writes (SQLite), in WAL mode never in each other's way."""
DEFAULT_ZONE = "Asia/Almaty"
"""Where days begin and end unless the settings say otherwise: all of Kazakhstan, UTC+5 since 2024-03-01."""
LONGEST_WAL = 16_000
"""Pages (64 MB) after which the writer itself carries the log over, should nobody call `Database.carry_over`."""


class _Cursor(aiosqlite.Cursor):
    """A cursor that runs a statement and fetches its rows in one visit to the database's thread.

    aiosqlite makes four (cursor, execute, fetchall, close); each is two switches between threads, and they, not SQLite,
    are the cost of a short statement.
    """

    def __init__(self, conn: aiosqlite.Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(conn, cursor)
        self._rows: list[Any] = []

    def _run(self, sql: str, parameters: Iterable[Any]) -> None:
        self._cursor.execute(sql, parameters)  # type: ignore[arg-type]
        self._rows = self._cursor.fetchall() if self._cursor.description else []

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "_Cursor":
        await self._execute(self._run, sql, () if parameters is None else parameters)  # type: ignore[no-untyped-call]
        return self

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._cursor.close()


class _Connection(aiosqlite.Connection):
    """A connection whose cursors are `_Cursor`; making one needs no visit to the thread."""

    def cursor(self) -> _Cursor:  # type: ignore[override]
        return _Cursor(self, self._conn.cursor())


def _connect_sqlite(path: str, **options: Any) -> _Connection:
    options.pop("check_same_thread", None)
    connection = _Connection(
        lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False, **options),
        iter_chunk_size=64,
    )
    connection._thread.daemon = True
    return connection


_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32000", "temp_store=MEMORY",
            "mmap_size=268435456")  # fmt: skip


def _prepare(*more: str) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _writing_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        make_url(url).set(drivername="sqlite+inline"),
        # The transactions are ours (see `begin_immediate`), so sqlite3 must start none of its own.
        connect_args={"isolation_level": None, "check_same_thread": False, "factory": InlineConnection},
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        # One writer: transactions queue for the connection in order instead of knocking on a locked file.
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
    )
    # Nothing in the loop's thread waits for a lock but `begin_immediate`, and that asleep.
    event.listen(engine.sync_engine, "connect", _prepare(f"wal_autocheckpoint={LONGEST_WAL}", "busy_timeout=0"))
    event.listen(engine.sync_engine, "begin", begin_immediate)
    return engine


def _reading_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        connect_args={"async_creator_fn": _connect_sqlite},
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=60,
    )
    event.listen(engine.sync_engine, "connect", _prepare("busy_timeout=10000"))
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _carry_over(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The database behind a URL, with two doors: `begin()` to change it, `reading()` to look.

    `url` is `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`. `pool` is the number of PostgreSQL connections.
    `zone` is where days begin and end; sessions carry it as `info["zone"]`.

    Errors do not show the values of a statement: these are people's words and places, and errors go into logs.
    """

    def __init__(self, url: str, *, pool: int = 10, zone: ZoneInfo | None = None) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = _writing_engine(url)
            self._reading_engine = _reading_engine(url)
        else:
            self.engine = self._reading_engine = create_async_engine(
                url, json_serializer=_to_json, json_deserializer=orjson.loads, pool_size=pool, max_overflow=pool,
                hide_parameters=True,
            )  # fmt: skip
        info = {"zone": zone or ZoneInfo(DEFAULT_ZONE)}
        self._writer = async_sessionmaker(self.engine, expire_on_commit=False, info=info)
        self._reader = async_sessionmaker(self._reading_engine, expire_on_commit=False, info=info)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits when the block ends well and rolls back when it does not."""
        async with self._writer.begin() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session to read with; long reports go here, so that they never hold up the writer."""
        async with self._reader() as session:
            yield session

    async def carry_over(self) -> None:
        """Carry SQLite's write-ahead log over into the database, in a thread: this is what waits for the disk."""
        if self.is_sqlite:
            await asyncio.to_thread(_carry_over, self.engine.url.database or "")

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        if self._reading_engine is not self.engine:
            await self._reading_engine.dispose()
