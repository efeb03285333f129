"""The nightly cleaning forgets what is old, and nothing that is still awaited."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.cleaning import ARTEFACTS_KEPT, FAILED_KEPT, INBOX_KEPT, clean
from models import Artefact, InboxUpdate, OutboxMessage
from models.database import Database

NOW = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)


async def test_old_and_done_goes_and_the_rest_stays(database: Database) -> None:
    """Without it: the tables of the edge would grow for ever, or an update that waits would be thrown away."""
    old, new = NOW - INBOX_KEPT - timedelta(hours=1), NOW - timedelta(hours=1)
    async with database.begin() as session:
        for number, (state, at) in enumerate([("done", old), ("held", old), ("parked", old), ("pending", old),
                                              ("done", new)], 1):  # fmt: skip
            session.add(InboxUpdate(update_id=number, lane=1, state=state, attempts=0, not_before=at, received_at=at))
        for state, age in (("failed", FAILED_KEPT * 2), ("failed", FAILED_KEPT / 2), ("pending", FAILED_KEPT * 2)):
            session.add(
                OutboxMessage(chat_id=1, priority=0, form="message", payload={}, version=1, not_before=NOW,
                              state=state, attempts=0, created_at=NOW - age)
            )  # fmt: skip
    await clean(database, NOW)
    async with database.reading() as session:
        updates = list(await session.scalars(select(InboxUpdate.update_id).order_by(InboxUpdate.update_id)))
        parcels = list(await session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id)))
    assert (updates, parcels) == ([3, 4, 5], [2, 3])


async def test_pictures_nobody_has_looked_at_for_long_are_forgotten(database: Database) -> None:
    """Without it: every picture anybody ever looked at would be remembered for ever."""
    async with database.begin() as session:
        for key, age in (("old", ARTEFACTS_KEPT * 2), ("new", ARTEFACTS_KEPT / 2)):
            session.add(Artefact(key=key, file_id="f", made_at=NOW - age))
    await clean(database, NOW)
    async with database.reading() as session:
        assert list(await session.scalars(select(Artefact.key))) == ["new"]
