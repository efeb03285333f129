"""Drawing sheets with xlsxwriter: text stays text, numbers add up by live formulas, headers stay in view."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from bot.sheets.charts import insert
from bot.sheets.formats import Formats
from bot.sheets.plan import Form, Formula, Sheet, Table, Value
from bot.sheets.safe import clean

NAME_LIMIT = 31
"""Letters in the name of a sheet, by Excel's limits."""
A4, MARGIN = 9, 0.4
LINE = 15
"""Points."""
WIDEST = 110
"""Letters of the widest column."""


def draw(book: Any, formats: Formats, sheet: Sheet) -> Any:
    """Add a sheet to an `xlsxwriter.Workbook`; gives the worksheet."""
    page = book.add_worksheet(sheet.name[:NAME_LIMIT])
    top = _heading(page, formats, sheet)
    row, first = top, 0
    widths = _widths(sheet.tables)
    for number, table in enumerate(sheet.tables):
        begin, row = _table(page, formats, table, row, _header_height(table, widths))
        first = first if number else begin
        row += 1
    for note in sheet.notes:
        page.write_string(row, 0, clean(note), formats.note)
        row += 1
    main = sheet.tables[0]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(first, 1)
    if len(sheet.tables) == 1 and main.rows:
        # A sum below stays where it is when somebody filters or sorts.
        page.autofilter(first - 1, 0, first + _bars(main) - 1, len(main.columns) - 1)
    if sheet.chart is not None and _bars(main):
        insert(book, page, sheet.chart, main, first, min(_bars(main), sheet.chart.most), row + 1)
    _paper(page, sheet, first - 1)
    return page


def _bars(table: Table) -> int:
    return len(table.rows) - table.has_sum


def _heading(page: Any, formats: Formats, sheet: Sheet) -> int:
    page.write_string(0, 0, clean(sheet.title), formats.title)
    row = 1
    if sheet.warning:
        page.write_string(row, 0, clean(sheet.warning), formats.warning)
        row += 1
    for line in sheet.lines:
        page.write_string(row, 0, clean(line), formats.note)
        row += 1
    return row + 1


def _table(page: Any, formats: Formats, table: Table, row: int, height: float) -> tuple[int, int]:
    """Gives the first row of its body, and the first below it."""
    if table.title:
        page.write_string(row, 0, clean(table.title), formats.subtitle)
        row += 1
    page.set_row(row, height)
    for column, made in enumerate(table.columns):
        page.write_string(row, column, clean(made.title), formats.header)
    first = row + 1
    for number, line in enumerate(table.rows):
        is_sum = table.has_sum and number == len(table.rows) - 1
        for column, value in enumerate(line.values):
            form = line.forms.get(column, table.columns[column].form)
            # Text beside a number needs some room.
            inset = 2 * line.inset if column == 0 else int(form is Form.TEXT)
            made = formats.of(form, strong=line.strong or is_sum, inset=inset, is_sum=is_sum)
            _write(page, first + number, column, _placed(table, first, number, column, value), made)
    return first, first + len(table.rows)


def _placed(table: Table, first: int, number: int, column: int, value: Value) -> Value:
    """A formula with the names in its pattern replaced by cells."""
    if not isinstance(value, Formula):
        return value
    letter = xl_col_to_name(column)
    places = {row.key: f"{letter}{first + n + 1}" for n, row in enumerate(table.rows) if row.key}
    places |= {c.key: xl_rowcol_to_cell(first + number, n) for n, c in enumerate(table.columns)}
    places["sum"] = f"SUM({letter}{first + 1}:{letter}{first + number})"
    return Formula(value.pattern.format_map(places), value.result)


def _write(page: Any, row: int, column: int, value: Value, made: Any) -> None:
    if value is None:
        page.write_blank(row, column, None, made)
    elif isinstance(value, Formula):
        page.write_formula(row, column, value.pattern, made, value.result)
    elif isinstance(value, str):
        # Never `write`, which takes text that begins with "=" for a formula.
        page.write_string(row, column, clean(value), made)
    else:
        page.write_number(row, column, value, made)


def _widths(tables: Sequence[Table]) -> list[float]:
    """Of the columns that the tables share: as the views want them, wider where a word or a text would not fit."""
    widths: list[float] = [0.0] * max(len(table.columns) for table in tables)
    for table in tables:
        for n, column in enumerate(table.columns):
            # The header is bold, and breaks between words only.
            word = max((len(word) for word in column.title.split()), default=0) * 1.3 + 2
            cells = [row.values[n] for row in table.rows if n < len(row.values)]
            longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
            text = min(longest * 1.1 + 3, WIDEST) if column.form is Form.TEXT else 0
            widths[n] = max(widths[n], column.width, word, text)
    return widths


def _header_height(table: Table, widths: Sequence[float]) -> float:
    """Points, so that the header with most lines fits."""
    lines = [len(wrap(column.title, int(width / 1.2))) for column, width in zip(table.columns, widths, strict=False)]
    return max(lines) * LINE + 6


def _paper(page: Any, sheet: Sheet, header: int) -> None:
    """On paper: across, as many columns as there are on one page, the header on each."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=MARGIN, right=MARGIN, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    if len(sheet.tables) == 1:
        page.repeat_rows(header)
    # "&" begins a code in a footer.
    words = " · ".join(part for part in (sheet.title, sheet.warning) if part).replace("&", "&&")
    page.set_footer(f"&L&8{words[:200]}&R&8&P / &N")
