"""Requests such as a country makes: in all regions by population, around towns, over three years, mostly closed.

The same on every run. One request in twenty is open; the open ones are spread over all states an open request may have.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from domain import durations, measures
from domain.measures import Wait
from domain.stems import stems_of
from domain.words import EXECUTED, OPEN_STATES, RETURNED_REASONS, Kind, Outcome, RejectReason, State
from services import categories, geography

VERSION = 5
"""Grows when the data set changes, so that no old one is measured."""
SEED = 20261101
NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""The moment at which the data set ends."""
DAYS = 1095
PER_CITIZEN = 5
"""Requests of one citizen, on average."""
TEAM = 50
"""Staff of a region: a supervisor, nine operators, then executors."""
OPERATORS = 10
STAFF = 20 * TEAM
"""With ids from 1, region by region."""
MEMBER_COLUMNS = ("person_id", "role", "region", "active", "created_at")
FIRST_CITIZEN = 1_000_000
SHARE_OPEN = 0.05
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
    "id", "kind", "category", "state", "is_open", "outcome", "region", "district", "address", "lat", "lon", "located",
    "description", "citizen_id", "sent_at", "day", "due_at", "first_due_at", "queued_at", "operator_id", "executor_id",
    "returned", "escalation", "escalated_at", "assigned_at", "done_at", "closed_at", "reason", "stars", "reopened",
    "appealed", "version",
)  # fmt: skip
TERM_COLUMNS = ("region", "term", "request_id")
_STREETS = (
    "Абай", "Сәтбаев", "Жамбыл", "Қонаев", "Төле би", "Қазыбек би", "Гоголя", "Пушкина", "Ленинградская", "Мәңгілік Ел",
    "Достық", "Сейфуллин", "Әуезов", "Байтұрсынұлы", "Момышұлы", "Рысқұлов", "Тимирязева", "Розыбакиева", "Саина",
    "Желтоқсан",
)  # fmt: skip
_WORDS = (
    "Көшеде қоқыс жатыр", "Контейнер толып кетті", "Яма на дороге у школы", "Не горит фонарь во дворе",
    "Свалка за гаражами", "Ағаш құлап, жолды жапты", "Люк открыт, опасно", "Остановка без крыши",
)  # fmt: skip


def citizens(size: int) -> range:
    """The ids of the people who sent a data set of `size` requests."""
    return range(FIRST_CITIZEN, FIRST_CITIZEN + max(1, size // PER_CITIZEN))


def members() -> Iterator[tuple[Any, ...]]:
    """Rows of the table `memberships`, in the order of `MEMBER_COLUMNS`."""
    for number in range(STAFF):
        place = number % TEAM
        role = "executor" if place >= OPERATORS else "operator" if place else "supervisor"
        yield number + 1, role, geography.regions()[number // TEAM].iso, True, NOW


def requests(size: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the table `requests`, in the order of `COLUMNS`; words are plain strings."""
    rng = random.Random(SEED)
    towns = _towns()
    weights = list(accumulate(weight for *_, weight in towns))
    keys = [c.key for c in categories.all_for(Kind.REQUEST)]
    # The most used come first in the list, each a little less than the one before.
    key_weights = list(accumulate(1 / (n + 2) for n in range(len(keys))))
    people = citizens(size)
    team = {region.iso: TEAM * n for n, region in enumerate(geography.regions())}
    districts = {region.iso: [d.kato for d in geography.districts(region.iso)] for region in geography.regions()}
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
        done = state in (State.CONFIRMED, State.DISPUTED)
        done_at = due + timedelta(hours=6 if outcome is Outcome.EXECUTED_LATE else -6) if done else None
        closed_at = None if is_open else done_at + timedelta(hours=rng.expovariate(1 / 40)) if done_at else due
        assigned_at = None if state is State.NEW else sent + timedelta(hours=rng.expovariate(1 / 20))
        late = is_open and due <= NOW
        known = districts[region]
        yield (
            number, "request", rng.choices(keys, cum_weights=key_weights)[0], str(state), is_open, str(outcome),
            region, rng.choice(known) if known and rng.random() < 0.7 else None,
            f"{rng.choice(_STREETS)} {rng.randint(1, 300)}", lat + rng.gauss(0, SPREAD_DEGREES),
            lon + rng.gauss(0, SPREAD_DEGREES * 1.4), "pin", rng.choice(_WORDS), rng.choice(people), sent,
            _local_day(sent), due, due, sent, None if state is State.NEW else team[region] + rng.randint(1, OPERATORS),
            team[region] + rng.randint(OPERATORS + 1, TEAM) if state in _AT_WORK or not is_open or done else None,
            state is State.NEW and rng.random() < 0.1, int(late), due if late else None,
            assigned_at, done_at, closed_at, _reason(rng, outcome),
            rng.choice((None, 3, 4, 5)) if state is State.CONFIRMED else None, 0, False, 1,
        )  # fmt: skip


_AT = {name: COLUMNS.index(name) for name in ("sent_at", "assigned_at", "done_at", "closed_at", "outcome", "stars")}


def waits(row: tuple[Any, ...]) -> Iterator[tuple[str, date]]:
    """What the request counts for in waits, as in `services.counters`: the measure and its day."""
    sent, assigned, done, closed = (row[_AT[name]] for name in ("sent_at", "assigned_at", "done_at", "closed_at"))
    executed = done if row[_AT["outcome"]] in EXECUTED else None
    spoke = closed if row[_AT["stars"]] is not None else None
    for what, begin, end in (
        (Wait.ASSIGNMENT, sent, assigned), (Wait.EXECUTION, sent, executed), (Wait.VERDICT, done, spoke),
    ):  # fmt: skip
        if begin is not None and end is not None:
            yield measures.wait(what, durations.step_of(end - begin)), _local_day(end)


def search_terms(row: tuple[Any, ...]) -> Iterator[tuple[str, str, int]]:
    """Rows of the table `search_terms` for a row of `requests`, in the order of `TERM_COLUMNS`."""
    found = dict(zip(COLUMNS, row, strict=True))
    street, _, house = found["address"].rpartition(" ")
    for term in {*_stems(street), *_stems(house), *_stems(found["description"])}:
        yield found["region"], term, found["id"]


@cache
def _stems(text: str) -> tuple[str, ...]:
    """There are not many texts, but a million addresses made of them."""
    return tuple(stems_of(text))


def _reason(rng: random.Random, outcome: Outcome) -> str | None:
    if outcome not in (Outcome.RETURNED, Outcome.REJECTED):
        return None
    return str(rng.choice([r for r in RejectReason if (r in RETURNED_REASONS) == (outcome is Outcome.RETURNED)]))


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
