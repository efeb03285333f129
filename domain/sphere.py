"""Distances and directions on the Earth taken as a sphere (error below 0.6 %, from flattening)."""

import math
from enum import StrEnum
from typing import NamedTuple

# IUGG mean radius.
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


class Compass(StrEnum):
    """The eight points of the compass."""

    N = "N"
    NE = "NE"
    E = "E"
    SE = "SE"
    S = "S"
    SW = "SW"
    W = "W"
    NW = "NW"


class Bounds(NamedTuple):
    """A box of latitudes and longitudes, in degrees; edges belong to it."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point lies in the box or on its edge; False for NaN."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


# The country's extent, rounded outwards to a tenth of a degree.
KAZAKHSTAN = Bounds(40.5, 46.4, 55.5, 87.4)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine: exact for close points too)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2)
    half_lon = math.sin(math.radians(lon2 - lon1) / 2)
    h = half_lat * half_lat + math.cos(phi1) * math.cos(phi2) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The course from the first point to the second: degrees clockwise from north, 0 <= course < 360."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    across = math.radians(lon2 - lon1)
    east = math.sin(across) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(across)
    return math.degrees(math.atan2(east, north)) % 360.0


def compass(course: float) -> Compass:
    """The point of the compass nearest to a course in degrees."""
    return tuple(Compass)[round((course % 360.0) / 45.0) % 8]


def bounds_around(lat: float, lon: float, radius_m: float) -> Bounds:
    """The smallest box that holds every point within `radius_m` metres: the first, indexable sieve of a nearby search.

    Near a pole, or for a radius that reaches one, the box spans all longitudes.
    """
    reach = radius_m / 1000 / KM_PER_DEGREE
    south, north = lat - reach, lat + reach
    if south <= -90.0 or north >= 90.0:
        return Bounds(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    # The circle is widest a little nearer the pole than its centre, hence the arcsine rather than reach / cos(lat).
    width = math.degrees(math.asin(min(1.0, math.sin(math.radians(reach)) / math.cos(math.radians(lat)))))
    return Bounds(south, lon - width, north, lon + width)
