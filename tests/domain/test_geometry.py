"""The index of borders against plain ray casting, and its behaviour on borders, holes and overlaps."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import RegionIndex

WEST = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]]
EAST = [[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]]
NORTH = [[(0.0, 1.0), (2.0, 1.0), (2.0, 2.0), (0.0, 2.0), (0.0, 1.0)]]


def naive(rings: list[list[tuple[float, float]]], lat: float, lon: float) -> bool:
    """Even-odd ray casting over every edge, with the index's own rule for borders."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            (y1, x1), (y2, x2) = sorted([(y1, x1), (y2, x2)])
            if y1 <= lat < y2 and lon >= x1 + (lat - y1) * ((x2 - x1) / (y2 - y1)):
                inside = not inside
    return inside


coordinate = st.integers(-40, 40).map(lambda n: n / 8)
ring = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9, unique=True)


@given(
    rings=st.lists(ring, min_size=1, max_size=3), lat=coordinate, lon=coordinate, strip=st.sampled_from([0.03, 0.7, 3])
)
def test_agrees_with_ray_casting(rings: list[list[tuple[float, float]]], lat: float, lon: float, strip: float) -> None:
    """Without it a mistake in strips or clusters would send requests to a wrong akimat, in some places only."""
    index = RegionIndex([("A", [rings])], strip)
    assert (index.find(lat, lon) == "A") == naive(rings, lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (0.5, 1.0, "east"),
        (0.5, math.nextafter(1.0, 0.0), "west"),
        (1.0, 0.5, "north"),
        (1.0, 1.0, "north"),
        (math.nextafter(1.0, 0.0), 0.5, "west"),
        (0.0, 0.0, "west"),
        (0.5, 0.0, "west"),
        (0.5, 2.0, None),
        (2.0, 0.5, None),
    ],
)
def test_a_point_on_a_border_belongs_to_one_region(lat: float, lon: float, expected: str | None) -> None:
    """Without it a pin on a border could fall into two regions or, inside the country, into none."""
    for strip in (0.03, 0.4, 5.0):
        index = RegionIndex([("west", [WEST]), ("east", [EAST]), ("north", [NORTH])], strip)
        assert index.find(lat, lon) == expected


def test_holes_islands_and_open_rings() -> None:
    """Without it an exclave of a city would be lost in the oblast around it."""
    outer = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]
    hole = [(3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0)]
    island = [(4.0, 4.0), (5.0, 4.0), (5.0, 5.0), (4.0, 5.0)]
    index = RegionIndex([("oblast", [[outer, hole], [island]])])
    assert [index.find(lat, lon) for lat, lon in [(1, 1), (3.5, 3.5), (4.5, 4.5), (7, 7), (10, 1)]] == [
        "oblast",
        None,
        "oblast",
        "oblast",
        None,
    ]


def test_where_regions_overlap_the_first_wins() -> None:
    """Without it a border file whose city lies on top of its oblast would give the city's requests away."""
    city = [[(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]]
    index = RegionIndex([("city", [city]), ("oblast", [WEST])])
    assert index.find(0.5, 0.5) == "city"
    assert index.find(0.1, 0.5) == "oblast"
    assert index.find(0.5, 0.9) == "oblast"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300, 91.0])
def test_numbers_that_are_no_coordinates_are_nowhere(bad: float) -> None:
    """Without it a forged location could raise in the middle of an intake."""
    index = RegionIndex([("west", [WEST])])
    assert index.find(bad, 0.5) is None
    assert index.find(0.5, bad) is None
    assert index.nearest_border(bad, 0.5, 3.0) is None
    assert index.nearest_border(0.5, bad, 3.0) is None


def test_an_index_of_nothing_knows_nothing() -> None:
    """Without it an empty border file would end in an obscure error instead of "outside"."""
    index = RegionIndex([])
    assert index.find(0.0, 0.0) is None
    assert index.nearest_border(0.0, 0.0, 3.0) is None


@pytest.mark.parametrize(
    ("lat", "lon", "region", "km"),
    [
        (0.5, -0.01, "west", 1.112),
        (0.5, 2.02, "east", 2.224),
        (2.01, 1.0, "north", 1.112),
        (-0.01, -0.01, "west", 1.573),
    ],
)
def test_nearest_border(lat: float, lon: float, region: str, km: float) -> None:
    """Without it a pin just over the drawn border would be refused although the place is in the country."""
    index = RegionIndex([("west", [WEST]), ("east", [EAST]), ("north", [NORTH])])
    found = index.nearest_border(lat, lon, 3.0)
    assert found is not None
    assert found.region == region
    assert found.km == pytest.approx(km, abs=0.002)
    assert index.nearest_border(lat, lon, km - 0.01) is None
