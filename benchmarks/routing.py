"""The way of an update through our routers to the very last handler, against a bot that has only one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Message, Update

import handlers
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import Stage
from benchmarks.timing import interleaved_async
from bot.content import Press
from bot.routing import Routes
from bot.settings import Settings
from bot.talk import Talk
from domain.permissions import Actor
from models import Person
from services.people import CONSENT_VERSION

ROUNDS = 30
AT_ONCE = 100
TOKEN = "4200000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-abc"
PERSON = 7
_USER = {"id": PERSON, "is_bot": False, "first_name": "Азамат"}
_CHAT = {"id": PERSON, "type": "private", "first_name": "Азамат"}
# Telegram's own news of a chat: no router wants it, and the last handler does nothing about it.
MESSAGE = {"message_id": 5, "date": 1, "chat": _CHAT, "from": _USER, "delete_chat_photo": True}
PRESS = {"id": "9", "from": _USER, "chat_instance": "1", "data": "gone:by:0:", "message": MESSAGE}


def measure(stage: Stage) -> list[Figure]:
    """Per update, for a message and for a press."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    bot, bare, ours = Bot(TOKEN), _bare(), Routes(handlers.routers())
    figures = []
    for name, body in (("message", MESSAGE), ("callback_query", PRESS)):
        update = Update.model_validate({"update_id": 1, name: body}, context={"bot": bot})
        works = {"bare": _feed(bare, bot, update), "ours": _ask(ours, name, getattr(update, name))}
        seconds = await interleaved_async(works, ROUNDS)
        detail = f"{time_shown(seconds['ours'] / AT_ONCE)} against {time_shown(seconds['bare'] / AT_ONCE)}"
        label = "message" if name == "message" else "press"
        figures.append(Figure(f"Last handler, a {label}", seconds["ours"] / seconds["bare"], 1.3, detail=detail))
    await bot.session.close()
    return figures


def _bare() -> Dispatcher:
    """A bot with one handler for messages and one for presses, neither with a filter."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def any_message(message: Message) -> None:
        return None

    @dispatcher.callback_query()
    async def any_press(query: CallbackQuery) -> None:
        return None

    return dispatcher


def _data() -> dict[str, Any]:
    """What `bot.front.Front` gives to handlers; there is no database behind it."""
    now = datetime.now(UTC)
    settings = _SETTINGS
    person = Person(id=PERSON, locale="kk", consent_version=CONSENT_VERSION, reachable=True, created_at=now)
    talk = Talk(cast(Any, None), settings, now, PERSON, person, callback_id="9")
    return {
        "session": None, "talk": talk, "person": person, "actor": Actor(PERSON), "settings": settings, "now": now,
        "bot_username": "bot", "press": Press.parse("gone:by:0:"),
    }  # fmt: skip


def _feed(dispatcher: Dispatcher, bot: Bot, update: Update) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        for _ in range(AT_ONCE):
            await dispatcher.feed_update(bot, update)

    return run


def _ask(routes: Routes, name: str, event: Any) -> Callable[[], Awaitable[None]]:
    data = _data()

    async def run() -> None:
        for _ in range(AT_ONCE):
            if not await routes.feed(name, event, data):
                raise RuntimeError("no handler took the update")

    return run


_SETTINGS = Settings(_env_file=None)

MEASUREMENT = Measurement(
    "routing",
    "Routing",
    "`bot.routing.Routes.feed` with all our routers, for an update that none of them wants until the last handler, "
    "against `Dispatcher.feed_update` of a bare aiogram bot whose only handler takes it. No database; what the "
    "handlers get is made beforehand.",
    "An unwanted update is asked about by the filter of every router on its way.",
    measure,
)
