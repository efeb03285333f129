"""An export finds its rows by day, or by sender, whatever else there is."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor, Grant
from domain.words import Role
from models.database import Database
from services import export_rows, exporting
from services.statistics import Scope
from tests.test_query_plans import EVER, NOW, REGION, WEEK, sent_by, whole_tables

NATIONAL = Actor(9, (Grant(Role.NATIONAL),))
OPERATOR, EXECUTOR = (Actor(5, (Grant(role, REGION),)) for role in (Role.OPERATOR, Role.EXECUTOR))
CITIZEN = Actor(7)


def rows(actor: Actor, scope: Scope, span: Any) -> Callable[[AsyncSession], Awaitable[Any]]:
    async def read(session: AsyncSession) -> None:
        found = exporting.reach(actor, scope)
        await exporting.expected(session, actor, found, scope, span)
        conditions = exporting.conditions(actor, found, scope, span)
        await session.execute(export_rows.page(conditions, None))
        await session.execute(export_rows.page(conditions, (NOW.date(), 7)))
        await export_rows._completed(session, [], {}, found)

    return read


WORKS = {
    "a week of the country": rows(NATIONAL, Scope(), WEEK),
    "a week of a region": rows(OPERATOR, Scope(REGION), WEEK),
    "everything of a region": rows(OPERATOR, Scope(REGION), EVER),
    "an executor's week": rows(EXECUTOR, Scope(REGION), WEEK),
    "what somebody has sent": rows(CITIZEN, Scope(), EVER),
}


@pytest.mark.parametrize("name", WORKS)
async def test_no_table_is_read_whole(database: Database, name: str) -> None:
    """Without it: one region's week would be looked for among the requests of all years, at every batch."""
    statements = await sent_by(database, WORKS[name])
    async with database.engine.begin() as connection:
        for sql, parameters in statements:
            assert await whole_tables(database, connection, sql, parameters) == [], sql
    assert len(statements) >= 5
