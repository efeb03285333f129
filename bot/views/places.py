"""Places: how one is named, and the screens on which a citizen without a point says where it is."""

from collections.abc import Callable, Sequence

from bot.content import Button, Content, button
from bot.translator import Html, Translator, escape
from bot.views import words
from bot.views.layout import lines, paragraphs
from domain.sphere import Compass
from models import CitizenRequest, Draft
from services import geography
from services.geography import District, NearestTown, Region

NEAR_KM = 2.0
"""Within this distance from its centre one is "near" a town rather than so many kilometres off."""
REGIONS_ON_A_PAGE = 10
_ALPHABET = {letter: n for n, letter in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")}

_DIRECTIONS: dict[Compass, Callable[[Translator, str, str], Html]] = {
    Compass.N: lambda t, km, town: t.gettext("{km} km north of {town}", km=km, town=town),
    Compass.NE: lambda t, km, town: t.gettext("{km} km north-east of {town}", km=km, town=town),
    Compass.E: lambda t, km, town: t.gettext("{km} km east of {town}", km=km, town=town),
    Compass.SE: lambda t, km, town: t.gettext("{km} km south-east of {town}", km=km, town=town),
    Compass.S: lambda t, km, town: t.gettext("{km} km south of {town}", km=km, town=town),
    Compass.SW: lambda t, km, town: t.gettext("{km} km south-west of {town}", km=km, town=town),
    Compass.W: lambda t, km, town: t.gettext("{km} km west of {town}", km=km, town=town),
    Compass.NW: lambda t, km, town: t.gettext("{km} km north-west of {town}", km=km, town=town),
}


def from_town(t: Translator, nearest: NearestTown) -> Html:
    """A point seen from the nearest town, e.g. 12 km north-east of Talgar."""
    town = nearest.town.name(t.locale)
    if nearest.km < NEAR_KM:
        return t.gettext("near {town}", town=town)
    return _DIRECTIONS[nearest.direction](t, t.number(nearest.km), town)


def point(t: Translator, lat: float, lon: float, region: str) -> Html:
    """A point in one line: its region and how far it is from the nearest town."""
    nearest = geography.nearest_place(lat, lon)
    name = words.region_name(t, region)
    inside = geography.region(region)
    # In a city that is a region of its own, the nearest town is that city: said already.
    if nearest is None or (inside.kind == "city" and nearest.town.names == inside.centre):
        return Html(escape(name))
    return Html(f"{escape(name)} · {from_town(t, nearest)}")


def place(t: Translator, row: Draft | CitizenRequest) -> Html:
    """The place of a draft or request: region and point in one line, district and address in a second."""
    if row.region is None:
        return Html("")
    if row.lat is not None and row.lon is not None:
        first: str = point(t, row.lat, row.lon, row.region)
    else:
        first = escape(words.region_name(t, row.region))
    district = geography.district_name(row.district, t.locale)
    return Html(lines(first, ", ".join(escape(part) for part in (district, row.address) if part)))


def map_url(lat: float, lon: float) -> str:
    """A web page that shows a point on the map."""
    return f"https://www.openstreetmap.org/?mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:.6f}/{lon:.6f}"


def sorted_regions(t: Translator) -> list[Region]:
    """Cities first, being what most requests are about, by population; then oblasts by the alphabet of the language."""
    cities = [r for r in geography.regions() if r.kind == "city"]
    oblasts = [r for r in geography.regions() if r.kind != "city"]
    return sorted(cities, key=lambda r: -r.population) + sorted(oblasts, key=lambda r: _sort_key(r.name(t.locale)))


def _sort_key(name: str) -> list[int]:
    return [_ALPHABET.get(letter, ord(letter)) for letter in name.lower()]


def how_to(t: Translator, draft_id: int, foot: Sequence[Button]) -> Content:
    """The ways to say where it is."""
    text = paragraphs(
        t.gettext("📍 <b>Where is it?</b>"),
        lines(
            t.gettext("• On the spot: press <b>“Send my location”</b> below."),
            t.gettext("• Elsewhere: 📎 → <b>Location</b>, and choose the point on the map."),
            t.gettext("• Or send coordinates, or a link from 2GIS, Yandex, Google or OpenStreetMap."),
            t.gettext("• No map at hand? Write the address."),
        ),
    )
    return Content(text, [[button(t.gettext("🏘 Write the address"), "draft", "regions", draft_id, 0)], foot])


def detail(t: Translator, draft: Draft, foot: Sequence[Button]) -> Content:
    """The place that is known, with the ways to change it."""
    text = paragraphs(
        lines(t.gettext("📍 <b>The place</b>"), place(t, draft)),
        t.gettext("To change it, send another point, coordinates or a map link — or press a button."),
    )
    rows: list[Sequence[Button]] = []
    if draft.lat is not None and draft.lon is not None:
        rows.append([{"text": t.gettext("🗺 On the map"), "url": map_url(draft.lat, draft.lon)}])
        rows.append([button(t.gettext("✍️ Add a landmark"), "draft", "landmark", draft.id)])
    rows.append([button(t.gettext("🏘 Write the address"), "draft", "regions", draft.id, 0)])
    return Content(text, [*rows, foot])


def regions(t: Translator, draft_id: int, page: int, foot: Sequence[Button]) -> Content:
    """The list of regions."""
    found = sorted_regions(t)
    last = (len(found) - 1) // REGIONS_ON_A_PAGE
    page = min(max(page, 0), last)
    shown = found[page * REGIONS_ON_A_PAGE : (page + 1) * REGIONS_ON_A_PAGE]
    rows: list[Sequence[Button]] = [[button(r.name(t.locale), "draft", "region", draft_id, r.iso)] for r in shown]
    turn: list[Button] = []
    if page > 0:
        turn.append(button("◀️", "draft", "regions", draft_id, page - 1))
    if page < last:
        turn.append(button("▶️", "draft", "regions", draft_id, page + 1))
    return Content(t.gettext("🏘 <b>Which region is it in?</b>"), [*rows, turn, foot])


def districts(t: Translator, draft_id: int, region: str, known: Sequence[District], foot: Sequence[Button]) -> Content:
    """The districts of a region, to choose from or to write."""
    ask = (
        t.gettext("Choose the district, or write the name of the place.")
        if known
        else t.gettext("Write the name of the district, town or village.")
    )
    text = lines(f"🏘 <b>{escape(words.region_name(t, region))}</b>", ask)
    rows = [[button(d.name(t.locale), "draft", "district", draft_id, f"{region}.{d.kato}")] for d in known]
    skip = [button(t.gettext("Skip"), "draft", "district", draft_id, f"{region}.")]
    return Content(text, [*rows, skip, foot])


def address(t: Translator, region: str, district: str | None, foot: Sequence[Button]) -> Content:
    """Asks for the address in words."""
    name = geography.district_name(district, t.locale)
    where = ", ".join(escape(part) for part in (words.region_name(t, region), name) if part)
    text = lines(
        f"🏘 <b>{where}</b>",
        t.gettext("Now write the street and house, or how to find the place."),
        t.gettext("For example: <i>Abai street 12, behind the school</i>"),
    )
    return Content(text, [foot])


def landmark(t: Translator, foot: Sequence[Button]) -> Content:
    """Asks for words that help to find the point."""
    return Content(t.gettext("✍️ Write the address or a landmark: <i>behind the school, second entrance</i>"), [foot])
