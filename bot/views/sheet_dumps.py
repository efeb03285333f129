"""The sheet of illegal dumps: found, removed, what was taken away, protocols and fines."""

from bot.sheets.plan import Column, Form, Formula, Row, Sheet, Table, Value
from bot.sheets.safe import plain
from bot.translator import Translator
from bot.views import sheet_words, words
from domain import measures
from domain.words import Article, DumpOutcome
from services.figures import Dumps
from services.statements import Statement


def sheet(t: Translator, statement: Statement) -> Sheet:
    """The sheet: one row for each region of the country, or the one row of a region."""
    scope = statement.scope
    parts = {words.region_name(t, key): found for key, found in statement.dumps_by_region.items()}
    order = sorted(parts, key=lambda name: (-parts[name].found, name))
    rows = [Row([name, *_cells(t, parts[name])]) for name in order]
    if scope.region is None:
        rows.append(_sum(t, statement.dumps))
    else:
        rows = [Row([sheet_words.place(t, scope), *_cells(t, statement.dumps)])]
    notes = [
        t.gettext("found = reported by citizens and found by the state, without what was returned, rejected, "
                  "a duplicate or withdrawn"),
        t.gettext("removed, % = removed whole / found"),
        t.gettext("Articles of the Code on Administrative Offences: 434-2 littering of public places, 505 breach of "
                  "the rules of improvement."),
    ]  # fmt: skip
    return Sheet(
        plain(t.pgettext("sheet", "Illegal dumps")),
        plain(t.gettext("Illegal dumps: {place}", place=sheet_words.place(t, scope))),
        sheet_words.lines(t, statement), [Table(_columns(t), rows, has_sum=scope.region is None)],
        sheet_words.warning(t, synthetic=statement.synthetic), [*map(plain, notes), sheet_words.few(t)],
    )  # fmt: skip


def _columns(t: Translator) -> list[Column]:
    def column(key: str, title: str, form: Form = Form.NUMBER) -> Column:
        return Column(key, plain(title), form, 15)

    return [
        Column("name", plain(t.gettext("Region")), Form.TEXT, 34),
        column("found", t.gettext("Found")),
        column("removed", t.gettext("Removed whole")),
        column("partly", t.gettext("Removed in part")),
        column("passed_on", t.gettext("Passed on")),
        column("share", t.gettext("Removed, %"), Form.PERCENT),
        column("volume", t.gettext("Taken away, m³"), Form.DECIMAL),
        *(column(f"protocols_{n}", t.gettext("Protocols, article {article}", article=article))
          for n, article in enumerate(Article)),
        *(column(f"fines_{n}", t.gettext("Fines, article {article}, ₸", article=article))
          for n, article in enumerate(Article)),
    ]  # fmt: skip


def _numbers(found: Dumps) -> list[float]:
    outcomes = (DumpOutcome.PARTLY, DumpOutcome.PASSED_ON)
    return [found.found, found.removed, *(found.figures.count(measures.dump(o)) for o in outcomes)]


def _more(found: Dumps) -> list[float]:
    return [found.cubic_metres, *map(found.protocols, Article), *map(found.fines, Article)]


def _cells(t: Translator, found: Dumps) -> list[Value]:
    return [*_numbers(found), sheet_words.share(t, found.removed_share, "{removed}/{found}"), *_more(found)]


def _sum(t: Translator, found: Dumps) -> Row:
    def summed(numbers: list[float]) -> list[Value]:
        return [Formula("={sum}", number) for number in numbers]

    share = sheet_words.share(t, found.removed_share, "{removed}/{found}")
    return Row([plain(t.gettext("Total")), *summed(_numbers(found)), share, *summed(_more(found))])
