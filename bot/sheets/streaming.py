"""A workbook whose last sheet is written row by row while they come, without holding them.

xlsxwriter draws the workbook twice with a sheet of one example row: before the rows, to learn how the sheet begins and
which numbers the formats have, and after them, when it is known how far the filter reaches. Everything but that one
sheet is taken over as it is; its rows are streamed into the archive in between.
"""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from bot.sheets.cells import renderer
from bot.sheets.parts import Rows
from bot.sheets.rows import HEADER_ROWS, RowsSheet, draw_rows

_LEVEL = 3
"""Of compression: half the time of the usual 6, for files a fifth larger."""
_STYLE = re.compile(r'<c r="[A-Z]+\d+"(?: s="(\d+)")?')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
"""Written before anybody knows how many rows there will be; it may be left out."""

Draw = Callable[[object], None]
"""Adds the sheets before the rows to an `xlsxwriter.Workbook`."""


class StreamedBook:
    """One workbook with a sheet of raw rows at its end; a `bot.sheets.parts.Part`."""

    def __init__(self, path: Path, sheet: RowsSheet, draw: Draw) -> None:
        self.rows = 0
        self._path = path
        self._sheet = sheet
        self._draw = draw
        self._template = path.with_suffix(".template")
        self._entry = self._drawn(1)
        with ZipFile(self._template) as template:
            head, example, _ = _split(template.read(self._entry).decode())
        self._file = path.open("wb")
        self._archive = ZipFile(self._file, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        with ZipFile(self._template) as template:
            # Programs that guess what a file is look at its first entry.
            self._archive.writestr("[Content_Types].xml", template.read("[Content_Types].xml"))
        self._out = self._archive.open(self._entry, "w", force_zip64=True)
        self._out.write(_DIMENSION.sub("", head).encode())
        forms = [column.form for column in sheet.columns]
        self._render = renderer(forms, [style or "0" for style in _STYLE.findall(example)], sheet.zone)

    def add(self, rows: Rows) -> None:
        """Write rows."""
        self._out.write(self._render(rows))
        self.rows += len(rows)

    def size(self) -> int:
        """Bytes on the disk so far."""
        return self._file.tell()

    def close(self) -> Path:
        """Write the end of the sheet and everything else."""
        self._drawn(max(self.rows, 1))
        with ZipFile(self._template) as template:
            *_, tail = _split(template.read(self._entry).decode())
            self._out.write(tail.encode())
            self._out.close()
            for name in template.namelist():
                if name not in (self._entry, "[Content_Types].xml"):
                    self._archive.writestr(name, template.read(name))
        self.abandon()
        return self._path

    def abandon(self) -> None:
        """Close the file as it is."""
        self._out.close()
        self._archive.close()
        self._file.close()
        self._template.unlink(missing_ok=True)

    def _drawn(self, rows: int) -> str:
        """Draw the template; gives the name under which the archive has the sheet."""
        from xlsxwriter import Workbook

        with Workbook(self._template) as book:
            self._draw(book)
            draw_rows(book, self._sheet, rows)
            return f"xl/worksheets/sheet{len(book.worksheets())}.xml"


def _split(xml: str) -> tuple[str, str, str]:
    """The sheet before its example row, that row, and what comes after it."""
    begin = xml.index(f'<row r="{HEADER_ROWS + 1}"')
    end = xml.index("</sheetData>")
    return xml[:begin], xml[begin:end], xml[end:]
