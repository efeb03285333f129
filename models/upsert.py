"""INSERT … ON CONFLICT, which both databases speak in the same words but SQLAlchemy keeps in two places."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


def insert_into(session: AsyncSession, table: Any) -> Any:
    """The INSERT of the session's database for `table`, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(session.get_bind().dialect.name, table)


def prepared_insert(session: AsyncSession, table: Any, finish: Callable[[Any], Any]) -> Any:
    """The INSERT that `finish` completes, put together once for each database; to be executed with rows.

    SQLAlchemy takes longer to put a statement together than the database to carry it out.
    """
    return _finished(session.get_bind().dialect.name, table, finish)


@cache
def _finished(dialect: str, table: Any, finish: Callable[[Any], Any]) -> Any:
    return finish(_insert(dialect, table.__table__))


def _insert(dialect: str, table: Any) -> Any:
    # Imported here: the PostgreSQL dialect takes a tenth of a second that SQLite installations need not wait.
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgres

    return insert_postgres(table)
