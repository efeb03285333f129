"""Choosing the day of the work."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import words
from bot.views.layout import lines
from models import CitizenRequest

PAGE = 10
"""Days on a screen."""


def date_choice(
    t: Translator,
    area: str,
    home: str,
    request: CitizenRequest,
    days: Sequence[tuple[date, bool]],
    photo: int | None,
    page: int = 0,
) -> Content:
    """The days to choose from, each with whether offices work on it; ten at a time, of which this is page `page`.

    `home` is the area of the card Back leads to.
    """
    pages = range(-(-len(days) // PAGE))
    page = min(max(page, pages.start), max(pages.stop - 1, 0))
    due = request.due_at.astimezone(t.zone).date()
    buttons = [
        button(_day(t, day, working, day > due), area, "date", request.id, day.isoformat())
        for day, working in days[page * PAGE : (page + 1) * PAGE]
    ]
    rows: list[list[Button]] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    turn = []
    if page - 1 in pages:
        turn.append(button(t.gettext("◀️ Sooner"), area, "days", request.id, page - 1))
    if page + 1 in pages:
        turn.append(button(t.gettext("Later ▶️"), area, "days", request.id, page + 1))
    text = lines(
        f"<b>{t.gettext('№ {number}', number=request.id)}</b>",
        t.gettext("📅 On which day will the work be done? The citizen will be told."),
        t.gettext("⏰ Deadline: {deadline}", deadline=words.due(t, request.due_at)),
        t.gettext("🌙 day off · 🔴 after the deadline"),
    )
    return Content(text, [*rows, turn, [button(t.gettext("⬅️ Back"), home, "open", request.id)]], media_id=photo)


def _day(t: Translator, day: date, working: bool, late: bool) -> str:
    said = format_date(day, "EEE dd.MM", locale=t.babel)
    return " ".join(part for part in (said, "" if working else "🌙", "🔴" if late else "") if part)
