"""Requests from before: of another system, or made up. What is known of one, and what about it makes no sense."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from domain import terms
from domain.sphere import KM_PER_DEGREE
from domain.text import utf16_units
from domain.words import Ground, Kind, RejectReason, State
from services import categories, dumps, geography
from services.dumps import Dump

RIGHT, WRONG = "right", "wrong"
DONE_STATES = frozenset({State.DONE, State.CONFIRMED, State.DISPUTED, State.UPHELD})
"""States of requests on which work was reported."""
UNDONE_STATES = frozenset({State.REJECTED, State.DUPLICATE, State.WITHDRAWN})
"""States of requests that were closed without any work."""
AT_WORK = frozenset({State.ASSIGNED, State.PLANNED, State.IN_PROGRESS})
EARLIEST_YEAR = 2000
"""Before it there was nothing to bring over: a year like 1900 is what a spreadsheet makes of an empty cell."""
MOST_NAME = 64
"""Characters of a source and of a number there."""
MOST_DISTRICT = 100
_TURNS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7))


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """A complaint about the work, and the ruling on it: `RIGHT` (it was done again), `WRONG`, or None while open."""

    ground: Ground
    at: datetime
    ruling: str | None = None
    ruled_at: datetime | None = None

    def __post_init__(self) -> None:
        _to_utc(self, "at", "ruled_at")


@dataclass(frozen=True, slots=True)
class PastRequest:
    """A request as another system tells of it. Moments are aware; what is not known is None.

    `source` and `external` (its number there) together tell it from all others. `district` is a KATO code of our list,
    or words. Where the complaint was right, `assigned_at` is the first appointment and `done_at` the last report.
    """

    source: str
    external: str
    kind: Kind
    category: str | None
    region: str
    sent_at: datetime
    state: State
    district: str | None = None
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    description: str | None = None
    due_at: datetime | None = None
    """None: by the rules in force here."""
    assigned_at: datetime | None = None
    planned_for: datetime | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    reason: RejectReason | None = None
    stars: int | None = None
    complaint: PastComplaint | None = None
    dump: Dump = field(default_factory=Dump)

    def __post_init__(self) -> None:
        _to_utc(self, "sent_at", "due_at", "assigned_at", "planned_for", "done_at", "closed_at")


def _to_utc(row: object, *names: str) -> None:
    """What lies between two local moments is wrong by an hour where the clocks were changed, as on 1 March 2024."""
    for name in names:
        moment = getattr(row, name)
        if moment is not None and moment.tzinfo is not UTC:
            object.__setattr__(row, name, moment.astimezone(UTC))


def faults(past: PastRequest, now: datetime) -> Iterator[str]:
    """What about a request makes no sense, each in a few words; nothing where it can be brought over."""
    yield from _name_faults(past)
    yield from _subject_faults(past)
    yield from _place_faults(past)
    yield from _text_faults(past)
    yield from _order_faults(past, now)
    yield from _state_faults(past)
    yield from _complaint_faults(past)
    yield from _dump_faults(past)


def _name_faults(past: PastRequest) -> Iterator[str]:
    for what, text in (("source", past.source), ("number", past.external)):
        if not 0 < len(text) <= MOST_NAME:
            yield f"the {what} must have 1 to {MOST_NAME} characters"


def _subject_faults(past: PastRequest) -> Iterator[str]:
    if past.category is None:
        if past.state in AT_WORK | DONE_STATES:
            yield f"no category, but {past.state}"
    elif past.category not in {c.key for c in categories.all_categories()}:
        yield f"unknown category {past.category}"
    elif past.kind not in categories.by_key(past.category).kinds:
        yield f"{past.category} is no category of a {past.kind}"


def _place_faults(past: PastRequest) -> Iterator[str]:
    if past.region not in {region.iso for region in geography.regions()}:
        yield f"unknown region {past.region}"
        return
    if (past.lat is None) != (past.lon is None):
        yield "one coordinate without the other"
    elif past.lat is not None and past.lon is not None and not lies_in(past.region, past.lat, past.lon):
        found = geography.borders().find(past.lat, past.lon)
        where = f"in {found}" if found else "outside Kazakhstan"
        yield f"the point {past.lat:g}, {past.lon:g} lies {where}, not in {past.region}"
    if past.lat is None and not past.address and past.state not in DONE_STATES | UNDONE_STATES:
        yield "open, but neither a point nor an address: nobody would find it"


def lies_in(region: str, lat: float, lon: float) -> bool:
    """Whether a point lies in a region or so near that it may: our borders are coarse (`geography.NEAR_BORDER_KM`)."""
    find = geography.borders().find
    if find(lat, lon) == region:
        return True
    near = geography.NEAR_BORDER_KM / KM_PER_DEGREE
    return any(find(lat + north * near, lon + 1.5 * east * near) == region for north, east in _TURNS)


def _text_faults(past: PastRequest) -> Iterator[str]:
    limits = {
        "description": (past.description, terms.DESCRIPTION), "address": (past.address, terms.ADDRESS),
        "district": (past.district, MOST_DISTRICT),
    }  # fmt: skip
    for what, (text, limit) in limits.items():
        # In UTF-16 a text has at least as many units as characters and at most twice as many.
        if text and 2 * len(text) > limit and utf16_units(text) > limit:
            yield f"the {what} is longer than {limit:,} characters"


def _order_faults(past: PastRequest, now: datetime) -> Iterator[str]:
    complaint = past.complaint
    spoken = [] if complaint is None else [("complained of", complaint.at), ("ruled on", complaint.ruled_at)]
    moments: list[tuple[str, datetime | None]] = [("sent", past.sent_at), ("assigned", past.assigned_at)]
    if complaint is not None and complaint.ruling == RIGHT:
        moments += [*spoken, ("done", past.done_at)]
    else:
        moments += [("done", past.done_at), *spoken]
    known = [(what, at) for what, at in (*moments, ("closed", past.closed_at)) if at is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            yield f"{later} before it was {earlier}"
    for what, at in known:
        if at > now:
            yield f"{what} in the future"
    if past.sent_at.year < EARLIEST_YEAR:
        yield f"sent in {past.sent_at.year}"
    if past.due_at is not None and not timedelta(0) <= past.due_at - past.sent_at < timedelta(days=3660):
        yield "the deadline does not go with the moment of sending"


def _state_faults(past: PastRequest) -> Iterator[str]:
    state, reopened = past.state, past.complaint is not None and past.complaint.ruling == RIGHT
    if state in DONE_STATES and past.done_at is None:
        yield f"{state}, but not when it was done"
    if state not in DONE_STATES and not reopened and past.done_at is not None:
        yield f"done, but its state is {state}"
    if state in UNDONE_STATES and past.closed_at is None:
        yield f"{state}, but not when it was closed"
    if state not in DONE_STATES | UNDONE_STATES and past.closed_at is not None:
        yield f"closed, but its state is {state}"
    if state is State.PLANNED and past.planned_for is None:
        yield "planned, but not for when"
    if (state is State.REJECTED) != (past.reason is not None):
        yield (
            "rejected without a reason" if past.reason is None else f"a reason for rejecting, but its state is {state}"
        )
    if past.stars is not None:
        if not 1 <= past.stars <= 5:
            yield f"{past.stars} stars: there are 1 to 5"
        if state is not State.CONFIRMED or past.closed_at is None:
            yield "stars, but not confirmed with the moment of closing"


def _complaint_faults(past: PastRequest) -> Iterator[str]:
    complaint, state = past.complaint, past.state
    ruling = None if complaint is None else complaint.ruling
    if (state is State.UPHELD) != (ruling == WRONG):
        yield "upheld goes with a complaint found wrong, and that with upheld"
    if (state is State.DISPUTED) != (complaint is not None and ruling is None):
        yield "disputed goes with a complaint not ruled on, and that with disputed"
    if ruling == RIGHT and state not in AT_WORK | {State.DONE, State.CONFIRMED}:
        yield f"a complaint found right, but its state is {state}"
    if complaint is not None and (ruling is None) != (complaint.ruled_at is None):
        yield "a ruling goes with the moment of ruling"
    if past.kind is Kind.FINDING and (complaint is not None or past.stars is not None):
        yield "a finding has no citizen who could judge the work"


def _dump_faults(past: PastRequest) -> Iterator[str]:
    dump = past.dump
    if dump == Dump():
        return
    if past.category != dumps.CATEGORY or past.state not in DONE_STATES:
        yield "what became of a dump goes with an illegal dump that was dealt with"
    if dump != dump.settled():
        yield "a volume goes with a dump removed, a fine with an article"
    if dump.litres is not None and not dumps.LEAST_LITRES <= dump.litres <= dumps.MOST_LITRES:
        yield "a volume out of its limits"
    if dump.fine is not None and not 0 < dump.fine <= dumps.MOST_FINE:
        yield "a fine out of its limits"
