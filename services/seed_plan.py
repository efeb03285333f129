"""What the synthetic year is to add up to: the numbers of data/seed_2024.json, at any scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson

from services.geography import DATA

YEARS = (2024,)
"""Years there are published figures for."""
_OPENLY = ("executed", "returned", "rejected", "duplicate", "withdrawn")


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """A region's share: requests of citizens and how many are still in work; dumps found, and how many were removed."""

    received: int
    in_work: int
    dumps_found: int
    dumps_removed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be added up to. `requests` and `dumps` are by the names of the data file."""

    name: str
    """What the numbers of its requests begin with."""
    year: int
    began: date
    """The day the service began: before it there are findings, and no requests of citizens."""
    requests: Mapping[str, int]
    categories: Mapping[str, int]
    regions: Mapping[str, RegionPlan]
    dumps: Mapping[str, int]

    @property
    def total(self) -> int:
        """Requests and findings together."""
        return self.requests["received"] + self.dumps["found"]


def plan_of(year: int, scale: float = 1.0) -> Plan:
    """The plan of a year. At a scale other than 1 every number is about so many times as large, and they still add up.

    Raises KeyError for a year without published figures.
    """
    if year not in YEARS:
        raise KeyError(year)
    plan = _read(year)
    return plan if scale == 1.0 else _scaled(plan, scale)


@cache
def _read(year: int) -> Plan:
    found: dict[str, Any] = orjson.loads((DATA / f"seed_{year}.json").read_bytes())
    regions = {
        iso: RegionPlan(row["received"], row["in_work"], row["dumps_found"], row["dumps_removed"])
        for iso, row in found["regions"].items()
    }
    requests, categories, dumps = (
        {key: row["number"] for key, row in found[part].items()} for part in ("requests", "categories", "dumps")
    )
    return Plan(
        str(year), year, date.fromisoformat(found["service_began"]["day"]), requests, categories, regions, dumps
    )


def _scaled(plan: Plan, scale: float) -> Plan:
    regions = {}
    for iso, row in plan.regions.items():
        received, found = round(row.received * scale), round(row.dumps_found * scale)
        in_work, removed = min(received, round(row.in_work * scale)), min(found, round(row.dumps_removed * scale))
        regions[iso] = RegionPlan(received, in_work, found, removed)
    received = sum(row.received for row in regions.values())
    in_work = sum(row.in_work for row in regions.values())
    requests = {key: round(number * scale) for key, number in plan.requests.items()}
    requests |= {"received": received, "in_work": in_work}
    requests |= apportioned({key: plan.requests[key] for key in _OPENLY}, received - in_work)
    dumps = {key: round(number * scale) for key, number in plan.dumps.items()}
    dumps["found"] = sum(row.dumps_found for row in regions.values())
    dumps["removed"] = sum(row.dumps_removed for row in regions.values())
    name = f"{plan.year}x{scale:g}"
    return Plan(name, plan.year, plan.began, requests, apportioned(plan.categories, received), regions, dumps)


def apportioned(weights: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole numbers in the proportion of `weights` that add up to `total`, by largest remainders."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    found = {key: int(number) for key, number in exact.items()}
    short = total - sum(found.values())
    for key in sorted(exact, key=lambda k: found[k] - exact[k])[:short]:
        found[key] += 1
    return found
