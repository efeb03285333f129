"""Requests such as a country makes: in all regions by population, around towns, over three years, mostly closed.

The same on every run. One request in ten is open; the open ones are spread over all states an open request may have.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from domain.words import OPEN_STATES, Kind, Outcome, RejectReason, State
from services import categories, geography

VERSION = 1
"""Grows when the data set changes, so that no old one is measured."""
SEED = 20261101
NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""The moment at which the data set ends."""
DAYS = 1095
PER_CITIZEN = 5
"""Requests of one citizen, on average."""
STAFF = 1000
"""Executors, with ids from 1."""
FIRST_CITIZEN = 1_000_000
SHARE_OPEN = 0.1
SPREAD_DEGREES = 0.04
"""Standard deviation around a town's centre: about 4 km."""

_OPEN = sorted(OPEN_STATES)
_AT_WORK = (State.ASSIGNED, State.PLANNED, State.IN_PROGRESS)
_CLOSED = (
    (State.CONFIRMED, Outcome.EXECUTED, 70), (State.CONFIRMED, Outcome.EXECUTED_LATE, 12),
    (State.REJECTED, Outcome.REJECTED, 8), (State.REJECTED, Outcome.RETURNED, 5),
    (State.DUPLICATE, Outcome.DUPLICATE, 3), (State.WITHDRAWN, Outcome.WITHDRAWN, 2),
)  # fmt: skip

COLUMNS = (
    "id", "kind", "category", "state", "is_open", "outcome", "region", "lat", "lon", "located", "description",
    "citizen_id", "sent_at", "day", "due_at", "first_due_at", "queued_at", "executor_id", "closed_at", "reason",
    "reopened", "appealed", "version",
)  # fmt: skip


def citizens(size: int) -> range:
    """The ids of the people who sent a data set of `size` requests."""
    return range(FIRST_CITIZEN, FIRST_CITIZEN + max(1, size // PER_CITIZEN))


def requests(size: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the table `requests`, in the order of `COLUMNS`; words are plain strings."""
    rng = random.Random(SEED)
    towns = _towns()
    weights = list(accumulate(weight for *_, weight in towns))
    keys = [c.key for c in categories.all_for(Kind.REQUEST)]
    # The most used come first in the list, each a little less than the one before.
    key_weights = list(accumulate(1 / (n + 2) for n in range(len(keys))))
    people = citizens(size)
    begin = NOW - timedelta(days=DAYS)
    for number in range(1, size + 1):
        sent = begin + timedelta(seconds=DAYS * 86400 * number / size)
        region, lat, lon, _ = towns[rng.choices(range(len(towns)), cum_weights=weights)[0]]
        state, outcome, is_open = _standing(rng)
        due = sent + timedelta(days=rng.randint(3, 30), seconds=rng.randrange(86400))
        if is_open:
            # What is open is owed about now, whenever it was sent.
            due = NOW + timedelta(seconds=rng.uniform(-10, 20) * 86400)
            outcome = Outcome.WORK if due > NOW else Outcome.OVERDUE
        reason = str(rng.choice(list(RejectReason))) if state is State.REJECTED else None
        yield (
            number, "request", rng.choices(keys, cum_weights=key_weights)[0], str(state), is_open, str(outcome),
            region, lat + rng.gauss(0, SPREAD_DEGREES), lon + rng.gauss(0, SPREAD_DEGREES * 1.4), "pin",
            "Көшеде қоқыс жатыр, жинауға көмектесіңіздерші", rng.choice(people), sent, _local_day(sent), due, due, sent,
            rng.randint(1, STAFF) if state in _AT_WORK or not is_open else None, None if is_open else due, reason,
            0, False, 1,
        )  # fmt: skip


def _standing(rng: random.Random) -> tuple[State, Outcome, bool]:
    if rng.random() < SHARE_OPEN:
        return rng.choice(_OPEN), Outcome.WORK, True
    state, outcome, _ = rng.choices(_CLOSED, [weight for *_, weight in _CLOSED])[0]
    return state, outcome, False


def _towns() -> list[tuple[str, float, float, int]]:
    _latitudes, towns = geography._towns_by_latitude()
    return [(town.region, town.lat, town.lon, town.population) for town in towns]


def _local_day(moment: datetime) -> date:
    return (moment + timedelta(hours=5)).date()
