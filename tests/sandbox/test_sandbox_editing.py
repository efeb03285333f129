"""Editing, deleting, copying, pinning: what Telegram lets a bot do with messages."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InputMediaPhoto

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
KEYS = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


@pytest.fixture
async def photo(raw, resident):
    """A file id of a photo the bot knows."""
    await resident.send_photo("park_litter_before")
    return (await raw.ok("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]


async def test_text_is_edited_in_place(raw, resident):
    """Without it, screens that redraw themselves could not be tested."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="one", reply_markup=KEYS)
    place = {"chat_id": resident.id, "message_id": sent["message_id"]}
    changed = await raw.ok("editMessageText", **place, text="<b>two</b>", parse_mode="HTML")
    assert changed["text"] == "two"
    assert "reply_markup" not in changed
    assert changed["edit_date"]
    seen = await resident.last()
    assert (seen.words, seen.id, seen["versions"]) == ("two", sent["message_id"], 2)


async def test_unchanged_content_is_refused(raw, resident):
    """Without it, needless edits would go unnoticed until Telegram complains."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="one", reply_markup=KEYS)
    place = {"chat_id": resident.id, "message_id": sent["message_id"]}
    assert await raw.refused("editMessageText", **place, text=" one ", reply_markup=KEYS) == NOT_MODIFIED
    assert await raw.refused("editMessageReplyMarkup", **place, reply_markup=KEYS) == NOT_MODIFIED
    await raw.ok("editMessageReplyMarkup", **place)
    assert await raw.refused("editMessageReplyMarkup", **place) == NOT_MODIFIED


async def test_what_cannot_be_edited(raw, resident, photo):
    """Without it, the fallbacks of the sender ("post anew") would never be exercised."""
    mine = await resident.send_text("mine")
    keyboard = await raw.ok("sendMessage", chat_id=resident.id, text="k", reply_markup={"keyboard": [["x"]]})
    picture = await raw.ok("sendPhoto", chat_id=resident.id, photo=photo)
    plain = await raw.ok("sendMessage", chat_id=resident.id, text="plain")

    async def text(number):
        return await raw.refused("editMessageText", chat_id=resident.id, message_id=number, text="new")

    assert await text(mine.id) == "Bad Request: message can't be edited"
    assert await text(keyboard["message_id"]) == "Bad Request: message can't be edited"
    assert await text(picture["message_id"]) == "Bad Request: there is no text in the message to edit"
    assert await text(9999) == "Bad Request: message to edit not found"
    assert await text(0) == "Bad Request: message identifier is not specified"
    refusal = await raw.refused("editMessageCaption", chat_id=resident.id, message_id=plain["message_id"], caption="c")
    assert refusal == "Bad Request: there is no caption in the message to edit"
    await raw.ok("deleteMessage", chat_id=resident.id, message_id=plain["message_id"])
    assert await text(plain["message_id"]) == "Bad Request: message to edit not found"


async def test_caption_and_media_are_edited(raw, resident, photo, bot):
    """Without it, a card that gets its first photo could not be tested."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="card")
    media = {"type": "photo", "media": photo, "caption": "with photo"}
    place = {"chat_id": resident.id, "message_id": sent["message_id"]}
    changed = await raw.ok("editMessageMedia", **place, media=media)
    assert changed["caption"] == "with photo"
    assert "text" not in changed
    assert await raw.refused("editMessageMedia", **place, media=media) == NOT_MODIFIED
    assert (await raw.ok("editMessageCaption", **place, caption="other"))["caption"] == "other"
    with pytest.raises(TelegramBadRequest, match="not modified"):
        await bot.edit_message_media(InputMediaPhoto(media=photo, caption="other"), **place)


async def test_album_items_stay_of_their_kind(raw, resident, photo):
    """Without it, replacing a photo of an album by a document would look possible."""
    sent = await raw.ok("sendMediaGroup", chat_id=resident.id, media=[{"type": "photo", "media": photo}] * 2)
    await resident.send_document(b"text", "a.txt")
    document = (await raw.ok("getUpdates"))[-1]["message"]["document"]["file_id"]
    refusal = await raw.refused(
        "editMessageMedia",
        chat_id=resident.id,
        message_id=sent[0]["message_id"],
        media={"type": "document", "media": document},
    )
    assert refusal.startswith("Bad Request: message can't be edited")


async def test_deleting_ends_after_48_hours(raw, resident, tg):
    """Without it, cleaning up old cards would look possible for ever."""
    old = await raw.ok("sendMessage", chat_id=resident.id, text="old")
    theirs = await resident.send_text("also old")
    assert await raw.ok("deleteMessage", chat_id=resident.id, message_id=theirs.id) is True
    await tg.advance(48 * 3600 + 1)
    refusal = await raw.refused("deleteMessage", chat_id=resident.id, message_id=old["message_id"])
    assert refusal == "Bad Request: message can't be deleted for everyone"
    assert await raw.refused("deleteMessage", chat_id=resident.id, message_id=777) == (
        "Bad Request: message to delete not found"
    )
    new = await raw.ok("sendMessage", chat_id=resident.id, text="new")
    assert await raw.ok("deleteMessages", chat_id=resident.id, message_ids=[old["message_id"], new["message_id"], 777])
    shown = {message.words: message["deleted"] for message in await resident.messages(deleted=True)}
    assert shown == {"/start": False, "old": False, "also old": True, "new": True}


async def test_copies_and_forwards(raw, resident, tg, photo):
    """Without it, passing a citizen's photos on to an executor could not be tested."""
    other = await tg.person("Көрші")
    await other.start()
    message = await resident.last(by_bot=None)
    copy = await raw.ok(
        "copyMessage", chat_id=other.id, from_chat_id=resident.id, message_id=message.id, caption="c", reply_markup=KEYS
    )
    seen = await other.last()
    assert (seen.id, seen["caption"], seen.buttons) == (copy["message_id"], "c", ["a"])
    assert "forward_origin" not in seen
    sent = await raw.ok("forwardMessage", chat_id=other.id, from_chat_id=resident.id, message_id=message.id)
    assert sent["forward_origin"]["sender_user"]["id"] == resident.id
    refusal = await raw.refused("copyMessage", chat_id=other.id, from_chat_id=resident.id, message_id=999)
    assert refusal == "Bad Request: message to copy not found"
    kept = await raw.ok("sendMessage", chat_id=resident.id, text="secret", protect_content=True)
    assert kept["has_protected_content"] is True
    kept_id = kept["message_id"]
    refusal = await raw.refused("forwardMessage", chat_id=other.id, from_chat_id=resident.id, message_id=kept_id)
    assert refusal == "Bad Request: the message can't be forwarded"


async def test_pinning(raw, resident, tg):
    """Without it, a pinned queue in a group could not be tested."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="x")
    assert await raw.ok("pinChatMessage", chat_id=resident.id, message_id=sent["message_id"])
    history = await resident.history()
    assert history["pinned"] == [sent["message_id"]]
    assert history["messages"][-1]["pinned_message"]["text"] == "x"
    group = await tg.group(members=[resident])
    there = await raw.ok("sendMessage", chat_id=group.id, text="x")
    refusal = await raw.refused("pinChatMessage", chat_id=group.id, message_id=there["message_id"])
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"
    await group.member(None, "administrator", can_pin_messages=True)
    assert await raw.ok("pinChatMessage", chat_id=group.id, message_id=there["message_id"])


async def test_replies(raw, resident):
    """Without it, answers to a deleted message would look possible."""
    mine = await resident.send_text("question")
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="a", reply_parameters={"message_id": mine.id})
    assert sent["reply_to_message"]["text"] == "question"
    lost = {"message_id": 555}
    refusal = await raw.refused("sendMessage", chat_id=resident.id, text="a", reply_parameters=lost)
    assert refusal == "Bad Request: message to be replied not found"
    lost["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await raw.ok("sendMessage", chat_id=resident.id, text="a", reply_parameters=lost)
