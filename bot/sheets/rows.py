"""The sheet of raw rows: its title, its header, how wide and of what form its columns are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.sheets.formats import Formats
from bot.sheets.plan import Column
from bot.sheets.safe import clean

HEADER_ROWS = 2
"""The title and the names of the columns."""


@dataclass(frozen=True, slots=True)
class RowsSheet:
    """What the sheet says before its rows, and the zone in which their moments are shown."""

    name: str
    title: str
    columns: Sequence[Column]
    zone: ZoneInfo
    warning: str = ""


def draw_rows(book: Any, sheet: RowsSheet, rows: int) -> None:
    """Draw the sheet with one example row, and with a filter that reaches over `rows`."""
    formats = Formats(book)
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, clean(sheet.title), formats.title)
    if sheet.warning:
        page.write_string(0, min(6, len(sheet.columns) - 1), clean(sheet.warning), formats.warning)
    for number, column in enumerate(sheet.columns):
        page.write_string(1, number, clean(column.title), formats.header)
        page.set_column(number, number, column.width)
        page.write_blank(HEADER_ROWS, number, None, formats.in_rows(column.form))
    page.freeze_panes(HEADER_ROWS, 1)
    page.autofilter(1, 0, HEADER_ROWS + rows - 1, len(sheet.columns) - 1)
    page.repeat_rows(0, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    words = " · ".join(part for part in (sheet.title, sheet.warning) if part).replace("&", "&&")
    page.set_footer(f"&L&8{words[:200]}&R&8&P / &N")
