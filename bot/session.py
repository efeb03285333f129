"""The connection to Telegram, as aiogram has it, without what it does over and over."""

import functools
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod


class Session(AiohttpSession):
    """Keeps the model of each kind of answer once it is made.

    Nobody else holds them: after every round of the garbage collector the next answer of the kind would wait some
    tens of milliseconds, and the whole bot with it, until pydantic has made its model anew.
    """

    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        """As aiogram."""
        _kept(method.__returning__)
        return super().check_response(bot, method, status_code, content)


@functools.cache
def _kept(returned: Any) -> type[Response[Any]]:
    return Response[returned]
