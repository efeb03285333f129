"""A request has come into a region: the timers that make its operators and working groups hear of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from models import CitizenRequest, Timer, WorkingGroup
from models.upsert import insert_into
from services.timers import HELD

_timers: Any = Timer.__table__.c
_NAMES = ("name", "subject", "due_at", "state", "attempts")


async def announce_arrival(session: AsyncSession, request: CitizenRequest, now: datetime) -> None:
    """Set the timer "news" of the region, and "group_card" of the request where the region has working groups.

    One statement for both: sending must not cost more where there are no groups. A timer "news" that is there already
    is held (`services.timers`), so that its handler sees this request.
    """
    values = {
        "region_": request.region, "of_": request.region, "request_": str(request.id),
        "news_at": now + terms.NEWS_DELAY, "now_": now,
    }  # fmt: skip
    await session.execute(_statement(session), values)


def _statement(session: AsyncSession) -> Any:
    """Put together once for each database: that takes longer than carrying it out."""
    dialect = session.get_bind().dialect.name
    if dialect not in _MADE:
        _MADE[dialect] = _make(session)
    return _MADE[dialect]


_MADE: dict[str, Any] = {}


def _make(session: AsyncSession) -> Any:
    region = bindparam("of_", type_=WorkingGroup.region.type)
    bound = (
        select(literal_column("1"))
        .select_from(WorkingGroup)
        .where(WorkingGroup.region == region, literal_column("working_groups.state <> 'gone'"))
        .exists()
    )
    subject = bindparam("region_", type_=_timers.subject.type)
    held = HELD.where(_timers.name == literal_column("'news'"), _timers.subject == subject).subquery()
    news = _row("news", subject, bindparam("news_at", type_=_timers.due_at.type)).where(
        ~select(literal_column("1")).select_from(held).exists()
    )
    card = _row(
        "group_card", bindparam("request_", type_=_timers.subject.type), bindparam("now_", type_=_timers.due_at.type)
    ).where(bound)
    return insert_into(session, Timer.__table__).from_select(_NAMES, union_all(news, card)).on_conflict_do_nothing()


def _row(name: str, subject: Any, due_at: Any) -> Any:
    return select(literal_column(f"'{name}'"), subject, due_at, literal_column("'pending'"), literal_column("0"))
