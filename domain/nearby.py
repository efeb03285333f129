"""Is this the same problem that somebody has already reported?"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.sphere import distance_km

# A pin set by hand and a phone's fix in a courtyard are both off by some tens of metres.
NEARBY_METRES = 100.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open request that may be the same problem. `ref` is its identity; coordinates are in degrees."""

    ref: int
    category: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """A request close enough to ask about, with its distance in metres."""

    ref: int
    metres: float


def nearby(
    lat: float, lon: float, category: str | None, candidates: Iterable[Candidate], radius_m: float = NEARBY_METRES
) -> list[Nearby]:
    """The candidates of the same category within `radius_m` metres, nearest first; at equal distance the lower ref.

    A category of None (the citizen does not know it) matches every category. The radius itself is within.
    """
    found = [
        Nearby(c.ref, metres)
        for c in candidates
        if category in (None, c.category) and (metres := distance_km(lat, lon, c.lat, c.lon) * 1000) <= radius_m
    ]
    return sorted(found, key=lambda n: (n.metres, n.ref))
