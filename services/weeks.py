"""The figures of a region's or the country's week as a summary tells them, and as they are kept with it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from domain.spans import Span, Unit
from models import CitizenRequest, Summary
from services import statements
from services.figures import Figures, Waits
from services.paging import IS_OPEN
from services.scopes import COUNTRY
from services.statements import Statement
from services.statistics import Scope

OLDEST = 5
"""Overdue requests that are named."""


@dataclass(frozen=True, slots=True)
class Late:
    """An open request whose deadline has passed."""

    id: int
    category: str | None
    due_at: datetime

    def days(self, now: datetime) -> int:
        """Whole days since its deadline."""
        return max((now - self.due_at) // timedelta(days=1), 0)


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that a summary says; what it is compared with as well, so that it can be shown again unchanged."""

    statement: Statement
    since: Statement
    """Everything since the start, as it stood then; without waits."""
    before: Figures | None = None
    """What the figures are compared with: those of the summary before, as they were told; without such a summary the
    week before as it stood when this was drawn up; None where there is neither."""
    as_told: bool = False
    """Whether `before` are figures that were told."""
    oldest: Sequence[Late] = field(default_factory=tuple)
    """The overdue requests that have waited longest; of regions only."""

    @property
    def region(self) -> str:
        """ISO code; "" for the country."""
        return self.statement.scope.region or COUNTRY

    @property
    def span(self) -> Span:
        """The days it is about."""
        return self.statement.span

    @property
    def total(self) -> Figures:
        """What was sent in these days, as it stood."""
        return self.statement.total

    @property
    def overdue(self) -> int:
        """All that were overdue, whenever they had been sent."""
        return self.since.total.overdue

    @property
    def late_regions(self) -> list[tuple[str, int]]:
        """The regions with overdue requests and how many, the most first; of a region's week nothing."""
        late = [(region, figures.overdue) for region, figures in self.since.by_region.items() if figures.overdue > 0]
        return sorted(late, key=lambda item: (-item[1], item[0]))

    def to_json(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "statement": self.statement.to_json(),
            "since": self.since.to_json(),
            "before": None if self.before is None else dict(self.before.numbers),
            "as_told": self.as_told,
            "oldest": [[late.id, late.category, late.due_at.isoformat()] for late in self.oldest],
        }


def from_json(stored: Mapping[str, Any]) -> Week:
    """The week that `to_json` gave."""
    return Week(
        statements.from_json(stored["statement"]),
        statements.from_json(stored["since"]),
        None if stored["before"] is None else Figures(stored["before"]),
        stored["as_told"],
        tuple(Late(id_, category, datetime.fromisoformat(due)) for id_, category, due in stored["oldest"]),
    )


def has_changed(told: Week, now: Week) -> bool:
    """Whether anything that was counted for these days is counted otherwise now."""
    return _counted(told) != _counted(now)


def _counted(week: Week) -> tuple[Any, ...]:
    """What a correction corrects: zeros are as good as nothing, and waits come later than the days they belong to."""
    parts = (week.statement.by_category, week.statement.by_region, {"": week.statement.dumps.figures})
    return tuple(
        {key: counted for key, figures in part.items() if (counted := {m: n for m, n in figures.numbers.items() if n})}
        for part in parts
    )


async def draw_up(
    session: AsyncSession, region: str, span: Span, now: datetime, earlier: Summary | None = None
) -> Week:
    """The figures of some days as they stand now, all from one look.

    `earlier`: the summary before it. Compared is what it told, if it was of just as many days directly before.
    """
    scope = Scope(region or None)
    async with _one_moment(session) as looking:
        statement = await statements.draw_up(looking, scope, span, now)
        since = await statements.draw_up(looking, scope, Span(Unit.START, None, span.last), now)
        oldest = await _oldest(looking, region, now) if region else ()
    told = None if earlier is None else from_json(earlier.figures)
    before, as_told = statement.before, False
    if told is not None and told.span.shifted(1) == span:
        before, as_told = told.total, True
    bare = replace(since, waits=Waits(), waits_by_category={}, waits_by_region={})
    return Week(statement, bare, before, as_told, tuple(oldest))


@asynccontextmanager
async def _one_moment(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """A session that sees one moment. A transaction of SQLite does so; beside one of PostgreSQL it takes another.

    What the caller has written but not committed is not seen there: summaries tell of what others have done.
    """
    if session.get_bind().dialect.name == "sqlite" or not isinstance(session.bind, AsyncEngine):
        yield session
        return
    async with AsyncSession(session.bind, info=dict(session.info), expire_on_commit=False) as looking:
        await looking.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        yield looking


async def _oldest(session: AsyncSession, region: str, now: datetime) -> list[Late]:
    query = (
        select(CitizenRequest.id, CitizenRequest.category, CitizenRequest.due_at)
        .where(IS_OPEN, CitizenRequest.region == region, CitizenRequest.due_at < now)
        .order_by(CitizenRequest.due_at, CitizenRequest.id)
        .limit(OLDEST)
    )
    return [Late(id_, category, due_at.astimezone(UTC)) for id_, category, due_at in await session.execute(query)]
