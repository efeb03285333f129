"""Personal data: what is kept of somebody, handed out to them, and erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAllowed
from models import (
    AreaAlert,
    Ban,
    CitizenRequest,
    Draft,
    Follow,
    HistoryEntry,
    InboxUpdate,
    Media,
    Membership,
    OutboxMessage,
    Person,
)
from services import area_alerts, bans, drafts, following, geography, makings
from services.templates import words_of


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person, in numbers."""

    requests: int
    follows: int
    areas: int
    has_draft: bool
    has_role: bool


async def kept_of(session: AsyncSession, person: Person) -> Kept:
    """Count what is kept of a person."""
    query = select(
        select(func.count()).where(CitizenRequest.citizen_id == person.id).scalar_subquery(),
        select(func.count()).where(Follow.person_id == person.id).scalar_subquery(),
        select(func.count()).where(AreaAlert.person_id == person.id).scalar_subquery(),
        select(func.count()).where(Draft.person_id == person.id).scalar_subquery(),
    )
    requests, follows, areas, number = (await session.execute(query)).one()
    return Kept(requests, follows, areas, number > 0, await holds_role(session, person))


async def holds_role(session: AsyncSession, person: Person) -> bool:
    """Whether the person works at the desk now: their open tasks must not lose their owner."""
    if not person.is_staff:
        return False
    query = select(Membership.id).where(Membership.person_id == person.id, Membership.active).limit(1)
    return await session.scalar(query) is not None


async def export(session: AsyncSession, person: Person) -> dict[str, Any]:
    """Everything kept of a person, ready for JSON; moments in UTC."""
    locale = person.locale or "kk"
    drafts_kept = (await session.scalars(select(Draft).where(Draft.person_id == person.id))).all()
    requests = (
        await session.scalars(
            select(CitizenRequest).where(CitizenRequest.citizen_id == person.id).order_by(CitizenRequest.id)
        )
    ).all()
    follows = (await session.execute(
        select(Follow.request_id, Follow.created_at).where(Follow.person_id == person.id)
    )).all()  # fmt: skip
    return {
        "telegram_id": person.id,
        "language": person.locale,
        "name": person.name,
        "known_since": _moment(person.created_at),
        "last_seen": _moment(person.seen_at),
        "consent": {"version": person.consent_version, "given_at": _moment(person.consent_at)},
        "drafts": [_place_and_words(d, locale) | {"begun_at": _moment(d.created_at)} for d in drafts_kept],
        "requests": [await _request(session, r, locale) for r in requests],
        "areas": [_area(a) for a in await area_alerts.alerts_of(session, person.id)],
        "bans": [_ban(b) for b in await bans.all_of(session, person.id)],
        "follows": [{"request": f.request_id, "since": _moment(f.created_at)} for f in follows],
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _area(alert: AreaAlert) -> dict[str, Any]:
    return {
        "region": alert.region, "district": alert.district, "latitude": alert.lat, "longitude": alert.lon,
        "metres": alert.radius, "since": _moment(alert.created_at),
    }  # fmt: skip


def _ban(ban: Ban) -> dict[str, Any]:
    return {
        "region": ban.region, "reason": ban.reason, "since": _moment(ban.banned_at), "request": ban.request_id,
        "objection": ban.appeal, "objected_at": _moment(ban.appealed_at), "answer": ban.answer,
        "lifted_at": _moment(ban.lifted_at),
    }  # fmt: skip


def _place_and_words(row: Draft | CitizenRequest, locale: str) -> dict[str, Any]:
    return {
        "kind": row.kind, "category": row.category, "region": row.region,
        "district": geography.district_name(row.district, locale),
        "address": row.address, "latitude": row.lat, "longitude": row.lon, "description": row.description,
    }  # fmt: skip


def _of_camera(media: Media) -> dict[str, Any]:
    """What a photo said of itself; only of the person's own."""
    return {"latitude": media.lat, "longitude": media.lon, "taken_at": _moment(media.taken_at)}


async def _request(session: AsyncSession, request: CitizenRequest, locale: str) -> dict[str, Any]:
    media = await session.scalars(select(Media).where(Media.request_id == request.id).order_by(Media.id))
    history = await session.scalars(
        select(HistoryEntry).where(HistoryEntry.request_id == request.id, HistoryEntry.public).order_by(HistoryEntry.id)
    )
    return {
        "number": request.id,
        "state": request.state,
        "sent_at": _moment(request.sent_at),
        "deadline": _moment(request.due_at),
        "stars": request.stars,
        **_place_and_words(request, locale),
        "files": [
            {
                "purpose": m.purpose,
                "kind": m.kind,
                "sha256": m.sha256,
                "sent_at": _moment(m.created_at),
                **(_of_camera(m) if m.person_id == request.citizen_id else {}),
            }
            for m in media
        ],
        "history": [
            {"at": _moment(h.at), "action": h.action, "by": h.role, "state": h.to_state, "words": words_of(h, locale)}
            for h in history
        ],
    }


async def erase(session: AsyncSession, person: Person, now: datetime) -> None:
    """Erase a person: requests stay without them, so that no figure changes; drafts, follows and the rest go.

    Of the person a row with nothing but the id stays, as of anybody who has written once; of a ban that is in force
    nothing but that it is. What a former officer did in office stays on record. Raises NotAllowed while they hold a
    role.
    """
    if await holds_role(session, person):
        raise NotAllowed
    await _let_go_of_requests(session, person.id)
    draft_id = await session.scalar(select(Draft.id).where(Draft.person_id == person.id))
    if draft_id is not None:
        await drafts.drop(session, draft_id, now)
    await drafts.remove_unsent(session, person.id, now)
    await following.unfollow_all(session, person.id)
    await area_alerts.erase(session, person.id)
    await bans.erase(session, person.id)
    await makings.forget_person(session, person.id, now)
    # What was still to be told them, and what could not be.
    await session.execute(delete(OutboxMessage).where(OutboxMessage.chat_id == person.id))
    await session.execute(
        delete(InboxUpdate).where(InboxUpdate.lane == person.id, InboxUpdate.state.in_(("held", "parked")))
    )
    person.locale = person.name = person.consent_version = person.consent_at = None
    person.expecting = person.desk = person.news_from = person.hat = person.seen_at = None
    person.is_staff = False
    # A role that only rests must not wake for somebody who is not known any more.
    await session.execute(
        update(Membership)
        .where(Membership.person_id == person.id)
        .values(suspended_at=None)
        .execution_options(synchronize_session=False)
    )


async def _let_go_of_requests(session: AsyncSession, person_id: int) -> None:
    """Take the person out of their requests, of these requests' history and photos."""
    own = select(CitizenRequest.id).where(CitizenRequest.citizen_id == person_id)
    quiet = {"synchronize_session": False}
    # A photo's own position may be the home of whoever took it; the place of the request is another matter.
    for theirs, values in (
        (update(HistoryEntry).where(HistoryEntry.actor_id == person_id, HistoryEntry.request_id.in_(own)),
         {"actor_id": None}),
        (update(Media).where(Media.person_id == person_id, Media.request_id.in_(own)),
         {"person_id": None, "lat": None, "lon": None}),
    ):  # fmt: skip
        await session.execute(theirs.values(**values).execution_options(**quiet))
    await session.execute(
        update(CitizenRequest)
        .where(CitizenRequest.citizen_id == person_id)
        .values(citizen_id=None)
        .execution_options(**quiet)
    )
