"""The card of a request as staff see it: photo, what and where, and what can be done."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import doubts, refusals, staff_words, whereabouts, words
from bot.views.fitting import fitted, is_cut
from bot.views.layout import cut, quoted
from domain.permissions import Actor, may, may_take
from domain.words import Action, Duty, Kind, Role, State
from services import geography, queue
from services.cards import Card, Shot
from services.histories import Entry
from services.steps import facts_of
from services.templates import words_of

TOLD = 160
"""UTF-16 units of the last words on a card; the history has them whole."""


def card(
    t: Translator, found: Card, actor: Actor, now: datetime, index: int = 0, *,
    head: str = "", top: Sequence[Sequence[Button]] = (), foot: Sequence[Sequence[Button]] | None = None,
) -> Content:  # fmt: skip
    """The operator's card, showing photo number `index`.

    `head` is a line above it, `top` are buttons before what can be done; `foot` leads back: if not given, to the queue
    of whoever keeps one. The ministry keeps none.
    """
    request = found.request
    back = [[button(t.gettext("⬅️ To the queue"), "queue", "open")]] if queue.regions_of(actor) else []
    before = [head, staff_words.title(t, request), *summary(t, found, now), *whereabouts.lines_of(t, request)]
    after = [*_people(t, found), *doubts.card_lines(t, found.report), *_near(t, found), *last_words(t, found.told[-1:])]
    text = fitted(before, request.description, after)
    rows = [
        *shot_row(t, "card", request.id, found.shots, index),
        look_row(t, "card", found, full=is_cut(request.description, text)),
        *_more_rows(t, found),
        doubts.card_row(t, found.report) if may(actor, Duty.DOUBTS, request.region) else [],
        *top,
        *_deeds(t, found, actor),
        *(back if foot is None else foot),
    ]
    return Content(text, rows, media_id=media_at(found.shots, index))


def summary(t: Translator, found: Card, now: datetime) -> list[str]:
    """Category, deadline and date of the work."""
    request = found.request
    category: str = escape(words.category_name(t, request.category))
    if request.kind is not Kind.REQUEST:
        category = f"{category} · {words.kind_name(t, request.kind)}"
    planned = request.state is State.PLANNED and request.planned_for is not None
    return [
        category,
        staff_words.deadline(t, request, now),
        t.gettext("📅 Work planned for {date}", date=t.date(request.planned_for or now)) if planned else "",
        t.gettext("Reason: {reason}", reason=words.reason_name(t, request.reason)) if request.reason else "",
        t.gettext("Original: № {number}", number=request.duplicate_of) if request.duplicate_of else "",
    ]


def _people(t: Translator, found: Card) -> list[str]:
    executor = ", ".join(cut(part, staff_words.NAME) for part in (found.executor, found.organisation) if part)
    n, meaningless = found.sent_before, found.meaningless_before
    sent: str = ""
    if meaningless:
        sent = t.ngettext(
            "👤 The citizen sent {n} request before, meaningless: {meaningless} ({share})",
            "👤 The citizen sent {n} requests before, meaningless: {meaningless} ({share})",
            n,
            meaningless=t.number(meaningless),
            share=t.percent(meaningless / n),
        )
    elif n:
        sent = t.ngettext("👤 The citizen sent {n} request before", "👤 The citizen sent {n} requests before", n)
    unheard = refusals.no_citizen(t) if found.request.state is State.NEW and not found.askable else ""
    return [t.gettext("👷 Executor: {name}", name=executor) if executor else "", sent, unheard]


def _near(t: Translator, found: Card) -> list[str]:
    if not found.near:
        return []
    listed = ", ".join(t.gettext("№ {number} ({metres} m)", number=n.id, metres=round(n.metres)) for n in found.near)
    return [t.gettext("🔗 Similar nearby: {requests}", requests=Html(listed))]


def last_words(t: Translator, told: Sequence[Entry]) -> list[str]:
    """What somebody said of the request lately, each with its author."""
    return [Html(f"💬 {_who_said(t, e)}{quoted(words_of(e, t.locale), TOLD)}") for e in told]


def _who_said(t: Translator, entry: Entry) -> str:
    what = staff_words.action_name(t, entry.action)
    if entry.role is Role.CITIZEN:
        # What a citizen does is called “the citizen …” already.
        about = staff_words.ground_of(t, entry.data)
        return f"<b>{what}</b> · {escape(about)}" if about else f"<b>{what}</b>"
    return f"<b>{escape(staff_words.who(t, entry.role, entry.name))}</b> · {what}"


def media_at(shots: Sequence[Shot], index: int) -> int | None:
    """The photo to show; an index past the end shows the last one."""
    return shots[min(max(index, 0), len(shots) - 1)].id if shots else None


def shot_row(t: Translator, area: str, request_id: int, shots: Sequence[Shot], index: int) -> list[list[Button]]:
    """Buttons to flip through the photos, going round; none for a single one."""
    if len(shots) < 2:
        return []
    here = min(max(index, 0), len(shots) - 1)
    of = f"{here + 1}/{len(shots)} · {staff_words.purpose_name(t, shots[here].purpose)}"
    return [
        [
            button("◀️", area, "open", request_id, (here - 1) % len(shots)),
            button(of, area, "album", request_id),
            button("▶️", area, "open", request_id, (here + 1) % len(shots)),
        ]
    ]


def look_row(t: Translator, area: str, found: Card, *, full: bool) -> list[Button]:
    """Buttons to what does not fit on the card."""
    request = found.request
    row = [button(t.gettext("🗺 Map"), area, "map", request.id)] if request.lat is not None else []
    row.append(button(t.gettext("📜 History"), area, "history", request.id))
    if full:
        row.append(button(t.gettext("📄 Full text"), area, "text", request.id))
    return row


def _more_rows(t: Translator, found: Card) -> list[list[Button]]:
    """Straight into the maps people use here, to what is similar, and the whole of it on paper."""
    request, near = found.request, len(found.near)
    maps = whereabouts.map_rows(request.lat, request.lon)[0] if request.lat and request.lon else []
    similar = t.gettext("🔗 Similar nearby: {n}", n=t.number(near))
    return [
        [*maps, file_button(t, request.id)],
        [button(similar, "card", "near", request.id)] if near else [],
    ]


def file_button(t: Translator, request_id: int) -> Button:
    """The button that has the case file made."""
    return button(t.gettext("🗂 Case file"), "card", "file", request_id)


def _deeds(t: Translator, found: Card, actor: Actor) -> list[list[Button]]:
    """What this person may do now; the service asks again when it is done."""
    request, facts = found.request, facts_of(found.request)
    mine = request.executor_id == actor.id
    offers: list[list[tuple[Action, str, str]]] = [
        [(Action.ASSIGN, t.gettext("👷 Assign"), "executors"), (Action.ASSIGN, t.gettext("🙋 Take it myself"), "take")],
        [
            (Action.RECATEGORISE, t.gettext("🏷 Category"), "categories"),
            *([(Action.PLACE, t.gettext("🏘 District"), "districts")] if geography.districts(request.region) else []),
        ],
        [
            *([(Action.ASK, t.gettext("❓ Ask"), "ask")] if found.askable else []),
            (Action.PLAN, t.gettext("📅 Plan"), "plan"),
        ],
        [
            (Action.REJECT, t.gettext("🚫 Reject"), "reject"),
            (Action.MARK_DUPLICATE, t.gettext("🔗 Duplicate"), "duplicate"),
        ],
        [(Action.FORWARD, t.gettext("↪️ Other region"), "forward"), (Action.NOTE, t.gettext("📝 Note"), "note")],
    ]
    rows = [
        [
            # Taking it says from whom, in case somebody else takes it first.
            button(text, "decide", verb, request.id, request.executor_id or 0 if verb == "take" else "")
            for action, text, verb in row
            if may_take(actor, action, facts) and not (mine and verb == "take")
        ]
        for row in offers
    ]
    if mine and request.state in (State.ASSIGNED, State.PLANNED, State.IN_PROGRESS):
        rows.append([button(t.gettext("🛠 My task"), "task", "open", request.id)])
    if request.state is State.DISPUTED and actor.holds(Role.SUPERVISOR, request.region):
        rows.append([button(t.gettext("⚖️ The complaint"), "complaint", "open", request.id)])
    if may(actor, Duty.BANS, request.region) and request.citizen_id not in (None, actor.id):
        rows.append([button(t.gettext("⛔ Ban the sender"), "bans", "ask", request.id)])
    return rows
