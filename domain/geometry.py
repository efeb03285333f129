"""Which region is this point in? An index of latitude strips over the borders, in pure Python.

Each horizontal strip of the map knows where borders run in it. Between them the region is already known, so most points
cost one division and one binary search. Where borders run, the point counts the crossings to its west.

A border that two regions share is one edge of the index, so a point exactly on it belongs to one region and always to
the same one: to the east of the border (on a border along a parallel, to the north). Neither none nor two claim it.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.sphere import KM_PER_DEGREE

Point = Sequence[float]
"""(longitude, latitude) in degrees, the order of GeoJSON."""
Ring = Sequence[Point]
Polygon = Sequence[Ring]
"""The outer ring, then the holes."""

# 0.03 degrees (3.3 km): finer strips make lookups at borders faster and the building slower.
STRIP_DEGREES = 0.03
# Wider than the rounding of an interpolated crossing, much narrower than anything on the map (0.1 mm).
_PAD = 1e-9

_Edge = tuple[float, float, float, float, int]
"""South latitude, north latitude, longitude at the south end, longitude per latitude, bits of the regions it bounds."""
_Cluster = tuple[int, tuple[_Edge, ...]]
"""Bits of the regions to the west, and the edges within."""


@dataclass(frozen=True, slots=True)
class NearestBorder:
    """The region whose border is nearest to a point outside all regions, and how far it is."""

    region: str
    km: float


class RegionIndex:
    """The borders of named regions, ready for lookups. Where regions overlap, the one given first wins."""

    def __init__(self, regions: Iterable[tuple[str, Iterable[Polygon]]], strip_degrees: float = STRIP_DEGREES) -> None:
        """Build the index from (name, polygons) in order of precedence; rings may be open or closed."""
        named = [(name, list(polygons)) for name, polygons in regions]
        self._names = [name for name, _ in named]
        self._per_degree = 1.0 / strip_degrees
        edges = _edges(polygons for _, polygons in named)
        self._south = min((edge[0] for edge in edges), default=0.0)
        self._strips = self._build(edges)

    def find(self, lat: float, lon: float) -> str | None:
        """The region of a point in degrees, or None for a point in none (and for NaN and infinities)."""
        # Also sorts out NaN and infinities, which int() would refuse.
        if not -90.0 <= lat <= 90.0:
            return None
        row = int((lat - self._south) * self._per_degree)
        if lat < self._south or row >= len(self._strips):
            return None
        bounds, gaps, clusters = self._strips[row]
        at = bisect_right(bounds, lon)
        if not at & 1:
            return gaps[at >> 1]
        bits, edges = clusters[at >> 1]
        for south, north, west, slope, edge_bits in edges:
            if south <= lat < north and lon >= west + (lat - south) * slope:
                bits ^= edge_bits
        return self._winner(bits)

    def nearest_border(self, lat: float, lon: float, within_km: float) -> NearestBorder | None:
        """The nearest border no farther than `within_km`, None where there is none; meant for points in no region.

        Distances are taken on the plane that touches the Earth at the point: exact to a metre at this range.
        """
        if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
            return None
        lon_km = KM_PER_DEGREE * math.cos(math.radians(lat))
        reach_lat = within_km / KM_PER_DEGREE
        reach_lon = within_km / max(lon_km, _PAD)
        best: tuple[float, int] | None = None
        for edge in self._edges_around(lat, lon, reach_lat, reach_lon):
            found = (_distance_to(edge, lat, lon, lon_km), edge[4] & -edge[4])
            if best is None or found < best:
                best = found
        if best is None or best[0] > within_km:
            return None
        return NearestBorder(self._names[best[1].bit_length() - 1], best[0])

    def _winner(self, bits: int) -> str | None:
        """The region with the lowest bit, that is, the one given first."""
        return self._names[(bits & -bits).bit_length() - 1] if bits else None

    def _edges_around(self, lat: float, lon: float, reach_lat: float, reach_lon: float) -> Iterator[_Edge]:
        first = max(0, int((lat - reach_lat - self._south) * self._per_degree))
        last = int((lat + reach_lat - self._south) * self._per_degree)
        for bounds, _, clusters in self._strips[first : max(last, -1) + 1]:
            for at in range(bisect_right(bounds, lon - reach_lon) >> 1, len(clusters)):
                if bounds[2 * at] > lon + reach_lon:
                    break
                yield from clusters[at][1]

    def _build(self, edges: list[_Edge]) -> "list[_Strip]":
        north = max((edge[1] for edge in edges), default=0.0)
        pieces: list[list[tuple[float, float, _Edge]]] = [
            [] for _ in range(int((north - self._south) * self._per_degree) + 1 if edges else 0)
        ]
        for edge in edges:
            self._cut(edge, pieces)
        height = 1.0 / self._per_degree
        return [self._strip(row, self._south + (at + 0.5) * height) for at, row in enumerate(pieces)]

    def _cut(self, edge: _Edge, pieces: list[list[tuple[float, float, _Edge]]]) -> None:
        """Lay the edge into every strip it touches, with the longitudes it spans there."""
        south, north, west, slope, _ = edge
        first = int((south - self._south) * self._per_degree)
        last = int((north - self._south) * self._per_degree)
        if south == north:  # Along a parallel: `slope` holds the length.
            pieces[first].append((west - _PAD, west + slope + _PAD, edge))
            return
        low = west
        for row in range(first, last + 1):
            top = min(north, self._south + (row + 1) / self._per_degree)
            high = west + (top - south) * slope
            pieces[row].append((low - _PAD, high + _PAD, edge) if low <= high else (high - _PAD, low + _PAD, edge))
            low = high

    def _strip(self, row: list[tuple[float, float, _Edge]], middle: float) -> "_Strip":
        """Join overlapping spans into clusters; between clusters the region is the same at every latitude."""
        row.sort(key=lambda piece: piece[0])
        bounds: list[float] = []
        gaps: list[str | None] = [None]
        clusters: list[_Cluster] = []
        bits, at = 0, 0
        while at < len(row):
            west, east, _ = row[at]
            start, before = at, bits
            while at < len(row) and row[at][0] <= east:
                east = max(east, row[at][1])
                edge = row[at][2]
                if edge[0] <= middle < edge[1]:
                    bits ^= edge[4]
                at += 1
            bounds += (west, east)
            clusters.append((before, tuple(piece[2] for piece in row[start:at])))
            gaps.append(self._winner(bits))
        return bounds, gaps, clusters


_Strip = tuple[list[float], list[str | None], list[_Cluster]]
"""Where clusters begin and end, the regions between them, the clusters."""


def _edges(regions: Iterable[Iterable[Polygon]]) -> list[_Edge]:
    """Every border once, with the bits of all regions it bounds; a line a region has on both sides is no border."""
    bits_of: dict[tuple[float, float, float, float], int] = {}
    for number, polygons in enumerate(regions):
        bit = 1 << number
        for polygon in polygons:
            for ring in polygon:
                x1, y1 = ring[-1][0], ring[-1][1]
                for point in ring:
                    x2, y2 = point[0], point[1]
                    key = (y1, x1, y2, x2) if (y1, x1) <= (y2, x2) else (y2, x2, y1, x1)
                    bits_of[key] = bits_of.get(key, 0) ^ bit
                    x1, y1 = x2, y2
    return [
        (y1, y2, x1, (x2 - x1) / (y2 - y1) if y1 != y2 else x2 - x1, bits)
        for (y1, x1, y2, x2), bits in bits_of.items()
        if bits and (y1 != y2 or x1 != x2)
    ]


def _distance_to(edge: _Edge, lat: float, lon: float, lon_km: float) -> float:
    """Kilometres from a point to an edge, `lon_km` being the length of a degree of longitude there."""
    south, north, west, slope, _ = edge
    rise = (north - south) * KM_PER_DEGREE
    run = ((north - south) * slope if north != south else slope) * lon_km
    up, across = (lat - south) * KM_PER_DEGREE, (lon - west) * lon_km
    length = rise * rise + run * run
    along = min(1.0, max(0.0, (up * rise + across * run) / length))
    return math.hypot(up - along * rise, across - along * run)
