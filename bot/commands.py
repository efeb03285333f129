"""The command menu that everybody sees before they hold a role."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeDefault

from bot.settings import LOCALES, Settings
from bot.translator import translator
from bot.views.commands import citizens_commands, group_commands

_SCOPES = ((BotCommandScopeDefault(), citizens_commands), (BotCommandScopeAllGroupChats(), group_commands))


async def default_commands(bot: Bot, settings: Settings) -> None:
    """Tell Telegram the citizens' commands and those of groups, in each language and for languages we do not speak.

    For the start of a process; besides the sender the only call that changes what people see. Raises what aiogram
    raises.
    """
    for locale in (None, *LOCALES):
        t = translator(locale or settings.default_locale, settings.zone)
        for scope, own in _SCOPES:
            commands = [BotCommand(command=name, description=text) for name, text in own(t)]
            await bot.set_my_commands(commands, scope=scope, language_code=locale)
