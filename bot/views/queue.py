"""The operators' queue: one page of it, and the screens that choose what it shows."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import staff_words, words
from bot.views.choices import paged
from bot.views.layout import lines, paragraphs
from services import categories
from services.paging import Key
from services.queue import Place, QueuePage, Shelf


def listing(t: Translator, page: QueuePage, now: datetime, *, several_regions: bool) -> Content:
    """One page, each request a button that opens its card."""
    place = page.place
    numbers = t.gettext(
        "In work: {in_work}, overdue: {overdue}",
        in_work=t.number(page.in_work + page.overdue),
        overdue=t.number(page.overdue),
    )
    shown = t.gettext("Shown: {shelf}", shelf=staff_words.shelf_name(t, place.shelf))
    category = (
        t.gettext("Category: {category}", category=words.category_name(t, place.category)) if place.category else ""
    )
    text = paragraphs(
        lines(t.gettext("📋 <b>Queue</b> · {region}", region=words.region_name(t, place.region)), numbers),
        lines(shown, category),
        "" if page.rows else t.gettext("Nothing here now. 🌿"),
    )
    rows: list[Sequence[Button]] = [
        [button(staff_words.label(t, r.id, r.category, r.state, r.due_at, now), "card", "open", r.id)]
        for r in page.rows
    ]
    rows.append(turning("queue", page.previous, page.next))
    if not page.rows and place != Place(place.region):
        rows.append([button(t.pgettext("queue", "📋 All open"), "queue", "all")])
    rows.append([
        button(t.gettext("🔎 Filter"), "queue", "filter"),
        button(t.gettext("🏷 Category"), "queue", "categories"),
        button(t.gettext("🔄 Refresh"), "queue", "open"),
    ])  # fmt: skip
    if several_regions:
        rows.append([button(t.gettext("🌍 Another region"), "queue", "regions")])
    return Content(text, rows)


def turning(area: str, previous: Key | None, following: Key | None) -> list[Button]:
    """Buttons to the pages beside this one."""
    row = []
    if previous is not None:
        row.append(button("◀️", area, "before", previous.id, previous.due_at.isoformat()))
    if following is not None:
        row.append(button("▶️", area, "from", following.id, following.due_at.isoformat()))
    return row


def filters(t: Translator, place: Place) -> Content:
    """What the queue can show."""
    marked = [_marked(staff_words.shelf_name(t, s), s is place.shelf, "shelf", s) for s in Shelf]
    pairs = [marked[n : n + 2] for n in range(0, len(marked), 2)]
    return Content(t.gettext("🔎 <b>What shall the queue show?</b>"), [*pairs, _back(t)])


def category_filter(t: Translator, place: Place, page: int) -> Content:
    """One page of the categories the queue can be narrowed to."""
    everything = _marked(t.gettext("All categories"), place.category is None, "category", "")
    marked = [
        _marked(words.category_name(t, c.key), c.key == place.category, "category", c.key)
        for c in categories.all_categories()
    ]
    rows = paged(marked, page, lambda label, to: button(label, "queue", "categories", to))
    return Content(t.gettext("🏷 <b>Which category shall the queue show?</b>"), [[everything], *rows, _back(t)])


def region_choice(t: Translator, place: Place, regions: Sequence[str]) -> Content:
    """The regions of somebody who works for several."""
    marked = [_marked(words.region_name(t, iso), iso == place.region, "region", iso) for iso in regions]
    return Content(t.gettext("🌍 <b>Whose queue?</b>"), [*([m] for m in marked), _back(t)])


def _marked(text: str, chosen: bool, verb: str, arg: str) -> Button:
    return button(f"✔️ {text}" if chosen else text, "queue", verb, 0, arg)


def _back(t: Translator) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "queue", "open")]
