"""The real borders, districts and towns."""

import csv
import math
import random
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
import shapely
from shapely.geometry import shape

from domain.sphere import KAZAKHSTAN, Compass, distance_km
from services import geography
from services.geography import BAIKONUR, DATA, Certainty, locate

POINTS = Path(__file__).parent.parent / "data" / "region_points.csv"


def known_points() -> list[dict[str, str]]:
    with POINTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("point", known_points(), ids=lambda point: point["id"])
def test_known_points(point: dict[str, str]) -> None:
    """Without it a town could end in the neighbour's queue after a change of the border file."""
    place = locate(float(point["lat"]), float(point["lon"]))
    assert (place.region or "") == point["expected"]
    assert place.certainty is (Certainty.INSIDE if point["expected"] else Certainty.OUTSIDE)


@pytest.fixture(scope="module")
def polygons() -> dict[str, shapely.Geometry]:
    features = orjson.loads((DATA / "kz-regions.geojson").read_bytes())["features"]
    return {feature["properties"]["iso"]: shape(feature["geometry"]) for feature in features}


def test_agrees_with_shapely(polygons: dict[str, shapely.Geometry]) -> None:
    """Without it the hand-written index could be wrong somewhere no one has a test point."""
    rng = random.Random(20261101)
    vertices = [point for polygon in polygons.values() for point in shapely.get_coordinates(polygon).tolist()]
    points = [(rng.uniform(46.0, 88.0), rng.uniform(40.0, 56.0)) for _ in range(6000)]
    points += [(x + rng.gauss(0, 1e-3), y + rng.gauss(0, 1e-3)) for x, y in rng.choices(vertices, k=3000)]
    points += [(x, y) for x, y in rng.choices(vertices, k=1500)]
    points += [
        (x + share * (x2 - x), y + share * (y2 - y))
        for (x, y), (x2, y2) in rng.choices(list(pairwise(vertices)), k=1500)
        for share in [rng.random()]
    ]
    found = [geography.borders().find(y, x) for x, y in points]
    xs, ys = zip(*points, strict=True)
    inside, touching = {}, {}
    for iso, polygon in polygons.items():
        shapely.prepare(polygon)
        inside[iso] = shapely.contains_xy(polygon, xs, ys)
        # Points on a slanting border are off it by rounding.
        around = polygon.boundary.buffer(1e-9)
        shapely.prepare(around)
        touching[iso] = shapely.intersects_xy(around, xs, ys)
    compared = 0
    for at, iso in enumerate(found):
        on_border = {name for name in polygons if touching[name][at]}
        if on_border:
            assert iso in on_border | {None}
            # A border between two regions leaves no hole; one that only a single region has is the country's edge.
            assert iso is not None or points[at] not in _interior(polygons)
        else:
            compared += 1
            assert iso == next((name for name in polygons if inside[name][at]), None), points[at]
    assert len(points) == 12000
    assert compared > 8000


def _interior(polygons: dict[str, shapely.Geometry]) -> set[tuple[float, float]]:
    """Vertices that lie inside the country: those that are not on the outline of all regions together."""
    if not _INTERIOR:
        outline = shapely.union_all(list(polygons.values())).boundary
        edge = {(x, y) for x, y in shapely.get_coordinates(outline).tolist()}
        every = {(x, y) for polygon in polygons.values() for x, y in shapely.get_coordinates(polygon).tolist()}
        _INTERIOR.update(every - edge)
    return _INTERIOR


_INTERIOR: set[tuple[float, float]] = set()


def test_every_border_within_the_country_has_an_owner(polygons: dict[str, shapely.Geometry]) -> None:
    """Without it a pin exactly on a border between two akimats would belong to neither."""
    interior = _interior(polygons)
    assert len(interior) > 5000
    assert {point for point in interior if geography.borders().find(point[1], point[0]) is None} == set()


def test_near_the_border_the_nearest_region_is_offered() -> None:
    """Without it a courtyard a stone's throw over the coarse border would be refused as abroad."""
    lat, lon = 43.65, 51.12
    place = locate(lat, lon)
    assert (place.region, place.certainty) == ("KZ-47", Certainty.NEAR_BORDER)
    assert place.border_km is not None
    assert 0 < place.border_km <= 3.0


def test_distance_to_the_border_agrees_with_shapely(polygons: dict[str, shapely.Geometry]) -> None:
    """Without it points could be offered to a region much farther than the three kilometres promised."""
    rng = random.Random(7)
    country = shapely.union_all(list(polygons.values()))
    outline = shapely.get_coordinates(country.boundary).tolist()
    near = 0
    for x, y in rng.choices(outline, k=400):
        lon, lat = x + rng.gauss(0, 0.03), y + rng.gauss(0, 0.03)
        if country.covers(shapely.Point(lon, lat)):
            continue
        squeezed = shapely.affinity.scale(country, math.cos(math.radians(lat)), 1.0, origin=(lon, lat))
        km = squeezed.distance(shapely.Point(lon, lat)) * 111.195
        place = locate(lat, lon)
        if km > 3.001:
            assert place.certainty is Certainty.OUTSIDE
        elif km < 2.999:
            near += 1
            assert place.certainty is Certainty.NEAR_BORDER
            assert place.border_km == pytest.approx(km, abs=0.002)
    assert near > 50


@pytest.mark.parametrize(
    ("lat", "lon", "flags"),
    [(45.6195, 63.313, {BAIKONUR}), (45.9203, 63.3422, {BAIKONUR}), (44.85, 65.51, set()), (45.7626, 62.1033, set())],
)
def test_baikonur_is_flagged(lat: float, lon: float, flags: set[str]) -> None:
    """Without it a request from leased land would wait in the queue of an akimat that may not go there."""
    place = locate(lat, lon)
    assert (place.region, place.flags) == ("KZ-43", flags)


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 76.9), (43.2, math.inf), (1e9, 1e9), (-91.0, 0.0), (43.2, 181.0)])
def test_numbers_that_are_no_place(lat: float, lon: float) -> None:
    """Without it a forged location could raise, or be given a region."""
    place = locate(lat, lon)
    assert (place.region, place.certainty, place.nearest) == (None, Certainty.OUTSIDE, None)


def test_the_nearest_town_is_the_nearest() -> None:
    """Without it the early end of the search could miss a town that is nearer across than up."""
    towns = geography._towns_by_latitude()[1]
    rng = random.Random(3)
    for _ in range(500):
        lat = rng.uniform(KAZAKHSTAN.south, KAZAKHSTAN.north)
        lon = rng.uniform(KAZAKHSTAN.west, KAZAKHSTAN.east)
        found = geography.nearest_place(lat, lon)
        assert found is not None
        assert found.km == min(distance_km(town.lat, town.lon, lat, lon) for town in towns)


def test_direction_is_seen_from_the_town() -> None:
    """Without it "12 km NE of Astana" could mean the opposite."""
    found = geography.nearest_place(51.25, 71.62)
    assert found is not None
    assert found.town.name("kk") == "Астана"
    assert found.direction is Compass.NE
    assert 10 < found.km < 25


def test_towns_lie_in_the_region_their_row_names() -> None:
    """Without it a town's coordinates or region could be mistyped unseen."""
    for town in geography._towns_by_latitude()[1]:
        assert locate(town.lat, town.lon).region == town.region, town


def test_all_regions_are_complete() -> None:
    """Without it a region could be missing from lists, nameless, or without borders."""
    regions = geography.regions()
    assert len(regions) == 20
    assert [r.iso for r in regions if r.kind == "city"] == ["KZ-71", "KZ-75", "KZ-79"]
    features = orjson.loads((DATA / "kz-regions.geojson").read_bytes())["features"]
    assert {f["properties"]["iso"] for f in features} == {r.iso for r in regions}
    for r in regions:
        assert r.kato == f"{r.iso[3:]}0000000"
        assert all((r.name("kk"), r.name("ru"), r.name("en"), r.name_kk_locative, r.centre.kk, r.population_source))
        assert r.population > 200_000
        assert geography.region(r.iso) is r


def test_unknown_region() -> None:
    """Without it a forged code could pass for a region."""
    with pytest.raises(KeyError):
        geography.region("KZ-99")
    assert geography.districts("KZ-99") == ()


def test_names_follow_the_locale() -> None:
    """Without it `ru_KZ` or an unknown language could show a person the wrong name."""
    region = geography.region("KZ-63")
    assert [region.name(locale) for locale in ("kk", "kk_KZ", "ru_KZ", "ru-RU", "en", "en_US", "uz")] == [
        "Шығыс Қазақстан облысы",
        "Шығыс Қазақстан облысы",
        "Восточно-Казахстанская область",
        "Восточно-Казахстанская область",
        "East Kazakhstan Region",
        "East Kazakhstan Region",
        "Шығыс Қазақстан облысы",
    ]


def test_districts_by_region() -> None:
    """Without it Almaty District, which two cities have, could be offered in the wrong one."""
    assert {iso: len(geography.districts(iso)) for iso in ("KZ-71", "KZ-75", "KZ-79", "KZ-15", "KZ-31", "KZ-35")} == {
        "KZ-71": 6,
        "KZ-75": 8,
        "KZ-79": 5,
        "KZ-15": 2,
        "KZ-31": 2,
        "KZ-35": 2,
    }
    for region in geography.regions():
        for district in geography.districts(region.iso):
            assert district.region == region.iso
            assert district.kato[:2] == region.iso[3:]
    almaty = [d for r in geography.regions() for d in geography.districts(r.iso) if d.name("en") == "Almaty District"]
    assert [(d.region, d.city.en) for d in almaty] == [("KZ-15", "Aktobe"), ("KZ-71", "Astana")]


def test_a_district_is_kept_by_code_and_named_in_the_readers_language() -> None:
    """Without it an operator would filter by a name in one language and miss what was sent in another."""
    for region in geography.regions():
        for district in geography.districts(region.iso):
            names = (district.names.kk, district.names.ru, district.names.en)
            assert [geography.district_name(district.kato, locale) for locale in ("kk", "ru", "en")] == [*names]
            for typed in names:
                found = geography.district_called(region.iso, typed.upper())
                assert found is not None and typed in (found.names.kk, found.names.ru, found.names.en)
    assert geography.district_name("Жаңа ауыл", "ru") == "Жаңа ауыл" and geography.district_name(None, "kk") is None
    assert geography.district_called("KZ-59", "район Есиль") is None
    assert geography.district_called("KZ-71", "Есил ауданы") == geography.district_called("KZ-71", "район Есиль")
