"""Figures as pictures: what is to be drawn, in the words of the reader; `bot.charts` draws it when it is sent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.charts.specs import Bars, CountryMap, Trend
from bot.translator import Html, Translator
from bot.views import amounts, words
from bot.views.statistics_state import Mode, View
from domain.spans import Span, Unit
from services import geography, outlines
from services.figures import Figures
from services.ranking import PER, Place
from services.statistics import Overview

BARS = 12
POINTS = 12
"""Spans on a line through time, the one looked at being the last."""


def map_name(t: Translator, mode: Mode) -> Html:
    """What a map is coloured by."""
    return {
        Mode.MAP_PER_HEAD: t.pgettext("map", "Requests by inhabitants"),
        Mode.MAP_ON_TIME: t.pgettext("map", "Done on time"),
        Mode.MAP_EXECUTED: t.pgettext("map", "Executed"),
        Mode.MAP_OVERDUE: t.pgettext("map", "Overdue by inhabitants"),
    }[mode]


def country_map(t: Translator, mode: Mode, span: Span, by_region: Mapping[str, Figures], note: str) -> dict[str, Any]:
    """Kazakhstan's regions coloured by a figure; shares of fewer cases than `amounts.FEW` are left uncoloured."""
    value, legend = _coloured_by(t, mode)
    places = [Place(region.iso, by_region.get(region.iso, Figures())) for region in geography.regions()]
    values = {place.region: value(place) for place in places}
    is_share = mode in (Mode.MAP_ON_TIME, Mode.MAP_EXECUTED)
    unit, digits = (" %", 0) if is_share else ("", 1)
    shown = {
        region: "" if number is None else f"{t.number(number, digits)}{unit}" for region, number in values.items()
    }  # fmt: skip
    names = {region.iso: words.short_region_name(t, region.iso) for region in geography.regions()}
    name = map_name(t, mode)
    title = t.gettext("Kazakhstan: {figure}", figure=name[:1].lower() + name[1:])
    return CountryMap(
        str(title), _subtitle(t, span, note), values, shown, names, str(legend), outlines.CREDIT,
        no_data=str(t.gettext("too few cases")), locale=t.locale, unit=unit,
    ).to_json()  # fmt: skip


def _coloured_by(t: Translator, mode: Mode) -> tuple[Callable[[Place], float | None], Html]:
    def on_time(place: Place) -> float | None:
        return _percent(place.on_time.part, place.on_time.whole)

    def executed(place: Place) -> float | None:
        return _percent(place.figures.executed, place.figures.received)

    def overdue(place: Place) -> float | None:
        return place.figures.overdue * PER / geography.region(place.region).population

    per = t.number(PER)
    return {
        Mode.MAP_PER_HEAD: (lambda place: place.per_head, t.gettext("requests for every {per} inhabitants", per=per)),
        Mode.MAP_ON_TIME: (on_time, t.gettext("on time, % of done and overdue")),
        Mode.MAP_EXECUTED: (executed, t.gettext("executed, % of received")),
        Mode.MAP_OVERDUE: (overdue, t.gettext("overdue for every {per} inhabitants", per=per)),
    }[mode]


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole >= amounts.FEW else None


def bars(t: Translator, view: View, overview: Overview, note: str) -> dict[str, Any]:
    """The categories with most requests."""
    rows = [
        (_category(t, key), float(received), t.number(received)) for key, received in overview.top(BARS)
    ]  # fmt: skip
    title = t.gettext("{place}: requests by category", place=_capital(place_name(t, view)))
    return Bars(str(title), _subtitle(t, view.span, note), rows, locale=t.locale).to_json()


def _category(t: Translator, key: str) -> str:
    """Without its sign, for which a drawing has no letters."""
    name = words.category_name(t, key or None)
    return name.partition(" ")[2]


def course(t: Translator, view: View, spans: Sequence[Span], found: Sequence[Figures], note: str) -> dict[str, Any]:
    """What was received, executed and overdue in each of several spans."""
    lines = [
        (str(t.pgettext("figures", "Received")), [float(f.received) for f in found]),
        (str(t.pgettext("figures", "Executed")), [float(f.executed) for f in found]),
        (str(t.pgettext("figures", "Overdue")), [float(f.overdue) for f in found]),
    ]
    title = t.gettext("{place}: the course of requests", place=_capital(place_name(t, view)))
    ticks = [_tick(span) for span in spans]
    whole = Span(Unit.OTHER, spans[0].first, spans[-1].last)
    return Trend(str(title), _subtitle(t, whole, note), lines, ticks, locale=t.locale).to_json()


def _capital(name: str) -> str:
    """At the beginning of a line: the Russian word for city begins small."""
    return name[:1].upper() + name[1:]


def _tick(span: Span) -> str:
    first = span.first or span.last
    if span.days > 300:
        return f"{first:%Y}"
    return f"{first:%m.%y}" if span.days > 27 else f"{first:%d.%m}"


def _subtitle(t: Translator, span: Span, note: str) -> str:
    return " · ".join(part for part in (amounts.span(t, span), note) if part)


def note(t: Translator, view: View, *, synthetic: bool) -> str:
    """What a picture must say besides its title: it may be sent on alone."""
    category = "" if view.category is None else _category(t, view.category)
    return " · ".join(part for part in (category, t.gettext("synthetic data") if synthetic else "") if part)


def place_name(t: Translator, view: View) -> str:
    """The country, a region, or a district of it."""
    if not view.region:
        return t.gettext("Kazakhstan")
    region = words.region_name(t, view.region)
    district = geography.district_name(view.district or None, t.locale)
    return f"{region}, {district}" if district else region
