"""Who may be written to, and where: private chats, groups, topics, channels."""

import pytest
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat, TelegramUnauthorizedError

from .conftest import Raw


async def test_tokens(raw, tg, bot):
    """Without it, a wrong token would not be told from a right one."""
    stranger = Raw(tg.session, tg.url, "77:nobody-registered-this")
    answer = await stranger("getMe")
    assert answer == {"ok": False, "error_code": 401, "description": "Unauthorized", "http": 401}
    assert (await Raw(tg.session, tg.url, "nonsense")("getMe"))["error_code"] == 404
    assert (await raw("sendTelepathy"))["error_code"] == 404
    assert (await raw("GETME"))["result"]["username"] == "taza_bot"
    bot._Bot__token = stranger.token
    with pytest.raises(TelegramUnauthorizedError):
        await bot.get_me()


async def test_nobody_is_written_to_before_start_or_when_blocking(raw, tg, bot):
    """Without it, notices to people who left the bot would count as delivered."""
    person = await tg.person("Көрші", language_code="ru")
    refusal = await raw.refused("sendMessage", chat_id=person.id, text="x")
    assert refusal == "Forbidden: bot can't initiate conversation with a user"
    await person.send_text("hello")
    await raw.ok("sendMessage", chat_id=person.id, text="x")
    await person.block()
    for method, fields in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})):
        assert await raw.refused(method, chat_id=person.id, **fields) == "Forbidden: bot was blocked by the user"
    change = (await raw.ok("getUpdates"))[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await bot.send_message(person.id, "x")
    await person.start("inv_1")
    kinds = [next(k for k in u if k != "update_id") for u in (await raw.ok("getUpdates"))[-2:]]
    assert kinds == ["my_chat_member", "message"]
    await raw.ok("sendMessage", chat_id=person.id, text="x")


async def test_unknown_chats(raw, tg):
    """Without it, a mistyped chat id would go unnoticed."""
    for chat in (1, -5, "@nobody", "x"):
        assert await raw.refused("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"
    assert await raw.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    robot = await tg.person("Robot", is_bot=True)
    refusal = await raw.refused("sendMessage", chat_id=robot.id, text="x")
    assert refusal == "Forbidden: bots can't send messages to bots"


async def test_groups(raw, tg, resident):
    """Without it, losing a group would not be noticed by the bot."""
    group = await tg.group("Кезек", members=[resident], username="kezek")
    added = [u for u in await raw.ok("getUpdates") if "my_chat_member" in u][-1]["my_chat_member"]
    assert added["new_chat_member"]["status"] == "member"
    assert (await raw.ok("sendMessage", chat_id="@kezek", text="x"))["chat"]["id"] == group.id
    await group.member(None, "restricted", can_send_messages=False)
    refusal = await raw.refused("sendMessage", chat_id=group.id, text="x")
    assert refusal == "Bad Request: not enough rights to send text messages to the chat"
    await group.member(None, "kicked")
    refusal = await raw.refused("sendMessage", chat_id=group.id, text="x")
    assert refusal == "Forbidden: bot was kicked from the supergroup chat"
    await group.member(None, "member")
    assert await raw.ok("leaveChat", chat_id=group.id)
    refusal = await raw.refused("sendMessage", chat_id=group.id, text="x")
    assert refusal == "Forbidden: bot is not a member of the supergroup chat"


async def test_privacy_mode(raw, tg, resident):
    """Without it, a bot in a group would be thought to hear everything."""
    group = await tg.group(members=[resident])
    here = resident.at(group)
    sent = await raw.ok("sendMessage", chat_id=group.id, text="ask me")
    await raw.ok("getUpdates", offset=-1)
    await here.send_text("just talking")
    await here.send_text("/queue@other_bot")
    await here.send_text("/queue@Taza_Bot")
    await here.send_text("a reply", reply_to=sent["message_id"])
    heard = [update["message"]["text"] for update in (await raw.ok("getUpdates"))[1:]]
    assert heard == ["/queue@Taza_Bot", "a reply"]
    await group.member(None, "administrator")
    await here.send_text("just talking again")
    assert (await raw.ok("getUpdates"))[-1]["message"]["text"] == "just talking again"


async def test_members_and_administrators(bot, tg, resident):
    """Without it, checking who is an administrator would be untested."""
    owner = await tg.person("Ие")
    group = await tg.group(
        members=[resident], creator=owner.id, bot_status="administrator", rights={"can_manage_topics": True}
    )
    admins = {m.user.id: m.status for m in await bot.get_chat_administrators(group.id)}
    assert admins == {owner.id: "creator", bot.id: "administrator"}
    assert (await bot.get_chat_member(group.id, resident.id)).status == "member"
    assert (await bot.get_chat(group.id)).title == "Group"
    assert (await bot.get_chat(resident.id)).first_name == "Тұрғын"
    await group.member(resident, "left")
    assert (await bot.get_chat_member(group.id, resident.id)).status == "left"


async def test_topics(bot, raw, tg, resident):
    """Without it, posting a region's requests into its topic could not be tested."""
    admin = {"bot_status": "administrator", "rights": {"can_manage_topics": True, "can_delete_messages": True}}
    group = await tg.group("Forum", members=[resident], is_forum=True, topics=["Алматы"], **admin)
    almaty = group.topics["Алматы"]
    sent = await bot.send_message(group.id, "x", message_thread_id=almaty)
    assert (sent.message_thread_id, sent.is_topic_message) == (almaty, True)
    made = await bot.create_forum_topic(group.id, "Астана")
    await bot.edit_forum_topic(group.id, made.message_thread_id, name="Астана қ.")
    assert await bot.close_forum_topic(group.id, made.message_thread_id)
    thread = {"chat_id": group.id, "message_thread_id": made.message_thread_id}
    assert await raw.refused("closeForumTopic", **thread) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await raw("sendMessage", **thread, text="admins may"))["ok"]
    await group.member(None, "member")
    assert await raw.refused("sendMessage", **thread, text="x") == "Bad Request: TOPIC_CLOSED"
    assert await raw.refused("reopenForumTopic", **thread) == (
        "Bad Request: not enough rights to manage topics in the chat"
    )
    await group.member(None, **{"status": "administrator", **admin["rights"]})
    assert await bot.reopen_forum_topic(group.id, made.message_thread_id)
    assert await bot.delete_forum_topic(group.id, made.message_thread_id)
    for gone in (made.message_thread_id, 1, 4711):
        refusal = await raw.refused("sendMessage", chat_id=group.id, message_thread_id=gone, text="x")
        assert refusal == "Bad Request: message thread not found"
    assert "forum_topic_created" in (await resident.at(group).history())["messages"][1]
    plain = await tg.group("Plain")
    assert await raw.refused("createForumTopic", chat_id=plain.id, name="x") == "Bad Request: the chat is not a forum"


async def test_migration(raw, tg, resident, bot):
    """Without it, a group that became a supergroup would silently be lost."""
    group = await tg.group("Old", members=[resident], type="group")
    old = group.id
    new = await group.migrate()
    answer = await raw("sendMessage", chat_id=old, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new}
    with pytest.raises(TelegramMigrateToChat) as caught:
        await bot.send_message(old, "x")
    assert caught.value.migrate_to_chat_id == new
    told = [update["message"] for update in (await raw.ok("getUpdates"))[-2:]]
    assert (told[0]["migrate_to_chat_id"], told[1]["migrate_from_chat_id"]) == (new, old)
    assert (await bot.send_message(new, "x")).chat.type == "supergroup"


async def test_channels(raw, tg, resident):
    """Without it, posts of a channel would be taken for people's messages."""
    channel = await tg.channel("Арна", creator=resident.id)
    await resident.at(channel).send_text("post")
    post = (await raw.ok("getUpdates"))[-1]["channel_post"]
    assert post["sender_chat"]["id"] == channel.id
    assert "from" not in post
    assert (await raw.ok("sendMessage", chat_id=channel.id, text="x"))["sender_chat"]["title"] == "Арна"
    await channel.member(None, "administrator")
    refusal = await raw.refused("sendMessage", chat_id=channel.id, text="x")
    assert refusal == "Bad Request: need administrator rights in the channel chat"


async def test_message_ids_are_counted_per_chat(raw, tg, resident):
    """Without it, code that takes message ids for unique over all chats would pass."""
    other = await tg.person("Көрші")
    first = await other.start()
    assert first.id == 1
    assert (await raw.ok("sendMessage", chat_id=resident.id, text="x"))["message_id"] == 2
    assert (await resident.send_text("y")).id == 3
