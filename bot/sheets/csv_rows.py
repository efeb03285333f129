"""Raw rows as CSV files that a double click opens rightly: a byte order mark, the separators of the language."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from bot.sheets.parts import Rows
from bot.sheets.plan import Column, Form
from bot.sheets.safe import inert

PLAIN = 1_000_000
"""Bytes up to which a file goes without an archive around it: every phone opens it."""
SEPARATORS = {"kk": (";", ","), "ru": (";", ","), "en": (",", ".")}
"""Between values and in numbers, as Excel expects them in these languages."""
_MOMENTS = {
    "kk": "{0.day:02}.{0.month:02}.{0.year} {0.hour:02}:{0.minute:02}",
    "ru": "{0.day:02}.{0.month:02}.{0.year} {0.hour:02}:{0.minute:02}",
    "en": "{0.year}-{0.month:02}-{0.day:02} {0.hour:02}:{0.minute:02}",
}
"""`strftime` takes several times as long."""
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something older."""


class CsvFile:
    """One zipped CSV file, unpacked at the end where it is small; a `bot.sheets.parts.Part`."""

    def __init__(self, path: Path, columns: Sequence[Column], locale: str, zone: ZoneInfo) -> None:
        self.rows = 0
        self._path = path
        self._zipped = path.with_suffix(".csv.zip")
        self._separator, point = SEPARATORS[locale]
        self._cells = [_maker(column.form, point, _MOMENTS[locale], zone) for column in columns]
        self._file = self._zipped.open("wb")
        self._archive = ZipFile(self._file, "w", ZIP_DEFLATED)
        self._out = self._archive.open(path.name, "w", force_zip64=True)
        self._bytes = 0
        self._write([[inert(column.title) for column in columns]], BOM)

    def add(self, rows: Rows) -> None:
        """Write rows."""
        cells = self._cells
        self._write(
            ["" if v is None else cell(v) for cell, v in zip(cells, row, strict=True)] for row in rows
        )  # fmt: skip
        self.rows += len(rows)

    def _write(self, rows: Any, before: str = "") -> None:
        text = io.StringIO(newline="")
        text.write(before)
        csv.writer(text, delimiter=self._separator).writerows(rows)
        written = text.getvalue().encode()
        self._out.write(written)
        self._bytes += len(written)

    def size(self) -> int:
        """Bytes on the disk so far."""
        return self._file.tell()

    def close(self) -> Path:
        """The archive, or the file itself where it is small."""
        self.abandon()
        if self._bytes > PLAIN:
            return self._zipped
        with ZipFile(self._zipped) as archive:
            archive.extract(self._path.name, self._path.parent)
        self._zipped.unlink()
        return self._path

    def abandon(self) -> None:
        """Close the file as it is."""
        self._out.close()
        self._archive.close()
        self._file.close()


def _maker(form: Form, point: str, moments: str, zone: ZoneInfo) -> Callable[[Any], str]:
    if form is Form.TEXT:
        return inert
    if form is Form.MOMENT:
        return lambda value: moments.format(value.astimezone(zone))
    return lambda value: str(value).replace(".", point)
