"""Notices and hours: reminders, the ladder, the digest and when staff are left in peace."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from bot.content import Content, button
from bot.translator import Html, Translator
from bot.views.deadlines import limit_words, origin
from bot.views.layout import lines, paragraphs
from bot.views.setup import back_to_hub, code_of, scope_name
from domain.ladder import AFTERNOON
from domain.weeks import LENGTH
from services.calendar import Limit
from services.region_settings import CHOICES, Choices, Origin
from services.scopes import COUNTRY

_NAMES: dict[str, Callable[[Translator], Html]] = {
    "remind_days": lambda t: t.gettext("⏳ Reminder, deadlines in days"),
    "remind_hours": lambda t: t.gettext("⏳ Reminder, deadlines in hours"),
    "to_supervisors": lambda t: t.gettext("🔺 Overdue: to the supervisors"),
    "to_ministry": lambda t: t.gettext("🔺 Overdue: to the ministry"),
    "digest_at": lambda t: t.gettext("☀️ Morning digest"),
    "quiet_from": lambda t: t.gettext("🌙 Quiet from"),
    "quiet_to": lambda t: t.gettext("🌅 Quiet until"),
    "days_off": lambda t: t.gettext("📆 Days off"),
    "summary_day": lambda t: t.gettext("📊 Weekly summary, day"),
    "summary_at": lambda t: t.gettext("📊 Weekly summary, time"),
    "summary_week": lambda t: t.gettext("📊 Weekly summary, week"),
}
_EXPLAINED: dict[str, Callable[[Translator], Html]] = {
    "remind_days": lambda t: t.gettext(
        "The executor is reminded in the afternoon ({clock}), so many working days before the deadline.",
        clock=AFTERNOON.strftime("%H:%M"),
    ),
    "remind_hours": lambda t: t.gettext("The executor is reminded so many hours before the deadline."),
    "to_supervisors": lambda t: t.gettext(
        "How long after its deadline does a request go to the supervisors? In working days they read of it in the "
        "morning digest, in hours they are told at once."
    ),
    "to_ministry": lambda t: t.gettext(
        "How long after its deadline does a request go to the ministry? In working days they read of it in the "
        "morning digest, in hours they are told at once."
    ),
    "digest_at": lambda t: t.gettext("Once each working day everybody gets one message with what waits for them."),
    "quiet_from": lambda t: t.gettext(
        "From then on nothing that can wait is sent to the staff; what colleagues do comes without a sound."
    ),
    "quiet_to": lambda t: t.gettext("Until then nothing that can wait is sent to the staff."),
    "days_off": lambda t: t.gettext("Are the staff left in peace on weekends and holidays?"),
    "summary_day": lambda t: t.gettext("On which day does the weekly summary go out?"),
    "summary_at": lambda t: t.gettext("At what time does the weekly summary go out?"),
    "summary_week": lambda t: t.gettext(
        "Of which week does the summary tell? It is the last one that was over. Where this changes, the next summary "
        "tells of some days more or fewer, so that no day is left out and none told twice."
    ),
}


def listing(t: Translator, scope: str, choices: Choices) -> Content:
    """All settings with what holds."""
    rows = [
        [button(f"{_NAMES[name](t)}: {_value(t, name, getattr(choices, name))}", "hours", "setting", 0,
                f"{code_of(scope)}.{name}")]
        for name in CHOICES if name in _NAMES
    ]  # fmt: skip
    text = paragraphs(
        lines(t.gettext("🔔 <b>Notices and hours</b>"), scope_name(t, scope)),
        t.gettext("Choose what you would like to change."),
    )
    return Content(text, [*rows, [back_to_hub(t, scope)]])


def setting(t: Translator, scope: str, name: str, choices: Choices, origins: Mapping[str, Origin]) -> Content:
    """One setting: what holds, who chose it, and the values to choose from."""
    now, arg, whence = getattr(choices, name), f"{code_of(scope)}.{name}", origins[name]
    values = [
        button(f"{'✅ ' if value == now else ''}{_value(t, name, value)}", "hours", "set", n, arg)
        for n, value in enumerate(CHOICES[name])
    ]
    rows = [values[n : n + 2] for n in range(0, len(values), 2)]
    if whence.where == ("country" if scope == COUNTRY else "region"):
        rows.append([button(t.gettext("↩️ As if it had not been set here"), "hours", "reset", 0, arg)])
    rows.append([button(t.gettext("⬅️ Back"), "hours", "open", 0, code_of(scope))])
    text = paragraphs(
        lines(f"<b>{_NAMES[name](t)}</b>", scope_name(t, scope)),
        _EXPLAINED[name](t),
        lines(
            t.gettext("Now: {value}", value=_value(t, name, now)),
            origin(t, whence.where, whence.by, None if whence.at is None else t.moment(whence.at)),
        ),
    )
    return Content(text, rows)


def _value(t: Translator, name: str, value: Any) -> Html:
    if name == "days_off":
        return t.gettext("no notices") if value else t.gettext("like any day")
    if name == "summary_day":
        return Html(t.babel.days["stand-alone"]["wide"][value])
    if name == "summary_week":
        short = t.babel.days["stand-alone"]["abbreviated"]
        return Html(f"{short[value]}–{short[(value - 1) % LENGTH]}")
    if isinstance(value, time):
        return Html(value.strftime("%H:%M"))
    if isinstance(value, Limit):
        return t.gettext("after {limit}", limit=limit_words(t, value))
    if value is None:
        return t.gettext("never")
    if not value:
        return t.gettext("off")
    if name == "remind_hours":
        return t.ngettext("{n} hour before", "{n} hours before", value)
    return t.ngettext("{n} working day before", "{n} working days before", value)


def saved(t: Translator) -> Html:
    """The short answer to a change."""
    return t.gettext("Saved.")
