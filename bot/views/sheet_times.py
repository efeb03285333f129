"""The sheet of waits: medians and ninetieth percentiles by category and region."""

from collections.abc import Mapping
from datetime import timedelta

from bot.sheets.plan import Column, Form, Row, Sheet, Table, Value
from bot.sheets.safe import plain
from bot.translator import Translator
from bot.views import sheet_words, words
from domain import durations
from domain.measures import Wait
from services.figures import Waits
from services.statements import Statement

_UNITS = {Wait.ASSIGNMENT: timedelta(hours=1), Wait.EXECUTION: timedelta(days=1), Wait.VERDICT: timedelta(days=1)}


def sheet(t: Translator, statement: Statement) -> Sheet:
    """The sheet; empty tables are left out, but for that of the whole."""
    whole = Row([plain(t.gettext("All together")), *_cells(statement.waits)], strong=True)
    categories = {sheet_words.category(t, key): found for key, found in statement.waits_by_category.items()}
    regions = {words.region_name(t, key): found for key, found in statement.waits_by_region.items()}
    tables = [Table(_columns(t, plain(t.gettext("Category"))), [whole, *_rows(categories)])]
    if regions:
        by_region = plain(t.gettext("By region"))
        tables.append(Table(_columns(t, plain(t.gettext("Region"))), _rows(regions), by_region))
    return Sheet(
        plain(t.pgettext("sheet", "Times")),
        plain(t.gettext("How long it takes: {place}", place=sheet_words.place(t, statement.scope))),
        sheet_words.lines(t, statement), tables, sheet_words.warning(t, synthetic=statement.synthetic), _notes(t),
    )  # fmt: skip


def _columns(t: Translator, first: str) -> list[Column]:
    columns = [Column("name", first, Form.TEXT, 44)]
    for what, cases, median, ninetieth in (
        (Wait.ASSIGNMENT, t.gettext("Got an executor: cases"), t.gettext("median, hours"),
         t.gettext("90th percentile, hours")),
        (Wait.EXECUTION, t.gettext("Executed: cases"), t.gettext("median, days"), t.gettext("90th percentile, days")),
        (Wait.VERDICT, t.gettext("Judged by the citizen: cases"), t.gettext("median, days"),
         t.gettext("90th percentile, days")),
    ):  # fmt: skip
        columns += [
            Column(f"{what}_cases", plain(cases), Form.NUMBER, 15),
            Column(f"{what}_median", plain(median), Form.DECIMAL, 14),
            Column(f"{what}_ninetieth", plain(ninetieth), Form.DECIMAL, 14),
        ]
    return columns


def _rows(found: Mapping[str, Waits]) -> list[Row]:
    """Those with most executed first."""
    order = sorted(found, key=lambda name: (-found[name].number(Wait.EXECUTION), name))
    return [Row([name, *_cells(found[name])]) for name in order]


def _cells(waits: Waits) -> list[Value]:
    cells: list[Value] = []
    for what, unit in _UNITS.items():
        cells += [waits.number(what), _in(unit, waits.median(what)), _in(unit, waits.ninetieth(what))]
    return cells


def _in(unit: timedelta, wait: timedelta | None) -> float | None:
    return None if wait is None else round(wait / unit, 3)


def _notes(t: Translator) -> list[str]:
    error = "±" + t.percent(durations.ERROR)
    return [
        plain(t.gettext("What came in the period counts, whenever it was sent; days and nights both.")),
        plain(t.gettext("Half waited no longer than the median, nine of ten no longer than the 90th percentile.")),
        plain(t.gettext("Read from histograms: each value is exact to {error}.", error=error)),
        plain(t.gettext("To an executor: from sending to the last appointment. Executed: from sending to the last "
                        "report. Judged: from that report to stars or a complaint.")),
    ]  # fmt: skip
