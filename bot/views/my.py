"""A citizen's requests: the list, a card with its history in words, withdrawing."""

from collections.abc import Callable, Sequence

from bot.content import Button, Content, button, link
from bot.translator import Html, Translator, escape
from bot.views import places, words
from bot.views.layout import cut, lines, paragraphs, quoted
from bot.views.notices import verdict_rows
from domain.text import utf16_units
from domain.words import Action, RejectReason, State
from models import CitizenRequest, HistoryEntry
from services.requests_of import Own, Page
from services.templates import words_of

STEPS_SHOWN = 10
"""Of a long history the newest steps are shown."""
_WORDS_OF_A_STEP = 200
_TEXT_LIMIT = 3900
"""Below Telegram's 4,096, for what the state's line may add."""


def page(t: Translator, found: Page) -> Content:
    """One page of own or followed requests."""
    title = t.gettext("🔔 <b>Requests you follow</b>") if found.followed else t.gettext("📋 <b>Your requests</b>")
    rows: list[Sequence[Button]] = [
        [button(_label(t, r), "my", "card", r.id, "f" if found.followed else "o")] for r in found.requests
    ]
    tab = "f" if found.followed else "o"
    turn: list[Button] = []
    if found.newer is not None:
        turn.append(button(t.gettext("◀️ Newer"), "my", "newer", found.newer, tab))
    if found.older is not None:
        turn.append(button(t.gettext("Older ▶️"), "my", "older", found.older, tab))
    other = (
        button(t.gettext("📋 Your requests"), "my", "list", 0, "o")
        if found.followed
        else button(t.gettext("🔔 Requests you follow"), "my", "list", 0, "f")
    )
    areas = [button(t.gettext("📡 News of my areas"), "alerts", "list")] if found.followed else []
    text = title if found.requests else paragraphs(title, _nothing(t, followed=found.followed))
    return Content(text, [*rows, turn, [other], areas])


def _label(t: Translator, request: CitizenRequest) -> str:
    number = t.gettext("№ {number}", number=request.id)
    return f"{words.STATE_SIGNS[request.state]} {number} · {words.category_name(t, request.category)}"


def _nothing(t: Translator, *, followed: bool) -> Html:
    if followed:
        return t.gettext("You follow nothing yet. Where somebody has reported your problem already, you can follow it.")
    return t.gettext("Nothing here yet. Send a photo of what is wrong, and the first one begins.")


def card(t: Translator, own: Own, back: str) -> Content:
    """One request: how it stands, what has happened, and what the citizen may do. `back`: the list it came from."""
    request = own.request
    head = [
        f"🏷 {escape(words.category_name(t, request.category))}",
        f"📍 {places.place(t, request)}" if own.is_own else f"📍 {escape(words.region_name(t, request.region))}",
        t.gettext("📅 Sent: {date}", date=t.moment(request.sent_at)),
        t.gettext("⏱ Deadline: {deadline}", deadline=words.due(t, request.due_at)) if request.is_open else "",
        quoted(request.description) if own.is_own else "",
    ]
    return Content(_with_history(t, paragraphs(words.title(t, request), lines(*head)), own), _rows(t, own, back))


def _with_history(t: Translator, head: str, own: Own) -> str:
    """The head, and below it as many of the newest steps as fit."""
    steps: list[str] = []
    room = _TEXT_LIMIT - utf16_units(head)
    for entry in reversed(own.history[-STEPS_SHOWN:]):
        step = history_line(t, entry, words_too=own.is_own)
        room -= utf16_units(step) + 1
        if room < 0:
            break
        steps.insert(0, step)
    return paragraphs(head, lines(t.gettext("<b>What has happened</b>"), *steps))


def history_line(t: Translator, entry: HistoryEntry, *, words_too: bool) -> str:
    """One public step, without names; what was said stands below it (`words_too`), for its citizen alone to read."""
    what = _STEPS[entry.action](t, entry) if entry.action in _STEPS else words.state_name(t, entry.to_state)
    spoken = words_of(entry, t.locale) if words_too else None
    said = f"\n<i>{escape(cut(spoken, _WORDS_OF_A_STEP))}</i>" if spoken else ""
    return f"{t.moment(entry.at)} · {what}{said}"


def _rejected(t: Translator, entry: HistoryEntry) -> Html:
    reason = (entry.data or {}).get("reason")
    if reason is None:
        return t.gettext("Rejected")
    return t.gettext("Rejected: {reason}", reason=words.reason_name(t, RejectReason(reason)))


def _forwarded(t: Translator, entry: HistoryEntry) -> Html:
    regions = (entry.data or {}).get("region")
    if not regions:
        return t.gettext("Handed over to another region")
    return t.gettext("Handed over. Region: {region}", region=words.region_name(t, regions[1]))


def _recategorised(t: Translator, entry: HistoryEntry) -> Html:
    keys = (entry.data or {}).get("category")
    if not keys:
        return t.gettext("The category was changed")
    return t.gettext("Category: {category}", category=words.category_name(t, keys[1]))


def _confirmed(t: Translator, entry: HistoryEntry) -> Html:
    number = (entry.data or {}).get("stars")
    if number is None:
        return t.gettext("Confirmed by silence: no word came in time")
    return t.gettext("Accepted: {stars}", stars=words.stars(number))


_STEPS: dict[Action, Callable[[Translator, HistoryEntry], Html]] = {
    Action.SEND: lambda t, e: t.gettext("Sent"),
    Action.RECATEGORISE: _recategorised,
    Action.ASSIGN: lambda t, e: t.gettext("An executor was appointed"),
    Action.ASK: lambda t, e: t.gettext("The akimat asked"),
    Action.ANSWER: lambda t, e: t.gettext("Answered"),
    Action.REJECT: _rejected,
    Action.MARK_DUPLICATE: lambda t, e: t.gettext("Joined with a request about the same problem"),
    Action.FORWARD: _forwarded,
    Action.START: lambda t, e: t.gettext("The work began"),
    Action.RETURN: lambda t, e: t.gettext("Returned to the akimat, which will choose another executor"),
    Action.PLAN: lambda t, e: t.gettext("The work was planned"),
    Action.REPORT: lambda t, e: t.gettext("The work is done"),
    Action.CONFIRM: _confirmed,
    Action.COMPLAIN: lambda t, e: t.gettext("A complaint was sent"),
    Action.UPHOLD: lambda t, e: t.gettext("The complaint was answered: the work stands"),
    Action.REOPEN: lambda t, e: t.gettext("The complaint was right: the work is done again"),
    Action.APPEAL: lambda t, e: t.gettext("The rejection was appealed"),
    Action.GRANT_APPEAL: lambda t, e: t.gettext("The appeal was right: the request is open again"),
    Action.REFUSE_APPEAL: lambda t, e: t.gettext("The appeal was answered: the rejection stands"),
    Action.WITHDRAW: lambda t, e: t.gettext("Withdrawn"),
}


def _rows(t: Translator, own: Own, back: str) -> list[Sequence[Button]]:
    request = own.request
    rows: list[Sequence[Button]] = []
    if own.is_own:
        rows += _duties(t, request)
    look: list[Button] = [button(t.gettext("📷 Photos"), "my", "photos", request.id)] if own.has_photos else []
    if request.lat is not None and request.lon is not None:
        look.append(link(t.gettext("🗺 On the map"), places.map_url(request.lat, request.lon)))
    rows.append(look)
    if own.is_own and request.state in (State.NEW, State.NEEDS_INFO):
        rows.append([button(t.gettext("↩️ Withdraw"), "my", "withdraw", request.id, back)])
    if not own.is_own:
        rows.append([button(t.gettext("🔕 Unfollow"), "my", "unfollow", request.id)])
    rows.append([button(t.gettext("⬅️ Back"), "my", "list", 0, back)])
    return rows


def _duties(t: Translator, request: CitizenRequest) -> list[list[Button]]:
    """What is the citizen's turn to say."""
    if request.state is State.NEEDS_INFO:
        return [[button(t.gettext("✍️ Answer"), "question", "answer", request.id)]]
    if request.state is State.DONE:
        return verdict_rows(t, request.id)
    if request.state is State.REJECTED and not request.appealed:
        return [[button(t.gettext("⚖️ Appeal"), "appeal", "open", request.id)]]
    return []


def withdrawing(t: Translator, request_id: int, back: str) -> Content:
    """Asks whether a request shall really be taken back."""
    yes = button(t.gettext("↩️ Yes, withdraw it"), "my", "withdrawn", request_id, back)
    no = button(t.gettext("⬅️ No"), "my", "card", request_id, back)
    return Content(t.gettext("Withdraw request № {number}?", number=request_id), [[yes, no]])


def before(t: Translator, number: int) -> str:
    """Under the citizen's own photos."""
    return t.gettext("№ {number}: before", number=number)


def after(t: Translator, number: int) -> str:
    """Under the photos of the work."""
    return t.gettext("№ {number}: after", number=number)


def unfollowed(t: Translator, number: int) -> Html:
    """The news of a request will not come any more."""
    return t.gettext("🔕 You will get no more news of request № {number}.", number=number)
