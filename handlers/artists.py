"""The documents that are made at their delivery, by the name of their spec: one for everybody who gets the same."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.summary_sending import TABLE
from bot.translator import translator
from models import Summary
from models.database import Database
from services import weeks

Artist = Callable[[Database, dict[str, Any]], Awaitable[bytes]]


async def summary_table(database: Database, spec: dict[str, Any]) -> bytes:
    """A summary's figures as a workbook, from what is kept of it."""
    async with database.reading() as session:
        summary = await session.get_one(Summary, spec["summary"])
        zone = session.info["zone"]
    week, t = weeks.from_json(summary.figures), translator(spec["locale"], zone)
    # Only who makes one waits for what it takes.
    from bot.views import workbook

    return await asyncio.to_thread(workbook.table, t, week.statement)


ARTISTS: dict[str, Artist] = {TABLE: summary_table}
