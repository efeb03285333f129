"""INSERT … ON CONFLICT, which both databases speak in the same words but SQLAlchemy keeps in two places."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


def insert_into(session: AsyncSession, table: Any) -> Any:
    """The INSERT of the session's database for `table`, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    # Imported here: the PostgreSQL dialect takes a tenth of a second that SQLite installations need not wait.
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgres

    return insert_postgres(table)
