"""Addresses come from a Nominatim server: later, one a second, each spot asked once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import update

from bot.geocoding import SPACING, short_address
from models import CitizenRequest, Draft, GeocodedPlace, Timer
from services.geocoding import ATTEMPTS, CREDIT
from tests.conftest import Desk, running_desk
from tests.stories.acting import ALMATY, SHYMKENT, card, press, send_request

pytestmark = pytest.mark.by_turns

FOUND = {"address": {"house_number": "12", "road": "Abai street", "suburb": "Old town", "city": "Shymkent"}}


@dataclass
class Nominatim:
    """A server that answers as Nominatim does, and remembers what it was asked and when."""

    url: str = ""
    answer: Any = None
    failing: bool = False
    asked: list[tuple[float, dict[str, str], str]] = field(default_factory=list)

    async def reverse(self, request: web.Request) -> web.Response:
        """`/reverse` of the Nominatim API."""
        self.asked.append((monotonic(), dict(request.query), request.headers["User-Agent"]))
        if self.failing:
            return web.Response(status=503)
        return web.json_response(self.answer or FOUND | {"lat": "0", "lon": "0", "display_name": "x"})


@pytest.fixture
async def nominatim() -> AsyncIterator[Nominatim]:
    """A geocoder of our own."""
    server = Nominatim()
    app = web.Application()
    app.router.add_get("/reverse", server.reverse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, nominatim: Nominatim) -> AsyncIterator[Desk]:
    """A desk that has a geocoder."""
    settings = {"nominatim_url": nominatim.url, "nominatim_contact": "desk@example.org"}
    async with running_desk(database_url, tmp_path, **settings) as desk:
        yield desk


async def _fulfilled(desk: Desk) -> None:
    """Wait until no address is wished for."""
    await desk.idle()
    left: list[Timer] = [Timer()]
    async with asyncio.timeout(60):
        while left:
            await asyncio.sleep(0.05)
            left = await desk.rows(Timer, name="geocode")
    await desk.idle()


async def test_the_address_comes_onto_the_card(desk: Desk, nominatim: Nominatim) -> None:
    """The citizen sees whether the point is right; the server is asked politely and named, as its rules demand."""
    resident = await desk.citizen()
    await resident.send_location(*SHYMKENT)
    seen = await resident.wait_for("Abai street, 12")
    assert CREDIT in seen.words
    ((_, query, agent),) = nominatim.asked
    assert "desk@example.org" in agent and "Tazalyq" in agent
    assert (float(query["lat"]), query["accept-language"]) == (SHYMKENT[0], "en")


async def test_a_spot_is_asked_once_and_never_two_a_second(desk: Desk, nominatim: Nominatim) -> None:
    """The public server bans applications that ask the same again, or too fast."""
    first, second, third = await desk.citizen(), await desk.citizen(), await desk.citizen()
    await first.send_location(*SHYMKENT)
    await third.send_location(*ALMATY)
    await _fulfilled(desk)
    await second.send_location(SHYMKENT[0] + 0.00001, SHYMKENT[1])
    assert "Abai street" in (await card(desk, second)).words
    times = [at for at, _, _ in nominatim.asked]
    assert len(times) == len(await desk.rows(GeocodedPlace)) == 2
    assert times[1] - times[0] >= SPACING * 0.9


async def test_a_request_waits_for_no_address_and_gets_it_later(desk: Desk, nominatim: Nominatim) -> None:
    """A geocoder that is down must not hold up a single request."""
    nominatim.failing = True
    resident = await desk.citizen()
    await send_request(desk, resident)
    (request,) = await desk.rows(CitizenRequest)
    assert request.address is None
    nominatim.failing = False
    await _retry_now(desk)
    await _fulfilled(desk)
    (request,) = await desk.rows(CitizenRequest)
    assert "Abai street, 12" in (request.address or "")


async def _retry_now(desk: Desk) -> None:
    async with desk.database.begin() as session:
        await session.execute(update(Timer).where(Timer.name == "geocode").values(due_at=datetime.now(UTC)))


async def test_a_geocoder_that_stays_away_is_given_up(desk: Desk, nominatim: Nominatim) -> None:
    """Wishes that can never be fulfilled must not pile up."""
    nominatim.failing = True
    resident = await desk.citizen()
    await resident.send_location(*SHYMKENT)
    for n in range(ATTEMPTS):
        async with asyncio.timeout(60):
            while len(nominatim.asked) <= n:
                await _retry_now(desk)
                await asyncio.sleep(0.1)
    await _fulfilled(desk)
    assert (await desk.rows(Draft))[0].address is None


async def test_the_citizen_s_own_words_stay(desk: Desk, nominatim: Nominatim) -> None:
    """Somebody who wrote "second entrance" knows better than any map."""
    resident = await desk.citizen()
    nominatim.failing = True
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    await press(desk, resident, "📍 Place")
    await press(desk, resident, "Add a landmark")
    await resident.send_text("second entrance")
    await desk.idle()
    nominatim.failing = False
    await _retry_now(desk)
    await _fulfilled(desk)
    assert (await desk.rows(Draft))[0].address == "second entrance"


def test_the_short_address() -> None:
    """Nominatim's own name of a place runs over three lines; four parts of it are enough."""
    assert short_address(FOUND["address"]) == f"Abai street, 12, Old town, Shymkent ({CREDIT})"
    assert short_address({"village": "Kyzylkol"}) == f"Kyzylkol ({CREDIT})"
    assert short_address({"country": "Kazakhstan"}) is None
