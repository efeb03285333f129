"""The executors' screens: their tasks, one task, and the report in the making."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator
from bot.views import card as card_views
from bot.views import staff_words, whereabouts
from bot.views.fitting import fitted, is_cut
from bot.views.layout import lines, quoted
from bot.views.queue import turning
from domain import terms
from domain.permissions import Actor, may_take
from domain.words import Action
from services.cards import Card
from services.paging import Slice
from services.reports import Report
from services.steps import facts_of


def listing(t: Translator, page: Slice, now: datetime) -> Content:
    """One page of somebody's open tasks, the most urgent first."""
    rows: list[Sequence[Button]] = [
        [button(staff_words.label(t, r.id, r.category, r.state, r.due_at, now), "task", "open", r.id)]
        for r in page.rows
    ]
    rows += [
        turning("tasks", page.previous, page.next),
        [button(t.gettext("🔄 Refresh"), "tasks", "open")],
    ]
    text = lines(
        t.gettext("🛠 <b>My tasks</b>"),
        t.gettext("The most urgent come first.") if page.rows else t.gettext("Nothing to do now. 🌿"),
    )
    return Content(text, rows)


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


def report(t: Translator, made: Report, comment: str | None, note: str = "") -> Content:
    """The report so far; `note` says what could not be taken, and why."""
    request_id, n = made.request.id, len(made.files)
    collected = t.ngettext(
        "📷 {n} photo or video of {limit}", "📷 {n} photos and videos of {limit}", n, limit=terms.PHOTOS
    )
    text = lines(
        t.gettext("✅ <b>Report on № {number}</b>", number=request_id),
        collected if n else t.gettext("📷 Send photos of what was done: at least one."),
        quoted(comment, 400),
        note,
        _hint(t, made, comment),
    )
    send = [button(t.gettext("📨 Send the report"), "report", "send", request_id)] if made.has_photo else []
    again = [button(t.gettext("🗑 Begin anew"), "report", "clear", request_id)] if n or comment else []
    rows = [send, [*again, button(t.gettext("⬅️ Back"), "report", "leave", request_id)]]
    return Content(text, rows, media_id=made.files[-1].id if n else None)


def _hint(t: Translator, made: Report, comment: str | None) -> str:
    if made.files and not made.has_photo:
        return t.gettext("A video alone is not enough: please add a photo.")
    if not made.files:
        return t.gettext("Take them on the spot. You may also write a comment.")
    if comment:
        return t.gettext("You can add photos, write again to replace the comment, or send the report.")
    return t.gettext("You can add photos, write a comment, or send the report.")


def reported(t: Translator, request_id: int) -> Content:
    """The report is sent."""
    text = t.gettext(
        "✅ The report on № {number} is sent. The citizen sees the photos and says what they think of the work.",
        number=request_id,
    )
    return Content(text, [[button(t.gettext("⬅️ To my tasks"), "tasks", "open")]])


def returned(t: Translator, request_id: int) -> Content:
    """The task went back to the operators."""
    text = t.gettext("↩️ № {number} is with the operators again.", number=request_id)
    return Content(text, [[button(t.gettext("⬅️ To my tasks"), "tasks", "open")]])


def no_forwards(t: Translator) -> Html:
    """A forwarded photo came."""
    return t.gettext("⚠️ Forwarded photos cannot be part of a report. Please send your own, taken on the spot.")


def full(t: Translator) -> Html:
    """An eleventh photo came."""
    return t.gettext("⚠️ {limit} photos and videos are there already; the others were left out.", limit=terms.PHOTOS)


def unfit(t: Translator) -> Html:
    """A file that is too large, or no picture."""
    return t.gettext("⚠️ This file is not a photo or video of up to 20 MB. Please send another one.")


def unreadable(t: Translator) -> Html:
    """A file turned out to be no picture when it was fetched."""
    return t.gettext("⚠️ One of the files could not be read as a photo or video and was taken out.")


def unreadable_later(t: Translator, request_id: int) -> Html:
    """The same, found out when the report had been sent already."""
    return t.gettext(
        "⚠️ A file of your report on № {number} could not be read as a photo or video. Others will not see it.",
        number=request_id,
    )


def nothing_for_report(t: Translator) -> Html:
    """Neither a picture nor words."""
    return t.gettext("⚠️ Photos, videos and a comment in words can be part of a report. Please send one of these.")


def gone(t: Translator, why: str) -> Content:
    """A report that can no longer be made."""
    return Content(why, [[button(t.gettext("⬅️ To my tasks"), "tasks", "open")]])
