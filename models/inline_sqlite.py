"""SQLite in the event loop's own thread, for short transactions.

aiosqlite hands every statement to a thread and back. A statement by key takes SQLite some microseconds, the way there
and back a hundred, so that way is most of a transaction. Here the statement simply runs, and the loop waits for it.
What may take long must not: the lock of another process is waited for asleep (`begin_immediate`), the log is carried
over into the database by a thread (`Database.carry_over`), and reports read on connections of aiosqlite.
"""

import asyncio
import sqlite3
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
PAUSE = 0.003


class InlineCursor(sqlite3.Cursor):
    """A cursor as SQLAlchemy's asyncio interface expects it."""

    async def _async_soft_close(self) -> None:
        """Nothing is waiting anywhere: rows come straight from the statement."""


class InlineConnection(sqlite3.Connection):
    """A connection with such cursors; the `factory` of `sqlite3.connect`."""

    def cursor(self, factory: Any = InlineCursor) -> Any:
        """A new cursor."""
        return super().cursor(factory)


class InlineSqlite(SQLiteDialect_pysqlite):
    """Python's own sqlite3 under SQLAlchemy's asyncio interface."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """The pool whose waiting is asynchronous."""
        return AsyncAdaptedQueuePool

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Carry out a statement."""
        # SQLAlchemy refuses a driver for which it never has to wait.
        await_only(_nothing())
        cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Carry out a statement with many rows."""
        await_only(_nothing())
        cursor.executemany(statement, parameters)


async def _nothing() -> None:
    return None


registry.register("sqlite.inline", __name__, "InlineSqlite")


def begin_immediate(connection: Connection) -> None:
    """Begin a transaction that may write; while another process holds the lock, the event loop goes on."""
    give_up = monotonic() + PATIENCE
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if not _is_busy(error.orig) or monotonic() > give_up:
                raise
            await_only(asyncio.sleep(PAUSE))
        else:
            return


def _is_busy(error: Any) -> bool:
    # The code may hold more in its upper bits, e.g. that the other process is recovering after a crash.
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
