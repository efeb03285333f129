"""What the bot says about itself, and the commands people see."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)


def commands(*names):
    return [BotCommand(command=name, description=f"about {name}") for name in names]


async def test_commands_by_scope_and_language(bot, tg, resident):
    """Without it, an operator could be shown a citizen's menu, or the wrong language."""
    russian = await tg.person("Көрші", language_code="ru")
    owner = await tg.person("Ие")
    group = await tg.group(members=[resident], creator=owner.id)
    await bot.set_my_commands(commands("start"))
    await bot.set_my_commands(commands("start", "my"), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(commands("start", "moi"), scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    await bot.set_my_commands(commands("here"), scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(commands("admin"), scope=BotCommandScopeAllChatAdministrators())
    assert await resident.commands() == ["start", "my"]
    assert await russian.commands() == ["start", "moi"]
    assert await resident.at(group).commands() == ["here"]
    assert await owner.at(group).commands() == ["admin"]
    scope = BotCommandScopeChat(chat_id=resident.id)
    await bot.set_my_commands(commands("queue"), scope=scope)
    assert await resident.commands() == ["queue"]
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["queue"]
    await bot.delete_my_commands(scope=scope)
    assert await resident.commands() == ["start", "my"]
    assert await bot.get_my_commands(language_code="kk") == []


async def test_bad_commands_are_refused(bot, raw, tg):
    """Without it, a translated command name would pass."""
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands(commands("көмек"))
    with pytest.raises(TelegramBadRequest, match="must be non-empty"):
        await bot.set_my_commands([BotCommand(command="a", description=" ")])
    with pytest.raises(TelegramBadRequest, match="too many"):
        await bot.set_my_commands(commands(*(f"c{n}" for n in range(101))))
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.set_my_commands(commands("a"), scope=BotCommandScopeChat(chat_id=12345))
    refusal = await raw.refused("setMyCommands", commands=[], language_code="kazakh")
    assert refusal == "Bad Request: invalid language code specified"


async def test_names_descriptions_and_menu_button(bot, raw, tg, resident):
    """Without it, the texts beside the bot's name could exceed Telegram's limits."""
    await bot.set_my_name("Тазалық", language_code="kk")
    await bot.set_my_description("d" * 512)
    await bot.set_my_short_description("s" * 120)
    assert (await bot.get_my_name(language_code="kk")).name == "Тазалық"
    assert (await bot.get_my_name()).name == "Таза"
    shown = await tg.call("GET", "/profile", language_code="kk")
    assert (shown["name"], len(shown["description"])) == ("Тазалық", 512)
    for method, field, most in (("Name", "name", 64), ("Description", "description", 512)):
        assert (await raw.refused(f"setMy{method}", **{field: "x" * (most + 1)})).endswith("is too long")
    assert await raw.ok("setChatMenuButton", menu_button={"type": "commands"})
    refusal = await raw.refused("setChatMenuButton", menu_button={"type": "web_app", "web_app": {"url": "http://a"}})
    assert "Only HTTPS" in refusal
    assert (await bot.get_chat_menu_button(chat_id=resident.id)).type == "commands"
