"""How updates reach the bot: long polling and webhook."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiogram.exceptions import TelegramConflictError
from aiohttp import web


async def test_offset_acknowledges(raw, resident, tg):
    """Without it, a bot that forgets to acknowledge, or does so too early, would not be noticed."""
    for text in ("one", "two", "three"):
        await resident.send_text(text)
    updates = await raw.ok("getUpdates")
    assert [update["message"]["text"] for update in updates] == ["/start", "one", "two", "three"]
    assert await raw.ok("getUpdates") == updates
    assert len(await raw.ok("getUpdates", limit=2)) == 2
    assert await raw.ok("getUpdates", offset=updates[1]["update_id"] + 1) == updates[2:]
    assert await tg.pending() == 2
    assert await raw.ok("getUpdates", offset=-1) == updates[-1:]
    assert await raw.ok("getUpdates", offset=updates[-1]["update_id"] + 1) == []
    assert await tg.pending() == 0


async def test_long_polling_waits_for_something(raw, resident):
    """Without it, the bot would spin instead of waiting."""
    await raw.ok("getUpdates", offset=100_000_001)
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(raw.ok("getUpdates", offset=100_000_001, timeout=30))
        await asyncio.sleep(0.05)
        assert not poll.done()
        await resident.send_text("now")
    assert [update["message"]["text"] for update in poll.result()] == ["now"]


async def test_a_second_poller_ends_the_first(raw, bot, resident):
    """Without it, two processes with one token would seem to work together."""
    await raw.ok("getUpdates", offset=100_000_001)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(raw("getUpdates", offset=100_000_001, timeout=30))
        await asyncio.sleep(0.05)
        second = group.create_task(raw("getUpdates", offset=100_000_001, timeout=30))
        await asyncio.sleep(0.05)
        await resident.send_text("x")
    assert first.result()["http"] == 409
    assert first.result()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert second.result()["ok"]
    await raw.ok("setWebhook", url="http://127.0.0.1:9/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_allowed_updates(raw, resident):
    """Without it, a forgotten kind of update would still arrive in tests."""
    await raw.ok("getUpdates", allowed_updates=["callback_query"])
    await resident.send_text("not asked for")
    await resident.forge(1, "asked for", timeout=0)
    kinds = [next(k for k in u if k != "update_id") for u in await raw.ok("getUpdates", offset=100_000_001)]
    assert kinds == ["callback_query"]
    await raw.ok("getUpdates", allowed_updates=[])
    await resident.send_text("asked for again")
    assert len(await raw.ok("getUpdates", offset=100_000_001)) == 2


async def test_repeated_held_and_injected_updates(raw, resident, tg):
    """Without it, "delivered twice" and "out of order" could not be brought about."""
    await raw.ok("getUpdates", offset=100_000_001)
    assert await tg.redeliver(100_000_000) == 1
    assert [update["update_id"] for update in await raw.ok("getUpdates", offset=100_000_001)] == [100_000_000]
    assert await raw.ok("getUpdates", offset=100_000_001) == []
    await tg.hold()
    for text in ("one", "two", "three"):
        await resident.send_text(text)
    assert await tg.pending() == 0
    assert await tg.release("reverse") == 3
    texts = [update["message"]["text"] for update in await raw.ok("getUpdates")]
    assert texts == ["three", "two", "one"]
    number = await tg.inject({"message": {"nonsense": True}})
    assert (await raw.ok("getUpdates"))[-1] == {"update_id": number, "message": {"nonsense": True}}
    assert len(await tg.updates()) == 5


@asynccontextmanager
async def hook(answers):
    """A webhook that answers with the given statuses, then with 200, and keeps what it got."""
    got = []

    async def handle(request):
        body = await request.json()
        status = answers.pop(0) if answers else 200
        got.append((status, request.headers.get("X-Telegram-Bot-Api-Secret-Token"), body))
        if status == 200 and body.get("message", {}).get("text") == "answer me":
            chat = body["message"]["chat"]["id"]
            return web.json_response({"method": "sendMessage", "chat_id": chat, "text": "from the webhook"})
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield got, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_webhook_is_tried_again_and_keeps_the_order(raw, resident, tg, bot):
    """Without it, an update refused once would be thought lost, or delivered out of order."""
    async with hook([500, 403]) as (got, url):
        assert await bot.set_webhook(url, secret_token="s3cret", drop_pending_updates=True)
        for text in ("one", "two", "three"):
            await resident.send_text(text)
        await tg.settled()
        assert [(status, body["message"]["text"]) for status, _, body in got] == [
            (500, "one"),
            (403, "one"),
            (200, "one"),
            (200, "two"),
            (200, "three"),
        ]
        assert {secret for _, secret, _ in got} == {"s3cret"}
        info = await bot.get_webhook_info()
        assert (info.url, info.last_error_message) == (url, "Wrong response from the webhook: 403")
        await tg.redeliver(last=1)
        await tg.settled()
        assert got[-1] == got[-2]
        await resident.send_text("answer me")
        await resident.wait_for("from the webhook")
        assert (await tg.webhook())["delivered"] == 5
        await bot.delete_webhook()
        await resident.send_text("polled")
        assert (await raw.ok("getUpdates"))[-1]["message"]["text"] == "polled"


async def test_one_chat_does_not_hold_up_another(raw, resident, tg):
    """Without it, one failing chat would seem to stop the whole webhook."""
    other = await tg.person("Көрші")
    async with hook([500] * 3) as (got, url):
        await raw.ok("setWebhook", url=url, drop_pending_updates=True)
        await resident.send_text("stuck")
        await other.send_text("free")
        await tg.settled()
        texts = [body["message"]["text"] for status, _, body in got if status == 200]
        assert sorted(texts) == ["free", "stuck"]
        await raw.ok("deleteWebhook")


async def test_webhook_parameters_are_checked(raw):
    """Without it, a secret that Telegram refuses would be used."""
    refusal = await raw.refused("setWebhook", url="https://a.kz/x", secret_token="ә")
    assert refusal == "Bad Request: secret token contains unallowed characters"
    refusal = await raw.refused("setWebhook", url="a.kz")
    assert refusal == "Bad Request: bad webhook: invalid webhook URL specified"
    assert (await raw.ok("getWebhookInfo"))["url"] == ""
