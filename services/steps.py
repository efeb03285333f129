"""Taking a step in the life of a request: the frame around every verb.

A verb (`services.deciding`, `services.working`, `services.judging`) opens a step, changes what is its own, and closes
it. Opening checks that the actor may take it now; closing writes the state, the history, the counters and the timers,
and leaves the step in the session for the edge to announce (`taken_steps`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import NotAllowed, NotFound, Stale
from domain.ladder import TOLD
from domain.permissions import Actor, Facts, may_ever_take, may_see, permitted_edge
from domain.words import OPEN_STATES, Action, Role, State
from domain.workflow import Edge, outcome
from models import CitizenRequest, Complaint, HistoryEntry
from services import counters
from services.incoming import drop_collected
from services.people import staff_name
from services.timers import set_timer, stop_timer

_STEPS = "steps"
_NEW_WORK = frozenset({Action.ASSIGN, Action.REOPEN, Action.RECATEGORISE})
"""Steps after which the executor, the deadline, or both are others than before."""
_CLOCK_NAMES = ("no_answer", "ask_again", "planned", "silence", "verdict_reminder")
"""Timers of one state, which end with it."""

_WATCHED = frozenset({Action.ASSIGN, Action.ASK, Action.RECATEGORISE, Action.PLAN, Action.PLACE})
"""Steps after which the request is the operator's to watch; of the others it leaves the queue, or their region."""


@dataclass(slots=True)
class Step:
    """One step being taken, or taken: by whom, along which edge, and what was before."""

    request: CitizenRequest
    edge: Edge
    role: Role
    actor: Actor
    now: datetime
    from_state: State
    from_region: str
    from_executor: int | None
    standing: counters.Standing
    entry: HistoryEntry | None = None
    complaint: Complaint | None = None
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def action(self) -> Action:
        """What is done."""
        return self.edge.action


def facts_of(request: CitizenRequest) -> Facts:
    """What permissions need to know of a request."""
    return Facts(request.state, request.region, request.citizen_id, request.executor_id)


async def visible_request(session: AsyncSession, actor: Actor, request_id: int) -> CitizenRequest:
    """The request, for staff who may see it. Raises NotFound for all others, whether it exists or not."""
    request = await session.get(CitizenRequest, request_id)
    if request is None or not may_see(actor, facts_of(request)):
        raise NotFound
    return request


async def takeable_request(session: AsyncSession, actor: Actor, request_id: int, action: Action) -> CitizenRequest:
    """The request, where the actor may take this step now: for what comes before it. Raises as `open_step` does."""
    request = await session.get(CitizenRequest, request_id)
    if request is None:
        raise NotFound
    if permitted_edge(actor, action, facts_of(request)) is None:
        raise await _refusal(session, actor, action, request)
    return request


async def open_step(session: AsyncSession, actor: Actor, request_id: int, action: Action, now: datetime) -> Step:
    """Begin a step, with the request locked where the database can.

    Raises NotFound where there is no such request for this actor, Stale where the step came too late, NotAllowed where
    it is not theirs to take.
    """
    request = await session.get(CitizenRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound
    facts = facts_of(request)
    permitted = permitted_edge(actor, action, facts)
    if permitted is None:
        raise await _refusal(session, actor, action, request)
    edge, role = permitted
    standing = await counters.standing_in(session, request)
    return Step(request, edge, role, actor, now, request.state, request.region, request.executor_id, standing)


async def _refusal(session: AsyncSession, actor: Actor, action: Action, request: CitizenRequest) -> Exception:
    facts = facts_of(request)
    is_citizen = actor.id is not None and actor.id == request.citizen_id
    if not (is_citizen or may_see(actor, facts)):
        return NotFound()
    if not may_ever_take(actor, action, facts):
        # Somebody else does the work now: for the former executor the button has gone stale.
        if action in (Action.START, Action.REPORT, Action.RETURN, Action.PLAN) and may_see(actor, facts):
            return Stale(request.id, request.state, await staff_name(session, request.executor_id))
        return NotAllowed()
    return await stale(session, request, name_it=not is_citizen)


async def stale(session: AsyncSession, request: CitizenRequest, *, name_it: bool = True) -> Stale:
    """The refusal that says where the request stands now, and (`name_it`) which colleague brought it there."""
    last = await _last_actor(session, request.id) if name_it else None
    silent = request.state is State.CONFIRMED and request.stars is None
    return Stale(request.id, request.state, await staff_name(session, last), by_silence=silent)


async def _last_actor(session: AsyncSession, request_id: int) -> int | None:
    # Somebody of the staff may be the citizen here, and as such has no name.
    query = select(HistoryEntry.actor_id).where(
        HistoryEntry.request_id == request_id, HistoryEntry.role != Role.CITIZEN
    )
    return await session.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))


async def close_step(session: AsyncSession, step: Step, comment: str | None = None) -> Step:
    """Finish a step: state, outcome, history, counters and timers, all in the caller's transaction."""
    request = step.request
    if step.edge.target is not None:
        request.state = step.edge.target
        request.is_open = request.state in OPEN_STATES
        request.closed_at = None if request.is_open or request.state is State.DONE else step.now
    if step.action in _WATCHED and step.role is Role.OPERATOR:
        request.operator_id = step.actor.id
    settle_outcome(request, step.now)
    arrives = (request.state is State.NEW and step.from_state is not State.NEW) or request.region != step.from_region
    if arrives:
        request.queued_at = step.now
    if step.from_executor is not None and step.from_executor != request.executor_id:
        # The next executor makes a report of their own.
        await drop_collected(session, request.id, step.from_executor, step.now)
    step.entry = HistoryEntry(
        request_id=request.id,
        at=step.now,
        action=step.action,
        role=step.role,
        actor_id=step.actor.id,
        from_state=step.from_state,
        to_state=request.state,
        comment=comment,
        data=step.data or None,
        public=step.edge.public,
    )
    session.add(step.entry)
    await session.flush()
    await counters.move(session, step.standing, await counters.standing_in(session, request))
    await _set_clock(session, step)
    if arrives:
        # After the counters, as in sending: in one order for everybody, two transactions never wait for each other.
        await set_timer(session, "news", request.region, step.now + terms.NEWS_DELAY, keep=True)
    note_step(session, step)
    return step


def settle_outcome(request: CitizenRequest, now: datetime) -> None:
    """Put the request into the column of the statistics where it belongs at `now`."""
    late = (request.done_at or now) > request.first_due_at if not request.is_open else now > request.first_due_at
    request.outcome = outcome(request.state, reason=request.reason, late=late)


async def _set_clock(session: AsyncSession, step: Step) -> None:
    """Stop the timers of the state that was left, set those of the one entered."""
    request, now = step.request, step.now
    if step.from_state is not request.state:
        await stop_timer(session, request.id, *_CLOCK_NAMES)
    if not request.is_open:
        await stop_timer(session, request.id, "overdue", "remind")
    else:
        await _watch_deadline(session, step)
    if request.state is State.NEEDS_INFO:
        await set_timer(session, "no_answer", request.id, now + terms.NO_ANSWER)
        await set_timer(session, "ask_again", request.id, now + terms.NO_ANSWER_REMINDER)
    elif request.state is State.PLANNED and request.planned_for is not None:
        await set_timer(session, "planned", request.id, request.planned_for)
    elif request.state is State.DONE:
        await set_timer(session, "silence", request.id, now + terms.SILENCE)
        await set_timer(session, "verdict_reminder", request.id, now + terms.VERDICT_REMINDER)


async def _watch_deadline(session: AsyncSession, step: Step) -> None:
    request, now = step.request, step.now
    # A reopened request has two deadlines: the first, for the figures, and the one its executor works towards.
    due = request.first_due_at if request.first_due_at > now else request.due_at
    if due > now:
        await set_timer(session, "overdue", request.id, due)
    elif request.escalation < TOLD and request.state is not State.DISPUTED:
        # Late from the moment it is open again, or has a shorter term: it climbs the ladder like any other. A complaint
        # about work done in time does not.
        await set_timer(session, "overdue", request.id, now)
    if request.due_at > now and step.action in _NEW_WORK and request.executor_id is not None:
        # When exactly the executor is reminded depends on the settings of the region: the clock looks them up.
        await set_timer(session, "remind", request.id, now)


def note_step(session: AsyncSession, step: Step) -> None:
    """Leave a step for the edge to announce at the end of the transaction."""
    session.info.setdefault(_STEPS, []).append(step)


def taken_steps(session: AsyncSession) -> list[Step]:
    """The steps taken in this transaction that have not been announced yet; each is given once."""
    steps: list[Step] = session.info.pop(_STEPS, [])
    return steps
