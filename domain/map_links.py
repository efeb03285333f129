"""Links to maps: 2GIS, Yandex, Google, OpenStreetMap, Apple and geo: addresses. Pure reading, no network."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_LONGEST_LINK = 2048
_HOSTS = (
    r"(?:[a-z0-9-]+\.)*2gis\.[a-z]{2,3}(?:\.[a-z]{2})?|(?:[a-z0-9-]+\.)*yandex\.[a-z]{2,3}(?:\.[a-z]{2})?|ya\.ru"
    r"|(?:www\.|maps\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?|goo\.gl|maps\.app\.goo\.gl|g\.co"
    r"|(?:www\.)?openstreetmap\.org|(?:www\.)?osm\.org|maps\.apple\.com|maps\.apple"
)
_LINK = re.compile(
    rf"geo:[^\s<>\"]{{3,{_LONGEST_LINK}}}|(?<![\w.@-])(?:https?://)?(?:{_HOSTS})(?=[/?#\s]|$)[^\s<>]{{0,{_LONGEST_LINK}}}",
    re.IGNORECASE,
)
_NUMBER = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?"
_DECIMAL = r"[-+]?[0-9]{1,3}\.[0-9]{1,20}"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*(?![0-9.])")
_PATH_PAIR = re.compile(rf"(?<![0-9.])({_DECIMAL}),({_DECIMAL})(?![0-9])")

Position = tuple[float, float]
"""(latitude, longitude), unchecked."""


@dataclass(frozen=True, slots=True)
class MapLink:
    """A link to a map. `position` is (latitude, longitude) in degrees, unchecked, None where the link carries none;
    `typed` is a text in the link that may be coordinates as people type them, and goes first."""

    url: str
    position: Position | None
    typed: str | None = None


def find(text: str) -> MapLink | None:
    """The first link to a map in `text`; one with a position goes before one without. Never raises."""
    links = [link for match in _LINK.finditer(text) if (link := _read(match.group().rstrip(".,;!)»\"'")))]
    return next((link for link in links if link.position or link.typed), links[0] if links else None)


def _read(url: str) -> MapLink | None:
    if url[:4].lower() == "geo:":
        return _geo_uri(url)
    # The host is one of ours and free of brackets, so this cannot raise.
    parts = urlsplit(url if "://" in url else f"https://{url}")
    host = parts.netloc.lower()
    query = dict(parse_qsl(parts.query, keep_blank_values=False, max_num_fields=None))
    path = unquote(parts.path)
    for name, reader in _READERS.items():
        if name in host:
            return reader(url, path, query, parts)
    return None


def _lat_lon(text: str | None) -> Position | None:
    match = _PAIR.match(text) if text else None
    return (float(match[1]), float(match[2])) if match else None


def _lon_lat(text: str | None) -> Position | None:
    found = _lat_lon(text)
    return (found[1], found[0]) if found else None


def _first(
    query: Mapping[str, str], names: tuple[str, ...], read: Callable[[str | None], Position | None]
) -> Position | None:
    """The first of the parameters that holds a pair of numbers."""
    return next((found for name in names if (found := read(query.get(name)))), None)


def _last_path_pair(path: str) -> Position | None:
    found = _PATH_PAIR.findall(path)
    return (float(found[-1][0]), float(found[-1][1])) if found else None


def _geo_uri(url: str) -> MapLink:
    """RFC 5870, and Android's `geo:0,0?q=lat,lon(label)`."""
    place, _, query = url[4:].partition("?")
    asked = _lat_lon(dict(parse_qsl(query)).get("q"))
    return MapLink(url, asked or _lat_lon(place))


def _two_gis(url: str, path: str, query: Mapping[str, str], parts: SplitResult) -> MapLink | None:
    """Longitude comes first: `/geo/<id>/76.9,43.2`, `?m=76.9,43.2/16`. The place in the path goes before the view m."""
    in_path = _last_path_pair(path)
    place = (in_path[1], in_path[0]) if in_path else None
    return MapLink(url, place or _first(query, ("m", "center", "point"), _lon_lat))


def _yandex(url: str, path: str, query: Mapping[str, str], parts: SplitResult) -> MapLink | None:
    """Longitude comes first in points and views, latitude in what was typed (`text`) and in routes."""
    is_map = path.startswith(("/maps", "/map-widget", "/navi", "/-/")) or "maps" in parts.netloc
    if not is_map:
        return None
    place = _first(query, ("whatshere[point]", "poi[point]", "pt"), _lon_lat)
    route = _lat_lon(query["rtext"].split("~")[-1]) if "rtext" in query else None
    return MapLink(url, place or _lat_lon(query.get("text")) or route or _first(query, ("ll", "sll"), _lon_lat))


_GOOGLE_PLACE = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_GOOGLE_VIEW = re.compile(rf"@({_NUMBER}),({_NUMBER})")
_GOOGLE_TYPED = re.compile(r"/maps/(?:place|search)/([^/@]{5,80})")


def _google(url: str, path: str, query: Mapping[str, str], parts: SplitResult) -> MapLink | None:
    """The place (`!3d…!4d…`, q, query …) goes before the view (`@…`)."""
    if not (path.startswith("/maps") or parts.netloc.lower().startswith("maps.")):
        return None
    found = _GOOGLE_PLACE.findall(path + parts.query)
    place = (float(found[-1][0]), float(found[-1][1])) if found else None
    place = place or _first(query, ("q", "query", "destination", "daddr", "ll", "center", "sll"), _lat_lon)
    if place:
        return MapLink(url, place)
    view = _GOOGLE_VIEW.search(path)
    typed = _GOOGLE_TYPED.search(path)
    position = (float(view[1]), float(view[2])) if view else _last_path_pair(path)
    return MapLink(url, position, typed=typed[1].replace("+", " ") if typed else None)


def _openstreetmap(url: str, path: str, query: Mapping[str, str], parts: SplitResult) -> MapLink | None:
    """The marker goes before the view."""
    for lat, lon in (("mlat", "mlon"), ("lat", "lon")):
        pair = _lat_lon(f"{query.get(lat)},{query.get(lon)}")
        if pair:
            return MapLink(url, pair)
    match = re.search(rf"map=[0-9.]{{1,5}}/({_NUMBER})/({_NUMBER})", parts.fragment)
    return MapLink(url, (float(match[1]), float(match[2])) if match else None)


def _apple(url: str, path: str, query: Mapping[str, str], parts: SplitResult) -> MapLink | None:
    names = ("coordinate", "ll", "q", "daddr", "center", "sll", "near")
    return MapLink(url, _first(query, names, _lat_lon))


_READERS = {
    "2gis.": _two_gis,
    "yandex.": _yandex,
    "ya.ru": _yandex,
    "google.": _google,
    "goo.gl": _google,
    "g.co": _google,
    "openstreetmap.": _openstreetmap,
    "osm.org": _openstreetmap,
    "maps.apple": _apple,
}
