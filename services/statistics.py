"""Figures of a region or the country for a period, read from the counters: never from the requests."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.measures import OUTCOMES
from domain.periods import periods_between
from domain.words import Kind, Outcome
from models import EVER, CitizenRequest, Counter

TOP = 5
"""Categories named in a summary."""


class Period(StrEnum):
    """What may be asked for: calendar periods up to today, and everything."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    START = "start"

    def first_day(self, today: date) -> date | None:
        """The day the period begins on; weeks begin on Monday. None for everything since the start."""
        match self:
            case Period.TODAY:
                return today
            case Period.WEEK:
                return today - timedelta(days=today.weekday())
            case Period.MONTH:
                return today.replace(day=1)
            case Period.YEAR:
                return today.replace(month=1, day=1)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, to be printed with both numbers."""

    part: int
    whole: int


@dataclass(slots=True)
class Figures:
    """How many requests stand in each outcome; they add up to what was received."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    """Received by category; the empty key is for those whose category is open."""
    suggestions: int = 0
    """How many of what was received were suggestions."""

    def of(self, *outcomes: Outcome) -> int:
        """How many stand in any of these outcomes."""
        return sum(self.outcomes.get(o, 0) for o in outcomes)

    @property
    def received(self) -> int:
        """All."""
        return self.of(*Outcome)

    @property
    def executed(self) -> int:
        """Done in time or late."""
        return self.of(Outcome.EXECUTED, Outcome.EXECUTED_LATE)

    @property
    def in_work(self) -> int:
        """Still owed, overdue ones among them."""
        return self.of(Outcome.WORK, Outcome.OVERDUE)

    @property
    def executed_share(self) -> Share:
        """Executed of received."""
        return Share(self.executed, self.received)

    @property
    def on_time_share(self) -> Share:
        """Executed on time of all executed and all that are overdue and open."""
        return Share(self.of(Outcome.EXECUTED), self.executed + self.of(Outcome.OVERDUE))

    def top(self) -> list[tuple[str, int]]:
        """The categories with most requests, the largest first; of equal ones in the order of their keys."""
        named = [(key, n) for key, n in self.categories.items() if n > 0]
        return sorted(named, key=lambda item: (-item[1], item[0]))[:TOP]


async def figures(
    session: AsyncSession, region: str | None, period: Period, today: date, district: str = ""
) -> Figures:
    """The figures of a region, or of the country (None), for what was sent in a period. One query.

    `district` is the KATO code of a district on our list, if only that one is meant.
    """
    query = (
        select(Counter.category, Counter.kind, Counter.measure, func.sum(Counter.number))
        .where(Counter.period.in_(_periods(period, today)), Counter.district == district)
        .where(Counter.measure.in_(OUTCOMES))
        .group_by(Counter.category, Counter.kind, Counter.measure)
    )
    if region is not None:
        query = query.where(Counter.region == region)
    found = Figures()
    for category, kind, measure, number in await session.execute(query):
        n, outcome = int(number), Outcome(measure)
        found.outcomes[outcome] = found.outcomes.get(outcome, 0) + n
        found.categories[category] = found.categories.get(category, 0) + n
        if kind is Kind.SUGGESTION:
            found.suggestions += n
    return found


def _periods(period: Period, today: date) -> list[str]:
    first = period.first_day(today)
    return [EVER] if first is None else periods_between(first, today)


async def own_region(session: AsyncSession, person_id: int) -> str | None:
    """The region of somebody's newest request; None where they have sent none."""
    query = select(CitizenRequest.region).where(CitizenRequest.citizen_id == person_id)
    found: str | None = await session.scalar(query.order_by(CitizenRequest.id.desc()).limit(1))
    return found
