"""The executors' screens: their tasks by deadline or by distance, and one task."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import card as card_views
from bot.views import staff_words, whereabouts
from bot.views.fitting import fitted, is_cut
from bot.views.layout import lines
from bot.views.queue import turning
from domain.permissions import Actor, may_take
from domain.words import Action
from services.cards import Card
from services.paging import Slice
from services.steps import facts_of
from services.tasks import Nearest


def listing(t: Translator, page: Slice, now: datetime) -> Content:
    """One page of somebody's open tasks, the most urgent first."""
    rows: list[Sequence[Button]] = [
        [button(staff_words.label(t, r.id, r.category, r.state, r.due_at, now), "task", "open", r.id)]
        for r in page.rows
    ]
    refresh = button(t.gettext("🔄 Refresh"), "tasks", "open")
    nearest = [button(t.gettext("🧭 Nearest first"), "tasks", "nearest")] if page.rows else []
    rows += [turning("tasks", page.previous, page.next), [*nearest, refresh]]
    text = lines(
        t.gettext("🛠 <b>My tasks</b>"),
        t.gettext("The most urgent come first.") if page.rows else t.gettext("Nothing to do now. 🌿"),
    )
    return Content(text, rows)


def where_are_you(t: Translator, keyboard: Sequence[Sequence[dict[str, Any]]]) -> Content:
    """Asks for the place from which distances are measured; above the `keyboard` they have stands a button for it."""
    text = lines(
        t.gettext("🧭 <b>Which tasks are the nearest?</b>"),
        t.gettext(
            "Send your location with the 📍 button below, or any point on the map: 📎 → Location. "
            "It is used for this list only."
        ),
    )
    here = {"text": t.gettext("📍 Send my location"), "request_location": True}
    return Content(text, menu=[[here], *(row for row in keyboard if here not in row)])


def nearest(t: Translator, found: Nearest, now: datetime) -> Content:
    """One page of somebody's open tasks, the nearest first."""
    rows: list[Sequence[Button]] = [[button(_near_label(t, r, m, now), "task", "open", r.id)] for r, m in found.rows]
    turn = [button("◀️", "tasks", "near", found.page - 1)] if found.page else []
    if found.page < found.last:
        turn.append(button("▶️", "tasks", "near", found.page + 1))
    by_deadline = button(t.gettext("⏰ By deadline"), "tasks", "urgent")
    rows += [turn, [by_deadline, button(t.gettext("🔄 Refresh"), "tasks", "near", found.page)]]
    text = lines(
        t.gettext("🛠 <b>My tasks</b>"),
        t.gettext("The nearest come first. Send your location again when you have moved on.")
        if found.rows
        else t.gettext("Nothing to do now. 🌿"),
    )
    return Content(text, rows)


def _near_label(t: Translator, row: Any, metres: float | None, now: datetime) -> str:
    away = whereabouts.distance(t, metres) if metres is not None else "?"
    return f"{away} · {staff_words.label(t, row.id, row.category, row.state, row.due_at, now)}"


def card(t: Translator, found: Card, actor: Actor, now: datetime, index: int = 0) -> Content:
    """One task: photo, place with routes, what is to be done and by when."""
    request = found.request
    before = [
        staff_words.title(t, request), *card_views.summary(t, found, now), *whereabouts.lines_of(t, request)
    ]  # fmt: skip
    text = fitted(before, request.description, card_views.last_words(t, found.told[-2:]))
    routes = (
        whereabouts.route_row(request.lat, request.lon) if request.lat is not None and request.lon is not None else []
    )
    rows = [
        *card_views.shot_row(t, "task", request.id, found.shots, index),
        routes,
        card_views.look_row(t, "task", found, full=is_cut(request.description, text)),
        *_deeds(t, found, actor),
        [button(t.gettext("⬅️ To my tasks"), "tasks", "open")],
    ]
    return Content(text, rows, media_id=card_views.media_at(found.shots, index))


def _deeds(t: Translator, found: Card, actor: Actor) -> list[list[Button]]:
    request, facts = found.request, facts_of(found.request)
    offers: list[list[tuple[Action, str, str, str]]] = [
        [(Action.REPORT, t.gettext("✅ Report it done"), "report", "open")],
        [(Action.START, t.gettext("▶️ Start"), "task", "start"), (Action.PLAN, t.gettext("📅 Plan"), "task", "plan")],
        [(Action.RETURN, t.gettext("↩️ Return"), "task", "return")],
    ]
    return [
        [button(text, area, verb, request.id) for action, text, area, verb in row if may_take(actor, action, facts)]
        for row in offers
    ]


def returned(t: Translator, request_id: int) -> Content:
    """The task went back to the operators."""
    text = t.gettext("↩️ № {number} is with the operators again.", number=request_id)
    return Content(text, [[button(t.gettext("⬅️ To my tasks"), "tasks", "open")]])
