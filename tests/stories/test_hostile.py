"""Bad input in people's own languages: each gets a clear answer, nothing breaks, nothing is lost."""

import base64
import html
import io
import re
import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import update

from bot.translator import translator
from bot.views import composing, fallback, notes, refusals
from domain.errors import InviteInvalid, NotFound, TooLong
from domain.words import Ground, Role, State
from models import CitizenRequest, Complaint, Draft, InboxUpdate, Invite, Media, Membership
from sandbox.client import Person as Player
from services import deciding, invites
from tests.conftest import Desk
from tests.services.pictures import encoded, photo
from tests.stories.acting import SHYMKENT, card, press
from tests.stories.behind import done, filed, step

pytestmark = pytest.mark.by_turns

LOCALES = pytest.mark.parametrize("locale", ["kk", "ru"])


def _file(data: bytes, name: str, mime: str = "image/jpeg") -> dict[str, str]:
    return {"base64": base64.b64encode(data).decode(), "name": name, "mime": mime}


def _bomb() -> bytes:
    """A PNG of a few bytes that says it is 50,000 by 50,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(50_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _cut() -> bytes:
    whole = encoded(photo(3, (640, 480)), "JPEG")
    return whole[: len(whole) // 2]


def _gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()


FILES = {
    "TooManyPixels": (_bomb(), "bomb.png"),
    "Truncated": (_cut(), "cut.jpg"),
    "NotAnImage": (b"just words", "words.jpg"),
    "UnsupportedFormat": (_gif(), "moving.gif"),
    "Empty": (b"", "empty.jpg"),
}


async def calm(desk: Desk) -> None:
    """Nothing has failed, not even once."""
    await desk.idle()
    assert {(row.state, row.error) for row in await desk.rows(InboxUpdate)} <= {("done", None)}


async def says(desk: Desk, player: Player, sentence: str) -> None:
    """The newest message holds a sentence of ours in the person's language."""
    assert plain(sentence) in (await card(desk, player)).words
    await calm(desk)


def plain(sentence: str) -> str:
    """A sentence as it is read, without tags."""
    return html.unescape(re.sub("</?[a-z]+>", "", sentence))


@LOCALES
async def test_files_that_are_no_pictures(desk: Desk, locale: str) -> None:
    """Without it: a bomb would fill the memory, and a broken photo reach the akimat as nothing at all."""
    t = translator(locale, desk.settings.zone)
    resident = await desk.citizen(locale)
    await resident.send_photo("yard_bins_before")
    for problem, (data, name) in FILES.items():
        mime = "image/png" if name.endswith("png") else "image/jpeg"
        await resident.send_document(_file(data, name, mime))
        await resident.wait_for(plain(notes.refused_file(t, problem)))
    await resident.send_document({"size": 21 * 1024 * 1024, "name": "huge.jpg", "mime": "image/jpeg"})
    await says(desk, resident, notes.too_big(t))
    await resident.send_document({"size": 21 * 1024 * 1024, "name": "huge.mp4", "mime": "video/mp4"})
    await says(desk, resident, notes.too_big(t))
    [draft] = await desk.rows(Draft)
    assert [media.state for media in await desk.rows(Media, draft_id=draft.id)] == ["stored"]


@LOCALES
async def test_content_and_texts_nobody_asked_for(desk: Desk, locale: str) -> None:
    """Without it: silence, or English, would answer most of the country."""
    t = translator(locale, desk.settings.zone)
    resident = await desk.citizen(locale)
    for kind in ("sticker", "voice", "dice", "video_note"):
        await resident.send(kind)
        await says(desk, resident, fallback.unreadable(t, kind))
    await resident.send("poll", question="?", options=["a", "b"])
    await says(desk, resident, fallback.unreadable(t, "poll"))
    for command in ("/queue", "/tasks", "/team", "/queue@tazalyq_test_bot now"):
        await resident.send_text(command)
        await says(desk, resident, fallback.unknown_command(t))
    await resident.send_text("😀" * 2048)
    await says(desk, resident, refusals.sentence(t, TooLong(1000, 4096)))
    for text in ("55.7558, 37.6173", "44.5, 50.2", "-33.9, 18.4"):
        await resident.send_text(text)
        await says(desk, resident, notes.outside(t))
    await resident.send_location(51.5, -0.1)
    await says(desk, resident, notes.outside(t))
    await resident.send_text("NaN, NaN")
    await says(desk, resident, notes.no_coordinates(t))
    await resident.send_text("76.945, 43.238")
    await says(desk, resident, notes.swapped(t))


@LOCALES
async def test_invitations_that_open_nothing(desk: Desk, locale: str) -> None:
    """Without it: a new colleague would not know whom to ask, or get in by a link that was withdrawn."""
    t = translator(locale, desk.settings.zone)
    now = datetime.now(UTC)
    async with desk.database.begin() as session:
        used, expired, revoked = [await invites.invite(session, None, Role.OPERATOR, "KZ-79", now) for _ in range(3)]
        await session.execute(update(Invite).where(Invite.id == 2).values(expires_at=now - timedelta(seconds=1)))
        await session.execute(update(Invite).where(Invite.id == 3).values(revoked_at=now))
    first, second = await desk.citizen(locale), await desk.citizen(locale)
    await first.start(used)
    await desk.idle()
    for link, why in ((used, "used"), (expired, "expired"), (revoked, "revoked"), (used[:-4], "unknown"),
                      ("inv_\u202e", "unknown"), ("inv_", "unknown")):  # fmt: skip
        await second.send_text(f"/start {link}")
        await says(desk, second, refusals.sentence(t, InviteInvalid(why)))
    assert [row.person_id for row in await desk.rows(Membership)] == [first.id]


async def test_a_forwarded_album_is_an_album(desk: Desk) -> None:
    """Without it: photos that a neighbour took would be lost, or drawn one by one."""
    neighbour, resident = await desk.citizen(), await desk.citizen("ru")
    album = await neighbour.send_photos(["yard_bins_before", "open_manhole", "steppe_dump_before"], caption="By <b>7")
    await resident.forward(album)
    assert "3" in (await card(desk, resident)).words and "By <b>7" in (await card(desk, resident)).words
    [draft] = await desk.rows(Draft, person_id=resident.id)
    assert {media.forwarded for media in await desk.rows(Media, draft_id=draft.id)} == {True}
    await calm(desk)


async def test_a_broken_file_with_a_complaint_is_told(desk: Desk) -> None:
    """Without it: the proof of a complaint would vanish without a word, before it is sent or after."""
    citizen, operator = await desk.citizen("kk"), await desk.staff(Role.OPERATOR)
    executor, t = await desk.staff(Role.EXECUTOR), translator("kk", desk.settings.zone)
    number = await filed(desk, citizen.id)
    await done(desk, number, executor.id, operator.id)
    at = await card(desk, citizen)
    await citizen.forge(at, f"verdict:ground:{number}:{Ground.POOR_WORK}")
    await citizen.send_text("/queue")
    await says(desk, citizen, composing.text_or_photo(t, "complaint").text)
    await citizen.send_document(_file(b"just words", "words.jpg"))
    await citizen.wait_for(plain(notes.refused_file(t, "NotAnImage")))
    desk.runtime.downloads._take = _nothing  # type: ignore[method-assign]
    await citizen.send_document(_file(b"other words", "others.jpg"))
    await desk.idle()
    await citizen.press(data=f"verdict:send:{number}:")
    await desk.idle()
    del desk.runtime.downloads._take
    await citizen.wait_for(plain(notes.refused_later(t, number, "NotAnImage")))
    [complaint] = await desk.rows(Complaint)
    assert (complaint.comment, complaint.ground) == (None, Ground.POOR_WORK)
    await calm(desk)


async def _nothing() -> None:
    return None


async def test_a_photo_where_words_are_due_and_words_where_a_photo_is_due(desk: Desk) -> None:
    """Without it: an operator's sticker would become the reason of a rejection, or a press would wait for ever."""
    citizen, operator = await desk.citizen("ru"), await desk.staff(Role.OPERATOR, locale="kk")
    executor = await desk.staff(Role.EXECUTOR, locale="ru")
    number = await filed(desk, citizen.id)
    await operator.send_text("/queue")
    at = await card(desk, operator)
    await operator.forge(at, f"decide:ask:{number}:")
    for _ in range(2):
        await operator.send_photo("open_manhole")
    await operator.send("sticker")
    await operator.send_location(*SHYMKENT)
    await calm(desk)
    assert (await desk.rows(CitizenRequest))[0].state is State.NEW and await desk.rows(Media) == []
    now = datetime.now(UTC)
    await step(desk, operator.id, deciding.assign, number, executor.id, now, desk.settings.zone)
    await executor.forge(await card(desk, executor), f"task:start:{number}:")
    await executor.forge(await card(desk, executor), f"report:open:{number}:")
    await executor.send_text("All clean")
    await executor.send("voice")
    pressed = await executor.forge(await card(desk, executor), f"report:send:{number}:")
    assert pressed["answer"]["text"]
    assert (await desk.rows(CitizenRequest))[0].state is State.IN_PROGRESS
    await calm(desk)


async def test_groups_and_channels_start_nothing(desk: Desk) -> None:
    """Without it: a group's talk would become somebody's draft, and the bot would answer in front of everybody."""
    owner = await desk.citizen("kk")
    group = await desk.tg.group("Yard", creator=owner.id)
    for mode in ({}, {"as": "anonymous"}):
        await owner.at(group).send_text("/start@tazalyq_test_bot", **mode)
        await owner.at(group).send_text("/my@tazalyq_test_bot", **mode)
    update_of = {
        "message_id": 5,
        "date": 0,
        "chat": {"id": -1007, "type": "channel", "title": "News"},
        "text": "/start",
    }
    await desk.tg.inject({"update_id": 999_000_001, "channel_post": update_of})
    bot = {"id": 77, "is_bot": True, "first_name": "Other"}
    from_bot = update_of | {"chat": {"id": 77, "type": "private", "first_name": "Other"}, "from": bot}
    await desk.tg.inject({"update_id": 999_000_002, "message": from_bot})
    await calm(desk)
    assert await desk.rows(Draft) == []
    assert await desk.tg.calls("sendMessage,editMessageText") == []


async def test_edited_messages_and_buttons_of_the_past_in_kazakh(desk: Desk) -> None:
    """Without it: somebody corrects a message, or presses an old card, and believes that it has worked."""
    t = translator("kk", desk.settings.zone)
    resident, marat = await desk.citizen("kk"), await desk.citizen("ru")
    sent = await resident.send_text("Қоқыс")
    await desk.idle()
    await resident.edit(sent, text="Шыны")
    await says(desk, resident, notes.edited(t))
    seen = await card(desk, resident)
    [draft] = await desk.rows(Draft)
    await resident.forge(seen, f"draft:drop:{draft.id}:")
    for data in (f"draft:send:{draft.id}:", f"draft:photos:{draft.id}:"):
        assert (await resident.forge(seen, data))["answer"]["text"]
    number = await filed(desk, resident.id)
    await marat.send_text("/my")
    at = await card(desk, marat)
    ru = translator("ru", desk.settings.zone)
    for verb in ("my:card", "my:photos", "my:withdraw", "my:withdrawn", "verdict:stars", "question:answer"):
        told = (await marat.forge(at, f"{verb}:{number}:5"))["answer"]["text"]
        assert told == plain(refusals.sentence(ru, NotFound()))
    assert (await desk.rows(CitizenRequest))[0].state is State.NEW
    await calm(desk)


@pytest.mark.parametrize(("code", "name"), [("zz-ZZ", ""), ("", "\u202e\u200b"), (None, "<b>{}%s</b>")])
async def test_nameless_people_of_unknown_tongues(desk: Desk, code: str | None, name: str) -> None:
    """Without it: the first message of somebody unusual would be our last."""
    resident = await desk.stranger(first_name=name, language_code=code)
    await resident.start()
    await desk.idle()
    await press(desk, resident, "Русский")
    await resident.press(data="start:agree:0:")
    await resident.send_text("/my")
    await resident.send_text("/privacy")
    await calm(desk)
    assert await resident.keyboard() != []
