"""/export: which figures and rows, in which form; and what is written under the files that come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import amounts, places, sheet_words
from bot.views.layout import lines, paragraphs
from bot.views.statistics_state import View, to
from domain import spans
from domain.spans import Span, Unit
from services.exporting import Reach
from services.statistics import Scope

AREA = "export"
COUNTRY = "KZ"
_UNITS = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.START)


class Form(StrEnum):
    """What somebody gets."""

    WORKBOOK = "xlsx"
    """Figures and rows."""
    FIGURES = "figures"
    """A workbook without rows."""
    CSV = "csv"
    """Rows alone."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which days and which region (None: the country)."""

    span: Span
    region: str | None

    @property
    def scope(self) -> Scope:
        """Which requests are meant."""
        return Scope(self.region)

    def pack(self) -> str:
        """As the last part of a button, and in an order."""
        return f"{self.span.pack()}.{self.region or COUNTRY}"


def parse(packed: str, today: date) -> Wanted | None:
    """Read `Wanted.pack`; None for what we never made. Whether the region is theirs is for the service to say."""
    period, _, region = packed.partition(".")
    span = spans.parse(period, today)
    return Wanted(span, None if region == COUNTRY else region) if span is not None and region else None


def screen(
    t: Translator, wanted: Wanted, found: Reach, rows: int, homes: Sequence[str], today: date, *, compares: bool
) -> Content:
    """What there is to be had, and the buttons that order it."""
    title = t.gettext("⬇️ <b>Export: {place}</b>", place=sheet_words.place(t, wanted.scope))
    figures = t.gettext(
        "<b>Figures</b>: all of the region by category, district and waiting time; of the country by region, too; "
        "with formulas and charts."
    )
    text = paragraphs(lines(title, sheet_words.period(t, wanted.span)), figures, _rows(t, found, rows))
    make = [[_make(t, wanted, form)] for form in (Form.WORKBOOK, Form.FIGURES, Form.CSV)]
    view = View(wanted.span, wanted.region or "")
    return Content(text, [*make, *_periods(t, wanted, today), _places(t, wanted, homes, compares),
                          [to(t.gettext("⬅️ Figures on the screen"), view)]])  # fmt: skip


def _rows(t: Translator, found: Reach, rows: int) -> Html:
    number = t.number(rows)
    if found.sent:
        return t.gettext("<b>Rows</b>: the requests you have sent yourself, {number}.", number=number)
    if not found.whole:
        return t.gettext(
            "<b>Rows</b>: the requests whose work is or was yours, of {number} in all. No citizens' names or contacts.",
            number=number,
        )
    return t.gettext("<b>Rows</b>: one for each request, {number}. No citizens' names or contacts.", number=number)


def _make(t: Translator, wanted: Wanted, form: Form) -> Button:
    name = {
        Form.WORKBOOK: t.gettext("📊 Excel: figures and rows"),
        Form.FIGURES: t.gettext("📈 Excel: figures alone"),
        Form.CSV: t.gettext("📄 CSV: rows alone"),
    }[form]
    return button(name, AREA, form, arg=wanted.pack())


def _periods(t: Translator, wanted: Wanted, today: date) -> list[list[Button]]:
    around = min(wanted.span.last, today)

    def other(unit: Unit) -> Button:
        span = spans.containing(unit, today if unit is Unit.START else around)
        chosen = "• " if unit is wanted.span.unit else ""
        return _open(f"{chosen}{unit_name(t, unit)}", replace(wanted, span=span))

    buttons = [other(unit) for unit in _UNITS]
    turn = [] if wanted.span.first is None else [_open("◀️", replace(wanted, span=wanted.span.shifted(-1)))]
    later = wanted.span.shifted(1)
    on = [_open("▶️", replace(wanted, span=later))] if turn and later.is_possible(today) else []
    return [[*turn, _open(f"📅 {amounts.span(t, wanted.span)}", wanted), *on], buttons[:3], buttons[3:]]


def unit_name(t: Translator, unit: Unit) -> Html:
    """A kind of period."""
    return {
        Unit.WEEK: t.pgettext("period", "Week"),
        Unit.MONTH: t.pgettext("period", "Month"),
        Unit.QUARTER: t.pgettext("period", "Quarter"),
        Unit.YEAR: t.pgettext("period", "Year"),
        Unit.START: t.pgettext("period", "Since the start"),
    }[unit]


def _places(t: Translator, wanted: Wanted, homes: Sequence[str], compares: bool) -> list[Button]:
    """The country and their own regions; who compares regions chooses from the list."""
    if compares:
        here = f"📍 {sheet_words.place(t, wanted.scope)}"
        return [button(here, AREA, "place", arg=wanted.pack())]
    choices = [replace(wanted, region=region) for region in (None, *homes[:2])]
    return [_open(f"📍 {sheet_words.place(t, c.scope)}", c) for c in choices if c.region != wanted.region]


def regions(t: Translator, wanted: Wanted) -> Content:
    """Which region."""
    country = _open(t.gettext("🇰🇿 Kazakhstan"), replace(wanted, region=None))
    choices = [
        _open(region.name(t.locale), replace(wanted, region=region.iso)) for region in places.sorted_regions(t)
    ]  # fmt: skip
    pairs = [choices[n : n + 2] for n in range(0, len(choices), 2)]
    return Content(t.gettext("📍 <b>Which region?</b>"), [[country], *pairs, [_open(t.gettext("⬅️ Back"), wanted)]])


def _open(text: str, wanted: Wanted) -> Button:
    return button(text, AREA, "open", arg=wanted.pack())


def ordered(t: Translator) -> Html:
    """The answer to the press that ordered files."""
    return t.gettext("⏳ The file is being made and will come here. A million rows take some minutes.")


def stem(wanted: Wanted) -> str:
    """How the files are called, without their suffix."""
    days = f"{wanted.span.first:%Y%m%d}" if wanted.span.first else "since-start"
    last = f"-{wanted.span.last:%Y%m%d}" if wanted.span.last != wanted.span.first else ""
    return f"tazalyq-{wanted.region or COUNTRY}-{days}{last}"


def caption(t: Translator, wanted: Wanted, rows: int | None, *, synthetic: bool, part: int = 1, of: int = 1) -> str:
    """Under a file; `rows` None where it has none."""
    place = sheet_words.place(t, wanted.scope)
    return lines(
        t.gettext("⬇️ {place}: {period}", place=place, period=amounts.span(t, wanted.span)),
        "" if rows is None else t.ngettext("{n} request", "{n} requests", rows),
        t.gettext("Part {part} of {number}", part=part, number=of) if of > 1 else "",
        sheet_words.warning(t, synthetic=synthetic),
    )
