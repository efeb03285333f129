"""The timers of the weekly summary: one for each region and one for the country, from slot to slot."""

from datetime import datetime, timedelta, tzinfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Summary, Timer
from services import geography, office_hours, slots, summaries
from services.region_settings import settings_for, settings_of
from services.scopes import COUNTRY
from services.timers import set_timer

NAME, SEND, REPORT = "summary", "summary_send", "summary_report"
"""Timers: a slot (of a region, or "" for the country); a summary to be sent later; a look at whom it did not reach."""
LOOK_AFTER = timedelta(hours=1)
_TOGETHER = timedelta(minutes=15)
"""Looks of the same morning are put off to the same quarter of an hour, so that there is one report of all."""


async def keep_all(session: AsyncSession, now: datetime, zone: tzinfo) -> None:
    """See that every region and the country has its next slot; one that is set stays, however long ago it was due."""
    # In the order in which everybody sets them, so that two processes that start never wait for each other.
    subjects = sorted([COUNTRY, *(region.iso for region in geography.regions())])
    settings = await settings_of(session, subjects)
    for subject in subjects:
        await set_timer(
            session, NAME, subject, slots.next_slot(settings(subject), subject, now, zone), keep=True
        )  # fmt: skip
    await revive(session)


async def revive(session: AsyncSession) -> None:
    """Slots that had failed for good are tried again, with the moment they were due: no week is left out."""
    await session.execute(
        update(Timer)
        .where(Timer.name.in_((NAME, SEND)), Timer.state == "parked")
        .values(state="pending", attempts=0)
        .execution_options(synchronize_session=False)
    )


async def follow_settings(session: AsyncSession, scope: str, now: datetime, zone: tzinfo) -> None:
    """Move the slots that lie ahead to what is set now, in a region or, for "", everywhere. One that is due stays."""
    query = select(Timer.subject).where(Timer.name == NAME, Timer.due_at > now)
    if scope != COUNTRY:
        query = query.where(Timer.subject == scope)
    ahead = sorted(await session.scalars(query))
    settings = await settings_of(session, ahead)
    for subject in ahead:
        await set_timer(session, NAME, subject, slots.next_slot(settings(subject), subject, now, zone))


async def strike(session: AsyncSession, region: str, due_at: datetime, now: datetime, zone: tzinfo) -> list[Summary]:
    """A slot has come: make what it asks for and set the next one. Returns what is to be sent at once.

    What is late and would disturb people out of hours is left to timers, one after the other.
    """
    made = await summaries.make_due(session, region, due_at, now, zone)
    choices = await settings_for(session, region)
    following = slots.next_slot(choices, region, slots.slot_before(choices, region, due_at, zone), zone)
    await set_timer(session, NAME, region, following)
    if not any(summaries.is_late(summary) for summary in made):
        return made
    allowed = await office_hours.next_allowed(session, region, now, zone)
    if allowed <= now:
        return made
    waiting = await session.scalar(select(func.count()).where(Timer.name == SEND)) or 0
    for n, summary in enumerate(made, waiting):
        await set_timer(session, SEND, summary.id, allowed + timedelta(seconds=n))
    return []


async def look_later(session: AsyncSession, summary_id: int, now: datetime) -> None:
    """Have it looked at in an hour whom a summary sent now has not reached."""
    then = now + LOOK_AFTER
    past = timedelta(minutes=then.minute % 15, seconds=then.second, microseconds=then.microsecond)
    await set_timer(session, REPORT, summary_id, then - past + _TOGETHER)
