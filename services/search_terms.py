"""The words by which requests are found, kept beside them in the same transaction (`services.search` looks them up)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from domain.stems import stems_of
from models import CitizenRequest, SearchTerm
from models.upsert import prepared_insert


async def add(session: AsyncSession, request_id: int, region: str, *texts: str | None) -> None:
    """Let a request be found by the words of these texts; what it is found by already stays."""
    rows = [{"region": region, "term": term, "request_id": request_id} for term in stems_of(*texts)]
    if rows:
        await session.execute(prepared_insert(session, SearchTerm, _keep), rows)


def _keep(insert: Any) -> Any:
    return insert.on_conflict_do_nothing()


async def move(session: AsyncSession, request: CitizenRequest, region: str) -> None:
    """A request goes to another region: from now on only that one finds it."""
    await remove(session, request.id, request.region, request.address, request.description)
    await add(session, request.id, region, request.address, request.description)


async def remove(session: AsyncSession, request_id: int, region: str, *texts: str | None) -> None:
    """Words that are gone find the request no longer. By their keys: there is no other index to find the rows by."""
    # The address may have come by itself (`add`), so that together the texts could have more words than are kept.
    terms: Iterable[str] = {term for text in texts for term in stems_of(text)}
    await session.execute(
        delete(SearchTerm)
        .where(SearchTerm.region == region, SearchTerm.term.in_(terms), SearchTerm.request_id == request_id)
        .execution_options(synchronize_session=False)
    )
