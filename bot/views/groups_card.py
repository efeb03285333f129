"""The card of a request in a working group: all that the work needs, nothing of the citizen who sent it."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import staff_words, whereabouts, words
from bot.views.choices import paged
from bot.views.deciding import executor_label, unheard
from bot.views.fitting import fitted
from bot.views.layout import cut
from domain.contacts import without_contacts
from domain.words import Action, Kind, State
from domain.workflow import roles_for
from models import CitizenRequest, WorkingGroup
from services import categories, geography
from services.group_cards import Shown
from services.groups import BY_CATEGORY, GONE
from services.tasks import Executor

TOPIC_NAME = 128
"""The longest name of a topic, by the Bot API."""


def card(t: Translator, shown: Shown, now: datetime, *, sound: bool = False) -> Content:
    """A request as everybody in the group sees it. The phone rings only when it is new there."""
    request = shown.request
    before = [staff_words.title(t, request), *_facts(t, shown, now), *place(t, request)]
    text = fitted(before, _words(request), [])
    return Content(text, _deeds(t, request), media_id=shown.photo, quiet=not sound, protect=True)


def elsewhere(t: Translator, shown: Shown) -> Content:
    """A request that was shown here and is others' business now."""
    request, group = shown.request, shown.group
    if group.state == GONE:
        why = t.gettext("This group is no longer a working group.")
    elif request.region != group.region:
        why = t.gettext("↪️ Handed over to another region.")
    elif group.organisation_id is not None:
        why = t.gettext("↩️ Your organisation no longer has this request.")
    else:
        why = t.gettext("🏷 It has another category now, which is not this group's.")
    number = t.gettext("№ {number}", number=request.id)
    return Content(fitted([f"<b>{number}</b>", why], None, []), media_id=shown.photo, quiet=True, protect=True)


def place(t: Translator, request: CitizenRequest) -> list[str]:
    """Where it is, with a link to the map."""
    lines = [Html(without_contacts(line)) for line in whereabouts.lines_of(t, request) if line]
    if request.lat is not None and request.lon is not None:
        url = f"https://www.openstreetmap.org/?mlat={request.lat:.6f}&amp;mlon={request.lon:.6f}"
        url += f"#map=17/{request.lat:.6f}/{request.lon:.6f}"
        lines.append(Html(f'🗺 <a href="{url}">{t.gettext("On the map")}</a>'))
    return list(lines)


def _facts(t: Translator, shown: Shown, now: datetime) -> list[str]:
    request, worker = shown.request, shown.worker
    planned = request.state is State.PLANNED and request.planned_for is not None
    parts = [worker.name or "", *list(worker.organisations.values())[:1]] if worker is not None else []
    who = ", ".join(cut(part, staff_words.NAME) for part in parts if part)
    category: str = escape(words.category_name(t, request.category))
    if request.kind is not Kind.REQUEST:
        category = f"{category} · {words.kind_name(t, request.kind)}"
    return [
        category,
        staff_words.deadline(t, request, now),
        t.gettext("📅 Work planned for {date}", date=t.date(request.planned_for or now)) if planned else "",
        t.gettext("👷 Executor: {name}", name=who) if who else "",
        t.gettext("Reason: {reason}", reason=words.reason_name(t, request.reason)) if request.reason else "",
        t.gettext("Original: № {number}", number=request.duplicate_of) if request.duplicate_of else "",
    ]


def _words(request: CitizenRequest) -> str | None:
    return without_contacts(request.description) if request.description else None


def _deeds(t: Translator, request: CitizenRequest) -> list[list[Button]]:
    """What somebody in the group may be able to do now; whether they may is asked when they press."""
    number, state = request.id, request.state

    def offered(action: Action) -> bool:
        return bool(roles_for(action, state))

    take = [button(t.gettext("🙋 Take it myself"), "group", "take", number, request.executor_id or 0)]
    rows = [
        take if state is State.NEW else [],
        [button(t.gettext("▶️ Start"), "group", "start", number)] if offered(Action.START) else [],
        [button(t.gettext("✅ Done…"), "group", "done", number)] if offered(Action.REPORT) else [],
        [button(t.gettext("👷 Assign"), "group", "executors", number)] if offered(Action.ASSIGN) else [],
        [button(t.gettext("↩️ Return"), "group", "return", number)] if offered(Action.RETURN) else [],
        [button(t.gettext("📂 Open"), "group", "open", number)] if request.is_open or state is State.DONE else [],
    ]
    flat = [pressed for row in rows for pressed in row]
    return [flat[n : n + 2] for n in range(0, len(flat), 2)]


def executor_choice(
    t: Translator, request: CitizenRequest, found: Sequence[Executor], page: int, photo: int | None
) -> Content:
    """The executors of the region to choose from, in place of the card."""
    number, seen = request.id, request.executor_id or 0
    buttons = [button(executor_label(t, e), "group", "assign", number, f"{e.id}.{seen}") for e in found]
    rows = paged(buttons, page, lambda label, to: button(label, "group", "executors", number, to))
    hint = t.gettext("👷 Who will do it? The number says how many open tasks they have.")
    if not found:
        hint = t.gettext("👷 There are no executors in this region yet. A supervisor invites them: /team")
    back = [button(t.gettext("⬅️ Back"), "group", "back", number)]
    text = fitted([staff_words.title(t, request), hint, unheard(t, found)], None, [])
    return Content(text, [*rows, back], photo, protect=True)


def topic_name(t: Translator, group: WorkingGroup, key: str) -> str:
    """What a topic is called in the group."""
    if group.topics == BY_CATEGORY:
        known = {c.key for c in categories.all_categories()}
        name = str(words.category_name(t, key)) if key in known else str(t.gettext("Category not chosen"))
    else:
        found = {d.kato: d for d in geography.districts(group.region)}.get(key)
        name = found.name(t.locale) if found is not None else str(t.gettext("Other places"))
    return cut(name, TOPIC_NAME)
