"""Kill -9 while the weekly summaries of all regions are made: each week is kept once, and everybody hears of it."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.words import Role
from models import OutboxMessage, Summary, Timer
from services import geography, slots
from services.region_settings import Choices
from services.timers import set_timer
from tests.conftest import Desk, running_desk
from tests.faults.test_kill import nursery

KILLS = 4
WEEKS = 3
"""Missed by each region, so that there is something left to do for every life."""


async def missed(desk: Desk) -> dict[str, datetime]:
    """Let all regions and the country have missed some slots; returns the first of them."""
    zone, long_ago = desk.settings.zone, datetime.now(UTC) - timedelta(weeks=WEEKS)
    regions = ["", *(region.iso for region in geography.regions())]
    first = {region: slots.next_slot(Choices(), region, long_ago, zone) for region in regions}
    async with desk.database.begin() as session:
        for region, moment in first.items():
            await set_timer(session, "summary", region, moment)
    return first


async def test_kill_nine_makes_each_week_once(database_url: str, tmp_path: Path) -> None:
    """Without it: a crash on Thursday morning would send some regions their figures twice and others none."""
    async with running_desk(database_url, tmp_path) as desk:
        chiefs = {r.iso: await desk.staff(Role.SUPERVISOR, r.iso) for r in geography.regions()[:6]}
        await desk.stop()
        first = await missed(desk)
        chance = random.Random(2026)
        async with nursery(desk, tmp_path / "lives.log") as lives:
            for _ in range(KILLS):
                await lives.begin()
                # The clock ticks for the first time after a second.
                await asyncio.sleep(chance.uniform(1.0, 1.6))
                lives.kill()
        await desk.start()
        await desk.runtime.clock.tick()
        await desk.idle(60)
        kept = sorted((row.region, row.last_day, row.version) for row in await desk.rows(Summary))
        assert len(kept) == len(set(kept)) and {version for *_, version in kept} == {1}
        for region, moment in first.items():
            told = [day for where, day, _ in kept if where == region]
            last = moment.astimezone(desk.settings.zone).date() - timedelta(days=1)
            # One more where the test runs on a Thursday at nine.
            assert told[:WEEKS] == [last + timedelta(weeks=n) for n in range(WEEKS)]
        for chief in chiefs.values():
            said = {m.words for m in await chief.messages(by_bot=True) if "Late because the service" in m.words}
            assert len(said) == WEEKS
        assert await desk.rows(OutboxMessage, state="failed") == []
        assert {timer.state for timer in await desk.rows(Timer, name="summary")} == {"pending"}
