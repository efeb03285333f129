"""The weekly summary in stories, in a time that is played: Thursday 20 November 2025 and the weeks around it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models import CitizenRequest
from sandbox.client_people import Place
from services import counters
from services.timers import set_timer
from tests.conftest import Desk
from tests.stories.behind import REGION, filed

ALMATY = ZoneInfo("Asia/Almaty")


def at(day: int, clock: str = "09:00") -> datetime:
    """A moment of November 2025 by the clock of Almaty; after its 30th, of December."""
    hour, minute = clock.split(":")
    return (datetime(2025, 11, 1, int(hour), int(minute), tzinfo=ALMATY) + timedelta(days=day - 1)).astimezone(UTC)


async def slot(desk: Desk, day: int, region: str = REGION, clock: str = "09:00") -> None:
    """Set the slot of a region's summary, or the country's."""
    async with desk.database.begin() as session:
        await set_timer(session, "summary", region, at(day, clock))


async def strike(desk: Desk, now: datetime) -> None:
    """Let everything happen that is due at a moment."""
    await desk.runtime.clock.tick(now)
    await desk.idle()


async def sent(desk: Desk, day: int, **fields: object) -> int:
    """A request that was sent at noon of a day of November 2025 and is due three days later."""
    moment = at(day, "12:00")
    values = {"sent_at": moment, "queued_at": moment, "day": date(2025, 11, day),
              "due_at": moment + timedelta(days=3), "first_due_at": moment + timedelta(days=3)}  # fmt: skip
    return await filed(desk, None, queued=False, **(values | fields))


async def settle(desk: Desk, number: int, **fields: object) -> None:
    """Let a request stand elsewhere, counted."""
    async with desk.database.begin() as session:
        request = await session.get_one(CitizenRequest, number)
        before = counters.standing_of(request, desk.settings.zone)
        for name, value in fields.items():
            setattr(request, name, value)
        await session.flush()
        await counters.move(session, before, counters.standing_of(request, desk.settings.zone))


async def told(place: Place) -> list[str]:
    """The summaries in a chat."""
    return [m.words for m in await place.messages(by_bot=True) if "Weekly summary" in m.words]
