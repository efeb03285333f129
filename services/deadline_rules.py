"""The deadline of a category: our default, over it the country's rule, over that the region's own.

A rule holds for what begins after it was set: a request sent, given another category, or reopened. What is running
already keeps its deadline.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.permissions import Actor
from domain.words import Duty, Kind
from domain.working_time import DeadlineUnit
from models import DeadlineRule, Person
from models.upsert import insert_into
from services import calendar, categories
from services.calendar import Limit
from services.scopes import COUNTRY, check_scope

log = structlog.get_logger("deadlines")

LONGEST = {DeadlineUnit.WORKING_DAYS: 90, DeadlineUnit.CALENDAR_HOURS: 720}
"""The longest limit that can be set, in each unit."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The limit of a category that is in force somewhere, and where it comes from: default, country or region."""

    category: str
    limit: Limit
    where: str = "default"
    by: str | None = None
    at: datetime | None = None
    below: Limit | None = None
    """What would hold without the rule of this very place; None where it has no rule of its own."""


_HERE = DeadlineRule.region.in_((COUNTRY, bindparam("region")))
_COLUMNS = (DeadlineRule.region, DeadlineRule.category, DeadlineRule.amount, DeadlineRule.unit)
_ONE = select(*_COLUMNS).where(_HERE, DeadlineRule.category == bindparam("category"))
_ALL = select(*_COLUMNS).where(_HERE)


async def limit_for(session: AsyncSession, region: str, category: str) -> Limit:
    """The limit of a category in force in a region now; one look-up by key."""
    found = await session.execute(_ONE, {"region": region, "category": category})
    return _in_force(found).get(category) or _default(category)


async def due_for(
    session: AsyncSession, region: str, category: str | None, kind: Kind, start: datetime, zone: ZoneInfo
) -> datetime:
    """The deadline counted from `start`, in UTC; while the category is open, the earliest of all it might be."""
    if category is not None:
        return calendar.deadline(await limit_for(session, region, category), start, zone)
    rules = _in_force(await session.execute(_ALL, {"region": region}))
    limits = {rules.get(c.key) or _default(c.key) for c in categories.all_for(kind)}
    return min(calendar.deadline(limit, start, zone) for limit in limits)


def _in_force(found: Iterable[tuple[str, str, int, DeadlineUnit]]) -> dict[str, Limit]:
    # The country's rules first, so that a region's own goes over them.
    return {category: Limit(amount, unit) for _region, category, amount, unit in sorted(found, key=lambda row: row[0])}


def _default(category: str) -> Limit:
    shipped = categories.by_key(category)
    return Limit(shipped.deadline_amount, shipped.deadline_unit)


async def rules_in(session: AsyncSession, scope: str) -> list[Rule]:
    """The limits in force in a region or, for "", in the country: one for each category, in their order."""
    query = (
        select(DeadlineRule, Person.name)
        .outerjoin(Person, Person.id == DeadlineRule.changed_by)
        .where(DeadlineRule.region.in_({COUNTRY, scope}))
        .order_by(DeadlineRule.region)
    )
    found = {c.key: Rule(c.key, _default(c.key)) for c in categories.all_categories()}
    for row, name in await session.execute(query):
        if row.category in found:
            where = "country" if row.region == COUNTRY else "region"
            below = found[row.category].limit if row.region == scope else None
            found[row.category] = Rule(row.category, Limit(row.amount, row.unit), where, name, row.changed_at, below)
    return list(found.values())


async def rule_in(session: AsyncSession, actor: Actor, scope: str, category: str) -> Rule:
    """The limit of one category, for those who may change it. Raises NotAllowed, NotFound."""
    _check(actor, scope, category)
    return next(rule for rule in await rules_in(session, scope) if rule.category == category)


async def set_rule(session: AsyncSession, actor: Actor, scope: str, category: str, limit: Limit, now: datetime) -> None:
    """Let `limit` hold for a category in a region or the country from now on. Running deadlines stay.

    Raises NotAllowed, and NotFound for a limit over `LONGEST` or a category that is none.
    """
    _check(actor, scope, category)
    if not 1 <= limit.deadline_amount <= LONGEST[limit.deadline_unit]:
        raise NotFound
    values: dict[str, Any] = {
        "amount": limit.deadline_amount, "unit": limit.deadline_unit, "changed_by": actor.id, "changed_at": now,
    }  # fmt: skip
    insert = insert_into(session, DeadlineRule).values(region=scope, category=category, **values)
    await session.execute(insert.on_conflict_do_update(index_elements=["region", "category"], set_=values))
    log.info("deadline set", region=scope or "country", category=category, limit=str(limit), by=actor.id)


async def drop_rule(session: AsyncSession, actor: Actor, scope: str, category: str) -> None:
    """Go back to what holds without a rule of this place. Raises NotAllowed, NotFound."""
    _check(actor, scope, category)
    await session.execute(
        delete(DeadlineRule)
        .where(DeadlineRule.region == scope, DeadlineRule.category == category)
        .execution_options(synchronize_session=False)
    )
    log.info("deadline reset", region=scope or "country", category=category, by=actor.id)


def _check(actor: Actor, scope: str, category: str) -> None:
    check_scope(actor, Duty.DEADLINES, scope)
    if category not in {c.key for c in categories.all_categories()}:
        raise NotFound
