"""Faults, limits, the clock, the log of calls."""

import asyncio

import aiohttp
import pytest
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError


async def test_errors_on_demand(raw, bot, resident, tg):
    """Without it, the sender's answers to 429 and 500 could not be tested."""
    await tg.fault(method="sendMessage", status=429, retry_after=7, times=2, contains="hot")
    await raw.ok("sendMessage", chat_id=resident.id, text="cool")
    answer = await raw("sendMessage", chat_id=resident.id, text="hot")
    assert answer["parameters"] == {"retry_after": 7}
    assert answer["description"] == "Too Many Requests: retry after 7"
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(resident.id, "hot")
    assert caught.value.retry_after == 7
    await raw.ok("sendMessage", chat_id=resident.id, text="hot")
    await tg.fault(method=["sendMessage", "sendPhoto"], chat=resident.id, status=500, skip=1)
    await raw.ok("sendMessage", chat_id=resident.id, text="x")
    with pytest.raises(TelegramServerError, match="Internal Server Error"):
        await bot.send_message(resident.id, "x")
    await raw.ok("sendMessage", chat_id=resident.id, text="x")
    assert [fault["hits"] for fault in await tg.faults()] == [2, 1]
    await tg.fault(status=400, description="Bad Request: nothing works today", times=None)
    assert await raw.refused("getMe") == "Bad Request: nothing works today"
    await tg.clear_faults()
    await raw.ok("getMe")


async def test_cut_connections(raw, bot, resident, tg):
    """Without it, "did it arrive or not?" would never be asked."""
    await tg.fault(method="sendMessage", cut="before")
    with pytest.raises(aiohttp.ClientError):
        await raw("sendMessage", chat_id=resident.id, text="lost")
    await tg.fault(method="sendMessage", cut="after")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(resident.id, "arrived")
    assert [message.words for message in await resident.messages(by_bot=True)] == ["arrived"]
    calls = await tg.calls("sendMessage")
    assert [call["description"] for call in calls] == ["cut before the effect", "cut after the effect"]


async def test_telegram_is_away(raw, bot, resident, tg):
    """Without it, an outage of a minute could not be played."""
    fault = await tg.fault(away=True)
    for method in ("getUpdates", "getMe"):
        with pytest.raises(aiohttp.ClientError):
            await raw(method)
    await tg.clear_faults(fault)
    await tg.fault(away=True, how="502")
    with pytest.raises(ClientDecodeError):
        await bot.get_me()
    await tg.clear_faults()
    await tg.fault(away=0.1, how="502")
    async with asyncio.timeout(60):
        statuses = [(await page_of(raw))[0]]
        while statuses[-1] == 502:
            statuses.append((await page_of(raw))[0])
    assert statuses[-1] == 200


async def page_of(raw):
    """Status and text of getMe, whatever comes."""
    async with raw.session.get(f"{raw.url}/bot{raw.token}/getMe") as response:
        return response.status, await response.text()


async def test_delays_and_downloads(raw, bot, resident, tg):
    """Without it, a download that breaks off could not be played."""
    await tg.fault(method="getMe", delay=3600)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await raw("getMe")
    await raw.ok("getMe")
    assert [call["ok"] for call in await tg.calls("getMe")] == [None, True]
    await resident.send_document(b"data", "a.txt")
    document = (await raw.ok("getUpdates"))[-1]["message"]["document"]
    await tg.fault(method="file", cut="before", times=2)  # aiohttp itself tries a GET once more
    with pytest.raises(aiohttp.ClientError):
        await bot.download(document["file_id"])
    await tg.fault(method="file", cut="after")
    with pytest.raises(aiohttp.ClientPayloadError):
        await bot.download(document["file_id"])
    assert (await bot.download(document["file_id"])).read() == b"data"


async def test_limits(raw, tg, resident):
    """Without it, "never more than 30 a second" would have no judge."""
    group = await tg.group()
    people = [await tg.person(f"P{n}") for n in range(40)]
    for person in people:
        await person.start()
    await tg.limits()
    burst = [await raw("sendMessage", chat_id=resident.id, text="x") for _ in range(4)]
    assert [answer["ok"] for answer in burst] == [True, True, True, False]
    assert burst[3]["description"] == "Too Many Requests: retry after 1"
    crowd = [await raw("sendMessage", chat_id=person.id, text="x") for person in people]
    assert 27 <= sum(answer["ok"] for answer in crowd) < 40
    await tg.limits()
    crowd = [await raw("sendMessage", chat_id=group.id, text="x") for _ in range(21)]
    assert sum(answer["ok"] for answer in crowd) == 20
    assert crowd[-1]["parameters"]["retry_after"] > 50
    assert (await raw("editMessageText", chat_id=group.id, message_id=2, text="y"))["ok"]
    await tg.limits(False)
    assert (await raw("sendMessage", chat_id=group.id, text="x"))["ok"]


async def test_the_log_of_calls(raw, tg, resident):
    """Without it, rates and order of calls could not be judged."""
    await tg.clear_calls()
    await raw.ok("sendMessage", chat_id=resident.id, text="one")
    await raw("sendMessage", chat_id=5, text="two")
    await raw("nonsense")
    log = await tg.calls()
    assert [(c["method"], c["chat"], c["ok"], c["error_code"]) for c in log] == [
        ("sendMessage", resident.id, True, None),
        ("sendMessage", 5, False, 400),
        ("nonsense", None, False, 404),
    ]
    assert log[0]["t"] < log[1]["t"]
    assert [c["text"] for c in await tg.calls("sendMessage", ok=True)] == ["one"]
    assert await tg.calls(since=log[-1]["seq"]) == []
    assert len(await tg.calls(chat=5)) == 1
