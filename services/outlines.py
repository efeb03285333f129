"""The outlines of the regions, for drawing: from the same file as `services.geography.borders`."""

from functools import cache

import orjson

from services.geography import DATA, Town, towns

CREDIT = "© OpenStreetMap contributors"
"""To stand beside every map that is drawn from the outlines (ODbL)."""

Ring = list[list[float]]
"""Points as [longitude, latitude] in degrees; the last is the first."""


@cache
def outlines() -> dict[str, list[Ring]]:
    """The outer rings of each region, by ISO code."""
    features = orjson.loads((DATA / "kz-regions.geojson").read_bytes())["features"]
    found = {}
    for feature in features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found[feature["properties"]["iso"]] = [polygon[0] for polygon in polygons]
    return found


def largest_towns(iso: str, number: int) -> list[Town]:
    """The most populous towns of a region, the largest first."""
    own = [town for town in towns() if town.region == iso]
    return sorted(own, key=lambda town: -town.population)[:number]
