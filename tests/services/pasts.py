"""Requests from before, made up at random: any that could have been, in any state, with any gap in what is known."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.words import Article, DumpOutcome, Ground, Kind, RejectReason, State
from services import categories, geography
from services.dumps import Dump
from services.past_requests import AT_WORK, DONE_STATES, RIGHT, UNDONE_STATES, WRONG, PastComplaint, PastRequest

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def random_pasts(seed: int, number: int, source: str = "109") -> Iterator[PastRequest]:
    """So many requests without faults."""
    chance = random.Random(seed)
    for n in range(number):
        yield _past(chance, source, f"{seed}-{n:05}")


def _past(chance: random.Random, source: str, external: str) -> PastRequest:
    kind = chance.choice((Kind.REQUEST, Kind.REQUEST, Kind.SUGGESTION, Kind.FINDING))
    category = chance.choice(("illegal_dump", *(c.key for c in categories.all_for(kind))))
    if kind is Kind.SUGGESTION and category == "illegal_dump":
        category = "territory"
    state = chance.choice(tuple(State))
    if kind is Kind.FINDING and state in (State.DISPUTED, State.UPHELD):
        state = State.DONE
    reopened = kind is not Kind.FINDING and state in AT_WORK | {State.DONE, State.CONFIRMED} and chance.random() < 0.3
    at = _moments(chance)
    sent, assigned, done = next(at), next(at), next(at)
    spoke, ruled, again, closed = next(at), next(at), next(at), next(at)
    town = chance.choice(geography.towns())
    has_point, is_done, undone = chance.random() < 0.8, state in DONE_STATES, state in UNDONE_STATES
    stars = chance.choice((None, 1, 5)) if state is State.CONFIRMED and kind is not Kind.FINDING else None
    knows_assigned = not undone and chance.random() < 0.8
    open_category = state in (State.NEW, State.NEEDS_INFO) and chance.random() < 0.3
    return PastRequest(
        source, external, kind, None if open_category else category, town.region, sent, state,
        district=chance.choice((None, "Бір аудан", *(d.kato for d in geography.districts(town.region)))),
        address="Абай көшесі, 1" if not has_point or chance.random() < 0.5 else None,
        lat=town.lat if has_point else None, lon=town.lon if has_point else None,
        description=chance.choice((None, "Қоқыс жатыр", "=1+1")),
        due_at=sent + timedelta(days=3) if chance.random() < 0.2 else None,
        assigned_at=assigned if knows_assigned and state not in (State.NEW, State.NEEDS_INFO) else None,
        planned_for=closed + timedelta(days=chance.choice((1, 900))) if state is State.PLANNED else None,
        done_at=(again if reopened else done) if is_done else None,
        closed_at=closed if undone or stars or (state is State.CONFIRMED and chance.random() < 0.5) else None,
        reason=chance.choice(tuple(RejectReason)) if state is State.REJECTED else None,
        stars=stars, complaint=_complaint(chance, state, spoke, ruled, reopened),
        dump=_dump(chance) if is_done and category == "illegal_dump" else Dump(),
    )  # fmt: skip


def _moments(chance: random.Random) -> Iterator[datetime]:
    """Later and later ones, up to now at the most."""
    at = NOW - timedelta(days=chance.choice((1, 9, 40, 700)), seconds=chance.randrange(86_400))
    while True:
        yield at
        at += (NOW - at) * chance.choice((0, 0.01, 0.2, 0.5))


def _complaint(
    chance: random.Random, state: State, spoke: datetime, ruled: datetime, reopened: bool
) -> PastComplaint | None:
    ground = chance.choice(tuple(Ground))
    if reopened:
        return PastComplaint(ground, spoke, RIGHT, ruled)
    if state is State.UPHELD:
        return PastComplaint(ground, spoke, WRONG, ruled)
    return PastComplaint(ground, spoke) if state is State.DISPUTED else None


def _dump(chance: random.Random) -> Dump:
    article = chance.choice((None, *Article))
    dump = Dump(
        chance.choice((None, *DumpOutcome)), chance.choice((None, 3000)), article, chance.choice((None, 43_250))
    )
    return dump.settled()
