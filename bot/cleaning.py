"""The nightly cleaning: what has done its service is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from bot import inbox
from models import Artefact, Making, OutboxMessage
from models.database import Database

INBOX_KEPT = timedelta(days=3)
"""Telegram repeats nothing older than a day; the rest is room for a long stop."""
FAILED_KEPT = timedelta(days=30)
"""How long what could not be sent or made is kept for the administrator to look at."""

ARTEFACTS_KEPT = timedelta(days=90)
"""How long it is remembered that Telegram has a picture: what is looked at later is made anew."""


async def clean(database: Database, now: datetime) -> None:
    """Forget handled updates, old failures and old pictures. Several processes may do it at once."""
    async with database.begin() as session:
        await inbox.forget(session, now - INBOX_KEPT)
        await session.execute(
            delete(OutboxMessage)
            .where(OutboxMessage.state == "failed", OutboxMessage.created_at < now - FAILED_KEPT)
            .execution_options(synchronize_session=False)
        )
        await session.execute(
            delete(Making)
            .where(Making.state == "parked", Making.created_at < now - FAILED_KEPT)
            .execution_options(synchronize_session=False)
        )
        await session.execute(
            delete(Artefact).where(Artefact.made_at < now - ARTEFACTS_KEPT).execution_options(synchronize_session=False)
        )
