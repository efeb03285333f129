"""What a workbook is made of, as plain data: views put it into somebody's words, `bot.sheets.drawing` draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """How the values of a column are shown."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    """One digit after the point."""
    DIFFERENCE = "difference"
    """A whole number with its sign."""
    PERCENT = "percent"
    """A share of one."""
    MOMENT = "moment"
    """A day with its time."""
    POINT = "point"
    """Degrees."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What Excel reckons itself, and the result that stands there before it does.

    In the pattern `{name}` is the cell of a column in the same row, or else of a row in the same column; `{sum}` is
    all of the column above.
    """

    pattern: str
    result: float


Value = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in letters."""

    key: str
    title: str
    form: Form = Form.NUMBER
    width: float = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, a value for each column."""

    values: Sequence[Value]
    key: str = ""
    """By which formulas of other rows find it."""
    strong: bool = False
    inset: bool = False
    """A part of the row above."""
    forms: Mapping[int, Form] = field(default_factory=dict)
    """Cells shown otherwise than their column, by their place in the row."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns under a heading; the last row may be their sum, which filters leave alone."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    title: str = ""
    has_sum: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars of the first table of a sheet, one for each row but the sum."""

    title: str
    names: str
    """The column that names the bars."""
    values: Sequence[str]
    """The columns whose values they are, side by side or, `stacked`, one behind the other."""
    most: int = 15
    """Bars at most, the first of the table: what is small is not missed."""
    percent: bool = False
    stacked: bool = False
    reach: tuple[str, str] | None = None
    """The columns with the lower and upper end of the interval that is drawn around each bar."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines of text, tables one under the other, then notes, then a chart of the first table."""

    name: str
    title: str
    lines: Sequence[str]
    tables: Sequence[Table]
    warning: str = ""
    """What nobody may overlook, e.g. that the figures are made up."""
    notes: Sequence[str] = ()
    """Under the tables: formulas in words, how sure the figures are."""
    chart: Chart | None = None
