"""Words that only staff read: states, steps and parts of the queue; how much time is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import cut
from domain.words import Action, Ground, MediaPurpose, Role, State
from models import CitizenRequest
from services.cards import Shot
from services.queue import Shelf

NAME = 60
"""UTF-16 units of a colleague's or an organisation's name where room is short."""


def state_name(t: Translator, state: State) -> str:
    """A state as staff read it."""
    if state is State.NEEDS_INFO:
        return t.pgettext("state for staff", "waiting for the citizen's answer")
    return words.state_name(t, state)


def title(t: Translator, request: CitizenRequest) -> Html:
    """A card's first line: number and state."""
    number = t.gettext("№ {number}", number=request.id)
    waits = request.state is State.NEEDS_INFO
    said = state_name(t, request.state) if waits else words.standing(t, request)
    return Html(f"{words.STATE_SIGNS[request.state]} <b>{number}</b> · {escape(said)}")


def shelf_name(t: Translator, shelf: Shelf) -> str:
    """A part of the queue."""
    return {
        Shelf.OPEN: t.pgettext("queue", "📋 All open"),
        Shelf.NEW: t.pgettext("queue", "🆕 New"),
        Shelf.NEEDS_INFO: t.pgettext("queue", "❓ Waiting for an answer"),
        Shelf.ASSIGNED: t.pgettext("queue", "👷 Assigned"),
        Shelf.IN_PROGRESS: t.pgettext("queue", "🔧 In work"),
        Shelf.PLANNED: t.pgettext("queue", "📅 Planned"),
        Shelf.DISPUTED: t.pgettext("queue", "⚖️ Disputed"),
        Shelf.OVERDUE: t.pgettext("queue", "🔴 Overdue"),
        Shelf.TODAY: t.pgettext("queue", "🟡 Due today"),
        Shelf.MINE: t.pgettext("queue", "⭐ Mine"),
        Shelf.UNASSIGNED: t.pgettext("queue", "🫥 Without an executor"),
        Shelf.RETURNED: t.pgettext("queue", "↩️ Given back"),
        Shelf.SUGGESTIONS: t.pgettext("queue", "💡 Suggestions"),
    }[shelf]


def action_name(t: Translator, action: Action) -> str:
    """A step of the history."""
    return {
        Action.SEND: t.pgettext("step", "sent"),
        Action.RECATEGORISE: t.pgettext("step", "category changed"),
        Action.ASSIGN: t.pgettext("step", "executor appointed"),
        Action.ASK: t.pgettext("step", "the citizen was asked"),
        Action.ANSWER: t.pgettext("step", "the citizen answered"),
        Action.REJECT: t.pgettext("step", "rejected"),
        Action.MARK_DUPLICATE: t.pgettext("step", "marked as a duplicate"),
        Action.FORWARD: t.pgettext("step", "handed over to another region"),
        Action.START: t.pgettext("step", "work begun"),
        Action.RETURN: t.pgettext("step", "returned by the executor"),
        Action.PLAN: t.pgettext("step", "work planned"),
        Action.REPORT: t.pgettext("step", "work reported"),
        Action.CONFIRM: t.pgettext("step", "work accepted"),
        Action.COMPLAIN: t.pgettext("step", "the citizen complained"),
        Action.UPHOLD: t.pgettext("step", "complaint answered, the work stands"),
        Action.REOPEN: t.pgettext("step", "complaint right, to be done again"),
        Action.APPEAL: t.pgettext("step", "the citizen appealed"),
        Action.GRANT_APPEAL: t.pgettext("step", "appeal granted"),
        Action.REFUSE_APPEAL: t.pgettext("step", "appeal refused"),
        Action.WITHDRAW: t.pgettext("step", "withdrawn by the citizen"),
        Action.NOTE: t.pgettext("step", "note"),
        Action.PLACE: t.pgettext("step", "district chosen"),
    }[action]


def purpose_name(t: Translator, purpose: MediaPurpose) -> str:
    """What a photo shows."""
    return {
        MediaPurpose.BEFORE: t.pgettext("photo", "before"),
        MediaPurpose.AFTER: t.pgettext("photo", "after"),
        MediaPurpose.COMPLAINT: t.pgettext("photo", "from the complaint"),
    }[purpose]


def ground_of(t: Translator, data: Mapping[str, object]) -> str:
    """What a complaint in the history is about; empty for other steps."""
    ground = data.get("ground")
    return words.ground_name(t, Ground(ground)) if isinstance(ground, str) else ""


def who(t: Translator, role: Role, name: str | None) -> str:
    """Who took a step: a colleague by name, a citizen only as such."""
    return cut(name, NAME) if name and role is not Role.CITIZEN else words.role_name(t, role)


def left(t: Translator, due_at: datetime, now: datetime) -> str:
    """The time left, for a button: "5 days"; red once it is over, yellow on the last day."""
    days = (due_at.astimezone(t.zone).date() - now.astimezone(t.zone).date()).days
    said = t.days(abs(days)) if days else t.gettext("today")
    if due_at < now:
        return f"🔴 {said}"
    return said if days else f"🟡 {said}"


def deadline(t: Translator, request: CitizenRequest, now: datetime) -> Html:
    """The deadline, and that it is over where it is."""
    said = words.due(t, request.due_at)
    if request.is_open and request.due_at < now:
        return t.gettext("🔴 Overdue: {deadline}", deadline=said)
    return t.gettext("⏰ Deadline: {deadline}", deadline=said)


def label(t: Translator, id: int, category: str | None, state: State, due_at: datetime, now: datetime) -> str:
    """A request on a button of a list."""
    name = cut(words.category_name(t, category), 40)
    # The name comes last: it is what a narrow phone may cut off.
    return f"{words.STATE_SIGNS[state]} № {id} · {left(t, due_at, now)} · {name}"


def album_caption(t: Translator, request_id: int, shots: Sequence[Shot]) -> str:
    """What an album shows: the request, and how many photos of what."""
    counted = Counter(shot.purpose for shot in shots)
    said = ", ".join(f"{purpose_name(t, purpose)}: {t.number(n)}" for purpose, n in counted.items())
    return f"{t.gettext('№ {number}', number=request_id)} · 📷 {said}"
