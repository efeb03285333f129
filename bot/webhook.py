"""Telling Telegram where to deliver updates."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError

from bot.poller import ALLOWED

log = structlog.get_logger("webhook")

CONNECTIONS = 20
"""Deliveries that Telegram may make side by side; each is one short transaction."""
LONGEST_PAUSE = 60.0


async def announce(bot: Bot, url: str, secret: str) -> None:
    """Set the webhook; tries again and again until Telegram has taken it."""
    pause = 1.0
    while True:
        try:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=CONNECTIONS)
        except AiogramError as error:
            said = error.message if isinstance(error, TelegramAPIError) else ""
            log.error("webhook not set", error=type(error).__name__, said=said, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            log.info("webhook set", url=url)
            return
