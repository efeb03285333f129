"""How cells look: one set of formats for a workbook."""

from functools import cached_property
from typing import Any

from bot.sheets.plan import Form

INK, HEADER, LINE, SUM, WARNING = "#1F2937", "#1F4E5F", "#CBD5E1", "#E8F1F4", "#B91C1C"
NUMBERS = {
    Form.TEXT: "General", Form.NUMBER: "#,##0", Form.DECIMAL: "#,##0.0", Form.DIFFERENCE: "+#,##0;−#,##0;0",
    Form.PERCENT: "0.0%", Form.MOMENT: "dd.mm.yyyy hh:mm", Form.POINT: "0.000000",
}  # fmt: skip
"""Excel shows the separators of the reader's own country."""


class Formats:
    """The formats of one `xlsxwriter.Workbook`, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Form, bool, int, bool], Any] = {}
        self._in_rows: dict[Form, Any] = {}

    def of(self, form: Form, *, strong: bool = False, inset: int = 0, is_sum: bool = False) -> Any:
        """Of a cell in a table; `inset` by so many letters."""
        key = (form, strong, inset, is_sum)
        if key not in self._made:
            look: dict[str, Any] = {"font_color": INK, "bottom": 1, "bottom_color": LINE, "valign": "top"}
            look["num_format"] = NUMBERS[form]
            look |= {"bold": True} if strong else {}
            look |= {"bg_color": SUM, "top": 1, "top_color": HEADER} if is_sum else {}
            # Counts that stand for a share are text and belong with the numbers.
            look |= {"align": "left", "indent": inset} if form is Form.TEXT else {"align": "right"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def in_rows(self, form: Form) -> Any:
        """Of a cell among very many, which have no borders and are not wrapped: files stay small and rows low."""
        if form not in self._in_rows:
            self._in_rows[form] = self._book.add_format({"num_format": NUMBERS[form]})
        return self._in_rows[form]

    @cached_property
    def title(self) -> Any:
        """Of a sheet's first line."""
        return self._book.add_format({"bold": True, "font_size": 14, "font_color": HEADER})

    @cached_property
    def subtitle(self) -> Any:
        """Of the line above a table."""
        return self._book.add_format({"bold": True, "font_size": 12, "font_color": HEADER})

    @cached_property
    def warning(self) -> Any:
        """Of what nobody may overlook."""
        return self._book.add_format({"bold": True, "font_color": WARNING})

    @cached_property
    def note(self) -> Any:
        """Of words around the tables."""
        return self._book.add_format({"font_color": "#475569", "italic": True})

    @cached_property
    def header(self) -> Any:
        """Of the names of columns."""
        return self._book.add_format({
            "bold": True, "font_color": "#FFFFFF", "bg_color": HEADER, "text_wrap": True, "valign": "vcenter",
            "align": "center", "border": 1, "border_color": "#FFFFFF",
        })  # fmt: skip
