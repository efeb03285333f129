"""Life of a request: one table of edges, and the few functions that read it.

`docs/workflow.md` is drawn from this table (`main.py docs`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.words import RETURNED_REASONS, Action, Outcome, RejectReason, Role, State


@dataclass(frozen=True, slots=True)
class Edge:
    """One permitted step: from any of `sources` to `target`, by any of `by`.

    `target` None means that the state stays. `needs` names the data without which the step is refused.
    """

    action: Action
    sources: frozenset[State]
    target: State | None
    by: frozenset[Role]
    why: str
    needs: tuple[str, ...] = ()
    public: bool = True


def _edge(
    action: Action,
    sources: Iterable[State],
    target: State | None,
    by: Iterable[Role],
    why: str,
    needs: tuple[str, ...] = (),
    public: bool = True,
) -> Edge:
    return Edge(action, frozenset(sources), target, frozenset(by), why, needs, public)


_S, _A, _R = State, Action, Role
_BEFORE_WORK = (_S.NEW, _S.NEEDS_INFO)
_AT_WORK = (_S.ASSIGNED, _S.PLANNED, _S.IN_PROGRESS)

EDGES: tuple[Edge, ...] = (
    _edge(_A.RECATEGORISE, (*_BEFORE_WORK, *_AT_WORK), None, (_R.OPERATOR,),
          "the citizen's category is a hint, the operator's counts", ("category",)),
    _edge(_A.ASSIGN, (_S.NEW, *_AT_WORK), _S.ASSIGNED, (_R.OPERATOR,),
          "accepts the category and so the deadline, names who does the work; again for another executor",
          ("category", "executor_id")),
    _edge(_A.ASK, (_S.NEW,), _S.NEEDS_INFO, (_R.OPERATOR,),
          "the place or the problem is not clear", ("comment",)),
    _edge(_A.ANSWER, (_S.NEEDS_INFO,), _S.NEW, (_R.CITIZEN,),
          "the citizen's words or photos answer the question", ("answer",)),
    _edge(_A.REJECT, (_S.NEW,), _S.REJECTED, (_R.OPERATOR,),
          "not for the akimat, or no request at all; always with a reason", ("reason",)),
    _edge(_A.REJECT, (_S.NEEDS_INFO,), _S.REJECTED, (_R.CLOCK,),
          "the question was left unanswered", ("reason",)),
    _edge(_A.MARK_DUPLICATE, (_S.NEW,), _S.DUPLICATE, (_R.OPERATOR,),
          "the same problem is being solved already", ("duplicate_of",)),
    _edge(_A.FORWARD, (*_BEFORE_WORK, *_AT_WORK), _S.NEW, (_R.OPERATOR,),
          "the place lies in another region, whose akimat is told why", ("region", "comment")),
    _edge(_A.START, (_S.ASSIGNED, _S.PLANNED), _S.IN_PROGRESS, (_R.EXECUTOR,),
          "the work begins"),
    _edge(_A.START, (_S.PLANNED,), _S.IN_PROGRESS, (_R.CLOCK,),
          "on the planned date the work begins by itself"),
    _edge(_A.RETURN, (_S.ASSIGNED,), _S.NEW, (_R.EXECUTOR,),
          "the executor cannot do it and says why", ("comment",)),
    _edge(_A.PLAN, _AT_WORK, _S.PLANNED, (_R.EXECUTOR, _R.OPERATOR),
          "the work has a date; again for another date", ("planned_for",)),
    _edge(_A.REPORT, (_S.IN_PROGRESS,), _S.DONE, (_R.EXECUTOR,),
          "the work is done; at least one photo shows it", ("photo",)),
    _edge(_A.CONFIRM, (_S.DONE,), _S.CONFIRMED, (_R.CITIZEN,),
          "the citizen accepts the work with stars", ("stars",)),
    _edge(_A.CONFIRM, (_S.DONE,), _S.CONFIRMED, (_R.CLOCK,),
          "silence is consent after the term, counted apart"),
    _edge(_A.COMPLAIN, (_S.DONE,), _S.DISPUTED, (_R.CITIZEN,),
          "the work is not what it should be", ("ground",)),
    _edge(_A.UPHOLD, (_S.DISPUTED,), _S.UPHELD, (_R.SUPERVISOR,),
          "the work stands; the citizen gets an answer", ("comment",)),
    _edge(_A.REOPEN, (_S.DISPUTED,), _S.ASSIGNED, (_R.SUPERVISOR,),
          "the complaint is right; never back to the same executor without saying so", ("executor_id", "comment")),
    _edge(_A.APPEAL, (_S.REJECTED,), None, (_R.CITIZEN,),
          "once, with words of the citizen's own", ("comment",)),
    _edge(_A.GRANT_APPEAL, (_S.REJECTED,), _S.NEW, (_R.SUPERVISOR,),
          "the rejection was wrong", ("comment",)),
    _edge(_A.REFUSE_APPEAL, (_S.REJECTED,), None, (_R.SUPERVISOR,),
          "the rejection stands; the citizen gets an answer", ("comment",)),
    _edge(_A.WITHDRAW, _BEFORE_WORK, _S.WITHDRAWN, (_R.CITIZEN,),
          "the citizen takes it back before the work begins"),
    _edge(_A.PLACE, (*_BEFORE_WORK, *_AT_WORK), None, (_R.OPERATOR,),
          "the district is chosen from the list, never guessed", ("district",), False),
    _edge(_A.NOTE, tuple(_S), None, (_R.OPERATOR, _R.EXECUTOR, _R.SUPERVISOR),
          "a remark for colleagues", ("comment",), False),
)  # fmt: skip


def edges_from(state: State) -> list[Edge]:
    """The edges that leave `state`, in the order of the table."""
    return [edge for edge in EDGES if state in edge.sources]


def find_edge(action: Action, state: State, role: Role) -> Edge | None:
    """The edge by which `role` may take `action` in `state`, or None."""
    for edge in EDGES:
        if edge.action is action and state in edge.sources and role in edge.by:
            return edge
    return None


def roles_for(action: Action, state: State) -> frozenset[Role]:
    """The roles that may take `action` in `state`; empty where nobody may."""
    return frozenset().union(*(e.by for e in EDGES if e.action is action and state in e.sources))


def outcome(state: State, *, reason: RejectReason | None, late: bool) -> Outcome:
    """The column of the statistics for a request in `state`.

    `late` says that the first deadline has passed: for an open request now, for an executed one when the work was
    reported. A complaint under review counts as work that is still owed.
    """
    if state in (State.DONE, State.CONFIRMED, State.UPHELD):
        return Outcome.EXECUTED_LATE if late else Outcome.EXECUTED
    if state is State.REJECTED:
        return Outcome.RETURNED if reason in RETURNED_REASONS else Outcome.REJECTED
    if state is State.DUPLICATE:
        return Outcome.DUPLICATE
    if state is State.WITHDRAWN:
        return Outcome.WITHDRAWN
    return Outcome.OVERDUE if late else Outcome.WORK
