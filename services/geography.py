"""Where things are in Kazakhstan: regions, districts, the region of a point and the nearest town.

The data files are read once, on first use. Sources and licences: data/README.md.
"""

import csv
import math
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson

from domain.geometry import RegionIndex
from domain.names import Names
from domain.sphere import KM_PER_DEGREE, Compass, bearing, compass, distance_km
from domain.text import search_key

DATA = Path(__file__).resolve().parent.parent / "data"

# The border file follows its source within 500 m, and that source is coarser still: a point this far out may be in.
NEAR_BORDER_KM = 3.0

BAIKONUR = "baikonur"
"""Flag: probably in the Baikonur complex, which is leased to Russia; Kyzylorda's akimat may not serve it."""

# The complex, city included, is published as an ellipse of about 90 by 85 km around this point. An approximation: the
# lease's own boundary is not in open data, and villages such as Toretam lie in the ellipse but not in the lease.
_BAIKONUR_CENTRE = (45.965, 63.305)
_BAIKONUR_HALF_EAST_KM = 45.0
_BAIKONUR_HALF_NORTH_KM = 42.5


class Certainty(StrEnum):
    """How sure the region of a point is."""

    INSIDE = "inside"
    """In the region's polygon."""
    NEAR_BORDER = "near_border"
    """In no region, but within 3 km of one: for the citizen to confirm."""
    OUTSIDE = "outside"
    """In no region: another country or the open Caspian."""


@dataclass(frozen=True, slots=True)
class Region:
    """One of the 20 regions. `iso` is its ISO 3166-2 code, `kato` its nine-digit code in the national classifier."""

    iso: str
    kato: str
    kind: Literal["oblast", "city"]
    names: Names
    name_kk_locative: str
    """"In the region" in Kazakh, e.g. Абай облысында."""
    centre: Names
    population: int
    population_date: str
    population_source: str
    requests_2024: int | None
    """Requests in 2024 as the state's report for that year gives them; None where it is silent."""

    def name(self, locale: str) -> str:
        """The name in a locale."""
        return self.names.name(locale)


@dataclass(frozen=True, slots=True)
class District:
    """A district of a city, with the region it is in and the city's name."""

    kato: str
    region: str
    names: Names
    city: Names

    def name(self, locale: str) -> str:
        """The name in a locale."""
        return self.names.name(locale)


@dataclass(frozen=True, slots=True)
class Town:
    """A city or town that serves as a landmark. Coordinates in degrees; population 0 where unknown."""

    geonameid: int
    names: Names
    lat: float
    lon: float
    population: int
    region: str

    def name(self, locale: str) -> str:
        """The name in a locale."""
        return self.names.name(locale)


@dataclass(frozen=True, slots=True)
class NearestTown:
    """A point seen from the nearest town: `km` away from its centre in the `direction`, as in "12 km NE of X"."""

    town: Town
    km: float
    direction: Compass


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a point: its region (ISO code), how surely, and the nearest town.

    `border_km` is the distance to the region for a point near its border, otherwise None.
    """

    lat: float
    lon: float
    region: str | None
    certainty: Certainty
    flags: frozenset[str]
    nearest: NearestTown | None
    border_km: float | None = None


def locate(lat: float, lon: float) -> Place:
    """Everything known of a point in degrees. NaN and infinities are outside, with no nearest town. Never raises."""
    nearest = nearest_place(lat, lon)
    iso = borders().find(lat, lon)
    if iso is not None:
        return Place(lat, lon, iso, Certainty.INSIDE, _flags(lat, lon), nearest)
    border = borders().nearest_border(lat, lon, NEAR_BORDER_KM)
    if border is not None:
        return Place(lat, lon, border.region, Certainty.NEAR_BORDER, frozenset(), nearest, border.km)
    return Place(lat, lon, None, Certainty.OUTSIDE, frozenset(), nearest)


def nearest_place(lat: float, lon: float) -> NearestTown | None:
    """The nearest town to a point in degrees; None only for coordinates that are none."""
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        return None
    latitudes, sorted_towns = _towns_by_latitude()
    below = bisect_left(latitudes, lat) - 1
    above = below + 1
    best: Town | None = None
    best_km = math.inf
    while below >= 0 or above < len(latitudes):
        # Walk outwards on both sides; latitude alone tells when nothing nearer can come.
        gap_below = lat - latitudes[below] if below >= 0 else math.inf
        gap_above = latitudes[above] - lat if above < len(latitudes) else math.inf
        if min(gap_below, gap_above) * KM_PER_DEGREE >= best_km:
            break
        if gap_below <= gap_above:
            town, below = sorted_towns[below], below - 1
        else:
            town, above = sorted_towns[above], above + 1
        km = distance_km(town.lat, town.lon, lat, lon)
        if km < best_km:
            best, best_km = town, km
    if best is None:
        return None
    return NearestTown(best, best_km, compass(bearing(best.lat, best.lon, lat, lon)))


def regions() -> tuple[Region, ...]:
    """All 20 regions: oblasts, then cities, by ISO code."""
    return tuple(_regions_by_iso().values())


def region(iso: str) -> Region:
    """A region by its ISO code. Raises KeyError for a code that is none of the 20."""
    return _regions_by_iso()[iso]


def districts(iso: str) -> tuple[District, ...]:
    """The city districts known in a region, in the order of their codes; empty where there are none."""
    return _districts_by_region().get(iso, ())


def district_name(district: str | None, locale: str) -> str | None:
    """What people read for `CitizenRequest.district`: the name of a district on our list, others as they were typed."""
    known = _districts_by_kato().get(district or "")
    return district if known is None else known.name(locale)


def district_called(iso: str, typed: str) -> District | None:
    """The district of a region whose name, in any language, is just what somebody typed; None where there is none."""
    wanted = search_key(typed)
    for known in districts(iso):
        if wanted in {search_key(name) for name in (known.names.kk, known.names.ru, known.names.en)}:
            return known
    return None


def towns() -> list[Town]:
    """All towns that serve as landmarks, from south to north."""
    return _towns_by_latitude()[1]


@cache
def borders() -> RegionIndex:
    """The index of the border file. Cities come first in it, so that a city wins over the oblast around it."""
    features = orjson.loads((DATA / "kz-regions.geojson").read_bytes())["features"]
    features.sort(key=lambda feature: _regions_by_iso()[feature["properties"]["iso"]].kind != "city")
    return RegionIndex((feature["properties"]["iso"], _polygons(feature["geometry"])) for feature in features)


def _polygons(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """A GeoJSON geometry as a list of polygons."""
    coordinates: list[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _flags(lat: float, lon: float) -> frozenset[str]:
    north = (lat - _BAIKONUR_CENTRE[0]) * KM_PER_DEGREE / _BAIKONUR_HALF_NORTH_KM
    lon_km = KM_PER_DEGREE * math.cos(math.radians(lat))
    east = (lon - _BAIKONUR_CENTRE[1]) * lon_km / _BAIKONUR_HALF_EAST_KM
    return frozenset({BAIKONUR}) if north * north + east * east <= 1.0 else frozenset()


@cache
def _regions_by_iso() -> dict[str, Region]:
    rows = orjson.loads((DATA / "regions.json").read_bytes())
    found = [
        Region(
            iso=row["iso"],
            kato=row["kato"],
            kind=row["kind"],
            names=Names(row["name_kk"], row["name_ru"], row["name_en"]),
            name_kk_locative=row["name_kk_locative"],
            centre=Names(row["centre_kk"], row["centre_ru"], row["centre_en"]),
            population=row["population"],
            population_date=row["population_date"],
            population_source=row["population_source"],
            requests_2024=row["requests_2024_seed"],
        )
        for row in rows
    ]
    return {r.iso: r for r in sorted(found, key=lambda r: (r.kind == "city", r.iso))}


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _districts_by_region() -> dict[str, tuple[District, ...]]:
    by_region: dict[str, list[District]] = {}
    for row in sorted(_rows("districts.csv"), key=lambda row: row["kato"]):
        by_region.setdefault(row["region"], []).append(
            District(
                kato=row["kato"],
                region=row["region"],
                names=Names(row["kk"], row["ru"], row["en"]),
                city=Names(row["city_kk"], row["city_ru"], row["city_en"]),
            )
        )
    return {iso: tuple(found) for iso, found in by_region.items()}


@cache
def _districts_by_kato() -> dict[str, District]:
    return {district.kato: district for found in _districts_by_region().values() for district in found}


@cache
def _towns_by_latitude() -> tuple[list[float], list[Town]]:
    towns = [
        Town(
            geonameid=int(row["geonameid"]),
            names=Names(row["name_kk"], row["name_ru"], row["name_en"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
            region=row["region"],
        )
        for row in _rows("places.csv")
    ]
    towns.sort(key=lambda town: (town.lat, town.lon))
    return [town.lat for town in towns], towns
