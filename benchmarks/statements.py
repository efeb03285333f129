"""The SQL that services really send, to be timed without SQLAlchemy around it."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event, make_url

from benchmarks.loading import connect
from models.database import Database

Statement = tuple[str, tuple[Any, ...]]
Run = Callable[[], Awaitable[Any]]


async def sent_by(database: Database, work: Run) -> list[Statement]:
    """The statements that `work` sends to the database, with their parameters."""
    found: list[Statement] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        found.append((sql, tuple(parameters)))

    engines = {database.engine.sync_engine, database._reading_engine.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        await work()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in found if statement[0].lstrip().startswith(("SELECT", "WITH"))]


async def bare(url: str, statement: Statement, *, indexed: bool = True) -> tuple[Run, Run]:
    """A function that runs the statement on a connection of the driver itself, and one that closes it.

    With `indexed` off the database must read the whole table.
    """
    sql, parameters = statement
    if make_url(url).get_backend_name() == "sqlite":
        return _bare_sqlite(str(make_url(url).database), sql, parameters, indexed=indexed)
    connection = await connect(url)
    if not indexed:
        # Whether it scans is the question; that it may do so on several cores is its own affair.
        await connection.execute("SET enable_indexscan = off; SET enable_bitmapscan = off")
    prepared = await connection.prepare(sql)

    async def run() -> Any:
        return await prepared.fetch(*parameters)

    return run, connection.close


def _bare_sqlite(path: str, sql: str, parameters: tuple[Any, ...], *, indexed: bool) -> tuple[Run, Run]:
    connection = sqlite3.connect(path)
    for pragma in ("cache_size=-32000", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {pragma}")
    if not indexed:
        sql = sql.replace("FROM requests", "FROM requests NOT INDEXED", 1)

    async def run() -> Any:
        return connection.execute(sql, parameters).fetchall()

    async def close() -> None:
        connection.close()

    return run, close
