"""The words every screen shares: names of states, roles, reasons, categories and regions; how a time is said."""

from datetime import datetime

from bot.translator import Html, Translator, escape
from domain.words import Ground, Kind, RejectReason, Role, State
from models import CitizenRequest
from services import categories, geography

STATE_SIGNS = {
    State.NEW: "🆕", State.NEEDS_INFO: "❓", State.ASSIGNED: "👷", State.PLANNED: "📅", State.IN_PROGRESS: "🔧",
    State.DONE: "✅", State.DISPUTED: "⚖️", State.CONFIRMED: "🌿", State.UPHELD: "🌿", State.REJECTED: "🚫",
    State.DUPLICATE: "🔗", State.WITHDRAWN: "↩️",
}  # fmt: skip


def state_name(t: Translator, state: State) -> str:
    """A state as a citizen and an officer read it."""
    return {
        State.NEW: t.pgettext("state", "new"),
        State.NEEDS_INFO: t.pgettext("state", "waiting for your answer"),
        State.ASSIGNED: t.pgettext("state", "executor appointed"),
        State.PLANNED: t.pgettext("state", "planned"),
        State.IN_PROGRESS: t.pgettext("state", "in work"),
        State.DONE: t.pgettext("state", "done, waiting for a verdict"),
        State.DISPUTED: t.pgettext("state", "complaint under review"),
        State.CONFIRMED: t.pgettext("state", "done and confirmed"),
        State.UPHELD: t.pgettext("state", "done, complaint answered"),
        State.REJECTED: t.pgettext("state", "rejected"),
        State.DUPLICATE: t.pgettext("state", "duplicate"),
        State.WITHDRAWN: t.pgettext("state", "withdrawn"),
    }[state]


def role_name(t: Translator, role: Role) -> str:
    """A role in the desk."""
    return {
        Role.CITIZEN: t.pgettext("role", "citizen"),
        Role.OPERATOR: t.pgettext("role", "operator"),
        Role.EXECUTOR: t.pgettext("role", "executor"),
        Role.SUPERVISOR: t.pgettext("role", "supervisor"),
        Role.NATIONAL: t.pgettext("role", "national observer"),
        Role.ADMIN: t.pgettext("role", "administrator"),
        Role.CLOCK: t.pgettext("role", "automatically"),
    }[role]


def reason_name(t: Translator, reason: RejectReason) -> str:
    """Why a request was rejected, as the citizen reads it."""
    return {
        RejectReason.MEANINGLESS: t.pgettext("reason", "it is not clear what the request is about"),
        RejectReason.NO_ANSWER: t.pgettext("reason", "our question was not answered"),
        RejectReason.NOT_AKIMAT: t.pgettext("reason", "this is not within the akimat's competence"),
        RejectReason.PRIVATE_LAND: t.pgettext("reason", "the place is private land"),
        RejectReason.ALREADY_DONE: t.pgettext("reason", "the problem has been solved already"),
        RejectReason.OTHER: t.pgettext("reason", "another reason"),
    }[reason]


def ground_name(t: Translator, ground: Ground) -> str:
    """What a complaint is about."""
    return {
        Ground.POOR_WORK: t.pgettext("ground", "Poor work"),
        Ground.FORMAL_ANSWER: t.pgettext("ground", "A formal answer"),
        Ground.MISSED_DEADLINE: t.pgettext("ground", "The deadline was missed"),
        Ground.NOTHING_DONE: t.pgettext("ground", "Nothing was done"),
    }[ground]


def kind_name(t: Translator, kind: Kind) -> str:
    """Request, suggestion, or found by the state itself."""
    return {
        Kind.REQUEST: t.gettext("Request"),
        Kind.SUGGESTION: t.gettext("Suggestion"),
        Kind.FINDING: t.gettext("Found by the state"),
    }[kind]


def category_name(t: Translator, key: str | None) -> str:
    """A category with its sign; an open one says so."""
    if key is None:
        return t.gettext("❔ Category not chosen")
    category = categories.by_key(key)
    return f"{category.emoji} {category.name(t.locale)}"


def region_name(t: Translator, iso: str) -> str:
    """A region's name."""
    return geography.region(iso).name(t.locale)


_KINDS_OF_REGION = (" облысы", " қаласы", " область", "область ", "город ", " Region")


def short_region_name(t: Translator, iso: str) -> str:
    """A region's name where there is little room: without its kind, save for an oblast called as a city is."""
    region = geography.region(iso)
    called_so = [r for r in geography.regions() if _bare(r.name(t.locale)) == _bare(region.name(t.locale))]
    return _bare(region.name(t.locale)) if region.kind == "city" or len(called_so) == 1 else region.name(t.locale)


def _bare(name: str) -> str:
    for word in _KINDS_OF_REGION:
        name = name.replace(word, "")
    return name


def due(t: Translator, moment: datetime) -> Html:
    """A deadline, e.g. 25.11.2026 18:00 (UTC+5)."""
    return Html(f"{t.moment(moment)} ({t.zone_name(moment)})")


def by_silence(t: Translator) -> Html:
    """The state of work that nobody judged: it must not read as if its citizen had."""
    return t.pgettext("state", "done, confirmed by silence")


def standing(t: Translator, request: CitizenRequest) -> str:
    """The state a request is in; work accepted by silence says so."""
    if request.state is State.CONFIRMED and request.stars is None:
        return by_silence(t)
    return state_name(t, request.state)


def title(t: Translator, request: CitizenRequest) -> Html:
    """A request's first line: its number and state."""
    number = t.gettext("№ {number}", number=request.id)
    return Html(f"{STATE_SIGNS[request.state]} <b>{number}</b> · {escape(standing(t, request))}")


def stars(number: int) -> str:
    """1 to 5 stars."""
    return "⭐" * number
