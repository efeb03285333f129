"""Raw rows in somebody's language: the columns, and what a request says in each."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.sheets.plan import Column, Form
from bot.sheets.rows import RowsSheet
from bot.sheets.safe import plain
from bot.translator import Translator
from bot.views import dumps, sheet_words, staff_words, words
from domain import measures
from domain.words import DumpOutcome, Ground, Kind, Outcome, RejectReason, State
from models import SYNTHETIC
from services import geography
from services.export_rows import ExportRow
from services.statements import Statement


def columns(t: Translator, *, named: bool) -> list[Column]:
    """The columns; `named`: with the names of executors."""

    def column(key: str, title: str, width: float, form: Form = Form.TEXT) -> Column:
        return Column(key, plain(title), form, width)

    person = [column("executor", t.pgettext("column", "Executor"), 26)] if named else []
    return [
        column("number", t.pgettext("column", "Number"), 10, Form.NUMBER),
        column("kind", t.pgettext("column", "Kind"), 13),
        column("category", t.pgettext("column", "Category"), 30),
        column("region", t.pgettext("column", "Region"), 24),
        column("district", t.pgettext("column", "District"), 22),
        column("address", t.pgettext("column", "Address"), 34),
        column("lat", t.pgettext("column", "Latitude"), 11, Form.POINT),
        column("lon", t.pgettext("column", "Longitude"), 11, Form.POINT),
        column("description", t.pgettext("column", "Description"), 50),
        column("sent_at", t.pgettext("column", "Sent"), 17, Form.MOMENT),
        column("first_due_at", t.pgettext("column", "First deadline"), 17, Form.MOMENT),
        column("due_at", t.pgettext("column", "Deadline now"), 17, Form.MOMENT),
        column("assigned_at", t.pgettext("column", "Executor appointed"), 17, Form.MOMENT),
        column("done_at", t.pgettext("column", "Work reported"), 17, Form.MOMENT),
        column("closed_at", t.pgettext("column", "Closed"), 17, Form.MOMENT),
        column("state", t.pgettext("column", "State"), 26),
        column("outcome", t.pgettext("column", "Counts as"), 22),
        column("reason", t.pgettext("column", "Reason of the rejection"), 34),
        column("stars", t.pgettext("column", "Stars"), 8, Form.NUMBER),
        column("complaint", t.pgettext("column", "Ground of the complaint"), 24),
        column("ruling", t.pgettext("column", "Ruling"), 18),
        column("reopened", t.pgettext("column", "Times reopened"), 11, Form.NUMBER),
        column("followers", t.pgettext("column", "Followers"), 11, Form.NUMBER),
        column("organisation", t.pgettext("column", "Executor's organisation"), 30),
        *person,
        column("dump", t.pgettext("column", "Illegal dump"), 24),
        column("litres", t.pgettext("column", "Taken away, m³"), 12, Form.DECIMAL),
        column("article", t.pgettext("column", "Article of the protocol"), 12),
        column("fine", t.pgettext("column", "Fine, ₸"), 12, Form.NUMBER),
        column("source", t.pgettext("column", "Source"), 18),
    ]


def sheet(t: Translator, statement: Statement, *, named: bool) -> RowsSheet:
    """The sheet of rows, without them."""
    where, when = sheet_words.place(t, statement.scope), sheet_words.period(t, statement.span)
    return RowsSheet(
        plain(t.pgettext("sheet", "Requests")), f"{where} · {when}", columns(t, named=named), t.zone,
        sheet_words.warning(t, synthetic=statement.synthetic),
    )  # fmt: skip


Rows = Callable[[Iterable[ExportRow]], list[list[Any]]]


def cells(t: Translator, *, named: bool) -> Rows:
    """What turns requests into rows of cells. It asks the catalogues once, not for each of a million rows."""
    names = _Names(t)
    dropped = len(columns(t, named=True)) - len(columns(t, named=named))

    def rows(requests: Iterable[ExportRow]) -> list[list[Any]]:
        made = [names.row(request) for request in requests]
        if dropped:
            for row in made:
                del row[_EXECUTOR]
        return made

    return rows


_EXECUTOR = 24
"""The place of the executor's name among all columns."""


class _Names:
    """Every word that stands in rows, in one language."""

    def __init__(self, t: Translator) -> None:
        self._locale = t.locale
        self._kinds = {kind: plain(words.kind_name(t, kind)) for kind in Kind}
        self._states = {state: plain(staff_words.state_name(t, state)) for state in State}
        self._silent = plain(words.by_silence(t))
        self._outcomes = outcome_names(t)
        self._reasons = {reason: plain(words.reason_name(t, reason)) for reason in RejectReason}
        self._grounds = {ground: plain(words.ground_name(t, ground)) for ground in Ground}
        self._dumps = {outcome: plain(dumps.outcome_name(t, outcome)) for outcome in DumpOutcome}
        self._rulings = {
            measures.RIGHT: plain(t.gettext("Found right")), measures.WRONG: plain(t.gettext("Found not right")),
            measures.OPEN: plain(t.gettext("Under review")),
        }  # fmt: skip
        self._synthetic = plain(t.gettext("synthetic data"))
        self._regions = {region.iso: region.name(t.locale) for region in geography.regions()}
        self._t = t
        self._categories: dict[str | None, str] = {}

    def _category(self, key: str | None) -> str:
        found = self._categories.get(key)
        if found is None:
            found = self._categories[key] = sheet_words.category(self._t, key or "")
        return found

    def row(self, r: ExportRow) -> list[Any]:
        """In the order of `columns`."""
        silent = r.state is State.CONFIRMED and r.stars is None
        return [
            r.number, self._kinds[r.kind], self._category(r.category), self._regions.get(r.region, r.region),
            geography.district_name(r.district, self._locale), r.address, _degrees(r.lat), _degrees(r.lon),
            r.description, r.sent_at, r.first_due_at, r.due_at, r.assigned_at, r.done_at, r.closed_at,
            self._silent if silent else self._states[r.state], self._outcomes[r.outcome],
            r.reason and self._reasons[r.reason], r.stars, r.complaint and self._grounds[r.complaint],
            r.ruling and self._rulings.get(r.ruling, r.ruling), r.reopened, r.followers, r.organisation, r.executor,
            r.dump and self._dumps[r.dump], r.litres and r.litres / 1000, r.article and str(r.article), r.fine,
            self._synthetic if r.source == SYNTHETIC else r.source,
        ]  # fmt: skip


def _degrees(value: float | None) -> float | None:
    """To a tenth of a metre: more is not known of any place."""
    return None if value is None else round(value, 6)


def outcome_names(t: Translator) -> Mapping[Outcome, str]:
    """The columns of the statistics, one of which each request stands in."""
    names = {
        Outcome.WORK: t.pgettext("outcome", "in work"),
        Outcome.OVERDUE: t.pgettext("outcome", "in work, overdue"),
        Outcome.EXECUTED: t.pgettext("outcome", "executed on time"),
        Outcome.EXECUTED_LATE: t.pgettext("outcome", "executed late"),
        Outcome.RETURNED: t.pgettext("outcome", "returned"),
        Outcome.REJECTED: t.pgettext("outcome", "rejected"),
        Outcome.DUPLICATE: t.pgettext("outcome", "duplicate"),
        Outcome.WITHDRAWN: t.pgettext("outcome", "withdrawn"),
    }
    return {outcome: plain(name) for outcome, name in names.items()}
