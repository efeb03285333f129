"""What all tables share: the declarative base and the column types that behave alike on both databases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Index, Integer, MetaData, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC: TIMESTAMPTZ on PostgreSQL, sortable ISO text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: nobody knows where they are."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A growing 64-bit key; SQLite grows only columns declared INTEGER."""


def word(words: type[StrEnum]) -> Enum:
    """A column that holds one of `words`: plain text in the database, the enumeration in Python.

    No CHECK constraint: a new word must not need a migration that locks a large table.
    """
    return Enum(
        words, native_enum=False, create_constraint=False, length=24, values_callable=lambda e: [w.value for w in e]
    )


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds, on both databases.

    Here SQLAlchemy is told the condition for SQLite only: for PostgreSQL it would load that dialect, which takes longer
    than all our tables. `migrations/env.py`, where schemas are compared and made, tells it the other.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where), info={"where": where})


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON}  # noqa: RUF012
