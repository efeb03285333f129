"""The whole road in each language: from the first word to the judged work, with nothing said in another language."""

import re

import pytest

from domain.words import Role, State
from models import CitizenRequest
from sandbox.client import Person as Player
from tests.conftest import Desk
from tests.stories.acting import SHYMKENT, card

pytestmark = pytest.mark.by_turns

NAMES = re.compile(r"UTC|2GIS|Google|Yandex|OpenStreetMap|eOtinish|eGov|Telegram|English|/\w+|https?:\S+|citizen \d+")
"""What is written in Latin letters in every language."""


async def press(desk: Desk, player: Player, area: str, verb: str, arg: str = "") -> None:
    """Press the newest button that means this, whatever is written on it."""
    await desk.idle()
    for seen in reversed(await player.messages(by_bot=True)):
        for row in seen.get("reply_markup", {}).get("inline_keyboard", []):
            for key in row:
                said = key.get("callback_data", "").split(":")
                if said[:2] == [area, verb] and (not arg or said[3] == arg):
                    await player.press(data=key["callback_data"], message=seen)
                    return
    raise AssertionError(f"nobody offers {area} {verb} {arg}")


async def begin(desk: Desk, player: Player, locale: str) -> None:
    """First contact: language and consent."""
    await player.start()
    await press(desk, player, "start", "language", locale)
    await press(desk, player, "start", "agree")


async def said_to(player: Player) -> str:
    """Every word the bot showed somebody, buttons too."""
    seen = await player.messages(by_bot=True)
    return "\n".join(line for message in seen for line in (message.words, *message.buttons))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
async def test_from_the_first_word_to_the_stars(desk: Desk, locale: str) -> None:
    """Without it a language could lack a button or a sentence somewhere on the way, and nobody would notice."""
    resident = await desk.stranger(language_code=locale)
    operator = await desk.staff(Role.OPERATOR, locale=locale, name="1")
    executor = await desk.staff(Role.EXECUTOR, locale=locale, name="2")
    await begin(desk, resident, locale)
    await resident.send_photo("yard_bins_before")
    await resident.send_location(*SHYMKENT)
    await press(desk, resident, "draft", "categories")
    await press(desk, resident, "draft", "category", "household_waste")
    await press(desk, resident, "draft", "send")
    await desk.idle()
    await operator.send_text("/queue")
    for area, verb in (("card", "open"), ("decide", "executors"), ("decide", "assign")):
        await press(desk, operator, area, verb)
    await executor.send_text("/tasks")
    for area, verb in (("task", "open"), ("task", "start"), ("report", "open")):
        await press(desk, executor, area, verb)
    await executor.send_photo("yard_bins_after")
    await press(desk, executor, "report", "send")
    await press(desk, resident, "verdict", "stars", "5")
    await resident.send_text("/my")
    await card(desk, resident)
    (request,) = await desk.rows(CitizenRequest)
    assert (request.state, request.stars) == (State.CONFIRMED, 5)
    for player in (resident, operator, executor):
        words = NAMES.sub("", await said_to(player))
        strange = re.findall(r"[A-Za-z]{2,}" if locale != "en" else r"[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]{2,}", words)
        assert set(strange) <= {"Қазақша", "Русский", "Тіл", "Язык", "Language", "PDF"}
