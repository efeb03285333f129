"""Files: sizes, renditions, ids that belong to one bot, albums."""

import io

import pytest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto
from PIL import Image

from sandbox.client import SandboxError

from .conftest import Raw


def jpeg(width=64, height=48, color="green"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, "JPEG")
    return out.getvalue()


async def test_photo_comes_in_real_sizes(bot, raw, resident):
    """Without it, the bot could rely on one size or on the original bytes, which Telegram does not give."""
    sent = await bot.send_photo(resident.id, BufferedInputFile(jpeg(1600, 1200), "x.jpg"), caption="c")
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (320, 240), (800, 600), (1280, 960)]
    largest = sent.photo[-1]
    data = (await bot.download(largest.file_id)).read()
    assert len(data) == largest.file_size
    assert Image.open(io.BytesIO(data)).size == (1280, 960)
    again = await bot.send_photo(resident.id, BufferedInputFile(jpeg(1600, 1200), "y.jpg"))
    assert again.photo[-1].file_unique_id == largest.file_unique_id
    resent = await raw.ok("sendPhoto", chat_id=resident.id, photo=largest.file_id)
    assert [size["file_id"] for size in resent["photo"]] == [size.file_id for size in sent.photo]


async def test_people_get_the_bytes_too(tg, bot, resident):
    """Without it, the page could not show what the bot sends."""
    await bot.send_document(resident.id, BufferedInputFile(b"report", "report.xlsx"))
    document = (await resident.last())["document"]
    assert document["file_name"] == "report.xlsx"
    assert await tg.file(document) == b"report"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (jpeg(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg() + bytes(10 * 1024 * 1024), "file of size 10486438 bytes is too big for a photo"),
        (b"", "file must be non-empty"),
    ],
)
async def test_bad_photos_are_refused(raw, bot, resident, data, problem):
    """Without it, a broken or huge picture would be sent without complaint."""
    if "too big" in problem:
        problem = f"file of size {len(data)} bytes is too big for a photo"
    form = {"chat_id": str(resident.id), "photo": io.BytesIO(data)}
    async with raw.session.post(f"{raw.url}/bot{raw.token}/sendPhoto", data=form) as response:
        answer = await response.json()
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {problem}"}


async def test_downloads_end_at_20_megabytes(raw, resident):
    """Without it, the answer to a large video could not be tested."""
    await resident.send_video({"size": 20 * 1024 * 1024 + 1, "name": "big.mp4"})
    await resident.send_video({"size": 1024, "name": "small.mp4"})
    big, small = [update["message"]["video"] for update in (await raw.ok("getUpdates"))[-2:]]
    assert big["file_size"] == 20 * 1024 * 1024 + 1
    assert await raw.refused("getFile", file_id=big["file_id"]) == "Bad Request: file is too big"
    path = (await raw.ok("getFile", file_id=small["file_id"]))["file_path"]
    async with raw.session.get(f"{raw.url}/file/bot{raw.token}/{path}") as response:
        assert await response.read() == bytes(1024)
    async with raw.session.get(f"{raw.url}/file/bot{raw.token}/videos/file_999.mp4") as response:
        assert response.status == 404


async def test_uploads_end_at_50_megabytes(raw, resident):
    """Without it, reports beyond Telegram's limit would be built in vain."""
    form = {"chat_id": str(resident.id), "document": io.BytesIO(bytes(50 * 1024 * 1024 + 1))}
    async with raw.session.post(f"{raw.url}/bot{raw.token}/sendDocument", data=form) as response:
        answer = await response.json()
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_file_ids_belong_to_one_bot_and_one_kind(raw, resident, tg):
    """Without it, ids stored by one bot would seem to work with another token."""
    await resident.send_photo(jpeg())
    photo = (await raw.ok("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    other = await tg.bot("43:another-token", username="other_bot")
    person = await tg.person("Көрші", bot=other["id"])
    await person.start()
    stranger = Raw(tg.session, tg.url, other["token"])
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await stranger.refused("sendPhoto", chat_id=person.id, photo=photo) == wrong
    assert await raw.refused("sendPhoto", chat_id=resident.id, photo="AgACAgIAAx") == wrong
    assert await stranger.refused("getFile", file_id=photo) == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    assert await raw.refused("sendDocument", chat_id=resident.id, document=photo) == (
        "Bad Request: can't use file of type Photo as Document"
    )


async def test_albums_of_the_bot(bot, raw, resident):
    """Without it, the before/after album would be tested against nothing."""
    files = [BufferedInputFile(jpeg(color=color), f"{color}.jpg") for color in ("red", "blue")]
    sent = await bot.send_media_group(resident.id, [InputMediaPhoto(media=f, caption=f.filename) for f in files])
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["red.jpg", "blue.jpg"]
    photo, limit = sent[0].photo[-1].file_id, "Bad Request: too {} messages to send as an album"

    async def refusal(*kinds):
        media = [{"type": kind, "media": photo} for kind in kinds]
        return await raw.refused("sendMediaGroup", chat_id=resident.id, media=media)

    assert await refusal("photo") == limit.format("few")
    assert await refusal(*["photo"] * 11) == limit.format("much")
    assert await refusal("photo", "document") == "Bad Request: document can't be mixed with other media types"
    assert (await refusal("photo", "animation")).startswith("Bad Request: can't parse InputMedia")
    documents = [InputMediaDocument(media=BufferedInputFile(b"%d" % n, f"{n}.txt")) for n in range(10)]
    assert len(await bot.send_media_group(resident.id, documents)) == 10


async def test_albums_of_people(raw, resident):
    """Without it, ten photos at once would not arrive as ten messages of one group."""
    await raw.ok("getUpdates", offset=-1)
    await resident.send_photos(["park_litter_before"] * 9 + [{"picture": "park_litter_after", "kind": "video"}], "c")
    messages = [update["message"] for update in await raw.ok("getUpdates", offset=100_000_001)]
    assert len(messages) == 10
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages[:2]] == ["c", None]
    assert "video" in messages[9]
    with pytest.raises(SandboxError, match="2–10"):
        await resident.send_photos(["park_litter_before"])


async def test_documents_keep_their_bytes(raw, resident, bot):
    """Without it, a GPS position in a document's EXIF could get lost in the sandbox."""
    await resident.send_document("ditch_litter_gps")
    document = (await raw.ok("getUpdates"))[-1]["message"]["document"]
    assert document["mime_type"] == "image/jpeg"
    assert document["thumbnail"]["width"] == 90
    data = (await bot.download(document["file_id"])).read()
    assert len(data) == document["file_size"]
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
