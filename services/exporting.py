"""Whose requests behind the figures somebody may have, and how many there will be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor
from domain.spans import FIRST_DAY, Span
from domain.words import Role
from models import CitizenRequest, WorkReport
from services import statistics
from services.statistics import Scope, check_scope


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows of a scope are somebody's to have."""

    everything: bool = False
    regions: tuple[str, ...] = ()
    """All of these regions."""
    executed_in: tuple[str, ...] = ()
    """Of these regions what they do themselves or have done."""
    sent: bool = False
    """What they sent themselves."""
    named: bool = False
    """With the names of the executors."""

    @property
    def whole(self) -> bool:
        """Whether it is whole regions, whose rows the counters know the number of."""
        return self.everything or (bool(self.regions) and not self.executed_in)


def reach(actor: Actor, scope: Scope) -> Reach:
    """The ministry and admins have everything, operators and supervisors their regions, executors their own work.

    Whoever has no role in the scope has what they sent themselves.
    """
    if statistics.sees_all(actor):
        return Reach(everything=True, named=True)
    regions = _within(scope, actor.regions(Role.OPERATOR, Role.SUPERVISOR))
    executed = tuple(r for r in _within(scope, actor.regions(Role.EXECUTOR)) if r not in regions)
    named = bool(regions) and not executed and all(actor.holds(Role.SUPERVISOR, region) for region in regions)
    return Reach(False, regions, executed, not regions and not executed, named)


def _within(scope: Scope, regions: Sequence[str]) -> tuple[str, ...]:
    return tuple(region for region in regions if scope.region in (None, region))


async def allowed(session: AsyncSession, actor: Actor, scope: Scope) -> Reach:
    """What somebody may have of a scope. Raises as `services.statistics.check_scope` does."""
    own = None if actor.id is None else await statistics.own_region(session, actor.id)
    check_scope(actor, scope, own)
    return reach(actor, scope)


async def expected(session: AsyncSession, actor: Actor, found: Reach, scope: Scope, span: Span) -> int:
    """How many rows there will be, read from the counters; for executors at most so many, of those who sent them
    themselves by counting.
    """
    if found.sent:
        query = select(func.count()).select_from(CitizenRequest).where(*conditions(actor, found, scope, span))
        return await session.scalar(query) or 0
    regions = [None] if found.everything else [*found.regions, *found.executed_in]
    wanted = [scope if region is None else replace(scope, region=region) for region in regions]
    return sum([(await statistics.figures(session, one, span)).received for one in wanted])


def conditions(actor: Actor, found: Reach, scope: Scope, span: Span) -> list[ColumnElement[bool]]:
    """What holds of the requests they get."""
    wanted = [
        CitizenRequest.day.between(span.first or FIRST_DAY, span.last),
        CitizenRequest.kind.in_(scope.kinds),
        _theirs(actor, found),
    ]
    if scope.region is not None:
        wanted.append(CitizenRequest.region == scope.region)
    if scope.district:
        wanted.append(CitizenRequest.district == scope.district)
    if scope.category is not None:
        wanted.append(CitizenRequest.category == scope.category if scope.category else _OPEN_CATEGORY)
    return wanted


_OPEN_CATEGORY = CitizenRequest.category.is_(None)


def _theirs(actor: Actor, found: Reach) -> ColumnElement[bool]:
    if found.everything:
        return CitizenRequest.id > 0
    if found.sent:
        return CitizenRequest.citizen_id == actor.id if actor.id is not None else false()
    # Asked so, PostgreSQL looks the reports of each request up; an EXISTS it would answer by reading all there are.
    reporters = select(WorkReport.person_id).where(WorkReport.request_id == CitizenRequest.id).correlate(CitizenRequest)
    own = or_(CitizenRequest.executor_id == actor.id, literal(actor.id).in_(reporters))
    parts: list[ColumnElement[bool]] = []
    if found.regions:
        parts.append(CitizenRequest.region.in_(found.regions))
    if found.executed_in:
        parts.append(and_(CitizenRequest.region.in_(found.executed_in), own))
    return or_(*parts)
