"""The decision whether a request may be the same problem."""

from domain.nearby import Candidate, nearby
from domain.sphere import KM_PER_DEGREE

LAT, LON = 43.238, 76.945


def at(ref: int, metres_north: float, category: str = "lighting") -> Candidate:
    return Candidate(ref, category, LAT + metres_north / 1000 / KM_PER_DEGREE, LON)


def test_nearest_first_within_a_hundred_metres() -> None:
    """Without it citizens would be asked about far-off requests, or the nearest one would hide at the end."""
    found = nearby(LAT, LON, "lighting", [at(1, 90), at(2, 101), at(3, -10), at(4, 99.9)])
    assert [n.ref for n in found] == [3, 1, 4]
    assert [round(n.metres) for n in found] == [10, 90, 100]


def test_only_the_same_category() -> None:
    """Without it a broken lamp would be merged with the litter under it."""
    assert nearby(LAT, LON, "lighting", [at(1, 5, "territory")]) == []


def test_an_unknown_category_matches_all() -> None:
    """Without it "I don't know" would never find the request that is already there."""
    assert [n.ref for n in nearby(LAT, LON, None, [at(1, 5, "territory"), at(2, 4)])] == [2, 1]


def test_the_lower_number_first_at_equal_distance() -> None:
    """Without it the order would change from press to press."""
    assert [n.ref for n in nearby(LAT, LON, None, [at(9, 5), at(2, 5)])] == [2, 9]


def test_a_radius_of_ones_own() -> None:
    """Without it an installation's own radius would be ignored."""
    assert [n.ref for n in nearby(LAT, LON, None, [at(1, 30), at(2, 5)], radius_m=10)] == [2]
