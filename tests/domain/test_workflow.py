"""The table of steps: it says what the design says, and no walk along it breaks the figures."""

from hypothesis import given
from hypothesis import strategies as st

from domain.words import OPEN_STATES, RETURNED_REASONS, Action, Outcome, RejectReason, Role, State
from domain.workflow import EDGES, edges_from, find_edge, outcome, roles_for

DESIGN = """
new -> assigned by operator
new -> needs_info by operator
new -> rejected by operator
new -> duplicate by operator
new -> new by operator
assigned -> new by operator
in_progress -> new by operator
planned -> new by operator
needs_info -> new by operator
needs_info -> new by citizen
needs_info -> rejected by clock
assigned -> in_progress by executor
assigned -> new by executor
assigned -> planned by executor
assigned -> planned by operator
in_progress -> planned by executor
in_progress -> planned by operator
planned -> in_progress by executor
planned -> in_progress by clock
in_progress -> done by executor
done -> confirmed by citizen
done -> confirmed by clock
done -> disputed by citizen
disputed -> assigned by supervisor
disputed -> upheld by supervisor
rejected -> new by supervisor
new -> withdrawn by citizen
needs_info -> withdrawn by citizen
"""
ANOTHER_EXECUTOR = {
    (State.ASSIGNED, State.ASSIGNED, Role.OPERATOR),
    (State.PLANNED, State.ASSIGNED, Role.OPERATOR),
    (State.IN_PROGRESS, State.ASSIGNED, Role.OPERATOR),
}
"""Giving the work to somebody else is no step of the design's, but akimats do it every day."""

ANOTHER_DATE = {(State.PLANNED, State.PLANNED, Role.EXECUTOR), (State.PLANNED, State.PLANNED, Role.OPERATOR)}
"""It rains: planned work gets another day."""

AFTER_REPORT = {State.DONE, State.CONFIRMED, State.UPHELD}


def moves() -> set[tuple[State, State, Role]]:
    return {(s, e.target, role) for e in EDGES if e.target is not None for s in e.sources for role in e.by}


def test_the_table_has_the_designs_steps_and_no_others() -> None:
    """Without it: a step could be lost or slip in, and the desk would refuse or allow what was never decided."""
    designed = set()
    for line in DESIGN.strip().splitlines():
        source, _, rest = line.partition(" -> ")
        target, _, role = rest.partition(" by ")
        designed.add((State(source), State(target), Role(role)))
    assert moves() == designed | ANOTHER_EXECUTOR | ANOTHER_DATE


def test_a_role_finds_one_edge_at_the_most() -> None:
    """Without it: which rule holds would depend on the order of the table."""
    for state in State:
        for action in Action:
            for role in Role:
                fitting = [e for e in EDGES if e.action is action and state in e.sources and role in e.by]
                assert len(fitting) <= 1
                assert find_edge(action, state, role) is (fitting[0] if fitting else None)
                assert (role in roles_for(action, state)) == bool(fitting)


def test_no_state_is_a_trap_and_every_state_is_reached() -> None:
    """Without it: a request could be stuck for ever in a state that nobody can end."""
    reached, fresh = {State.NEW}, {State.NEW}
    while fresh:
        fresh = {t for s, t, _ in moves() if s in fresh} - reached
        reached |= fresh
    assert reached == set(State)
    for state in OPEN_STATES | {State.DONE}:
        assert any(e.target is not None for e in edges_from(state)), state


def test_what_only_time_does_has_an_end_by_itself() -> None:
    """Without it: a silent citizen could keep a request open for ever."""
    assert roles_for(Action.REJECT, State.NEEDS_INFO) == {Role.CLOCK}
    assert Role.CLOCK in roles_for(Action.CONFIRM, State.DONE)
    assert Role.CLOCK in roles_for(Action.START, State.PLANNED)
    assert {(e.action, s) for e in EDGES if Role.CLOCK in e.by for s in e.sources} == {
        (Action.REJECT, State.NEEDS_INFO), (Action.CONFIRM, State.DONE), (Action.START, State.PLANNED),
    }  # fmt: skip


def test_closed_for_good_means_closed() -> None:
    """Without it: a withdrawn or confirmed request could be brought back to life past its citizen."""
    for state in (State.CONFIRMED, State.UPHELD, State.DUPLICATE, State.WITHDRAWN):
        assert {e.action for e in edges_from(state)} == {Action.NOTE}


def test_every_step_has_a_reason_beside_it() -> None:
    """Without it: the page on the workflow would have empty cells."""
    assert all(edge.why and edge.sources and edge.by for edge in EDGES)
    assert [edge.action for edge in EDGES if not edge.public] == [Action.PLACE, Action.NOTE]


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=60))
def test_no_walk_reaches_a_verdict_without_a_report(choices: list[int]) -> None:
    """Without it: a request could count as executed although nobody ever showed a photo of the work."""
    state, reported, assigned = State.NEW, False, False
    for choice in choices:
        edge = edges_from(state)[choice % len(edges_from(state))]
        reported = reported or edge.action is Action.REPORT
        assigned = assigned or edge.action in (Action.ASSIGN, Action.REOPEN)
        if edge.action is Action.GRANT_APPEAL:
            assert state is State.REJECTED
        state = edge.target or state
        assert reported or state not in AFTER_REPORT | {State.DISPUTED}
        assert assigned or state not in {State.ASSIGNED, State.PLANNED, State.IN_PROGRESS}


@given(st.sampled_from(State), st.sampled_from([None, *RejectReason]), st.booleans())
def test_each_request_stands_in_one_column(state: State, reason: RejectReason | None, late: bool) -> None:
    """Without it: what was received would not be the sum of the columns."""
    column = outcome(state, reason=reason, late=late)
    if state in AFTER_REPORT:
        assert column is (Outcome.EXECUTED_LATE if late else Outcome.EXECUTED)
    elif state in OPEN_STATES:
        assert column is (Outcome.OVERDUE if late else Outcome.WORK)
    elif state is State.REJECTED:
        assert column is (Outcome.RETURNED if reason in RETURNED_REASONS else Outcome.REJECTED)
    else:
        assert column == state


def test_a_complaint_under_review_is_work() -> None:
    """Without it: disputed works would count as executed while nobody has ruled."""
    assert outcome(State.DISPUTED, reason=None, late=False) is Outcome.WORK
    assert State.DISPUTED in OPEN_STATES
