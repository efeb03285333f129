"""Where the work is, for the people who go there: in words, and in links to maps and routes."""

from bot.content import Button, link
from bot.translator import Html, Translator, escape
from bot.views import places, words
from bot.views.layout import cut
from models import CitizenRequest
from services import geography

ADDRESS = 140
"""UTF-16 units of an address on a card."""


def lines_of(t: Translator, request: CitizenRequest) -> list[str]:
    """Region and distance from the nearest town; then district and address."""
    if request.lat is not None and request.lon is not None:
        first = places.point(t, request.lat, request.lon, request.region)
    else:
        first = Html(escape(words.region_name(t, request.region)))
    district = geography.district_name(request.district, t.locale)
    address = ", ".join(part for part in (district, request.address) if part)
    return [f"📍 {first}", f"🏠 {escape(cut(address, ADDRESS))}" if address else ""]


def map_rows(lat: float, lon: float) -> list[list[Button]]:
    """Links that show the point, in the maps people use here."""
    osm = f"https://www.openstreetmap.org/?mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:.6f}/{lon:.6f}"
    return [
        [
            link("2GIS", f"https://2gis.kz/geo/{lon:.6f},{lat:.6f}"),
            link("Google", f"https://www.google.com/maps/search/?api=1&query={lat:.6f},{lon:.6f}"),
        ],
        [link("Yandex", f"https://yandex.kz/maps/?pt={lon:.6f},{lat:.6f}&z=17&l=map"), link("OpenStreetMap", osm)],
    ]


def route_row(lat: float, lon: float) -> list[Button]:
    """Links that lead there from where the phone is."""
    return [
        link("🚗 2GIS", f"https://2gis.kz/directions/points/%7C{lon:.6f},{lat:.6f}"),
        link("🚗 Google", f"https://www.google.com/maps/dir/?api=1&destination={lat:.6f},{lon:.6f}"),
        link("🚗 Yandex", f"https://yandex.kz/maps/?rtext=~{lat:.6f},{lon:.6f}&rtt=auto"),
    ]


def distance(t: Translator, metres: float) -> Html:
    """A distance as people say it: 80 m, 1.2 km, 35 km."""
    if metres < 950:
        return t.gettext("{metres} m", metres=round(metres / 10) * 10 if metres >= 100 else round(metres))
    km = metres / 1000
    # Translators: a distance, e.g. 1.2 km
    return t.gettext("{kilometres} km", kilometres=t.number(km, 1 if km < 10 else 0))
