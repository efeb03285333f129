"""A tiny bot over plain HTTP for tests of the page: it knows a few words and answers each with one kind of thing."""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

Json = dict[str, Any]


class ScriptedBot:
    """Answers texts, presses, photos and places; `heard` keeps every update."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._base = f"{url}/bot{token}"
        self.heard: list[Json] = []

    async def call(self, method: str, **fields: Any) -> Any:
        """Call a Bot API method; the `result`, or None when Telegram refuses."""
        async with self._session.post(f"{self._base}/{method}", json=fields) as response:
            return (await response.json()).get("result")

    async def run(self) -> None:
        """Poll until cancelled."""
        offset = 0
        while True:
            try:
                updates = await self.call("getUpdates", offset=offset, timeout=20)
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
                continue
            for update in updates or []:
                offset = update["update_id"] + 1
                self.heard.append(update)
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self._pressed(query)
        elif message := update.get("message"):
            await self._told(message["chat"]["id"], message)

    async def _pressed(self, query: Json) -> None:
        if query["data"] == "alert":
            warning = {"text": "Назар аударыңыз", "show_alert": True}
            await self.call("answerCallbackQuery", callback_query_id=query["id"], **warning)
            return
        count = int(query["data"]) + 1
        message = query["message"]
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=f"Басылды: {count}")
        await self.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=f"Саны: {count}",
            reply_markup=counter(count),
        )

    async def _told(self, chat: int, message: Json) -> None:
        text = message.get("text", "")
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat, text=f"Саны: 0 {text[7:]}".strip(), reply_markup=counter(0))
        elif text == "place?":
            button = {"text": "Орнымды жіберу", "request_location": True}
            markup = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
            await self.call("sendMessage", chat_id=chat, text="Қайда?", reply_markup=markup)
        elif text:
            bold = f"<b>{html.escape(text)}</b>"
            await self.call("sendMessage", chat_id=chat, text=bold, parse_mode="HTML")
        elif photo := message.get("photo"):
            media = [{"type": "photo", "media": photo[-1]["file_id"]} for _ in range(3)]
            await self.call("sendMediaGroup", chat_id=chat, media=json.dumps(media))
        elif place := message.get("location"):
            await self.call("sendMessage", chat_id=chat, text=f"{place['latitude']:.3f}, {place['longitude']:.3f}")


def counter(count: int) -> Json:
    """The inline keyboard under the counter."""
    more = {"text": f"Тағы ({count})", "callback_data": str(count)}
    return {"inline_keyboard": [[more], [{"text": "Ескерту", "callback_data": "alert"}]]}


@asynccontextmanager
async def scripted_bot(url: str, token: str) -> AsyncIterator[ScriptedBot]:
    """The bot, polling while the block runs."""
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        bot = ScriptedBot(session, url, token)
        polling = group.create_task(bot.run())
        try:
            yield bot
        finally:
            polling.cancel()
