"""The operators' queue: one page of it, and the screens that choose what it shows."""

from collections.abc import Sequence
from datetime import datetime

from bot.content import Button, Content, button
from bot.translator import Translator
from bot.views import search, staff_words, triage, words
from bot.views.choices import paged
from bot.views.layout import lines, paragraphs
from services import categories, geography
from services.paging import Key
from services.queue import Place, QueuePage, Shelf


def listing(
    t: Translator, page: QueuePage, now: datetime, *, several_regions: bool, more: Sequence[Button] = ()
) -> Content:
    """One page, each request a button that opens its card; `more` are buttons to what else waits."""
    place = page.place
    numbers = t.gettext(
        "In work: {in_work}, overdue: {overdue}",
        in_work=t.number(page.in_work + page.overdue),
        overdue=t.number(page.overdue),
    )
    text = paragraphs(
        lines(t.gettext("📋 <b>Queue</b> · {region}", region=words.region_name(t, place.region)), numbers),
        lines(*shown_lines(t, place)),
        "" if page.rows else t.gettext("Nothing here now. 🌿"),
    )
    rows: list[Sequence[Button]] = [
        [button(staff_words.label(t, r.id, r.category, r.state, r.due_at, now), "card", "open", r.id)]
        for r in page.rows
    ]
    rows.append(turning("queue", page.previous, page.next))
    if place.is_filtered:
        rows.append([_clear(t)])
    rows.append(more)
    rows.append([triage.begin(t), search.begin(t), button(t.gettext("☑️ Several"), "bulk", "open")])
    rows.append([
        button(t.gettext("🔎 Filter"), "queue", "filter"),
        button(t.gettext("🏷 Category"), "queue", "categories"),
        button(t.gettext("🔄 Refresh"), "queue", "open"),
    ])  # fmt: skip
    if several_regions:
        rows.append([button(t.gettext("🌍 Another region"), "queue", "regions")])
    return Content(text, rows)


def shown_lines(t: Translator, place: Place) -> list[str]:
    """What part of the queue it is, a line for each filter."""
    district = geography.district_name(place.district, t.locale)
    return [
        t.gettext("Shown: {shelf}", shelf=staff_words.shelf_name(t, place.shelf)),
        t.gettext("Category: {category}", category=words.category_name(t, place.category)) if place.category else "",
        t.gettext("District: {district}", district=district) if district else "",
    ]


def _clear(t: Translator) -> Button:
    return button(t.gettext("✖️ Clear filters"), "queue", "all")


def turning(area: str, previous: Key | None, following: Key | None) -> list[Button]:
    """Buttons to the pages beside this one."""
    row = []
    if previous is not None:
        row.append(button("◀️", area, "before", previous.id, previous.due_at.isoformat()))
    if following is not None:
        row.append(button("▶️", area, "from", following.id, following.due_at.isoformat()))
    return row


def filters(t: Translator, place: Place) -> Content:
    """What the queue can show: a part, a category and a district together; what is chosen now is marked."""
    marked = [_marked(staff_words.shelf_name(t, s), s is place.shelf, "shelf", s) for s in Shelf]
    pairs = [marked[n : n + 2] for n in range(0, len(marked), 2)]
    more = [button(_chosen(t.gettext("🏷 Category"), bool(place.category)), "queue", "categories")]
    if geography.districts(place.region):
        more.append(button(_chosen(t.gettext("🏘 District"), bool(place.district)), "queue", "districts"))
    clear = [_clear(t)] if place.is_filtered else []
    text = lines(t.gettext("🔎 <b>What shall the queue show?</b>"), *shown_lines(t, place))
    return Content(text, [*pairs, more, clear, _back(t)])


def district_filter(t: Translator, place: Place) -> Content:
    """The districts of the region the queue can be narrowed to."""
    everything = _marked(t.gettext("All districts"), place.district is None, "district", "")
    marked = [
        _marked(d.name(t.locale), d.kato == place.district, "district", d.kato)
        for d in geography.districts(place.region)
    ]
    rows = [[everything], *([m] for m in marked), _back(t)]
    return Content(t.gettext("🏘 <b>Which district shall the queue show?</b>"), rows)


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
    return button(_chosen(text, chosen), "queue", verb, 0, arg)


def _chosen(text: str, chosen: bool) -> str:
    return f"✔️ {text}" if chosen else text


def _back(t: Translator) -> list[Button]:
    return [button(t.gettext("⬅️ Back"), "queue", "open")]
