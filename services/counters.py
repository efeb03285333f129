"""Counters per region, category, kind, day and outcome, kept in step with the requests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Kind, Outcome
from models import ALL_TIME, CitizenRequest, Counter
from models.upsert import prepared_insert


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Where a request is counted."""

    region: str
    category: str
    kind: Kind
    day: date
    outcome: Outcome


def cell_of(request: CitizenRequest) -> Cell:
    """The cell in which a request stands."""
    return Cell(request.region, request.category or "", request.kind, request.day, request.outcome)


async def move(session: AsyncSession, before: Cell | None, after: Cell | None) -> None:
    """Count a request in `after` instead of `before`; None: it was not counted, or no longer is."""
    if before == after:
        return
    changes = [(cell, n) for cell, n in ((before, -1), (after, 1)) if cell is not None]
    rows = [
        {
            "day": day,
            "region": cell.region,
            "category": cell.category,
            "kind": cell.kind,
            "outcome": cell.outcome,
            "number": n,
        }
        for cell, n in changes
        for day in (ALL_TIME, cell.day)
    ]
    # In one order for everybody, so that two transactions never wait for each other's rows.
    rows.sort(key=lambda row: tuple(row.values())[:5])
    await session.execute(prepared_insert(session, Counter, _add), rows)


def _add(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["day", "region", "category", "kind", "outcome"],
        set_={"number": Counter.number + insert.excluded.number},
    )
