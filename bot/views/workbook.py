"""A statement as a workbook: which sheets it has, and in which order."""

from bot.sheets.plan import Sheet
from bot.translator import Translator
from bot.views import sheet_dumps, sheet_parts, sheet_summary, sheet_times
from services import geography
from services.statements import Statement


def sheets(t: Translator, statement: Statement) -> list[Sheet]:
    """Summary, categories, regions or districts, times, illegal dumps."""
    made = [sheet_summary.sheet(t, statement), sheet_parts.by_category(t, statement)]
    if statement.scope.region is None:
        made.append(sheet_parts.by_region(t, statement))
    elif geography.districts(statement.scope.region) and not statement.scope.district:
        made.append(sheet_parts.by_district(t, statement))
    return [*made, sheet_times.sheet(t, statement), sheet_dumps.sheet(t, statement)]


def table(t: Translator, statement: Statement) -> bytes:
    """The figures as a workbook without raw rows: small, and the same bytes for the same statement."""
    # Only who makes one waits for the library.
    from bot.sheets.books import figures

    return figures(sheets(t, statement), statement.as_of)
