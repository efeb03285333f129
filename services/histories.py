"""What was said at a step in the life of a request."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Action
from models import HistoryEntry


async def last_entry(session: AsyncSession, request_id: int, action: Action) -> HistoryEntry | None:
    """The newest entry of this action in a request's history; None where it was never taken."""
    query = select(HistoryEntry).where(HistoryEntry.request_id == request_id, HistoryEntry.action == action)
    found: HistoryEntry | None = await session.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))
    return found
