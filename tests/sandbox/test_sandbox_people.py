"""What people can do, as the bot is told of it; aiogram must understand every update."""

import pytest
from aiogram.types import Update

from sandbox.client import SandboxError


async def latest(raw, count=1):
    """The newest updates."""
    return (await raw.ok("getUpdates", offset=-count))[-count:]


@pytest.mark.parametrize(
    ("kind", "fields", "content"),
    [
        ("text", {"text": "сәлем https://a.kz"}, "text"),
        ("photo", {"file": {"picture": "park_litter_before"}}, "photo"),
        ("document", {"file": {"base64": "eA==", "name": "a.txt"}}, "document"),
        ("video", {"caption": "c"}, "video"),
        ("animation", {}, "animation"),
        ("audio", {}, "audio"),
        ("voice", {}, "voice"),
        ("video_note", {}, "video_note"),
        ("sticker", {}, "sticker"),
        ("poll", {"question": "q", "options": ["a", "b"]}, "poll"),
        ("dice", {"value": 3}, "dice"),
        ("contact", {"phone_number": "+7701", "first_name": "A"}, "contact"),
        ("location", {"latitude": 43.2, "longitude": 76.9, "horizontal_accuracy": 12.5}, "location"),
        ("venue", {"latitude": 43.2, "longitude": 76.9, "title": "t", "address": "a"}, "venue"),
        ("story", {}, "story"),
        ("paid_media", {}, "paid_media"),
        ("raw", {"fields": {"text": "\x00\u202e<b>"}}, "text"),
    ],
)
async def test_every_kind_of_message_arrives(raw, resident, kind, fields, content):
    """Without it, some kind of message could reach the bot in a shape Telegram never sends."""
    [sent] = await resident.send(kind, **fields)
    [update] = await latest(raw)
    assert content in update["message"]
    message = Update.model_validate(update).message
    assert (message.content_type, message.message_id) == (content, sent.id)


async def test_start_with_payload(raw, tg):
    """Without it, invite links could not be tested."""
    person = await tg.person("", language_code=None)
    with pytest.raises(SandboxError, match="deep link"):
        await person.start("x" * 65)
    await person.start("inv_abc")
    message = (await latest(raw))[0]["message"]
    assert message["text"] == "/start inv_abc"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert message["from"]["first_name"] == ""
    assert "language_code" not in message["from"]
    await person.change(language_code="ru", first_name="Көрші")
    await person.send_text("x")
    assert (await latest(raw))[0]["message"]["from"]["language_code"] == "ru"


async def test_edits_and_live_locations(raw, resident):
    """Without it, corrections and moving pins would never be seen by the bot."""
    sent = await resident.send_text("one")
    await resident.edit(sent, text="two")
    update = (await latest(raw))[0]["edited_message"]
    assert (update["text"], update["message_id"]) == ("two", sent.id)
    live = await resident.send_location(43.2, 76.9, live_period=900)
    await resident.move(live, 43.3, 77.0)
    moved = (await latest(raw))[0]["edited_message"]["location"]
    assert (moved["latitude"], moved["live_period"]) == (43.3, 900)
    await resident.stop_live(live)
    assert "live_period" not in (await latest(raw))[0]["edited_message"]["location"]
    with pytest.raises(SandboxError, match="no live location"):
        await resident.move(live, 1, 1)
    photo = await resident.send_photo("park_litter_before", "old")
    await resident.edit(photo, caption="new")
    edited = (await latest(raw))[0]["edited_message"]
    assert edited["caption"] == "new"
    assert edited["photo"]


async def test_forwards_and_replies(raw, resident, tg):
    """Without it, a forwarded album or a hidden author would be unknown to the bot."""
    friend = await tg.person("Дос")
    album = await friend.send_photos(["park_litter_before", "park_litter_after"])
    first, second = await resident.forward(album)
    updates = [update["message"] for update in await latest(raw, 2)]
    assert first["media_group_id"] == second["media_group_id"] != album[0]["media_group_id"]
    assert updates[0]["forward_origin"]["sender_user"]["id"] == friend.id
    assert updates[0]["from"]["id"] == resident.id
    await resident.forward(album[:1], origin="hidden_user")
    assert (await latest(raw))[0]["message"]["forward_origin"]["type"] == "hidden_user"
    await resident.send_text("answer", reply_to=first.id)
    assert (await latest(raw))[0]["message"]["reply_to_message"]["message_id"] == first.id
    kept = await raw.ok("sendMessage", chat_id=resident.id, text="x", protect_content=True)
    message = await resident.wait_for(lambda m: m.id == kept["message_id"])
    with pytest.raises(SandboxError, match="protected"):
        await resident.forward([message])


async def test_anonymous_admins_channels_and_bots(raw, resident, tg):
    """Without it, senders who are nobody in particular could slip through."""
    group = await tg.group(members=[resident], bot_status="administrator")
    channel = await tg.channel(creator=resident.id)
    here = resident.at(group)
    await here.send("text", text="x", **{"as": "anonymous"})
    message = (await latest(raw))[0]["message"]
    assert (message["from"]["username"], message["sender_chat"]["id"]) == ("GroupAnonymousBot", group.id)
    await here.send("text", text="x", **{"as": "channel", "sender_chat": channel.id})
    message = (await latest(raw))[0]["message"]
    assert (message["from"]["username"], message["sender_chat"]["id"]) == ("Channel_Bot", channel.id)
    await here.send("text", text="x", **{"as": "auto_forward", "sender_chat": channel.id})
    message = (await latest(raw))[0]["message"]
    assert (message["is_automatic_forward"], message["from"]["id"]) == (True, 777000)
    robot = await tg.person("Robot", is_bot=True)
    await group.member(robot, "member")
    assert (await latest(raw))[0]["message"]["new_chat_members"][0]["is_bot"] is True
    await robot.at(group).send_text("beep")
    assert (await latest(raw))[0]["message"]["from"]["is_bot"] is True


async def test_the_history_is_what_the_person_sees(raw, resident, tg):
    """Without it, tests would look at what was sent instead of what is there."""
    sent = await raw.ok("sendMessage", chat_id=resident.id, text="one")
    await raw.ok("editMessageText", chat_id=resident.id, message_id=sent["message_id"], text="two")
    gone = await raw.ok("sendMessage", chat_id=resident.id, text="gone")
    await raw.ok("deleteMessage", chat_id=resident.id, message_id=gone["message_id"])
    assert [message.words for message in await resident.messages()] == ["/start", "two"]
    assert (await resident.last()).words == "two"
    with pytest.raises(SandboxError, match="no message 'three'"):
        await resident.wait_for("three", timeout=0.05)
    other = await tg.person("Көрші")
    await other.send_text("x")
    chats = await tg.call("GET", "/chats")
    assert [chat["chat"] for chat in chats] == [other.id, resident.id]
    assert (await tg.call("GET", "/chats", person=resident.id))[0]["last_message"]["text"] == "two"


async def test_impossible_deeds_are_refused(resident, tg):
    """Without it, a test could do what no client allows and prove nothing."""
    group = await tg.group(is_forum=True)
    for deed, problem in (
        (resident.send_text(""), "text is empty"),
        (resident.send_text("x" * 4097), "longer than 4096"),
        (resident.at(group).send_text("x"), "not in this chat"),
        (resident.send_photo("no such picture"), "no picture"),
        (resident.send("telegram"), "unknown kind"),
        (resident.send_text("x", reply_to=99), "no message 99"),
        (tg.call("POST", "/groups", {"title": "x", "type": "party"}), "group or supergroup"),
        (tg.call("POST", "/people", {"id": resident.id}), "is taken"),
        (tg.fault(colour="red"), "unknown fields"),
        (tg.fault(method="getMe"), "needs status"),
    ):
        with pytest.raises(SandboxError, match=problem):
            await deed
    await resident.block()
    with pytest.raises(SandboxError, match="blocked"):
        await resident.send_text("x")


async def test_reset_forgets(raw, resident, tg):
    """Without it, one test's people could live on in the next, or new updates be taken for old ones."""
    seen = (await latest(raw))[0]["update_id"]
    await tg.reset()
    assert (await raw("getMe"))["error_code"] == 401
    with pytest.raises(SandboxError, match="no person"):
        await resident.send_text("x")
    stranger = await tg.person()
    with pytest.raises(SandboxError, match="no bot is registered"):
        await stranger.send_text("x")
    await tg.bot(raw.token)
    await stranger.send_text("x")
    assert (await latest(raw))[0]["update_id"] > seen
