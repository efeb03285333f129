"""Fetching photos from Telegram: whatever goes wrong on the way, no photo is lost and the bot goes on."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement, update

from bot import downloads
from models import Media
from sandbox.client_types import file_spec
from tests.conftest import Desk
from tests.services.pictures import encoded, photo

TROUBLES = {
    "a page instead of an answer": {"method": "getFile", "away": 1.0, "how": "502"},
    "the file server says 502": {"method": "file", "status": 502},
    "the file server says 404": {"method": "file", "status": 404},
    "cut before": {"method": "file", "cut": "before"},
    "cut in the middle": {"method": "file", "cut": "after"},
    "too many requests": {"method": "getFile", "status": 429, "retry_after": 1},
    "away for a moment": {
        "method": "getFile", "status": 400,
        "description": "Bad Request: wrong file_id or the file is temporarily unavailable",
    },
}  # fmt: skip


_PAST = datetime(2020, 1, 1, tzinfo=UTC)


async def _until(desk: Desk, wanted: Callable[[Media], bool]) -> Media:
    """Wait until the newest file is as wanted."""
    async with asyncio.timeout(60):
        while True:
            media = (await desk.rows(Media))[-1]
            if wanted(media):
                return media
            await asyncio.sleep(0.05)


async def _settled(desk: Desk, state: str = "stored") -> Media:
    """Wait until the newest file is in a state, without the pauses between attempts."""
    await desk.idle()
    async with asyncio.timeout(60):
        while (media := (await desk.rows(Media))[-1]).state != state:
            await _set(desk, Media.attempts > 0, not_before=_PAST)
            await asyncio.sleep(0.05)
    await desk.idle()
    return media


async def _set(desk: Desk, *where: ColumnElement[bool], **values: Any) -> None:
    async with desk.database.begin() as session:
        await session.execute(update(Media).where(Media.state == "pending", *where).values(values))


async def test_a_photo_is_fetched_in_the_end(desk: Desk) -> None:
    """Without it: one bad answer of Telegram's file server would stop the whole bot, or lose somebody's proof."""
    resident = await desk.citizen()
    for n, trouble in enumerate(TROUBLES.values()):
        fault = await desk.tg.fault(**trouble, **({} if "away" in trouble else {"times": 2}))
        await resident.send_photo(file_spec(encoded(photo(n, (64, 48)), "JPEG")))
        media = await _settled(desk)
        assert media.key and desk.runtime.store.path(media.key).exists(), trouble
        assert {f["id"]: f["hits"] for f in await desk.tg.faults()}[fault] > 0, trouble
        await desk.tg.clear_faults()
    await resident.send_text("/help")
    await resident.wait_for("/my")


async def test_what_breaks_the_decoder_breaks_nothing_else(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: one odd picture would end the process again and again, each time it is tried."""

    async def bursts(data: bytes) -> Any:
        raise MemoryError

    monkeypatch.setattr(downloads.images, "process", bursts)
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    media = await _settled(desk, "refused")
    assert media.problem and "1 of 10" not in (await resident.wait_for("had to be left out")).words


async def test_a_file_taken_by_a_process_that_was_killed_is_fetched_again(desk: Desk) -> None:
    """Without it: a photo that was on its way at the kill would never arrive."""
    resident = await desk.citizen()
    desk.runtime.downloads._fetch = _never  # type: ignore[method-assign]
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    taken = await _until(desk, lambda media: media.not_before > datetime.now(UTC))
    assert taken.not_before < datetime.now(UTC) + timedelta(minutes=5)
    await desk.stop()
    await _set(desk, not_before=_PAST)
    await desk.start()
    assert (await _settled(desk)).key


async def _never(wanted: Any) -> Any:
    await asyncio.Event().wait()


async def test_an_outage_of_hours_costs_no_photo(desk: Desk) -> None:
    """Without it: photos sent while Telegram's file servers are away for an evening would be given up."""
    resident = await desk.citizen()
    await desk.tg.fault(method="getFile", status=500, times=None)
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await _until(desk, lambda media: media.attempts == 1)
    await _set(desk, attempts=downloads.ATTEMPTS - 2, not_before=_PAST)
    media = await _until(desk, lambda media: media.attempts == downloads.ATTEMPTS - 1)
    pause = (media.not_before - datetime.now(UTC)).total_seconds()
    assert media.state == "pending" and pause * downloads.ATTEMPTS > 20 * 3600
    await desk.tg.clear_faults()
    assert (await _settled(desk)).key
