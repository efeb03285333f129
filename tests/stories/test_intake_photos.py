"""Photos and videos on their way into a draft."""

import asyncio
import base64
from pathlib import Path

import pytest

from domain import terms
from models import CitizenRequest, Draft, Media
from tests.conftest import Desk
from tests.services.pictures import encoded, photo
from tests.services.test_videos import movie
from tests.stories.acting import card, press, write_request

pytestmark = pytest.mark.by_turns


def _file(data: bytes, name: str, mime: str | None = None) -> dict[str, str]:
    return {"base64": base64.b64encode(data).decode(), "name": name} | ({"mime": mime} if mime else {})


PICTURES = Path(__file__).parents[2] / "sandbox" / "pictures"


async def _until(desk: Desk, state: str, number: int) -> list[Media]:
    """Wait until so many files have been fetched and found to be `state`."""
    found: list[Media] = []
    async with asyncio.timeout(60):
        while len(found) < number:
            await asyncio.sleep(0.05)
            found = await desk.rows(Media, state=state)
    await desk.idle()
    return found


async def test_an_album_draws_the_card_once(desk: Desk) -> None:
    """Ten redraws for ten photos would flicker, and cost ten of the messages Telegram allows."""
    resident = await desk.citizen()
    await resident.send_photos(["yard_bins_before", "open_manhole", "steppe_dump_before", "broken_light"])
    seen = await card(desk, resident)
    assert "4 of 10" in seen.words
    drawn = [c for c in await desk.tg.calls() if c["method"] in ("sendMessage", "editMessageText")]
    assert len(drawn) <= 2


async def test_the_same_photo_twice_counts_once(desk: Desk) -> None:
    """People send the same photo again when they are unsure; the akimat needs it once."""
    resident = await desk.citizen()
    sent = await resident.send_photo("yard_bins_before")
    await resident.forward([sent])
    assert "already here" in (await card(desk, resident)).words
    assert "1 of 10" in (await card(desk, resident)).words


async def test_an_eleventh_photo_is_left_out_and_said_so(desk: Desk) -> None:
    """An album holds ten; the eleventh must not vanish without a word."""
    resident = await desk.citizen()
    for n in range(terms.PHOTOS + 1):
        await resident.send_photo(_file(encoded(photo(n, (64, 48)), "JPEG"), f"{n}.jpg"))
    seen = await card(desk, resident)
    assert "10 of 10" in seen.words and "At most 10" in seen.words


async def test_image_documents_of_every_kind_are_taken(desk: Desk) -> None:
    """Phones send HEIC, some without a type; such files are photos all the same, and can be shown once fetched."""
    resident = await desk.citizen()
    for form, name, mime in (
        ("JPEG", "a.jpg", "image/jpeg"), ("PNG", "b.png", "image/png"), ("WEBP", "c.webp", "image/webp"),
        ("HEIF", "d.HEIC", "application/octet-stream"),
    ):  # fmt: skip
        await resident.send_document(_file(encoded(photo(), form), name, mime))
    assert "4 of 10" in (await card(desk, resident)).words
    found = await _until(desk, "stored", 4)
    assert {m.sent_as for m in found} == {"document"} and all(m.key for m in found)
    seen = await press(desk, resident, "Photos")
    assert seen["photo"] and "1 of 4" in seen.words


async def test_a_video_is_taken_and_one_too_large_is_not(desk: Desk) -> None:
    """Bots cannot fetch more than 20 MB: better a word at once than a request without its proof."""
    resident = await desk.citizen()
    await resident.send_video({"size": 21_000_000, "name": "big.mp4", "mime": "video/mp4"})
    assert "20 MB" in (await card(desk, resident)).words and await desk.rows(Draft) == []
    await resident.send_document({"size": 25_000_000, "name": "big.jpg", "mime": "image/jpeg"})
    assert "20 MB" in (await card(desk, resident)).words
    await resident.send_video(_file(movie(), "clip.mp4", "video/mp4"))
    assert "1 of 10" in (await card(desk, resident)).words
    assert {m.kind for m in await desk.rows(Media)} == {"video"}


async def test_other_documents_are_refused_kindly(desk: Desk) -> None:
    """A PDF is no photo: the citizen should learn that now, with the draft still there."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await resident.send_document(_file(b"%PDF-1.4", "letter.pdf", "application/pdf"))
    seen = await card(desk, resident)
    assert "only photos and videos" in seen.words and "1 of 10" in seen.words
    await resident.send("animation")
    assert "only photos and videos" in (await card(desk, resident)).words


async def test_a_photo_s_own_position_is_offered_as_the_place(desk: Desk) -> None:
    """A camera that knows where it was saves the citizen a step; but it is asked, since it may be the wrong place."""
    resident = await desk.citizen()
    await resident.send_document("ditch_litter_gps")
    await _until(desk, "stored", 1)
    seen = await resident.wait_for("Use it?")
    assert "✅ Yes" in seen.buttons and "Place: not known yet" in seen.words
    assert "Place: not known yet" not in (await press(desk, resident, "✅ Yes")).words
    (draft,) = await desk.rows(Draft)
    assert (draft.located, draft.offered) == ("exif", None)


async def test_an_offered_place_can_be_declined_and_never_overrides_one_that_is_known(desk: Desk) -> None:
    """A photo sent from home must not move the pin that the citizen has set."""
    resident = await desk.citizen()
    await resident.send_document("ditch_litter_gps")
    await resident.wait_for("Use it?")
    assert "Place: not known yet" in (await press(desk, resident, "❌ No")).words
    await resident.send_location(43.238, 76.945)
    again = (PICTURES / "ditch_litter_gps.jpg").read_bytes() + b"\x00"
    await resident.send_document(_file(again, "again.jpg", "image/jpeg"))
    await _until(desk, "stored", 2)
    assert "Use it?" not in (await card(desk, resident)).words
    (draft,) = await desk.rows(Draft)
    assert (draft.lat, draft.located) == (43.238, "pin")


async def test_a_text_file_called_jpg_is_taken_off_the_card(desk: Desk) -> None:
    """A broken file would leave the akimat with a request that shows nothing."""
    resident = await desk.citizen()
    await resident.send_document(_file(b"just words, no picture", "photo.jpg", "image/jpeg"))
    seen = await resident.wait_for("had to be left out")
    assert "not a picture" in seen.words and "Photos: at least one" in seen.words
    await desk.idle()
    assert "still missing" in (await resident.press("Send"))["answer"]["text"]


async def test_a_file_found_broken_after_sending_is_told(desk: Desk) -> None:
    """A request does not wait for downloads, so bad news may come later; it must come."""
    desk.runtime.downloads.bot = _NeverMind(desk.runtime.downloads.bot)
    resident = await desk.citizen()
    await resident.send_document(_file(b"just words, no picture", "photo.jpg", "image/jpeg"))
    await write_request(desk, resident)
    await press(desk, resident, "Send to the akimat")
    desk.runtime.downloads.bot.ready.set()
    await resident.wait_for("could not be opened")
    (request,) = await desk.rows(CitizenRequest)
    await desk.downloaded()
    assert {m.state for m in await desk.rows(Media, request_id=request.id)} == {"stored", "refused"}


class _NeverMind:
    """A bot whose downloads wait until they are let go."""

    def __init__(self, bot: object) -> None:
        self.bot = bot
        self.ready = asyncio.Event()

    async def get_file(self, file_id: str) -> object:
        await self.ready.wait()
        return await self.bot.get_file(file_id)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self.bot, name)


async def test_photos_can_be_taken_out_again(desk: Desk) -> None:
    """A wrong photo, perhaps of somebody's face, must be removable before it goes to the akimat, and from the disk."""
    resident = await desk.citizen()
    await resident.send_photos(["yard_bins_before", "open_manhole", "steppe_dump_before"])
    await desk.idle()
    keys = [m.key for m in await _until(desk, "stored", 3)]
    await press(desk, resident, "Photos")
    assert "Photo 2 of 3" in (await press(desk, resident, "▶️")).words
    assert "2 of 10" in (await press(desk, resident, "Remove this one")).words
    await press(desk, resident, "Photos")
    assert "at least one" in (await press(desk, resident, "Remove all")).words
    await desk.pass_time(name="forget_files")
    assert await desk.rows(Media) == []
    assert not any(desk.runtime.store.path(key).exists() for key in keys)
