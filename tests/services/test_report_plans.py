"""The look-ups of reports, doubts and tasks nearby read no table whole, however many reports there are."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permissions import Actor, Grant
from domain.words import Role
from models import CitizenRequest, Media, WorkReport
from models.database import Database
from services import doubts, examining, photo_prints, tasks
from tests.test_query_plans import NOW, OPERATOR, REGION, sent_by, whole_tables

EXECUTOR = Actor(5, (Grant(Role.EXECUTOR, REGION),))
HERE = CitizenRequest(id=7, region=REGION, lat=42.3, lon=69.6, category="territory", executor_id=5)
PHOTO = Media(id=9, dhash=0x0F0F_1234_0F0F_5678, key="k", glance=None, created_at=NOW, request_id=7)
REPORT = WorkReport(id=3, region=REGION, request_id=7, person_id=5, at=NOW)

WORKS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "photos with a close hash": lambda s: photo_prints.with_close_hash(s, REGION, PHOTO.dhash or 0),
    "photos that were reported": lambda s: examining._reported(s, REPORT, PHOTO),
    "the report of a photo": lambda s: examining._report_of(s, 7, PHOTO),
    "the newest report": lambda s: doubts.of_request(s, 7),
    "how many doubtful reports": lambda s: doubts.count(s, [REGION, "KZ-75"]),
    "doubtful reports": lambda s: doubts.page(s, OPERATOR, 5),
    "doubtful reports before": lambda s: doubts.page(s, OPERATOR, 5, back=True),
    "tasks in the same place": lambda s: tasks.beside(s, EXECUTOR, HERE),
    "the nearest tasks": lambda s: tasks.nearest_of(s, EXECUTOR, 42.3, 69.6),
    "tasks in progress": lambda s: tasks.in_progress(s, EXECUTOR, 3),
}


@pytest.mark.parametrize("name", WORKS)
async def test_no_table_is_read_whole(database: Database, name: str) -> None:
    """Without it: each photo of a report would be compared with every photo there ever was."""
    statements = await sent_by(database, WORKS[name])
    async with database.engine.begin() as connection:
        for sql, parameters in statements:
            assert await whole_tables(database, connection, sql, parameters) == [], sql
    assert statements
