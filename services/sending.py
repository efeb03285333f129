"""Sending: a draft becomes a request, once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import patience, terms
from domain.errors import Missing, NotFound, TooMany, TooSoon
from domain.words import Action, Located, Outcome, RejectReason, Role, State
from models import CitizenRequest, Draft, HistoryEntry, Media
from services import bans, counters, search_terms
from services.arriving import announce_arrival
from services.deadline_rules import due_for
from services.drafts import Sketch
from services.timers import set_timer


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that was sent. `first`: the citizen's first one; `again`: it had been sent before."""

    request: CitizenRequest
    first: bool = False
    again: bool = False


async def sent_already(session: AsyncSession, person_id: int, draft_id: int) -> CitizenRequest | None:
    """The request that was made of a draft, for a button pressed twice; None where this person has none."""
    query = select(CitizenRequest).where(CitizenRequest.draft_id == draft_id, CitizenRequest.citizen_id == person_id)
    found: CitizenRequest | None = await session.scalar(query)
    return found


async def send(
    session: AsyncSession,
    sketch: Sketch,
    now: datetime,
    zone: ZoneInfo,
    requests_per_day: int,
    meaningless_limit: int = terms.MEANINGLESS_LIMIT,
) -> Sent:
    """Make a request of a complete draft.

    Raises Missing(photo, place or category), Banned, TooMany(requests_a_day), TooSoon.
    """
    draft = sketch.draft
    missing = sketch.missing()
    if missing:
        raise Missing(missing[0])
    await bans.check(session, draft.person_id, draft.region or "")
    first = await _check_limit(session, draft.person_id, now, zone, requests_per_day, meaningless_limit)
    request = await _request_of(session, draft, now, zone)
    session.add(request)
    await session.flush()
    await _take_over(session, draft, request, now)
    return Sent(request, first)


async def _check_limit(
    session: AsyncSession,
    person_id: int,
    now: datetime,
    zone: ZoneInfo,
    limit: int,
    meaningless_limit: int = terms.MEANINGLESS_LIMIT,
) -> bool:
    """Raises TooMany where the day's requests are used up, TooSoon while somebody has to wait between them.

    Returns whether this is the citizen's first one.
    """
    # Only as many of the newest as the limits need are looked at, however many somebody has sent in their life.
    newest = (
        select(CitizenRequest.day, CitizenRequest.sent_at, CitizenRequest.reason)
        .where(CitizenRequest.citizen_id == person_id)
        .order_by(CitizenRequest.id.desc())
        .limit(max(limit, patience.LOOKED_AT))
        .subquery()
    )
    today = now.astimezone(zone).date()
    lately = newest.c.sent_at > now - terms.MEANINGLESS_WINDOW
    query = select(
        func.count(),
        func.count().filter(newest.c.day == today),
        func.count().filter(newest.c.reason == RejectReason.MEANINGLESS, lately),
        func.max(newest.c.sent_at),
    ).select_from(newest)
    ever, today_sent, meaningless, last = (await session.execute(query)).one()
    if today_sent >= limit:
        raise TooMany("requests_a_day", limit)
    until = patience.may_send_from(last, meaningless, meaningless_limit)
    if until is not None and until > now:
        raise TooSoon(until)
    return bool(ever == 0)


async def _request_of(session: AsyncSession, draft: Draft, now: datetime, zone: ZoneInfo) -> CitizenRequest:
    if draft.region is None:
        raise Missing("place")
    due = await due_for(session, draft.region, draft.category, draft.kind, now, zone)
    return CitizenRequest(
        draft_id=draft.id,
        kind=draft.kind,
        category=draft.category,
        state=State.NEW,
        is_open=True,
        outcome=Outcome.WORK,
        region=draft.region,
        district=draft.district,
        address=draft.address,
        lat=draft.lat,
        lon=draft.lon,
        located=draft.located or Located.ADDRESS,
        description=draft.description,
        citizen_id=draft.person_id,
        sent_at=now,
        day=now.astimezone(zone).date(),
        due_at=due,
        first_due_at=due,
        queued_at=now,
        reopened=0,
        appealed=False,
    )


async def _take_over(session: AsyncSession, draft: Draft, request: CitizenRequest, now: datetime) -> None:
    """Photos, history, counters and timers; the draft is over."""
    await session.execute(
        update(Media)
        .where(Media.draft_id == draft.id)
        .values(draft_id=None, request_id=request.id)
        .execution_options(synchronize_session=False)
    )
    session.add(
        HistoryEntry(
            request_id=request.id, at=now, action=Action.SEND, role=Role.CITIZEN, actor_id=draft.person_id,
            from_state=None, to_state=State.NEW, public=True,
            data={"filed": {"region": request.region, "category": request.category, "district": request.district}},
        )
    )  # fmt: skip
    gone = await session.execute(delete(Draft).where(Draft.id == draft.id).returning(Draft.id))
    if gone.first() is None:
        raise NotFound
    await search_terms.add(session, request.id, request.region, request.address, request.description)
    await counters.move(session, None, counters.standing_of(request, session.info["zone"]))
    await set_timer(session, "overdue", request.id, request.first_due_at)
    await announce_arrival(session, request, now)
