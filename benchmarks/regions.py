"""The region of a point: our index against plain ray casting, and against shapely for the truth."""

import random
from itertools import pairwise
from time import perf_counter
from typing import Any

import orjson
import shapely
from shapely.geometry import shape

from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import Stage
from services import geography

POINTS = 12_000
SEED = 20261101
Ring = list[list[float]]


def measure(stage: Stage) -> list[Figure]:
    """Time per point over the same random points, and the number of points where the index and shapely disagree."""
    features = orjson.loads((geography.DATA / "kz-regions.geojson").read_bytes())["features"]
    features.sort(key=lambda f: geography.region(f["properties"]["iso"]).kind != "city")
    points = _points(features)
    started = perf_counter()
    index = geography.borders()
    built = perf_counter() - started
    naive = _naive(features)
    sample = points[:: 120 if stage.quick else 40]
    ours = slow = 0.0
    differences = 0
    for _ in range(3):
        start = perf_counter()
        for _ in range(20):
            for lon, lat in sample:
                index.find(lat, lon)
        ours += (perf_counter() - start) / 20
        start = perf_counter()
        for lon, lat in sample:
            naive(lat, lon)
        slow += perf_counter() - start
    differences, compared = _differences(features, points)
    per_point = 3 * len(sample)
    detail = f"{time_shown(ours / per_point)} a point against {time_shown(slow / per_point)}; index built in "
    return [
        Figure("Region of a point", 100 * ours / slow, 3.0, "%", detail + time_shown(built)),
        Figure("Points where the index and shapely disagree", differences, 0, "points",
               f"{len(points):,} points, {compared:,} of them off every border by more than rounding"),
    ]  # fmt: skip


def _points(features: list[Any]) -> list[tuple[float, float]]:
    """(lon, lat): half anywhere in and around the country, half at and on borders."""
    rng = random.Random(SEED)
    shapes = [shape(f["geometry"]) for f in features]
    vertices = [point for one in shapes for point in shapely.get_coordinates(one).tolist()]
    points = [(rng.uniform(46.0, 88.0), rng.uniform(40.0, 56.0)) for _ in range(POINTS // 2)]
    points += [(x + rng.gauss(0, 1e-3), y + rng.gauss(0, 1e-3)) for x, y in rng.choices(vertices, k=POINTS // 4)]
    points += [(x, y) for x, y in rng.choices(vertices, k=POINTS // 8)]
    for (x, y), (x2, y2) in rng.choices(list(pairwise(vertices)), k=POINTS // 8):
        share = rng.random()
        points.append((x + share * (x2 - x), y + share * (y2 - y)))
    rng.shuffle(points)
    return points


def _naive(features: list[Any]) -> Any:
    """Even-odd ray casting over the rings of every region whose bounding box holds the point."""
    regions: list[tuple[str, tuple[float, float, float, float], list[Ring]]] = []
    for feature in features:
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        rings = [ring for polygon in polygons for ring in polygon]
        xs = [x for ring in rings for x, _ in ring]
        ys = [y for ring in rings for _, y in ring]
        regions.append((feature["properties"]["iso"], (min(xs), min(ys), max(xs), max(ys)), rings))

    def find(lat: float, lon: float) -> str | None:
        for iso, (west, south, east, north), rings in regions:
            if west <= lon <= east and south <= lat <= north and _inside(rings, lat, lon):
                return iso
        return None

    return find


def _inside(rings: list[Ring], lat: float, lon: float) -> bool:
    inside = False
    for ring in rings:
        x1, y1 = ring[-1]
        for x2, y2 in ring:
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
            x1, y1 = x2, y2
    return inside


def _differences(features: list[Any], points: list[tuple[float, float]]) -> tuple[int, int]:
    """How many points the index puts elsewhere than shapely, and how many lie off every border.

    A point on a border belongs to any of the regions that touch it; on the country's own edge also to none.
    """
    xs, ys = zip(*points, strict=True)
    allowed: list[set[str | None]] = [set() for _ in points]
    on_border = [False] * len(points)
    for feature in features:
        iso, polygon = feature["properties"]["iso"], shape(feature["geometry"])
        around = polygon.boundary.buffer(1e-9)
        shapely.prepare(polygon)
        shapely.prepare(around)
        inside, touching = shapely.contains_xy(polygon, xs, ys), shapely.intersects_xy(around, xs, ys)
        for at in range(len(points)):
            on_border[at] = on_border[at] or bool(touching[at])
            # The first that holds the point wins: cities come before the oblast around them.
            if touching[at] or (inside[at] and not allowed[at]):
                allowed[at].add(iso)
    wrong = 0
    for at, (lon, lat) in enumerate(points):
        found = geography.borders().find(lat, lon)
        expected = allowed[at] | {None} if on_border[at] or not allowed[at] else allowed[at]
        wrong += found not in expected
    return wrong, on_border.count(False)


MEASUREMENT = Measurement(
    "regions",
    "Region of a point",
    f"`domain.geometry.RegionIndex.find` against plain ray casting in Python over the rings of every region whose "
    f"bounding box holds the point; {POINTS:,} random points, half of them at or on borders. The same points against "
    "shapely.",
    "Points at borders cost a count of the crossings around them.",
    measure,
)
