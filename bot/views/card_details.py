"""What a card leads to: the whole text, the place on maps, the history. Each leads back to the card."""

from collections.abc import Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import staff_words, whereabouts, words
from bot.views.fitting import CAPTION, fitted, visible
from bot.views.layout import cut, lines, quoted
from domain.words import Action
from models import CitizenRequest
from services import geography
from services.cards import Neighbour
from services.histories import Entry
from services.templates import words_of

SAID = 200
"""UTF-16 units of the words of one step: with five steps a page, a caption holds them."""


def back_row(t: Translator, area: str, request_id: int) -> list[Button]:
    """The way back to the card."""
    return [button(t.gettext("⬅️ Back"), area, "open", request_id)]


def full_text(t: Translator, area: str, request: CitizenRequest, media_id: int | None) -> Content:
    """The description, whole."""
    number = t.gettext("№ {number}", number=request.id)
    return Content(
        fitted([f"<b>{number}</b>"], request.description, []), [back_row(t, area, request.id)], media_id=media_id
    )


def on_maps(t: Translator, area: str, request: CitizenRequest, media_id: int | None) -> Content:
    """The point: coordinates to copy, maps that show it, routes that lead there."""
    lat, lon = request.lat or 0.0, request.lon or 0.0
    text = lines(
        t.gettext("🗺 <b>Where № {number} is</b>", number=request.id),
        *whereabouts.lines_of(t, request),
        f"<code>{lat:.6f}, {lon:.6f}</code>",
    )
    rows = [
        *whereabouts.map_rows(lat, lon),
        whereabouts.route_row(lat, lon),
        [button(t.gettext("📍 Send the point here"), area, "point", request.id)],
        back_row(t, area, request.id),
    ]
    return Content(text, rows, media_id=media_id)


def nearby(t: Translator, area: str, request_id: int, near: Sequence[Neighbour], media_id: int | None) -> Content:
    """Open requests close by that may be the same problem, each to be opened."""
    text = lines(
        t.gettext("🔗 <b>Close to № {number}</b>", number=request_id),
        t.gettext("Press one to open it.") if near else t.gettext("Nothing similar is open there any more."),
    )
    rows = [[button(neighbour(t, n), area, "open", n.id)] for n in near]
    return Content(text, [*rows, back_row(t, area, request_id)], media_id=media_id)


def neighbour(t: Translator, near: Neighbour) -> str:
    """A request nearby, on a button: what it is and how far away."""
    name = cut(words.category_name(t, near.category), 30)
    metres = t.gettext("{metres} m", metres=round(near.metres))
    return f"{words.STATE_SIGNS[near.state]} № {near.id} {name} · {metres}"


def history(
    t: Translator, area: str, request_id: int, entries: Sequence[Entry], older: bool, media_id: int | None
) -> Content:
    """Steps of the request, the newest first, as many as a caption holds."""
    head = t.gettext("📜 <b>History of № {number}</b>", number=request_id)
    legend = t.gettext("🔒 Only colleagues read what has a lock.")
    parts: list[str] = [head]
    shown: list[Entry] = []
    for entry in entries:
        said = _entry(t, entry)
        if shown and visible(lines(legend, *parts, said)) > CAPTION:
            break
        parts.append(said)
        shown.append(entry)
    if not all(entry.public for entry in shown):
        parts.insert(1, legend)
    rows: list[list[Button]] = []
    if shown and (older or len(shown) < len(entries)):
        rows.append([button(t.gettext("Older ▶️"), area, "history", request_id, shown[-1].id)])
    return Content(lines(*parts), [*rows, back_row(t, area, request_id)], media_id=media_id)


def _entry(t: Translator, entry: Entry) -> Html:
    """One step: when, what, by whom, for whom, in what words; a lock marks what the citizen does not read."""
    what: list[str] = [staff_words.action_name(t, entry.action)]
    changed = entry.data
    if entry.action is Action.RECATEGORISE:
        what.append(words.category_name(t, _last(changed.get("category"))))
    if entry.action is Action.PLACE:
        what.append(geography.district_name(_last(changed.get("district")), t.locale) or "")
    if entry.action is Action.FORWARD and (region := _last(changed.get("region"))):
        what.append(words.region_name(t, region))
    what.append(staff_words.ground_of(t, changed))
    if entry.executor:
        what.append(cut(entry.executor, staff_words.NAME))
    lock = "" if entry.public else "🔒 "
    who = escape(staff_words.who(t, entry.role, entry.name))
    first = f"{lock}{t.moment(entry.at)} · {escape(' · '.join(part for part in what if part))} · {who}"
    return Html(f"{first}{quoted(words_of(entry, t.locale), SAID)}")


def _last(change: object) -> str | None:
    """What something was changed to, of [from, to]."""
    return str(change[1]) if isinstance(change, list) and len(change) == 2 and change[1] else None
