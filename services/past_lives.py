"""The rows that a request from before becomes: itself, its history by the table of edges, what belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.ladder import TO_MINISTRY
from domain.terms import SILENCE
from domain.words import OPEN_STATES, Action, Kind, Located, RejectReason, Role, State
from domain.workflow import outcome
from services import counters, dumps
from services.dumps import Dump
from services.past_requests import DONE_STATES, RIGHT, WRONG, PastRequest

UNDATED = {"undated": True}
"""In the history: that this was done is known, when is not."""
DueFor = Callable[[PastRequest, datetime], datetime]
"""The deadline of a request that is counted from a moment."""


class Entry(NamedTuple):
    """A row of the history, without its request."""

    at: datetime
    action: Action
    role: Role
    from_state: State | None
    to_state: State
    data: dict[str, Any] | None


@dataclass(slots=True)
class PastLife:
    """A request with all that belongs to it. `row` has the columns of `CitizenRequest` as attributes, but no id."""

    row: SimpleNamespace
    entries: list[Entry] = field(default_factory=list)
    complaint: SimpleNamespace | None = None
    report: Dump | None = None
    timers: list[tuple[str, datetime]] = field(default_factory=list)

    def standing(self, zone: ZoneInfo) -> counters.Standing:
        """Where it is counted."""
        complaints = () if self.complaint is None else (self.complaint,)
        return counters.standing_of(self.row, zone, complaints, self.report)

    def step(self, action: Action, to: State, at: datetime, role: Role, data: dict[str, Any] | None = None) -> None:
        """Take a step of the table, at a moment, in a role."""
        before = self.row.state if self.entries else None
        self.entries.append(Entry(at, action, role, before, to, data))
        self.row.state = to


def life_of(past: PastRequest, due_for: DueFor, now: datetime, zone: ZoneInfo) -> PastLife:
    """The life of a request without faults, up to `now`.

    A question to a citizen who cannot answer here is new again; work nobody judged in time is confirmed by silence, as
    it would have been here. Work has no executor: in whose hands it is now, somebody has to say.
    """
    life = PastLife(_row(past, due_for, zone))
    filed = {"region": past.region, "category": past.category, "district": past.district}
    sender = Role.OPERATOR if past.kind is Kind.FINDING else Role.CITIZEN
    life.step(Action.SEND, State.NEW, past.sent_at, sender, {"filed": filed})
    if past.state in _CLOSED_UNDONE:
        _CLOSED_UNDONE[past.state](life, past)
    elif past.state not in (State.NEW, State.NEEDS_INFO):
        _work(life, past)
        _speak(life, past, due_for, now)
    _settle(life, now)
    return life


def _row(past: PastRequest, due_for: DueFor, zone: ZoneInfo) -> SimpleNamespace:
    due = past.due_at or due_for(past, past.sent_at)
    return SimpleNamespace(
        draft_id=None, kind=past.kind, category=past.category, state=State.NEW, is_open=True, outcome=None,
        region=past.region, district=past.district, address=past.address, lat=past.lat, lon=past.lon,
        located=Located.ADDRESS if past.lat is None else Located.PIN, description=past.description, citizen_id=None,
        sent_at=past.sent_at, day=past.sent_at.astimezone(zone).date(), due_at=due, first_due_at=due,
        queued_at=past.sent_at, operator_id=None, executor_id=None, returned=False, escalation=0, escalated_at=None,
        assigned_at=None, planned_for=None, done_at=None, closed_at=None, reason=None, duplicate_of=None, stars=None,
        reopened=0, appealed=False, followers=0, source=past.source, external=past.external, version=1,
    )  # fmt: skip


def _reject(life: PastLife, past: PastRequest) -> None:
    at, role = past.closed_at or past.sent_at, Role.OPERATOR
    if past.reason is RejectReason.NO_ANSWER:
        life.step(Action.ASK, State.NEEDS_INFO, past.sent_at, role, UNDATED)
        role = Role.CLOCK
    life.step(Action.REJECT, State.REJECTED, at, role, {"reason": str(past.reason)})
    life.row.reason, life.row.closed_at = past.reason, at


def _duplicate(life: PastLife, past: PastRequest) -> None:
    at = past.closed_at or past.sent_at
    life.step(Action.MARK_DUPLICATE, State.DUPLICATE, at, Role.OPERATOR)
    life.row.closed_at = at


def _withdraw(life: PastLife, past: PastRequest) -> None:
    at = past.closed_at or past.sent_at
    life.step(Action.WITHDRAW, State.WITHDRAWN, at, Role.CITIZEN)
    life.row.closed_at = at


_CLOSED_UNDONE: dict[State, Callable[[PastLife, PastRequest], None]] = {
    State.REJECTED: _reject, State.DUPLICATE: _duplicate, State.WITHDRAWN: _withdraw,
}  # fmt: skip


def _work(life: PastLife, past: PastRequest) -> None:
    """Appointed, begun and, where the first report was the last, reported."""
    at, known = past.assigned_at or past.sent_at, past.assigned_at is not None
    life.step(Action.ASSIGN, State.ASSIGNED, at, Role.OPERATOR, {"executor": None} | ({} if known else UNDATED))
    life.row.assigned_at = past.assigned_at
    if past.complaint is not None and past.complaint.ruling == RIGHT:
        # When the first report came is not known: at the latest when it was complained of.
        _report(life, past, at, past.complaint.at)
    elif past.state in DONE_STATES and past.done_at is not None:
        _report(life, past, at, past.done_at)
    else:
        _begin(life, past, at)


def _begin(life: PastLife, past: PastRequest, at: datetime) -> None:
    """What of the work has begun and is not done."""
    if past.state is State.IN_PROGRESS:
        life.step(Action.START, State.IN_PROGRESS, at, Role.EXECUTOR, UNDATED)
    elif past.state is State.PLANNED and past.planned_for is not None:
        life.step(Action.PLAN, State.PLANNED, at, Role.OPERATOR, {"planned_for": past.planned_for.isoformat()})
        life.row.planned_for = past.planned_for


def _report(life: PastLife, past: PastRequest, begun: datetime, at: datetime) -> None:
    life.step(Action.START, State.IN_PROGRESS, begun, Role.EXECUTOR, UNDATED)
    data = None
    if at == past.done_at and past.dump != Dump() and past.category == dumps.CATEGORY:
        life.report, data = past.dump, {"dump": past.dump.store()}
    life.step(Action.REPORT, State.DONE, at, Role.EXECUTOR, data)
    life.row.done_at = at


def _speak(life: PastLife, past: PastRequest, due_for: DueFor, now: datetime) -> None:
    """What was said of the work, and what followed from it."""
    if past.complaint is not None:
        _complain(life, past, due_for)
    if past.state in (State.DONE, State.CONFIRMED) and past.done_at is not None:
        silent = min(past.done_at + SILENCE, now)
        if past.state is State.CONFIRMED or past.done_at + SILENCE <= now:
            _confirm(life, past, past.closed_at if past.state is State.CONFIRMED and past.closed_at else silent)


def _confirm(life: PastLife, past: PastRequest, at: datetime) -> None:
    role, data = (Role.CLOCK, None) if past.stars is None else (Role.CITIZEN, {"stars": past.stars})
    life.step(Action.CONFIRM, State.CONFIRMED, at, role, data)
    life.row.stars, life.row.closed_at = past.stars, at


def _complain(life: PastLife, past: PastRequest, due_for: DueFor) -> None:
    complaint, row = past.complaint, life.row
    if complaint is None:
        return
    life.complaint = SimpleNamespace(
        region=past.region, form="dispute", ground=complaint.ground, created_at=complaint.at, ruling=complaint.ruling,
        ruled_at=complaint.ruled_at,
    )  # fmt: skip
    life.step(Action.COMPLAIN, State.DISPUTED, complaint.at, Role.CITIZEN, {"ground": str(complaint.ground)})
    ruled = complaint.ruled_at or complaint.at
    if complaint.ruling == WRONG:
        life.step(Action.UPHOLD, State.UPHELD, ruled, Role.SUPERVISOR)
        row.closed_at = ruled
    elif complaint.ruling == RIGHT:
        life.step(Action.REOPEN, State.ASSIGNED, ruled, Role.SUPERVISOR, {"executor": None})
        row.assigned_at, row.reopened, row.due_at = ruled, 1, due_for(past, ruled)
        if past.state in DONE_STATES and past.done_at is not None:
            _report(life, past, ruled, past.done_at)
        else:
            _begin(life, past, ruled)


def _settle(life: PastLife, now: datetime) -> None:
    """Where it stands, and what time will do to it."""
    row = life.row
    row.is_open = row.state in OPEN_STATES
    late = now > row.first_due_at if row.is_open else row.done_at is not None and row.done_at > row.first_due_at
    row.outcome = outcome(row.state, reason=row.reason, late=late)
    if row.state is State.DONE:
        life.timers.append(("silence", row.done_at + SILENCE))
    if row.state is State.PLANNED:
        life.timers.append(("planned", row.planned_for))
    if not row.is_open:
        return
    due = row.first_due_at if row.first_due_at > now else row.due_at
    if due > now:
        life.timers.append(("overdue", due))
    else:
        # Everybody who would be told of it has known for long, elsewhere: it has climbed the ladder already.
        row.escalation, row.escalated_at = TO_MINISTRY, row.due_at
