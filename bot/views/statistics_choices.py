"""Choosing what figures are looked at: the period, the place, the category."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.content import Button, Content
from bot.translator import Html, Translator
from bot.views import places, words
from bot.views.choices import paged
from bot.views.layout import lines
from bot.views.statistics import back
from bot.views.statistics_state import View, to
from domain import spans
from domain.spans import Unit
from services import categories, geography

_UNITS = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.START)


def periods(t: Translator, view: View, today: date, note: Html | None = None) -> Content:
    """Which period; two days typed in are one, too. `note`: why what was typed is none."""
    text = lines(
        t.gettext("📅 <b>Which period?</b>"),
        t.gettext("Or write two days, for example: {first} – {last}", first=t.date(today.replace(month=1, day=1)),
                  last=t.date(today)),
        note or "",
    )  # fmt: skip
    # Another unit around the end of what is looked at: from a month to its last week, from a year to its last month.
    around = min(view.span.last, today)
    choices = [
        to(_unit_name(t, unit), replace(view, span=spans.containing(unit, today if unit is Unit.START else around)),
           chosen=view.span.unit is unit)
        for unit in _UNITS
    ]  # fmt: skip
    now = [to(t.gettext("Today"), replace(view, span=spans.containing(Unit.DAY, today)))] if around != today else []
    return Content(text, [choices[:3], choices[3:], now, back(t, view)])


def _unit_name(t: Translator, unit: Unit) -> Html:
    return {
        Unit.DAY: t.pgettext("period", "Day"),
        Unit.WEEK: t.pgettext("period", "Week"),
        Unit.MONTH: t.pgettext("period", "Month"),
        Unit.QUARTER: t.pgettext("period", "Quarter"),
        Unit.YEAR: t.pgettext("period", "Year"),
        Unit.START: t.pgettext("period", "Since the start"),
        Unit.OTHER: t.pgettext("period", "Other days"),
    }[unit]


def no_period(t: Translator) -> Html:
    """What was typed is no period that has begun."""
    return t.gettext("I could not make out two days that have come already. Day, month and year, please.")


def regions(t: Translator, view: View, allowed: Sequence[str]) -> Content:
    """Which place: the country, the regions the reader may see, and districts of the region looked at."""
    country = to(t.gettext("🇰🇿 Kazakhstan"), view.at(""), chosen=not view.region)
    choices = [
        to(region.name(t.locale), view.at(region.iso), chosen=view.region == region.iso)
        for region in places.sorted_regions(t)
        if region.iso in allowed
    ]
    own = [
        to(district.names.name(t.locale), view.at(view.region, district.kato), chosen=view.district == district.kato)
        for district in (geography.districts(view.region) if view.region else ())
    ]
    rows = [[country], *_pairs(choices), *_pairs(own), back(t, view)]
    return Content(t.gettext("📍 <b>Which region?</b>"), rows)


def _pairs(choices: Sequence[Button]) -> list[list[Button]]:
    return [list(choices[n : n + 2]) for n in range(0, len(choices), 2)]


def category_list(t: Translator, view: View, page: int) -> Content:
    """Which category."""
    keys: list[str | None] = [None, *(c.key for c in categories.all_categories()), ""]
    choices = [
        to(t.gettext("🗂 All categories") if key is None else words.category_name(t, key or None),
           replace(view, category=key), chosen=key == view.category)
        for key in keys
    ]  # fmt: skip
    rows = paged(choices, page, lambda label, to_page: to(label, view, str(to_page)))
    return Content(t.gettext("🗂 <b>Which category?</b>"), [*rows, back(t, view)])
