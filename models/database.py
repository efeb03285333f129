"""Engines and transactions for SQLite and PostgreSQL.

Only edges commit: a runner, an endpoint or a job opens `Database.begin()`; services take the session and never commit.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
import orjson
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

READERS = 4
"""Connections for reading beside the one that writes (SQLite), in WAL mode never in each other's way."""


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
        # The transactions are ours (see `_begin`), so sqlite3 must start none of its own.
        lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False, **options),
        iter_chunk_size=64,
    )
    connection._thread.daemon = True
    return connection


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000",
                   "cache_size=-32000", "temp_store=MEMORY", "mmap_size=268435456"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_engine(url: str, *, writing: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        connect_args={"async_creator_fn": _connect_sqlite},
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        # One writer: transactions queue for the connection in order instead of knocking on a locked file.
        pool_size=1 if writing else READERS,
        max_overflow=0,
        pool_timeout=60,
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The database behind a URL, with two doors: `begin()` to change it, `reading()` to look.

    `url` is `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`. `pool` is the number of PostgreSQL connections.
    """

    def __init__(self, url: str, *, pool: int = 10) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = _sqlite_engine(url, writing=True)
            self._reading_engine = _sqlite_engine(url, writing=False)
        else:
            self.engine = self._reading_engine = create_async_engine(
                url, json_serializer=_to_json, json_deserializer=orjson.loads, pool_size=pool, max_overflow=pool
            )
        self._writer = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reader = async_sessionmaker(self._reading_engine, expire_on_commit=False)

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

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        if self._reading_engine is not self.engine:
            await self._reading_engine.dispose()
