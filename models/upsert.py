"""INSERT … ON CONFLICT, which both databases speak in the same words but SQLAlchemy keeps in two places."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert_into(session: AsyncSession, table: Any) -> Any:
    """The INSERT of the session's database for `table`, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    name = session.get_bind().dialect.name
    return sqlite.insert(table) if name == "sqlite" else postgresql.insert(table)
