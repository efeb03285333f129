"""Climbing the ladder: overdue requests are told to the supervisors, then to the ministry, each rung once.

How far one has been told stands in the request itself, so a sweep that comes late, or twice, finds what there is to do
and nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import ladder
from domain.ladder import TO_MINISTRY, TO_SUPERVISORS, TOLD
from domain.words import Role
from domain.working_time import DeadlineUnit
from models import CitizenRequest, Membership, Person
from services.calendar import Limit, is_working_day
from services.paging import IS_OPEN
from services.people import IS_ACTIVE
from services.region_settings import Choices

CLIMBED = text("requests.escalation > 0")
"""The condition of the index of the ladder, word for word."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a sweep told to those further up, by number of the request."""

    to_supervisors: Collection[int] = ()
    to_ministry: Collection[int] = ()


def reminder_of(due_at: datetime, choices: Choices, zone: tzinfo) -> datetime | None:
    """When the executor is reminded of a deadline; None: not at all."""
    return ladder.reminder(due_at.astimezone(zone), choices.remind_days, choices.remind_hours, is_working_day)


def has_hours(choices: Choices) -> bool:
    """Whether any step of the ladder is reckoned in hours, so that the morning is too late to look."""
    steps = (choices.to_supervisors, choices.to_ministry)
    return any(step is not None and step.deadline_unit is DeadlineUnit.CALENDAR_HOURS for step in steps)


async def climb(session: AsyncSession, region: str, choices: Choices, now: datetime, zone: tzinfo) -> Raised:
    """Raise the open requests of a region whose time on their rung is over. Costs what there is to raise."""
    before = _passed(choices.to_supervisors, choices, now, zone)
    supervisors = await _raise(session, region, (TOLD,), TO_SUPERVISORS, before, now)
    before = _passed(choices.to_ministry, choices, now, zone)
    ministry = await _raise(session, region, (TOLD, TO_SUPERVISORS), TO_MINISTRY, before, now)
    return Raised(supervisors, ministry)


def _passed(step: Limit | None, choices: Choices, now: datetime, zone: tzinfo) -> datetime | None:
    if step is None:
        return None
    if step.deadline_unit is DeadlineUnit.CALENDAR_HOURS:
        return now - timedelta(hours=step.deadline_amount)
    local = now.astimezone(zone)
    return ladder.passed_by_days(local, step.deadline_amount, choices.digest_at, is_working_day)


async def _raise(
    session: AsyncSession, region: str, rungs: tuple[int, ...], to: int, before: datetime | None, now: datetime
) -> list[int]:
    if before is None:
        return []
    raised = await session.scalars(
        update(CitizenRequest)
        .where(
            IS_OPEN, CLIMBED, CitizenRequest.region == region, CitizenRequest.escalation.in_(rungs),
            CitizenRequest.due_at < before,
        )
        .values(escalation=to, escalated_at=now, version=CitizenRequest.version + 1)
        .returning(CitizenRequest.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return sorted(raised.all())


async def ministry(session: AsyncSession) -> list[Person]:
    """The reachable people who see the whole country."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.NATIONAL, Membership.region.is_(None), IS_ACTIVE, Person.reachable)
        .order_by(Membership.id)
    )
    return list((await session.scalars(query)).unique())
