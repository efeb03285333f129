"""Files with a table in them, read row by row: CSV in the encodings and with the separators people have, and XLSX."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli import CommandError

SEPARATORS = ",;\t"
FALLBACK = "cp1251"
"""What is no Unicode is taken for the code page of Russian Windows."""
_PIECE = 1 << 20
_MOST_IN_A_CELL = 1 << 20
_HEAD_ROWS = 10
"""The titles may stand below some lines of a heading."""


@dataclass(slots=True)
class Table:
    """A table being read. `rows` gives the line of each row in the file and its cells.

    `total` and `done` tell how far it has come, in `unit`.
    """

    rows: Iterator[tuple[int, Sequence[Any]]]
    total: int
    unit: str
    done: Callable[[], int]


IsHead = Callable[[Sequence[str]], bool]
"""Whether a row is the one with the titles."""


@contextmanager
def open_table(path: Path, encoding: str | None, is_head: IsHead) -> Iterator[tuple[list[str], Table]]:
    """The titles and the rows of a file. Raises CommandError for what is no table.

    An XLSX file is held in memory while it is read (about 1.4 KB a row), CSV of any size is not.
    """
    try:
        with _workbook(path, is_head) if path.suffix.lower() == ".xlsx" else _csv(path, encoding) as table:
            yield _titles(table, is_head), table
    except OSError as error:
        raise CommandError(f"cannot read {path} ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{path} is not in the encoding {error.encoding}: name the right one by --encoding"
        ) from None
    except csv.Error as error:
        raise CommandError(f"{path} is no CSV file: {error}") from None


def _titles(table: Table, is_head: IsHead) -> list[str]:
    """The first row that has the titles; where none has, the first one, so that what is missing can be told."""
    first: list[str] | None = None
    for _, (_, cells) in zip(range(_HEAD_ROWS), table.rows, strict=False):
        titles = ["" if cell is None else str(cell) for cell in cells]
        if is_head(titles):
            return titles
        first = first or titles
    if first is None:
        raise CommandError("the file is empty")
    return first


@contextmanager
def _csv(path: Path, encoding: str | None) -> Iterator[Table]:
    with path.open("rb") as raw:
        name = encoding or _encoding(raw)
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding=name, newline="")
        separator = _separator(text.readline())
        text.seek(0)
        csv.field_size_limit(_MOST_IN_A_CELL)
        yield Table(_lines(csv.reader(text, delimiter=separator)), path.stat().st_size, "B", raw.tell)


def _lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    before = 0
    for cells in reader:
        # A row begins on the line after the one before: text in quotes may go over several.
        if any(cells):
            yield before + 1, cells
        before = reader.line_num


def _encoding(raw: Any) -> str:
    """By the mark at the beginning, by the zeros of UTF-16, or because all of it is UTF-8."""
    head = raw.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = raw.read(_PIECE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return FALLBACK
    return "utf-8-sig"


def _separator(line: str) -> str:
    """The one that divides the first line into most parts; what stands in quotes divides nothing."""
    bare = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


@contextmanager
def _workbook(path: Path, is_head: IsHead) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = _sheet(book, is_head)
            if sheet is None:
                raise CommandError(f"{path} has no sheet with anything in it")
            read = 0

            def rows() -> Iterator[tuple[int, Sequence[Any]]]:
                nonlocal read
                first = (sheet.start or (0, 0))[0]
                for read, cells in enumerate(sheet.iter_rows(), 1):
                    if any(cell != "" for cell in cells):
                        yield first + read, cells

            yield Table(rows(), sheet.height, "row", lambda: read)
    except CalamineError as error:
        raise CommandError(f"{path} is no XLSX file: {error}") from None


def _sheet(book: Any, is_head: IsHead) -> Any:
    """The first sheet that has the titles, else the first with anything in it."""
    filled = None
    for number in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(number)
        rows = [[str(cell) for cell in row] for _, row in zip(range(_HEAD_ROWS), sheet.iter_rows(), strict=False)]
        if any(map(is_head, rows)):
            return sheet
        filled = filled or (sheet if rows else None)
    return filled
