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
    rows = [*whereabouts.map_rows(lat, lon), whereabouts.route_row(lat, lon), back_row(t, area, request.id)]
    return Content(text, rows, media_id=media_id)


def history(
    t: Translator, area: str, request_id: int, entries: Sequence[Entry], older: bool, media_id: int | None
) -> Content:
    """Steps of the request, the newest first, as many as a caption holds."""
    head = t.gettext("📜 <b>History of № {number}</b>", number=request_id)
    parts: list[str] = [head]
    shown: list[Entry] = []
    for entry in entries:
        said = _entry(t, entry)
        if shown and visible(lines(*parts, said)) > CAPTION:
            break
        parts.append(said)
        shown.append(entry)
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
    if entry.executor:
        what.append(cut(entry.executor, staff_words.NAME))
    lock = "" if entry.public else "🔒 "
    who = escape(staff_words.who(t, entry.role, entry.name))
    first = f"{lock}{t.moment(entry.at)} · {escape(' · '.join(what))} · {who}"
    return Html(f"{first}{quoted(words_of(entry, t.locale), SAID)}")


def _last(change: object) -> str | None:
    """What something was changed to, of [from, to]."""
    return str(change[1]) if isinstance(change, list) and len(change) == 2 and change[1] else None
