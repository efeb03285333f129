"""The weekly summary as staff read it: one picture with a caption that fits a phone, from figures as they are kept."""

from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import amounts, statistics, statistics_tables, summary_changes, summary_parts, summary_pictures, words
from bot.views.fitting import CAPTION, visible
from bot.views.layout import cut, lines
from bot.views.summary_parts import Parts
from models import Summary
from services import summaries
from services.scopes import COUNTRY
from services.weeks import Week

AREA = "summary"
REMARK = 160
"""UTF-16 units of a correction's remark under the picture."""
_MAY_GO = (
    "speed", "top_more", "late_regions", "places_more", "dumps", "complaints", "top", "oldest", "worst", "places",
    "changes",
)  # fmt: skip
"""Parts in the order in which they are left out where all do not fit, which takes very large numbers."""


def place(t: Translator, region: str) -> str:
    """Whose summary it is, as a line begins with it."""
    name = t.gettext("Kazakhstan") if region == COUNTRY else words.region_name(t, region)
    return name[:1].upper() + name[1:]


def message(t: Translator, summary: Summary, week: Week, old: Week | None, *, private: bool) -> Content:
    """A summary; for people with buttons, for groups without. `old`: the version that this one corrects."""
    parts = _head(t, summary, week, old) | (body(t, week, summary.made_at))
    rows = [*_oldest(t, week), *rows_of(t, summary.id)] if private else []
    return Content(fit(parts), rows, drawing=summary_pictures.drawing(t, week))


def rows_of(t: Translator, number: int) -> list[list[Button]]:
    """What can be done with a summary."""
    return [
        [button(t.gettext("📜 Official paragraph"), AREA, "text", number)],
        [
            button(t.gettext("📊 In /stats"), AREA, "stats", number),
            button(t.gettext("📚 Past weeks"), AREA, "past", number),
        ],
    ]


def _oldest(t: Translator, week: Week) -> list[list[Button]]:
    """Three beside each other: their numbers must be legible on a phone."""
    buttons = [button(t.gettext("№ {number}", number=late.id), AREA, "card", late.id) for late in week.oldest]
    return [buttons[n : n + 3] for n in range(0, len(buttons), 3)]


def _head(t: Translator, summary: Summary, week: Week, old: Week | None) -> Parts:
    parts = {"head": head(t, week)}
    if summaries.is_late(summary):
        parts["late"] = t.gettext(
            "⏰ Late because the service was down; due {moment}.", moment=words.due(t, summary.slot_at)
        )
    if summary.version > 1:
        parts["version"] = t.gettext(
            "✏️ Version {n}, corrected: {remark}", n=summary.version, remark=cut(summary.remark or "", REMARK)
        )
        parts["changes"] = lines(*summary_changes.changes(t, old, week)[: summary_changes.SHOWN]) if old else ""
    return parts


def head(t: Translator, week: Week) -> str:
    """Whose, of which days, as of when."""
    as_of = t.moment(week.statement.as_of)
    return lines(
        f"📊 <b>{escape(place(t, week.region))}</b>",
        t.gettext("Weekly summary {days}", days=amounts.span(t, week.span)),
        t.gettext("<i>Sent in these days, as of {moment}</i>", moment=as_of),
        statistics.synthetic_note(t) if week.statement.synthetic else "",
    )


def body(t: Translator, week: Week, now: datetime) -> Parts:
    """Everything below the head. What there is nothing to say of is left out."""
    total = week.total
    return {
        "table": statistics_tables.table(t, total, week.before),
        "compared": _compared(t, week) if week.before is not None else "",
        "on_time": t.gettext("On time: {share}", share=amounts.share(t, total.on_time_share))
        if total.on_time_share.whole
        else "",
    } | (summary_parts.country(t, week) if week.region == COUNTRY else summary_parts.region(t, week, now))


def _compared(t: Translator, week: Week) -> Html:
    if week.as_told:
        return t.gettext("<i>± to the summary before, as it was told</i>")
    return t.gettext("<i>± to as many days before</i>")


def fit(parts: Parts, limit: int = CAPTION) -> Html:
    """The parts below each other; what may go is left out until the rest fits."""
    kept = dict(parts)
    for name in _MAY_GO:
        if visible(lines(*kept.values())) <= limit:
            break
        kept.pop(name, None)
    return Html(lines(*kept.values()).strip())
