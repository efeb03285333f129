"""Weekly summaries: made once for each region and week, shown unchanged ever after, corrected by a new version."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

import structlog
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import weeks as calendar
from domain.errors import Missing, NotAllowed, NotFound
from domain.permissions import Actor
from domain.spans import Span
from domain.words import Role
from models import Summary
from services import geography, slots, weeks
from services.region_settings import settings_for
from services.scopes import COUNTRY
from services.statistics import sees_all
from services.weeks import Week

log = structlog.get_logger("summaries")

READERS = (Role.SUPERVISOR, Role.OPERATOR)
"""Who gets the summary of their region."""
LATE = timedelta(minutes=30)
"""A summary made longer after its slot says that it is late."""


def regions_of(actor: Actor) -> list[str]:
    """Whose summaries somebody may read: the country's ("") and all regions', or those of the regions they work for.

    Raises NotAllowed for those who may read none.
    """
    if sees_all(actor):
        return [COUNTRY, *(region.iso for region in geography.regions())]
    own = actor.regions(*READERS)
    if not own:
        raise NotAllowed
    return own


def check_reader(actor: Actor, region: str) -> None:
    """Raises NotFound where there is no such region, NotAllowed where its summaries are not theirs to read."""
    if region != COUNTRY and region not in {r.iso for r in geography.regions()}:
        raise NotFound
    if region not in regions_of(actor):
        raise NotAllowed


def may_correct(actor: Actor, region: str) -> bool:
    """Whether somebody may have a summary corrected: supervisors their own region's, the ministry any."""
    return sees_all(actor) or (region != COUNTRY and actor.holds(Role.SUPERVISOR, region))


def is_late(summary: Summary) -> bool:
    """Whether it was made well after it was due; corrections are made whenever they are."""
    return summary.version == 1 and summary.made_at - summary.slot_at > LATE


async def make_due(session: AsyncSession, region: str, due_at: datetime, now: datetime, zone: tzinfo) -> list[Summary]:
    """The summaries that a slot asks for, drawn up as of `now`: one as a rule, none where all is told already.

    `due_at`: the moment its timer was set for, from which the week follows, however late it is by now.
    """
    choices = await settings_for(session, region)
    slot = slots.slot_before(choices, region, due_at, zone)
    earlier = await newest(session, region)
    told_to = None if earlier is None else earlier.last_day
    found = []
    for span in calendar.to_tell(told_to, slot.astimezone(zone).date(), choices.summary_week):
        week = await weeks.draw_up(session, region, span, now, earlier)
        earlier = _kept(session, week, 1, slot, now)
        await session.flush()
        found.append(earlier)
        log.info("summary made", region=region or "country", last_day=str(span.last), late=is_late(earlier))
    return found


def _kept(session: AsyncSession, week: Week, version: int, slot: datetime, now: datetime) -> Summary:
    if week.span.first is None:
        raise ValueError("a summary is of days, not of everything")
    summary = Summary(
        region=week.region, first_day=week.span.first, last_day=week.span.last, version=version,
        figures=week.to_json(), slot_at=slot, made_at=now, recipients=[],
    )  # fmt: skip
    session.add(summary)
    return summary


async def newest(session: AsyncSession, region: str) -> Summary | None:
    """The newest version of a region's latest summary; None where there is none."""
    query = select(Summary).where(Summary.region == region).order_by(Summary.last_day.desc(), Summary.version.desc())
    found: Summary | None = await session.scalar(query.limit(1))
    return found


async def find(session: AsyncSession, actor: Actor, summary_id: int) -> Summary:
    """A summary that the actor may read. Raises NotFound, or NotAllowed for what is others'."""
    summary = await session.get(Summary, summary_id)
    if summary is None:
        raise NotFound
    check_reader(actor, summary.region)
    return summary


async def versions(session: AsyncSession, summary: Summary) -> Sequence[Summary]:
    """All versions of a summary, the first first."""
    return list(await session.scalars(_versions(summary).order_by(Summary.version)))


def _versions(summary: Summary) -> Select[Any]:
    return select(Summary).where(
        Summary.region == summary.region, Summary.first_day == summary.first_day, Summary.last_day == summary.last_day
    )


async def version_before(session: AsyncSession, summary: Summary) -> Summary | None:
    """The version that a correction corrects; None for the first."""
    found: Summary | None = await session.scalar(_versions(summary).where(Summary.version == summary.version - 1))
    return found


async def of_span(session: AsyncSession, region: str, span: Span) -> Summary | None:
    """The newest version of the summary of just these days."""
    query = select(Summary).where(
        Summary.region == region, Summary.first_day == span.first, Summary.last_day == span.last
    )
    found: Summary | None = await session.scalar(query.order_by(Summary.version.desc()).limit(1))
    return found


async def redrawn(session: AsyncSession, actor: Actor, summary_id: int, now: datetime) -> tuple[Summary, Week]:
    """The newest version of a summary, and its figures as they stand now. Raises NotAllowed for those who may not
    correct it, Missing(change) where nothing has changed.
    """
    told = (await versions(session, await find(session, actor, summary_id)))[-1]
    if not may_correct(actor, told.region):
        raise NotAllowed
    old = weeks.from_json(told.figures)
    week = await weeks.draw_up(session, told.region, old.span, now, await _week_before(session, told))
    if not weeks.has_changed(old, week):
        raise Missing("change")
    return told, week


async def correct(session: AsyncSession, actor: Actor, summary_id: int, remark: str, now: datetime) -> Summary:
    """Make a new version of a summary with the figures as they stand now; `remark` says why, in words.

    Raises like `redrawn`, and Missing(comment) without a remark.
    """
    if not remark:
        raise Missing("comment")
    told, week = await redrawn(session, actor, summary_id, now)
    summary = _kept(session, week, told.version + 1, told.slot_at, now)
    summary.made_by, summary.remark = actor.id, remark
    await session.flush()
    log.info("summary corrected", region=told.region or "country", last_day=str(told.last_day), by=actor.id)
    return summary


async def _week_before(session: AsyncSession, summary: Summary) -> Summary | None:
    query = select(Summary).where(
        Summary.region == summary.region, Summary.last_day == summary.first_day - timedelta(days=1)
    )
    found: Summary | None = await session.scalar(query.order_by(Summary.version.desc()).limit(1))
    return found
