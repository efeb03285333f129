"""News of an area: choosing it, the evening's one digest, and looking at what is in it."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from bot.clock import Clock
from domain.words import RejectReason, Role, State
from handlers import timers as handlers
from models import AreaAlert, Follow, Timer
from sandbox.client import Person as Player
from sandbox.client import Seen
from services import area_alerts, deciding, geography
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, step
from tests.stories.daytimes import night_desk, noon_desk

__all__ = ["night_desk", "noon_desk"]

HERE = (42.32, 69.59)


def hours_ago(hours: int) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


async def due(desk: Desk) -> tuple[date, int]:
    """The day and hour at which the only digest is due, where the desk is."""
    [timer] = await desk.rows(Timer, name="alerts")
    local = timer.due_at.astimezone(desk.settings.zone)
    return local.date(), local.hour


async def digests(player: Player) -> list[Seen]:
    return [m for m in await player.messages(by_bot=True) if "New in your areas" in m.words]


def north(metres: float) -> dict[str, float]:
    """A place so many metres north of HERE; a degree is 111,195 m on the sphere that distances are measured on."""
    return {"lat": HERE[0] + metres / 111_195, "lon": HERE[1]}


async def around_here(desk: Desk) -> Player:
    """Somebody who follows a kilometre around HERE."""
    neighbour = await desk.citizen()
    await neighbour.send_text("/alerts")
    assert "You follow no area yet" in (await card(desk, neighbour)).words
    await press(desk, neighbour, "Around a point")
    await neighbour.send_text("somewhere")
    assert "Around which point?" in (await card(desk, neighbour)).words
    await neighbour.send_location(55.75, 37.62)
    assert "outside Kazakhstan" in (await card(desk, neighbour)).words
    await neighbour.send_location(*HERE)
    shown = await card(desk, neighbour)
    assert "✓ 1 km" in shown.buttons
    return neighbour


async def test_one_digest_a_day_of_what_lies_within_the_radius(noon_desk: Desk) -> None:
    """Without it: people would be told of what is far away, twice, or of their own requests and of nonsense."""
    desk = noon_desk
    today = datetime.now(desk.settings.zone).date()
    neighbour = await around_here(desk)
    assert await due(desk) == (today, 18)
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    near = await filed(desk, citizen.id, queued=False, sent_at=hours_ago(5), description="call 8701", **north(990))
    await filed(desk, citizen.id, queued=False, sent_at=hours_ago(4), **north(1010))
    await filed(desk, neighbour.id, queued=False, sent_at=hours_ago(3), **north(10))
    nonsense = await filed(desk, citizen.id, queued=False, sent_at=hours_ago(2), **north(20))
    await step(desk, operator.id, deciding.reject, nonsense, RejectReason.MEANINGLESS, None, datetime.now(UTC))
    # Two processes whose clocks strike in the same moment.
    async with desk.database.begin() as session:
        await session.execute(update(Timer).where(Timer.name == "alerts").values(due_at=hours_ago(1)))
    other = Clock(desk.database, desk.settings, handlers())
    await asyncio.gather(desk.runtime.clock.tick(), other.tick())
    await desk.idle()
    [digest] = await digests(neighbour)
    assert "1 new request" in digest.words and "990 m away" in digest.words and f"№ {near}" in digest.words
    assert "8701" not in digest.words
    assert await due(desk) == (today + timedelta(days=1), 18)
    # Nothing new: silence.
    await desk.pass_time(name="alerts")
    assert len(await digests(neighbour)) == 1
    shown = await press(desk, neighbour, f"№ {near}")
    assert "8701" not in shown.words and "Cleaning of an area" in shown.words
    await press(desk, neighbour, "🔔 Follow")
    assert [f.request_id for f in await desk.rows(Follow, person_id=neighbour.id)] == [near]
    far = near + 1
    gone = await filed(desk, None, queued=False, state=State.WITHDRAWN, is_open=False, **north(100))
    requests = [f"alerts:{verb}:{number}:" for verb in ("look", "follow") for number in (far, gone)]
    for forged in (*requests, "alerts:one:999:", "alerts:radius:1:7"):
        assert "nothing here for you" in (await neighbour.forge(digest, forged))["answer"]["text"]


async def test_the_night_waits_and_whoever_leaves_hears_nothing(night_desk: Desk) -> None:
    """Without it: after a standstill digests would ring at night, or a timer run for ever for nobody."""
    desk = night_desk
    neighbour = await around_here(desk)
    await filed(desk, None, queued=False, sent_at=hours_ago(1), **north(100))
    await desk.pass_time(name="alerts")
    assert await due(desk) == (datetime.now(desk.settings.zone).date(), 18)
    await neighbour.send_text("/alerts")
    await desk.idle()
    await press(desk, neighbour, "1 km")
    await press(desk, neighbour, "Remove")
    await desk.pass_time(name="alerts")
    assert await desk.rows(Timer, name="alerts") == [] and await desk.rows(AreaAlert) == []
    assert await digests(neighbour) == []


async def test_regions_and_districts_up_to_five(noon_desk: Desk) -> None:
    """Without it: a district could not be followed, or one person could follow the whole country."""
    desk, resident = noon_desk, await noon_desk.citizen()
    kato = geography.districts("KZ-79")[0].kato
    there = await filed(desk, None, queued=False, sent_at=hours_ago(9), district=kato)
    done = await filed(desk, None, queued=False, sent_at=hours_ago(8), state=State.DONE, is_open=False)
    await resident.send_text("/alerts")
    await desk.idle()
    await press(desk, resident, "A region or district")
    shown = await press(desk, resident, "Shymkent")
    await press(desk, resident, shown.buttons[1])
    [alert] = await desk.rows(AreaAlert)
    assert (alert.region, alert.district) == ("KZ-79", kato)
    async with desk.database.begin() as session:
        for region in ("KZ-79", "KZ-75", "KZ-71", "KZ-19", "KZ-19"):
            await area_alerts.add_area(session, resident.id, region, None, datetime.now(UTC), desk.settings.zone)
    assert len(await desk.rows(AreaAlert)) == 5
    await desk.pass_time(name="alerts")
    assert await digests(resident) == []
    async with desk.database.begin() as session:
        await session.execute(update(AreaAlert).values(told_to=0))
    await desk.pass_time(name="alerts")
    [digest] = await digests(resident)
    assert "2 new requests" in digest.words and "1 new request\n" in digest.words and "Done already: 1" in digest.words
    assert {f"👀 № {there}", f"👀 № {done}"} <= set(digest.buttons)
    shown = await press(desk, resident, "News of my areas")
    assert not [b for b in shown.buttons if b.startswith("➕")]
    assert "You can follow 5 areas" in (await resident.forge(digest, "alerts:regions:0:0"))["answer"]["text"]
    await press(desk, resident, "Close")
