"""Counters put together anew, in a temporary file: however many there are, memory stays small."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

from models import EVER
from services.counters import Cell

_COLUMNS = ", ".join(Cell._fields)
_PLACES = ", ".join("?" * len(Cell._fields))
_TABLE = f"""
CREATE TABLE cells ({_COLUMNS}, kept INTEGER NOT NULL DEFAULT 0, counted INTEGER NOT NULL DEFAULT 0,
                    PRIMARY KEY ({_COLUMNS})) WITHOUT ROWID
"""
_ADD = (
    f"INSERT INTO cells ({_COLUMNS}, {{column}}) VALUES ({_PLACES}, ?) "
    f"ON CONFLICT DO UPDATE SET {{column}} = {{column}} + excluded.{{column}}"
)
_SUM = (
    f"INSERT INTO cells ({_COLUMNS}, counted) "
    f"SELECT {{period}}, {', '.join(Cell._fields[1:])}, sum(counted) FROM cells WHERE length(period) = 10 "
    "GROUP BY 1, 2, 3, 4, 5, 6"
)


class Tallies:
    """What was counted beside what is kept, by cell; used as a context, after which nothing is left."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA cache_size=-64000")
        self._file.execute(_TABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def count(self, found: Mapping[Cell, int]) -> None:
        """Add what was counted in the cells of single days."""
        self._add("counted", found.items())

    def sum_up(self) -> None:
        """Make the cells of months, of years and since the start from those of the days."""
        for period in ("substr(period, 1, 7)", "substr(period, 1, 4)", f"'{EVER}'"):
            self._file.execute(_SUM.format(period=period))

    def keep(self, found: Iterable[tuple[Cell, int]]) -> None:
        """Add cells as they are kept."""
        self._add("kept", found)

    def _add(self, column: str, found: Iterable[tuple[Cell, int]]) -> None:
        rows = [(*map(str, cell), number) for cell, number in found]
        self._file.execute("BEGIN")
        self._file.executemany(_ADD.format(column=column), rows)
        self._file.execute("COMMIT")

    def differing(self) -> Iterator[tuple[Cell, int, int]]:
        """Cells that are kept otherwise than counted, in order: the cell, what is kept, what was counted."""
        for row in self._file.execute(f"SELECT * FROM cells WHERE kept <> counted ORDER BY {_COLUMNS}"):
            yield Cell(*row[:-2]), row[-2], row[-1]
