"""Keyset pages: a page begins at a row, not at a count, so it stays right while rows come and go before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models import CitizenRequest

IS_OPEN = text("requests.is_open")
"""The condition of the partial indexes, word for word: SQLite uses them for nothing else."""


def unindexed(column: Any) -> ColumnElement[str]:
    """A text column as something no index knows: where two indexes seem equally good, the other one is taken."""
    return cast("ColumnElement[str]", column.concat(""))


@dataclass(frozen=True, slots=True)
class Key:
    """A place in an order by deadline: between requests of the same deadline the number decides."""

    due_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of rows, and where the pages beside it begin; `previous` means "the rows before this key"."""

    rows: Sequence[Any]
    start: Key | None
    """The key to find this page again; None for the first."""
    previous: Key | None
    next: Key | None


_ORDER: tuple[ColumnElement[Any], ...] = (CitizenRequest.due_at.expression, CitizenRequest.id.expression)


async def slice_by_deadline(
    session: AsyncSession, query: Any, key: Key | None, size: int, *, back: bool = False
) -> Slice:
    """`size` rows of `query` from `key` on, or with `back` the ones before it. Rows have `due_at` and `id`.

    Past either end the nearest page that has rows is given.
    """
    if back and key is not None:
        rows = await _before(session, query, key, size)
        # Fewer than a page: this is the beginning, which is shown whole.
        key = _key(rows[0]) if len(rows) == size else None
    rows = await _from(session, query, key, size + 1)
    if not rows and key is not None:
        rows = await _before(session, query, key, size)
        key = _key(rows[0]) if len(rows) == size else None
    earlier = await _before(session, query, key, 1) if key is not None else []
    following = _key(rows[size]) if len(rows) > size else None
    shown = rows[:size]
    start = _key(shown[0]) if shown and earlier else None
    return Slice(shown, start, start, following)


async def _from(session: AsyncSession, query: Any, key: Key | None, size: int) -> Sequence[Any]:
    if key is not None:
        query = query.where(tuple_(*_ORDER) >= (key.due_at, key.id))
    rows: Sequence[Any] = (await session.execute(query.order_by(*_ORDER).limit(size))).all()
    return rows


async def _before(session: AsyncSession, query: Any, key: Key, size: int) -> Sequence[Any]:
    earlier = query.where(tuple_(*_ORDER) < (key.due_at, key.id))
    backwards = earlier.order_by(*(column.desc() for column in _ORDER)).limit(size)
    rows: Sequence[Any] = (await session.execute(backwards)).all()
    return rows[::-1]


def _key(row: Any) -> Key:
    return Key(row.due_at, row.id)
