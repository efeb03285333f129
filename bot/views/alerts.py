"""News of an area: the areas somebody follows, the evening's digest, and one request as anybody may see it."""

from collections.abc import Sequence

from bot.content import Button, Content, button, link
from bot.translator import Html, Translator, escape
from bot.views import places, words
from bot.views.layout import cut, lines, paragraphs
from domain import terms
from models import AreaAlert, CitizenRequest
from services import geography
from services.area_alerts import district_of
from services.area_news import COUNTED, AreaNews, Found, Look

_NAME = 60


def metres(t: Translator, number: float) -> Html:
    """A distance: 250 m, 3 km, 1.4 km."""
    if number < 1000:
        return t.gettext("{n} m", n=t.number(round(number, -1) if number > 10 else number))
    return t.gettext("{n} km", n=t.number(number / 1000, 0 if number % 1000 == 0 else 1))


def name(t: Translator, alert: AreaAlert) -> str:
    """An area in one line; escaped already."""
    if alert.lat is not None and alert.lon is not None:
        nearest = geography.nearest_place(alert.lat, alert.lon)
        where = places.from_town(t, nearest) if nearest else escape(words.region_name(t, alert.region))
        return Html(f"{metres(t, alert.radius or 0)} · {where}")
    if alert.district is not None:
        district = district_of(alert.region, alert.district)
        return Html(f"{escape(district.name(t.locale))}, {escape(district.city.name(t.locale))}")
    return Html(escape(words.region_name(t, alert.region)))


def listing(t: Translator, own: Sequence[AreaAlert]) -> Content:
    """The areas somebody follows, and how to add one."""
    rows: list[Sequence[Button]] = [[button(cut(_sign(a) + name(t, a), _NAME), "alerts", "one", a.id)] for a in own]
    if len(own) < terms.ALERTS:
        rows.append([button(t.gettext("➕ Around a point"), "alerts", "point")])
        rows.append([button(t.gettext("➕ A region or district"), "alerts", "regions", 0, 0)])
    text = paragraphs(
        t.gettext("📡 <b>News of my areas</b>"),
        t.gettext("Once a day at most, in the evening, I tell you what was reported there."),
        "" if own else t.gettext("You follow no area yet."),
    )
    return Content(text, [*rows, [button(t.gettext("✖️ Close"), "alerts", "close")]])


def _sign(alert: AreaAlert) -> str:
    return "📍 " if alert.radius is not None else "🏘 "


def one(t: Translator, alert: AreaAlert) -> Content:
    """One area: how far to look around a point, and removing it."""
    rows: list[Sequence[Button]] = []
    hint = ""
    if alert.radius is not None and alert.lat is not None and alert.lon is not None:
        hint = t.gettext("How far around the point shall I look?")
        rows.append(
            [
                button(f"{'✓ ' if r == alert.radius else ''}{metres(t, r)}", "alerts", "radius", alert.id, r)
                for r in terms.ALERT_RADII
            ]
        )
        rows.append([link(t.gettext("🗺 On the map"), places.map_url(alert.lat, alert.lon))])
    rows += [[button(t.gettext("🗑 Remove"), "alerts", "remove", alert.id)], [_back(t)]]
    return Content(paragraphs(f"📡 <b>{name(t, alert)}</b>", hint), rows)


def _back(t: Translator) -> Button:
    return button(t.gettext("⬅️ Back"), "alerts", "list")


def ask_point(t: Translator, *, outside: bool = False) -> Content:
    """Asks for the point to look around."""
    text = lines(
        t.gettext("📍 <b>Around which point?</b>"),
        t.gettext("⚠️ This point is outside Kazakhstan.") if outside else "",
        t.gettext("Send a location: 📎 → <b>Location</b>. Coordinates or a map link will do as well."),
    )
    return Content(text, [[_back(t)]])


def regions(t: Translator, page: int) -> Content:
    """The list of regions."""
    found, size = places.sorted_regions(t), places.REGIONS_ON_A_PAGE
    last = (len(found) - 1) // size
    page = min(max(page, 0), last)
    rows: list[Sequence[Button]] = [
        [button(r.name(t.locale), "alerts", "region", 0, r.iso)] for r in found[page * size : (page + 1) * size]
    ]
    turn = [button("◀️", "alerts", "regions", 0, page - 1)] if page > 0 else []
    if page < last:
        turn.append(button("▶️", "alerts", "regions", 0, page + 1))
    return Content(t.gettext("🏘 <b>News of which region?</b>"), [*rows, turn, [_back(t)]])


def districts(t: Translator, region: str) -> Content:
    """The whole region, or one of its districts."""
    rows: list[Sequence[Button]] = [[button(t.gettext("The whole region"), "alerts", "whole", 0, region)]]
    for district in geography.districts(region):
        said = f"{district.name(t.locale)}, {district.city.name(t.locale)}"
        rows.append([button(cut(said, _NAME), "alerts", "part", 0, f"{region}.{district.kato}")])
    back = button(t.gettext("⬅️ Back"), "alerts", "regions", 0, 0)
    return Content(f"🏘 <b>{escape(words.region_name(t, region))}</b>", [*rows, [back]])


def digest(t: Translator, news: Sequence[AreaNews]) -> Content:
    """What is new in each area: how much, of what, and the nearest or newest few to look at."""
    text = paragraphs(t.gettext("📡 <b>New in your areas</b>"), *(_area(t, one) for one in news))
    numbers = list(dict.fromkeys(found.row.id for one in news for found in one.shown))
    look = [button(t.gettext("👀 № {number}", number=n), "alerts", "look", n) for n in numbers]
    rows = [look[n : n + 3] for n in range(0, len(look), 3)]
    return Content(text, [*rows, [button(t.gettext("📡 News of my areas"), "alerts", "mine")]])


def _area(t: Translator, news: AreaNews) -> str:
    counted = t.ngettext("{n} new request", "{n} new requests", news.number)
    if news.number >= COUNTED:
        counted = t.gettext("More than {n} new requests", n=t.number(COUNTED - 1))
    top = ", ".join(f"{escape(words.category_name(t, key))}: {t.number(n)}" for key, n in news.top)
    return lines(
        f"<b>{name(t, news.alert)}</b>",
        counted,
        top,
        t.gettext("✅ Done already: {n}", n=t.number(news.done)) if news.done else "",
        *(_line(t, found) for found in news.shown),
    )


def _line(t: Translator, found: Found) -> str:
    row = found.row
    if found.metres is not None:
        where: str = t.gettext("{distance} away", distance=metres(t, found.metres))
    else:
        where = _where(t, row)
    number = t.gettext("№ {number}", number=row.id)
    what = escape(words.category_name(t, row.category))
    return f"{words.STATE_SIGNS[row.state]} {number} · {what}" + (f" · {where}" if where else "")


def _where(t: Translator, row: CitizenRequest) -> str:
    """Where a request is, without a word of its citizen's: a district on our list, or so far from the nearest town."""
    for district in geography.districts(row.region):
        if row.district == district.kato:
            return escape(district.name(t.locale))
    if row.lat is None or row.lon is None:
        return ""
    nearest = geography.nearest_place(row.lat, row.lon)
    return places.from_town(t, nearest) if nearest else ""


def look(t: Translator, found: Look) -> Content:
    """One request as those see it who follow its area: no words, no photos, nobody's name."""
    request = found.request
    where = [escape(words.region_name(t, request.region)), _where(t, request)]
    text = paragraphs(
        words.title(t, request),
        lines(
            f"🏷 {escape(words.category_name(t, request.category))}",
            "📍 " + " · ".join(part for part in where if part),
            t.gettext("📅 Sent on {date}", date=t.date(request.sent_at)),
        ),
        t.gettext("Follow it to see the photos and hear what becomes of it.") if not _known(found) else "",
    )
    rows: list[Sequence[Button]] = []
    if request.lat is not None and request.lon is not None:
        rows.append([link(t.gettext("🗺 On the map"), places.map_url(request.lat, request.lon))])
    if _known(found):
        rows.append([button(t.gettext("🔎 Open it"), "my", "open", request.id)])
    else:
        rows.append([button(t.gettext("🔔 Follow"), "alerts", "follow", request.id)])
    return Content(text, [*rows, [button(t.gettext("✖️ Close"), "alerts", "shut")]])


def _known(found: Look) -> bool:
    return found.own or found.followed


def following(t: Translator, number: int) -> Html:
    """The news of a request will come from now on."""
    return t.gettext("🔔 You will get the news of request № {number}.", number=number)
