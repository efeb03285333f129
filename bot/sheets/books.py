"""Workbooks: the figures of a statement, and the requests behind them, in as many files as it takes."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.sheets.csv_rows import CsvFile
from bot.sheets.drawing import draw
from bot.sheets.formats import Formats
from bot.sheets.parts import Part, Parts
from bot.sheets.plan import Column, Sheet
from bot.sheets.rows import RowsSheet
from bot.sheets.streaming import StreamedBook


def _draw_all(book: Any, sheets: Sequence[Sheet]) -> None:
    # Nothing that tells one making from another: the same figures give the same bytes.
    formats = Formats(book)
    for sheet in sheets:
        draw(book, formats, sheet)


def figures(sheets: Sequence[Sheet], made_at: Any) -> bytes:
    """A workbook of some sheets, in memory: it is small. `made_at` stands in its properties."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": sheets[0].title, "created": made_at.replace(tzinfo=None)})
        _draw_all(book, sheets)
    return buffer.getvalue()


class Books(Parts):
    """Workbooks of raw rows; the first begins with the sheets of figures."""

    def __init__(self, folder: Path, stem: str, sheets: Sequence[Sheet], rows: RowsSheet) -> None:
        super().__init__()
        self._folder, self._stem, self._sheets, self._rows = folder, stem, sheets, rows

    def begin(self, number: int) -> Part:
        """See `Parts`."""
        sheets = self._sheets if number == 1 else ()
        path = self._folder / f"{self._stem}-{number}.xlsx"
        return StreamedBook(path, self._rows, lambda book: _draw_all(book, sheets))


class CsvFiles(Parts):
    """CSV files of raw rows, each with its header."""

    def __init__(self, folder: Path, stem: str, columns: Sequence[Column], locale: str, zone: ZoneInfo) -> None:
        super().__init__()
        self._folder, self._stem = folder, stem
        self._columns, self._locale, self._zone = columns, locale, zone

    def begin(self, number: int) -> Part:
        """See `Parts`."""
        return CsvFile(self._folder / f"{self._stem}-{number}.csv", self._columns, self._locale, self._zone)
