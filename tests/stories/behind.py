"""Behind the scenes of a story: requests that are there already, and steps taken by people who are not on stage."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.news import announce
from bot.talk import Teller
from domain.permissions import Actor
from domain.words import Action, Kind, Located, MediaPurpose, Outcome, Role, State
from models import CitizenRequest, HistoryEntry, Media, Membership, Organisation, Person
from sandbox.client import Person as Player
from services import counters, deciding, people, working
from services.timers import set_timer
from tests.conftest import Desk

REGION = "KZ-79"


async def filed(desk: Desk, citizen_id: int | None, *, queued: bool = True, **fields: Any) -> int:
    """A request that was sent a moment ago, counted, in its region's queue; returns its number."""
    now = datetime.now(UTC)
    values: dict[str, Any] = {
        "kind": Kind.REQUEST, "category": "territory", "state": State.NEW, "is_open": True, "outcome": Outcome.WORK,
        "region": REGION, "lat": 42.32, "lon": 69.59, "located": Located.PIN, "description": "Bags by the fence",
        "citizen_id": citizen_id, "sent_at": now, "day": now.astimezone(desk.settings.zone).date(),
        "due_at": now + timedelta(days=3),
        "first_due_at": now + timedelta(days=3), "queued_at": now, "reopened": 0, "appealed": False,
    }  # fmt: skip
    async with desk.database.begin() as session:
        request = CitizenRequest(**(values | fields))
        session.add(request)
        await session.flush()
        session.add(
            HistoryEntry(request_id=request.id, at=now, action=Action.SEND, role=Role.CITIZEN, actor_id=citizen_id,
                         from_state=None, to_state=State.NEW, public=True)
        )  # fmt: skip
        await counters.move(session, None, counters.standing_of(request, desk.settings.zone))
        await set_timer(session, "overdue", request.id, request.first_due_at)
        if queued:
            await set_timer(session, "news", request.region, now, keep=True)
        return request.id


async def actor_of(session: AsyncSession, person_id: int) -> Actor:
    """Somebody with the roles they hold."""
    return await people.actor_for(session, await session.get_one(Person, person_id))


async def step(desk: Desk, person_id: int, verb: Callable[..., Awaitable[Any]], request_id: int, *args: Any) -> None:
    """Let somebody take a step as a handler would: `verb(session, actor, request_id, *args)`, then the news."""
    async with desk.database.begin() as session:
        teller = Teller(session, desk.settings, datetime.now(UTC))
        await verb(session, await actor_of(session, person_id), request_id, *args)
        await announce(teller)
        await teller.finish()
    desk.runtime.sender.wake.set()
    await desk.idle()


async def photo(desk: Desk, person_id: int, request_id: int | None, purpose: MediaPurpose) -> int:
    """A photo that is stored and ready to be shown; returns its id. Its bytes are one square of a colour of its own."""
    now = datetime.now(UTC)
    async with desk.database.begin() as session:
        key = await desk.runtime.store.save(_jpeg(f"{person_id}{purpose}{now}"), ".jpg")
        media = Media(
            person_id=person_id, request_id=request_id, purpose=purpose, kind="photo", sent_as="photo", file_id="x",
            file_unique_id=key[:32], state="stored", attempts=0, not_before=now, key=key, forwarded=False,
            created_at=now,
        )  # fmt: skip
        session.add(media)
        await session.flush()
        return media.id


def _jpeg(seed: str) -> bytes:
    buffer = BytesIO()
    red, green, blue = hashlib.sha256(seed.encode()).digest()[:3]
    Image.new("RGB", (64, 48), (red, green, blue)).save(buffer, "JPEG")
    return buffer.getvalue()


async def employ(desk: Desk, person_id: int, organisation: str) -> None:
    """Let an executor work for an organisation of the region."""
    async with desk.database.begin() as session:
        region = await session.scalar(select(Membership.region).where(Membership.person_id == person_id))
        found = Organisation(region=region, name=organisation)
        session.add(found)
        await session.flush()
        await session.execute(
            update(Membership).where(Membership.person_id == person_id).values(organisation_id=found.id)
        )


async def done(desk: Desk, request_id: int, executor_id: int, operator_id: int, comment: str | None = None) -> None:
    """Take a new request all the way to the finished work, with one photo after it."""
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, operator_id, deciding.assign, request_id, executor_id, now, zone)
    await step(desk, executor_id, working.start, request_id, now)
    after = await photo(desk, executor_id, None, MediaPurpose.AFTER)
    await step(desk, executor_id, working.report, request_id, [after], comment, now)


async def press(person: Player, text: str) -> dict[str, Any]:
    """Press a button as soon as it is there; returns what the sandbox says of the press."""
    message = await person.wait_for(lambda m: text in m.buttons)
    return await person.press(text, message=message, exact=True)
