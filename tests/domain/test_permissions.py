"""Who may do what to which request: the whole matrix of role, region, state and action."""

from itertools import product

import pytest

from domain.permissions import (
    CLOCK,
    Actor,
    Facts,
    Grant,
    may_ever_take,
    may_invite,
    may_manage,
    may_see,
    may_take,
    permitted_edge,
    roles_towards,
)
from domain.words import Action, Role, State

HERE, ELSEWHERE = "KZ-79", "KZ-75"
CITIZEN, EXECUTOR, NEIGHBOUR = 1, 2, 3

CITIZENS = {
    (Action.ANSWER, State.NEEDS_INFO), (Action.WITHDRAW, State.NEW), (Action.WITHDRAW, State.NEEDS_INFO),
    (Action.CONFIRM, State.DONE), (Action.COMPLAIN, State.DONE), (Action.APPEAL, State.REJECTED),
}  # fmt: skip
EXECUTORS = {
    (Action.START, State.ASSIGNED), (Action.START, State.PLANNED), (Action.RETURN, State.ASSIGNED),
    (Action.PLAN, State.ASSIGNED), (Action.PLAN, State.PLANNED), (Action.PLAN, State.IN_PROGRESS),
    (Action.REPORT, State.IN_PROGRESS),
    *((Action.NOTE, s) for s in State),
}  # fmt: skip
_BEFORE = (State.NEW, State.NEEDS_INFO)
_AT_WORK = (State.ASSIGNED, State.PLANNED, State.IN_PROGRESS)
OPERATORS = {
    *((Action.RECATEGORISE, s) for s in (*_BEFORE, *_AT_WORK)), *((Action.FORWARD, s) for s in (*_BEFORE, *_AT_WORK)),
    *((Action.ASSIGN, s) for s in (State.NEW, *_AT_WORK)), (Action.ASK, State.NEW), (Action.REJECT, State.NEW),
    (Action.MARK_DUPLICATE, State.NEW), *((Action.PLAN, s) for s in _AT_WORK),
    *((Action.PLACE, s) for s in (*_BEFORE, *_AT_WORK)), *((Action.NOTE, s) for s in State),
}  # fmt: skip
SUPERVISORS = OPERATORS | {
    (Action.UPHOLD, State.DISPUTED), (Action.REOPEN, State.DISPUTED), (Action.GRANT_APPEAL, State.REJECTED),
    (Action.REFUSE_APPEAL, State.REJECTED),
}  # fmt: skip
TIME = {(Action.REJECT, State.NEEDS_INFO), (Action.CONFIRM, State.DONE), (Action.START, State.PLANNED)}


def person(id_: int, *grants: tuple[Role, str | None]) -> Actor:
    return Actor(id_, tuple(Grant(role, region) for role, region in grants))


MATRIX: dict[str, tuple[Actor, set[tuple[Action, State]]]] = {
    "its citizen": (person(CITIZEN), CITIZENS),
    "another citizen": (person(NEIGHBOUR), set()),
    "its executor": (person(EXECUTOR, (Role.EXECUTOR, HERE)), EXECUTORS),
    "another executor here": (person(NEIGHBOUR, (Role.EXECUTOR, HERE)), set()),
    "its executor, who left the region": (person(EXECUTOR, (Role.EXECUTOR, ELSEWHERE)), set()),
    "its executor, who left the desk": (person(EXECUTOR), set()),
    "an operator here": (person(NEIGHBOUR, (Role.OPERATOR, HERE)), OPERATORS),
    "an operator elsewhere": (person(NEIGHBOUR, (Role.OPERATOR, ELSEWHERE)), set()),
    "an operator here who took it": (person(EXECUTOR, (Role.OPERATOR, HERE)), OPERATORS | EXECUTORS),
    "a supervisor here": (person(NEIGHBOUR, (Role.SUPERVISOR, HERE)), SUPERVISORS),
    "a supervisor elsewhere": (person(NEIGHBOUR, (Role.SUPERVISOR, ELSEWHERE)), set()),
    "the ministry": (person(NEIGHBOUR, (Role.NATIONAL, None)), set()),
    "the administrator": (person(NEIGHBOUR, (Role.ADMIN, None)), set()),
    "the clock": (CLOCK, TIME),
    "nobody": (Actor(None), set()),
}


@pytest.mark.parametrize("who", MATRIX)
def test_the_matrix(who: str) -> None:
    """Without it: a change to a rule could open a door that nobody looks at."""
    actor, allowed = MATRIX[who]
    for action, state in product(Action, State):
        facts = Facts(state, HERE, CITIZEN, EXECUTOR)
        assert may_take(actor, action, facts) == ((action, state) in allowed), (action, state)
        permitted = permitted_edge(actor, action, facts)
        assert (permitted is not None) == ((action, state) in allowed)
        if permitted is not None:
            assert permitted[1] in roles_towards(actor, facts) and state in permitted[0].sources


@pytest.mark.parametrize("who", MATRIX)
def test_too_late_is_told_from_not_yours(who: str) -> None:
    """Without it: a colleague who came second would be told that they have no rights."""
    actor, allowed = MATRIX[who]
    for action, state in product(Action, State):
        ever = may_ever_take(actor, action, Facts(state, HERE, CITIZEN, EXECUTOR))
        assert ever == any(a is action for a, _ in allowed), (action, state)


def test_only_the_regions_staff_and_the_ministry_see_inside() -> None:
    """Without it: inner notes could be read by citizens or by another region."""
    facts = Facts(State.NEW, HERE, CITIZEN, EXECUTOR)
    seeing = {who for who, (actor, _) in MATRIX.items() if may_see(actor, facts)}
    assert seeing == {
        "its executor", "an operator here", "an operator here who took it", "a supervisor here", "the ministry",
        "the clock",
    }  # fmt: skip


def test_nobody_stands_as_the_citizen_of_an_erased_request() -> None:
    """Without it: time itself, or anybody without an id, would pass for a citizen whose data were erased."""
    facts = Facts(State.DONE, HERE, None, None)
    assert Role.CITIZEN not in roles_towards(Actor(None), facts)
    assert roles_towards(CLOCK, facts) == [Role.CLOCK]
    assert not may_take(CLOCK, Action.COMPLAIN, facts)


INVITING = {
    Role.ADMIN: {
        (Role.OPERATOR, HERE), (Role.OPERATOR, ELSEWHERE), (Role.EXECUTOR, HERE), (Role.EXECUTOR, ELSEWHERE),
        (Role.SUPERVISOR, HERE), (Role.SUPERVISOR, ELSEWHERE), (Role.NATIONAL, None), (Role.ADMIN, None),
    },
    Role.NATIONAL: {(Role.SUPERVISOR, HERE), (Role.SUPERVISOR, ELSEWHERE)},
    Role.SUPERVISOR: {(Role.OPERATOR, HERE), (Role.EXECUTOR, HERE)},
    Role.OPERATOR: set(), Role.EXECUTOR: set(), Role.CITIZEN: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", INVITING)
def test_who_may_invite_whom(role: Role) -> None:
    """Without it: an operator could make themselves a supervisor, or a supervisor reach into another region."""
    inviter = person(1, (role, HERE if role in (Role.SUPERVISOR, Role.OPERATOR, Role.EXECUTOR) else None))
    for wanted, region in product(Role, (HERE, ELSEWHERE, None)):
        assert may_invite(inviter, wanted, region) == ((wanted, region) in INVITING[role]), (wanted, region)


MANAGING = {
    "a supervisor": (person(1, (Role.SUPERVISOR, HERE)), {"an operator here", "an executor here"}),
    "a supervisor elsewhere": (person(1, (Role.SUPERVISOR, ELSEWHERE)), set()),
    "the ministry": (person(1, (Role.NATIONAL, None)), {"a supervisor here"}),
    "an administrator": (person(1, (Role.ADMIN, None)), {
        "an operator here", "an executor here", "a supervisor here", "the ministry", "an administrator",
        "a supervisor who is an operator too", "the ministry's executor",
    }),
    "an operator": (person(1, (Role.OPERATOR, HERE)), set()),
    "an executor": (person(1, (Role.EXECUTOR, HERE)), set()),
    "a citizen": (person(1), set()),
}  # fmt: skip
MANAGED = {
    "an operator here": (((Role.OPERATOR, HERE),), Role.OPERATOR, HERE),
    "an executor here": (((Role.EXECUTOR, HERE),), Role.EXECUTOR, HERE),
    "a supervisor here": (((Role.SUPERVISOR, HERE),), Role.SUPERVISOR, HERE),
    "a supervisor who is an operator too": (((Role.OPERATOR, HERE), (Role.SUPERVISOR, HERE)), Role.OPERATOR, HERE),
    "the ministry's executor": (((Role.EXECUTOR, HERE), (Role.NATIONAL, None)), Role.EXECUTOR, HERE),
    "the ministry": (((Role.NATIONAL, None),), Role.NATIONAL, None),
    "an administrator": (((Role.ADMIN, None),), Role.ADMIN, None),
}


@pytest.mark.parametrize("who", MANAGING)
def test_who_may_end_whose_role(who: str) -> None:
    """Without it: people could end their own role, their peer's or their superior's."""
    actor, managed = MANAGING[who]
    for name, (grants, role, region) in MANAGED.items():
        assert may_manage(actor, person(2, *grants), role, region) == (name in managed), name
        assert not may_manage(actor, person(1, *grants), role, region)
