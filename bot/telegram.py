"""Asking Telegram who the bot is. Without aiogram, whose import takes longer than the question."""

import re

import aiohttp
import orjson

from bot.cli import CommandError
from bot.settings import Settings

TOKEN_FORM = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
PATIENCE = aiohttp.ClientTimeout(total=15)


def token_of(settings: Settings) -> str:
    """The bot's token. Raises CommandError where there is none or it cannot be one."""
    if settings.bot_token is None:
        raise CommandError("BOT_TOKEN is not set: get a token from @BotFather and put BOT_TOKEN=… into .env")
    token = settings.bot_token.get_secret_value()
    if not TOKEN_FORM.fullmatch(token):
        raise CommandError(
            "BOT_TOKEN is not a bot token (they look like 1234567890:AA…): copy it again from @BotFather"
        )
    return token


async def username(settings: Settings) -> str:
    """The bot's username, by getMe. Raises CommandError; no error holds the address, since the token is in it."""
    url = f"{settings.telegram_api_url}/bot{token_of(settings)}/getMe"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.get(url) as response:
            answer = orjson.loads(await response.read())
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        reason = "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
        raise CommandError(
            f"cannot reach {settings.telegram_api_url} ({reason}): check the network and TELEGRAM_API_URL"
        ) from None
    except orjson.JSONDecodeError:
        raise CommandError(f"{settings.telegram_api_url} is no Bot API server: check TELEGRAM_API_URL") from None
    if not isinstance(answer, dict) or not answer.get("ok"):
        said = answer.get("description") if isinstance(answer, dict) else "nothing"
        raise CommandError(f"Telegram does not accept BOT_TOKEN ({said}): copy it again from @BotFather")
    return str(answer["result"]["username"])
