"""Distances, directions and boxes on the Earth."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sphere import Compass, bearing, bounds_around, compass, distance_km

latitude = st.floats(-89.0, 89.0)
longitude = st.floats(-179.0, 179.0)


def test_a_known_distance() -> None:
    """Without it a wrong radius or a degree taken for a radian would pass: Almaty to Astana is about 970 km."""
    assert distance_km(43.2380, 76.9450, 51.1283, 71.4305) == pytest.approx(969, abs=5)


@given(latitude, longitude, latitude, longitude)
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    """Without it rounding could give a distance that depends on who asks, or a domain error for opposite points."""
    there, back = distance_km(a, b, c, d), distance_km(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0.0 <= there <= 20016


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [(1, 0, "N"), (1, 1, "NE"), (0, 1, "E"), (-1, 1, "SE"), (-1, 0, "S"), (-1, -1, "SW"), (0, -1, "W"), (1, -1, "NW")],
)
def test_all_eight_directions(lat: float, lon: float, expected: str) -> None:
    """Without it "12 km NE of" could send an executor the opposite way."""
    assert compass(bearing(0.0, 0.0, lat, lon)) == Compass(expected)


@pytest.mark.parametrize(("course", "expected"), [(22.4, "N"), (22.6, "NE"), (337.6, "N"), (359.9, "N"), (-45, "NW")])
def test_directions_turn_halfway(course: float, expected: str) -> None:
    """Without it the sector around north, which wraps over 360 degrees, could be lost."""
    assert compass(course) == Compass(expected)


@given(st.floats(-80, 80), longitude, st.floats(1.0, 50_000.0), st.floats(0.0, 360.0), st.floats(0.0, 1.0))
def test_the_box_holds_the_circle(lat: float, lon: float, radius_m: float, course: float, share: float) -> None:
    """Without it the index search could miss a request nearby before its distance is even looked at."""
    angle = share * radius_m / 1000 / 6371.0088
    phi, turn = math.radians(lat), math.radians(course)
    lat2 = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn))
    across = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(lat2)
    )
    box = bounds_around(lat, lon, radius_m)
    slack = 1e-9
    assert box.south - slack <= math.degrees(lat2) <= box.north + slack
    assert box.west - slack <= lon + math.degrees(across) <= box.east + slack


def test_the_box_is_tight() -> None:
    """Without it a box far too wide would pass the test above and slow every intake down."""
    box = bounds_around(43.0, 77.0, 100.0)
    assert distance_km(43.0, 77.0, box.north, 77.0) == pytest.approx(0.1, rel=1e-6)
    assert distance_km(43.0, 77.0, 43.0, box.east) == pytest.approx(0.1, rel=1e-4)


def test_the_box_at_a_pole_spans_all_longitudes() -> None:
    """Without it a forged location at the pole would divide by zero."""
    assert bounds_around(90.0, 10.0, 100.0)[1::2] == (-180.0, 180.0)
