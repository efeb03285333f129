"""Inserting many rows by the fastest way each database has within a transaction: COPY, or one prepared statement.

SQLAlchemy looks at each value of each row by itself, which takes longer than the database takes to store them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, Date
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import UtcDateTime


async def insert_rows(session: AsyncSession, table: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of a mapped class, each with the values of `columns` in that order. Moments must be aware.

    Columns left out get the database's default, none of ours. Something must have been executed in the transaction.
    """
    by_column = list(zip(*rows, strict=True))
    if not by_column:
        return
    sqlite = session.get_bind().dialect.name == "sqlite"
    for at, name in enumerate(columns):
        convert = _conversion(table.__table__.c[name].type, sqlite)
        if convert is not None:
            by_column[at] = tuple(None if value is None else convert(value) for value in by_column[at])
    records = list(zip(*by_column, strict=True))
    connection = await session.connection()
    if sqlite:
        await connection.exec_driver_sql(_insert(table, columns, sqlite), records)
    else:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.copy_records_to_table(table.__tablename__, records=records, columns=columns)


async def add_numbers(session: AsyncSession, table: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add to the column `number` of the rows there are, or make them. Each row: the table's key, and what to add."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    key = [column.name for column in table.__table__.primary_key]
    statement = (
        f"{_insert(table, [*key, 'number'], sqlite)} ON CONFLICT ({', '.join(key)}) "
        f"DO UPDATE SET number = {table.__tablename__}.number + excluded.number"
    )
    if rows:
        await (await session.connection()).exec_driver_sql(statement, list(rows))


def _insert(table: Any, columns: Sequence[str], sqlite: bool) -> str:
    places = ("?" if sqlite else f"${n}" for n in range(1, len(columns) + 1))
    return f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({', '.join(places)})"


def _conversion(kind: Any, sqlite: bool) -> Callable[[Any], Any] | None:
    """How values of a column are handed to the driver; None: as they are."""
    if isinstance(kind, JSON):
        return _json
    if not sqlite:
        return None
    if isinstance(kind, UtcDateTime):
        return _moment
    return date.isoformat if isinstance(kind, Date) else None


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _moment(value: datetime) -> str:
    """As SQLAlchemy writes moments on SQLite."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
