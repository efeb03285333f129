"""What a weekly summary says below its table: of a region, and of the country."""

from collections.abc import Sequence
from datetime import datetime

from bot.translator import Translator, escape
from bot.views import amounts, words
from bot.views.layout import lines
from domain import measures
from domain.measures import Wait
from services.ranking import Place
from services.weeks import Week

TOP = 5
"""Categories named."""
PLACES = 5
"""Regions named from the beginning of the ranking, and from its end."""
LATE = 5
"""Regions named with what is overdue there."""

Parts = dict[str, str]
"""Texts by name, in their order; a part that says nothing is empty."""


def region(t: Translator, week: Week, now: datetime) -> Parts:
    """Of a region: its categories, what is overdue, complaints, times, dumps."""
    top = [f"{escape(words.category_name(t, key or None))} — {t.number(n)}" for key, n in week.statement.top(TOP)]
    return {
        "top": "\n" + lines(t.gettext("<b>Most requests</b>"), *top[:3]) if top else "",
        "top_more": lines(*top[3:]),
        "overdue": f"\n<b>{t.gettext('⏰ Overdue in all: {n}', n=t.number(week.overdue))}</b>" if week.overdue else "",
        "oldest": ", ".join(f"№ {late.id} ({t.days(late.days(now))})" for late in week.oldest),
        "complaints": _complaints(t, week),
        "speed": speed(t, week),
        "dumps": dumps(t, week),
    }


def _complaints(t: Translator, week: Week) -> str:
    new, right = week.total.complaints(), week.total.complaints(None, measures.RIGHT)
    if not new:
        return ""
    return t.gettext("⚖️ Complaints: {n}, found right: {right}", n=t.number(new), right=t.number(right))


def speed(t: Translator, week: Week) -> str:
    """The categories in which work was done fastest and slowest in these days."""
    medians = [
        (median, key) for key, found in week.statement.waits_by_category.items()
        if key and (median := found.median(Wait.EXECUTION)) is not None
    ]  # fmt: skip
    if len(medians) < 2:
        return ""
    (best, first), (worst, last) = min(medians), max(medians)
    fastest, slowest = words.category_name(t, first), words.category_name(t, last)
    return lines(
        t.gettext("⏱ Fastest (median): {category} — {time}", category=fastest, time=amounts.wait(t, best)),
        t.gettext("⏱ Slowest (median): {category} — {time}", category=slowest, time=amounts.wait(t, worst)),
    )


def dumps(t: Translator, week: Week) -> str:
    """Illegal dumps, where there are any."""
    found = week.statement.dumps
    if not found.found:
        return ""
    return t.gettext(
        "🚯 Illegal dumps: found {found}, removed {share}",
        found=t.number(found.found), share=amounts.share(t, found.removed_share),
    )  # fmt: skip


def country(t: Translator, week: Week) -> Parts:
    """Of the country: its regions by what is done on time, who is late, dumps."""
    ranked = [place for place in week.statement.ranking if place.on_time.whole]
    best, worst = ranked[:PLACES], ranked[PLACES:][-PLACES:]
    late = week.late_regions
    return {
        "places": "\n" + lines(t.gettext("<b>On time, the best</b>"), *_places(t, best, 1)[:3]) if best else "",
        "places_more": lines(*_places(t, best, 1)[3:]),
        "worst": lines(t.gettext("<b>The last</b>"), *_places(t, worst, len(ranked) - len(worst) + 1))
        if worst
        else "",
        "overdue": "\n" + t.ngettext(
            "<b>⏰ Overdue in {n} region: {all}</b>", "<b>⏰ Overdue in {n} regions: {all}</b>", len(late),
            all=t.number(week.overdue),
        ) if late else "",
        "late_regions": ", ".join(f"{escape(words.region_name(t, region))} {t.number(n)}" for region, n in late[:LATE]),
        "complaints": _complaints(t, week),
        "dumps": dumps(t, week),
    }  # fmt: skip


def _places(t: Translator, places: Sequence[Place], first: int) -> list[str]:
    return [
        f"{n}. {escape(words.region_name(t, place.region))} — {interval(t, place)}"
        for n, place in enumerate(places, first)
    ]


def interval(t: Translator, place: Place) -> str:
    """A share on time with the ends of its interval; of few cases as counts."""
    share = place.on_time
    if share.value is None or share.whole < amounts.FEW:
        return amounts.share(t, share)
    low, high = (t.number(100 * end) for end in share.interval)
    return f"{t.percent(share.value)} ({low}–{high})"
