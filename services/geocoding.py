"""Addresses found by a geocoder: wished for when a point is set, found later, kept by rounded coordinates.

The wishes wait in the table of timers under a state of their own, so that they outlive a restart and the clock leaves
them alone; `bot.geocoding` fulfils them one by one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import CitizenRequest, Draft, GeocodedPlace, Person, Timer
from models.upsert import insert_into
from services import search_terms

NAME = "geocode"
STATE = "queued"
ATTEMPTS = 5
PAUSE = timedelta(seconds=30)
CREDIT = "© OpenStreetMap"
"""Stands behind every address found, wherever it is shown."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An address wished for: of which draft, or of the request made of it since."""

    draft_id: int
    lat: float
    lon: float
    locale: str
    attempts: int


def spot_of(lat: float, lon: float) -> str:
    """Coordinates rounded to about 10 metres, as the key under which an address is kept."""
    return f"{lat:.4f},{lon:.4f}"


async def wish(session: AsyncSession, draft: Draft, locale: str | None, now: datetime) -> None:
    """Ask for the address of a draft's point; one that is known is set at once."""
    if draft.lat is None or draft.lon is None or draft.address is not None:
        return
    known = await session.get(GeocodedPlace, (spot_of(draft.lat, draft.lon), locale or "kk"))
    if known is not None:
        draft.address = known.address
        return
    insert = insert_into(session, Timer).values(
        name=NAME, subject=str(draft.id), due_at=now, state=STATE, attempts=0
    )  # fmt: skip
    await session.execute(
        insert.on_conflict_do_update(index_elements=["name", "subject"], set_={"due_at": now, "attempts": 0})
    )


async def next_wish(session: AsyncSession, now: datetime) -> Wish | None:
    """The wish that has waited longest; None where there is none. One whose draft is gone is forgotten."""
    query = select(Timer.subject, Timer.attempts).where(Timer.name == NAME, Timer.due_at <= now).order_by(Timer.due_at)
    row = (await session.execute(query.limit(1))).first()
    if row is None:
        return None
    draft_id = int(row.subject)
    point = (await session.execute(
        select(Draft.lat, Draft.lon, Person.locale).join(Person, Person.id == Draft.person_id)
        .where(Draft.id == draft_id)
    )).first() or (await session.execute(
        select(CitizenRequest.lat, CitizenRequest.lon, Person.locale)
        .outerjoin(Person, Person.id == CitizenRequest.citizen_id)
        .where(CitizenRequest.draft_id == draft_id)
    )).first()  # fmt: skip
    if point is None or point.lat is None or point.lon is None:
        await forget(session, draft_id)
        return await next_wish(session, now)
    return Wish(draft_id, point.lat, point.lon, point.locale or "kk", row.attempts)


async def known_address(session: AsyncSession, wanted: Wish) -> GeocodedPlace | None:
    """What was found at this spot before."""
    return await session.get(GeocodedPlace, (spot_of(wanted.lat, wanted.lon), wanted.locale))


async def forget(session: AsyncSession, draft_id: int) -> None:
    """Take a wish away."""
    await session.execute(delete(Timer).where(Timer.name == NAME, Timer.subject == str(draft_id)))


async def postpone(session: AsyncSession, wanted: Wish, now: datetime) -> None:
    """The geocoder failed: try again later, then give up."""
    if wanted.attempts + 1 >= ATTEMPTS:
        await forget(session, wanted.draft_id)
        return
    await session.execute(
        update(Timer)
        .where(Timer.name == NAME, Timer.subject == str(wanted.draft_id))
        .values(attempts=wanted.attempts + 1, due_at=now + PAUSE * (wanted.attempts + 1))
        .execution_options(synchronize_session=False)
    )


async def remember(session: AsyncSession, wanted: Wish, address: str | None, now: datetime) -> bool:
    """Keep what was found and write it beside the point, unless an address stands there; whether a draft got it.

    `address` None: there is none at this spot.
    """
    spot = spot_of(wanted.lat, wanted.lon)
    insert = insert_into(session, GeocodedPlace).values(
        spot=spot, locale=wanted.locale, address=address, asked_at=now
    )  # fmt: skip
    await session.execute(insert.on_conflict_do_nothing())
    await forget(session, wanted.draft_id)
    if address is None:
        return False
    # Only beside the very point it was asked for: the citizen may have moved it meanwhile.
    drafts = update(Draft).where(
        Draft.id == wanted.draft_id, Draft.address.is_(None), Draft.lat == wanted.lat, Draft.lon == wanted.lon
    )
    written = await session.execute(drafts.values(address=address).returning(Draft.id))
    if written.first() is not None:
        return True
    requests = update(CitizenRequest).where(
        CitizenRequest.draft_id == wanted.draft_id, CitizenRequest.address.is_(None)
    )
    changed = await session.execute(
        requests.values(address=address)
        .returning(CitizenRequest.id, CitizenRequest.region)
        .execution_options(synchronize_session=False)
    )
    for request_id, region in changed.all():
        await search_terms.add(session, request_id, region, address)
    return False
