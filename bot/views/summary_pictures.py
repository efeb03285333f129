"""The picture of a weekly summary: a region's categories as bars, the country's regions on the map."""

from typing import Any

from bot.translator import Translator
from bot.views import statistics_pictures
from bot.views.statistics_state import Mode, View
from services.scopes import COUNTRY
from services.statistics import Overview
from services.weeks import Week


def drawing(t: Translator, week: Week) -> dict[str, Any] | None:
    """What is to be drawn; None where nothing was sent in these days."""
    statement = week.statement
    if not week.total.received:
        return None
    note = t.gettext("made up for demonstration") if statement.synthetic else ""
    if week.region == COUNTRY:
        return statistics_pictures.country_map(t, Mode.MAP_ON_TIME, week.span, statement.by_region, str(note))
    overview = Overview(week.total, statement.by_category)
    return statistics_pictures.bars(t, View(week.span, week.region), overview, str(note))
