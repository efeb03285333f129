"""The figures on one screen, edited in place: what is looked at, its text or picture, and the buttons that lead on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import amounts, words
from bot.views.layout import lines, paragraphs
from bot.views.statistics_pictures import map_name, place_name
from bot.views.statistics_state import MAPS, Mode, View, to
from domain.spans import Span

CAPTION = 1024
"""UTF-16 units under a picture, by the Bot API."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the figures."""

    today: date
    compares: bool
    """The reader may compare regions."""
    synthetic: bool
    """Some of what is counted is made up."""
    before: Span | None = None
    """What the differences are to."""
    reports: bool = False
    """The reader writes reports: they find the official paragraph."""


def screen(t: Translator, view: View, body: str, frame: Frame) -> Content:
    """The figures in words."""
    text = paragraphs(
        lines(heading(t, view), _period(t, view, frame)), body, synthetic_note(t) if frame.synthetic else ""
    )
    return Content(text, _buttons(t, view, frame))


def picture(t: Translator, view: View, drawing: dict[str, Any], frame: Frame) -> Content:
    """The figures as a picture; it says itself what it shows."""
    note = synthetic_note(t) if frame.synthetic else ""
    return Content(lines(heading(t, view), _period(t, view, frame), note), _buttons(t, view, frame), drawing=drawing)


def synthetic_note(t: Translator) -> Html:
    """Wherever anything counted is made up, every figure says so."""
    return t.gettext("⚠️ <b>Synthetic data among these figures: made up for demonstration.</b>")


def heading(t: Translator, view: View) -> Html:
    """Which requests are meant."""
    parts = [t.gettext("📊 <b>Figures: {region}</b>", region=place_name(t, view))]
    if view.category is not None:
        parts.append(Html(escape(words.category_name(t, view.category or None))))
    if view.kind:
        parts.append(_kind_name(t, view.kind))
    return Html(" · ".join(parts))


def _kind_name(t: Translator, kind: str) -> Html:
    return {
        "": t.pgettext("kind", "All kinds"),
        "r": t.pgettext("kind", "Only requests"),
        "s": t.pgettext("kind", "Only suggestions"),
    }[kind]


def _period(t: Translator, view: View, frame: Frame) -> Html:
    span, before = view.span, frame.before
    if view.mode is Mode.WAITS:
        return t.gettext("Ended in the period {days}", days=amounts.span(t, span))
    if span.first is None:
        return t.gettext("Sent since the start, as it stands on {date}", date=t.date(span.last))
    if span.first == span.last:
        said = t.gettext("Sent on {date}", date=t.date(span.first))
    else:
        said = t.gettext("Sent from {first} to {last}", first=t.date(span.first), last=t.date(span.last))
    if span.last >= frame.today:
        said = t.gettext("{period}, not over yet", period=said)
    if before is not None and before.first is not None:
        said = Html(f"{said}\n" + t.gettext("± to {days}", days=amounts.days(t, before.first, before.last)))
    return said


def _buttons(t: Translator, view: View, frame: Frame) -> list[list[Button]]:
    category = t.gettext("🗂 All categories") if view.category is None else words.category_name(t, view.category or None)
    return [
        _periods(t, view, frame.today),
        [to(f"📍 {place_name(t, view)}", view, "l"), to(category, view, "g")],
        *_modes(t, view, frame.compares),
        [
            to(_kind_name(t, view.kind), view.of_next_kind()),
            button(t.gettext("⬇️ Export"), "export", "open", arg=f"{view.span.pack()}.{view.region or 'KZ'}"),
        ],
        [to(t.gettext("📜 Official paragraph"), view, "o")] if frame.reports else [],
    ]


def _periods(t: Translator, view: View, today: date) -> list[Button]:
    """Back and on in time, and between them the choice of another period."""
    row = [to(f"📅 {amounts.span(t, view.span)}", view, "p")]
    if view.span.first is None:
        return row
    earlier, later = view.in_time(-1), view.in_time(1)
    return [
        *([to("◀️", earlier)] if earlier.span.is_possible(today) else []),
        *row,
        *([to("▶️", later)] if later.span.is_possible(today) else []),
    ]


def _modes(t: Translator, view: View, compares: bool) -> list[list[Button]]:
    def mode(label: str, mode: Mode) -> Button:
        return to(label, view.shown_as(mode), chosen=view.mode is mode)

    rows = [
        [mode(t.gettext("📋 Figures"), Mode.TABLE), mode(t.gettext("⏱ Waits"), Mode.WAITS),
         mode(t.gettext("⭐️ Verdicts"), Mode.VERDICTS)],
        [mode(t.gettext("⚠️ Dumps"), Mode.DUMPS), mode(t.gettext("📊 Bars"), Mode.CATEGORIES),
         mode(t.gettext("📈 Course"), Mode.COURSE)],
    ]  # fmt: skip
    if not view.region:
        chosen = view.mode if view.mode in MAPS else MAPS[0]
        more = [mode(t.gettext("🏅 Regions"), Mode.RANKING)] if compares else []
        rows.append([to(t.gettext("🗺 Map"), view.shown_as(chosen), chosen=view.mode in MAPS), *more])
    if view.mode in MAPS:
        rows += [[mode(map_name(t, one), one) for one in pair] for pair in (MAPS[:2], MAPS[2:])]
    return rows


def back(t: Translator, view: View) -> list[Button]:
    """To the figures, as they were."""
    return [to(t.gettext("⬅️ Back"), view)]
