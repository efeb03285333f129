"""The one place that answers: may this person do this to this request, and may they see it?"""

from dataclasses import dataclass

from domain.words import REGIONAL_ROLES, Action, Duty, Role, State
from domain.workflow import Edge, find_edge


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that a person holds, with the region and organisation it is bound to."""

    role: Role
    region: str | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a person with their grants, or time (`CLOCK`)."""

    id: int | None
    grants: tuple[Grant, ...] = ()

    def holds(self, role: Role, region: str | None = None) -> bool:
        """Whether the actor holds `role`, and holds it in `region` where one is asked for."""
        return any(g.role is role and (region is None or g.region == region) for g in self.grants)

    def regions(self, *roles: Role) -> list[str]:
        """The regions in which the actor holds any of `roles`, in the order granted."""
        return list(dict.fromkeys(g.region for g in self.grants if g.role in roles and g.region))


CLOCK = Actor(None, (Grant(Role.CLOCK),))
"""Time itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What permissions need to know of a request."""

    state: State
    region: str
    citizen_id: int | None
    executor_id: int | None


def roles_towards(actor: Actor, facts: Facts) -> list[Role]:
    """The roles in which `actor` stands towards the request, e.g. its citizen, an operator of its region."""
    roles = []
    if actor.id is not None and actor.id == facts.citizen_id:
        roles.append(Role.CITIZEN)
    # An operator who takes a request upon themselves is its executor.
    if actor.id is not None and actor.id == facts.executor_id and facts.region in actor.regions(*REGIONAL_ROLES):
        roles.append(Role.EXECUTOR)
    if actor.holds(Role.SUPERVISOR, facts.region):
        # A supervisor is the head of the operators and may do whatever they may.
        roles += [Role.SUPERVISOR, Role.OPERATOR]
    elif actor.holds(Role.OPERATOR, facts.region):
        roles.append(Role.OPERATOR)
    if actor.holds(Role.NATIONAL):
        roles.append(Role.NATIONAL)
    if actor.holds(Role.CLOCK):
        roles.append(Role.CLOCK)
    return roles


def permitted_edge(actor: Actor, action: Action, facts: Facts) -> tuple[Edge, Role] | None:
    """The edge by which `actor` may take `action`, with the role they do it in; None where they may not."""
    for role in roles_towards(actor, facts):
        edge = find_edge(action, facts.state, role)
        if edge is not None:
            return edge, role
    return None


def may_take(actor: Actor, action: Action, facts: Facts) -> bool:
    """Whether `actor` may take `action` on the request as it stands."""
    return permitted_edge(actor, action, facts) is not None


def may_ever_take(actor: Actor, action: Action, facts: Facts) -> bool:
    """Whether `actor` might take `action` on this request in some state: tells "too late" from "not yours"."""
    roles = roles_towards(actor, facts)
    return any(find_edge(action, state, role) for state in State for role in roles)


def may_see(actor: Actor, facts: Facts) -> bool:
    """Whether `actor` may open the request with all its inner notes: staff of its region and the ministry."""
    return any(role is not Role.CITIZEN for role in roles_towards(actor, facts))


DUTIES: dict[Duty, frozenset[Role]] = {
    Duty.TEAM: frozenset({Role.SUPERVISOR, Role.NATIONAL, Role.ADMIN}),
    Duty.TEMPLATES: frozenset({Role.SUPERVISOR}),
    Duty.DEADLINES: frozenset({Role.SUPERVISOR, Role.ADMIN}),
    Duty.GROUPS: frozenset({Role.SUPERVISOR}),
    Duty.BANS: frozenset({Role.SUPERVISOR}),
    Duty.TRIAGE: frozenset({Role.OPERATOR, Role.SUPERVISOR}),
    Duty.DOUBTS: frozenset({Role.OPERATOR, Role.SUPERVISOR}),
}
"""Who may do what in a region besides the steps of requests; regional roles in their own region only."""


def may(actor: Actor, duty: Duty, region: str) -> bool:
    """Whether the actor has this duty in a region."""
    return any(actor.holds(role, region if role in REGIONAL_ROLES else None) for role in DUTIES[duty])


def may_invite(actor: Actor, role: Role, region: str | None) -> bool:
    """Admins invite the ministry and supervisors, the ministry supervisors, supervisors their own region's people."""
    if (role in REGIONAL_ROLES) != (region is not None):
        return False
    if actor.holds(Role.ADMIN):
        return role not in (Role.CITIZEN, Role.CLOCK)
    if actor.holds(Role.NATIONAL) and role is Role.SUPERVISOR:
        return True
    return role in (Role.OPERATOR, Role.EXECUTOR) and actor.holds(Role.SUPERVISOR, region)


_STANDING = {Role.EXECUTOR: 1, Role.OPERATOR: 2, Role.SUPERVISOR: 3, Role.NATIONAL: 4, Role.ADMIN: 5}


def _standing(actor: Actor, region: str | None) -> int:
    """How high somebody stands in a region (None: in the whole country); 0 for those who hold nothing there."""
    return max((_STANDING.get(g.role, 0) for g in actor.grants if g.region in (region, None)), default=0)


def may_manage(actor: Actor, other: Actor, role: Role, region: str | None) -> bool:
    """Whether `actor` may suspend or take away the `role` that `other` holds in a region, or change it.

    Whoever may invite into a role may end it, but nobody their own, nor that of somebody who stands as high as they or
    higher; admins look after each other.
    """
    if actor.id == other.id or not may_invite(actor, role, region):
        return False
    return actor.holds(Role.ADMIN) or _standing(other, region) < _standing(actor, region)
