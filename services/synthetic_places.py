"""Where things are in the synthetic year: in the towns of a region, or some kilometres outside them."""

import random
from itertools import accumulate
from typing import Any

from services import geography
from services.geography import Town

STREETS = (
    "Абай көшесі", "Сәтбаев көшесі", "Жамбыл көшесі", "Қонаев көшесі", "Төле би көшесі", "Достық даңғылы",
    "Әуезов көшесі", "Байтұрсынұлы көшесі", "Момышұлы көшесі", "Желтоқсан көшесі",
)  # fmt: skip
IN_TOWN, OUTSIDE = 0.02, 0.12
"""Standard deviations around a town's centre in degrees of latitude: about 2 and 13 km."""
_TRIES = 20


class Places:
    """Draws places, each in the polygon of its region."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._towns: dict[str, tuple[list[Town], list[int]]] = {}
        for region in geography.regions():
            towns = [town for town in geography.towns() if town.region == region.iso]
            # A population of 0 means unknown; such a town is small.
            self._towns[region.iso] = towns, list(accumulate(max(town.population, 2_000) for town in towns))

    def in_town(self, region: str) -> dict[str, Any]:
        """A place with a street and, in the cities, mostly a district."""
        known = geography.districts(region)
        district = self._chance.choice(known).kato if known and self._chance.random() < 0.85 else None
        address = f"{self._chance.choice(STREETS)}, {self._chance.randint(1, 240)}"
        return self._point(region, IN_TOWN) | {"district": district, "address": address}

    def near_town(self, region: str) -> dict[str, Any]:
        """A place outside, with no address."""
        return self._point(region, OUTSIDE)

    def _point(self, region: str, spread: float) -> dict[str, Any]:
        towns, weights = self._towns[region]
        (town,) = self._chance.choices(towns, cum_weights=weights)
        find, gauss = geography.borders().find, self._chance.gauss
        for _ in range(_TRIES):
            lat, lon = round(town.lat + gauss(0, spread), 6), round(town.lon + gauss(0, 1.5 * spread), 6)
            if find(lat, lon) == region:
                return {"lat": lat, "lon": lon}
        return {"lat": town.lat, "lon": town.lon}
