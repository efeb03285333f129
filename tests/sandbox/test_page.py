"""The sandbox's page in a real browser, driven by what a person clicks and types."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from sandbox.client import Person, SandboxClient
from sandbox.server import Sandbox, start
from tests.sandbox.browser import chromium, open_page
from tests.sandbox.scripted_bot import ScriptedBot, scripted_bot

BORDERS = Path(__file__).parents[2] / "data" / "kz-regions.geojson"


class World(NamedTuple):
    """A sandbox with a bot and one person whose phone is on the page."""

    box: Sandbox
    tg: SandboxClient
    bot: ScriptedBot
    resident: Person
    page: Page
    phone: Locator


Opening = Callable[..., AbstractAsyncContextManager[World]]

# The browser takes longer to start than any of these takes to run: it is one for all of them, and so is their loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A browser for all tests here; each opens a page of its own, which shares nothing with the others."""
    async with chromium() as running:
        yield running


@pytest.fixture
def world(browser: Browser) -> Opening:
    """Makes a world (see `_world`)."""
    return partial(_world, browser)


@asynccontextmanager
async def _world(browser: Browser, *, started: bool = True) -> AsyncIterator[World]:
    """Sandbox, bot, person and page, all running while the block runs."""
    async with await start(borders=BORDERS) as box, SandboxClient(box.url) as tg:
        registered = await tg.bot(username="counting_bot", name="Санақшы")
        resident = await tg.person("Тұрғын", language_code="kk")
        async with scripted_bot(box.url, registered["token"]) as bot, open_page(browser, box.url) as page:
            phone = page.locator(f'.phone[data-person="{resident.id}"]')
            if started:
                await phone.locator('[data-action="start"]').click()
                await expect(phone.locator('[data-by="bot"]')).to_contain_text("Саны: 0")
            yield World(box, tg, bot, resident, page, phone)


async def write(phone: Locator, text: str) -> None:
    """Type a text and send it."""
    await phone.locator("[data-input]").fill(text)
    await phone.locator('[data-action="send"]').click()


async def attach(page: Page, phone: Locator, kind: str) -> None:
    """Open the attach menu and choose."""
    await phone.locator('[data-action="attach"]').click()
    await page.locator(f'.pop-menu [data-action="{kind}"]').click()


async def click_map(page: Page, latitude: float, longitude: float) -> None:
    """Click on a place of the map in the open dialog; the map tells its edges in degrees."""
    canvas = page.locator("[data-map][data-ready]")
    await canvas.wait_for()
    spot = await canvas.evaluate(
        """(map, [latitude, longitude]) => {
            const [west, south, east, north] = map.dataset.bounds.split(",").map(Number);
            const y = (degrees) => Math.log(Math.tan(Math.PI / 4 + degrees * Math.PI / 360));
            return {x: map.clientWidth * (longitude - west) / (east - west),
                    y: map.clientHeight * (y(north) - y(latitude)) / (y(north) - y(south))};
        }""",
        [latitude, longitude],
    )
    await canvas.click(position=spot)


async def test_text_is_sent_and_answered_as_text(world: Opening) -> None:
    """Without it a person could not write, or a bot's text could run as markup in the page."""
    async with world() as (_, _, bot, _, page, phone):
        nasty = '<img src=x onerror="document.title=1"> & {} %s'
        await write(phone, nasty)
        await expect(phone.locator('[data-by="me"]').last).to_contain_text(nasty)
        answer = phone.locator('[data-by="bot"]').last
        await expect(answer.locator("strong")).to_have_text(nasty)
        assert await page.title() != "1"
        assert bot.heard[-1]["message"]["text"] == nasty


async def test_inline_button_edits_the_message_in_place(world: Opening) -> None:
    """Without it presses, notices or edits would not show, and cards would pile up instead of changing."""
    async with world() as (_, _, _, _, _, phone):
        card = phone.locator('[data-by="bot"]')
        number = await card.get_attribute("data-message-id")
        await card.locator('[data-button="Тағы (0)"]').click()
        await expect(phone.locator("[data-toast]")).to_have_text("Басылды: 1")
        await expect(card).to_contain_text("Саны: 1")
        await card.locator('[data-button="Тағы (1)"]').click()
        await expect(card).to_contain_text("Саны: 2")
        assert await card.count() == 1
        assert await card.get_attribute("data-message-id") == number
        await expect(card.locator(".edited")).to_be_visible()


async def test_alert_waits_for_its_ok(world: Opening) -> None:
    """Without it an answer with show_alert would pass unseen."""
    async with world() as (_, _, _, _, _, phone):
        await phone.locator('[data-button="Ескерту"]').click()
        alert = phone.locator("[data-alert]")
        await expect(alert).to_contain_text("Назар аударыңыз")
        await alert.locator('[data-action="alert-ok"]').click()
        await expect(alert).to_have_count(0)


async def test_built_in_picture_and_album(world: Opening) -> None:
    """Without it nobody could send a photo from the page or see an album as one."""
    async with world() as (_, _, bot, _, page, phone):
        await attach(page, phone, "photo")
        await page.locator('[data-picture="open_manhole.jpg"]').click()
        await page.locator("[data-caption]").fill("Құдық")
        await page.locator('dialog [data-action="photo"]').click()
        sent = phone.locator('[data-by="me"]').last
        await expect(sent).to_contain_text("Құдық")
        await expect(sent.locator('[data-media="photo"]')).to_have_js_property("complete", True)
        album = phone.locator("[data-album]")
        await expect(album.locator("[data-tile-id]")).to_have_count(3)
        assert await album.count() == 1
        assert bot.heard[-1]["message"]["photo"][-1]["width"] == 1280


async def test_album_and_file_from_the_disk(world: Opening, tmp_path: Path) -> None:
    """Without it own pictures could not be uploaded, nor several at once, nor as files that keep their EXIF."""
    note = tmp_path / "notes.txt"
    note.write_text("hello", encoding="utf-8")
    async with world() as (_, _, bot, _, page, phone):
        await attach(page, phone, "file")
        await page.locator('[data-picture="ditch_litter_gps.jpg"]').click()
        await page.locator("dialog [data-files]").set_input_files(note)
        await expect(page.locator("dialog h2")).to_contain_text("2")
        await page.locator('dialog [data-action="document"]').click()
        await expect(phone.locator('[data-media="document"]')).to_have_count(2)
        await expect(phone.locator("[data-album]")).to_have_count(1)
        await write(phone, "болды")
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("болды")
        heard = [update["message"]["document"] for update in bot.heard if "document" in update["message"]]
        assert {file["file_name"] for file in heard} == {"ditch_litter_gps.jpg", "notes.txt"}


async def test_location_by_clicking_on_the_map(world: Opening) -> None:
    """Without it the page could not say where something lies."""
    async with world() as (_, _, _, _, page, phone):
        await attach(page, phone, "location")
        await click_map(page, 48.0, 67.0)
        await expect(page.locator("[data-region]")).to_have_attribute("data-region", "KZ-62")
        await page.locator('[data-city="Almaty"]').click()
        await click_map(page, 43.2383, 76.9451)
        await expect(page.locator("[data-region]")).to_have_attribute("data-region", "KZ-75")
        await page.locator('dialog [data-action="send"]').click()
        await expect(phone.locator('[data-media="location"]')).to_have_count(1)
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("43.238, 76.945")


async def test_reply_keyboard_asks_for_the_place(world: Opening) -> None:
    """Without it a button that requests the location would do nothing."""
    async with world() as (_, _, bot, _, page, phone):
        await write(phone, "place?")
        await phone.locator('[data-key="Орнымды жіберу"]').click()
        await page.locator("dialog [data-coordinates]").fill("42,3189 69,5967".replace(",", "."))
        await page.locator('dialog [data-action="send"]').click()
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("42.319, 69.597")
        await expect(phone.locator("[data-keyboard]")).to_be_hidden()
        assert bot.heard[-1]["message"]["location"]["latitude"] == 42.3189


async def test_own_message_edited_and_deleted_messages_gone(world: Opening) -> None:
    """Without it edits would be sent as new messages and deleted ones would stay."""
    async with world() as (_, _, bot, resident, _, phone):
        await write(phone, "бір")
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("бір")
        await phone.locator("[data-input]").press("ArrowUp")
        await write(phone, "екі")
        own = phone.locator('[data-by="me"]').last
        await expect(own).to_contain_text("екі")
        await expect(own.locator(".edited")).to_be_visible()
        number = int(await phone.locator('[data-by="bot"]').last.get_attribute("data-message-id") or 0)
        assert await bot.call("deleteMessage", chat_id=resident.id, message_id=number) is True
        await expect(phone.locator(f'[data-message-id="{number}"]')).to_have_count(0)


async def test_deep_link_starts_the_bot_with_its_payload(world: Opening) -> None:
    """Without it an invitation link could not be used in the sandbox."""
    async with world(started=False) as (_, _, _, _, page, phone):
        await phone.locator('[data-action="more"]').click()
        await page.locator('.pop-menu [data-action="open-link"]').click()
        await page.locator("dialog [data-link]").fill("https://t.me/counting_bot?start=inv_abc-1")
        await page.locator('dialog [data-action="open"]').click()
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("inv_abc-1")


async def test_blocking_closes_the_phone_until_unblocked(world: Opening) -> None:
    """Without it nobody could try what the bot does with people who blocked it."""
    async with world() as (_, _, bot, resident, page, phone):
        await phone.locator('[data-action="more"]').click()
        await page.locator('.pop-menu [data-action="block"]').click()
        await expect(phone.locator('[data-action="unblock"]')).to_be_visible()
        assert await bot.call("sendMessage", chat_id=resident.id, text="?") is None
        await phone.locator('[data-action="unblock"]').click()
        await expect(phone.locator("[data-input]")).to_be_visible()


async def test_commands_of_the_menu_are_sent(world: Opening) -> None:
    """Without it the command menu would be missing or stale."""
    async with world() as (_, _, bot, _, _, phone):
        commands = [{"command": "my", "description": "Өтінімдерім"}]
        assert await bot.call("setMyCommands", commands=commands, language_code="kk") is True
        await phone.locator('[data-action="menu"]').click()
        await phone.locator('[data-command="my"]').click()
        await expect(phone.locator('[data-by="me"]').last).to_contain_text("/my")


async def test_group_messages_reach_its_members(world: Opening) -> None:
    """Without it operators' groups could not be played."""
    async with world() as (_, tg, bot, resident, _, phone):
        group = await tg.group("Операторлар", members=[resident])
        await phone.locator('[data-action="chats"]').click()
        assert await bot.call("sendMessage", chat_id=group.id, text="Жаңа өтінім") is not None
        item = phone.locator(f'[data-chat="{group.id}"]')
        await expect(item).to_contain_text("Жаңа өтінім")
        await item.click()
        await expect(phone.locator('[data-by="bot"]').last).to_contain_text("Жаңа өтінім")
        await write(phone, "/kk көрдім")
        await expect(phone.locator('[data-by="me"]').last).to_contain_text("көрдім")


async def test_new_people_get_a_phone_and_hidden_phones_stay_hidden(world: Opening) -> None:
    """Without it the page would show other people than the sandbox has, or forget the choice."""
    async with world() as (_, tg, _, _, page, phone):
        oleg = await tg.person("Олег", language_code="ru")
        other = page.locator(f'.phone[data-person="{oleg.id}"]')
        await expect(other).to_be_visible()
        await page.locator(f'[data-toggle="{oleg.id}"]').click()
        await expect(other).to_have_count(0)
        await page.locator('[data-page-language="ru"]').click()
        await page.reload()
        await expect(phone).to_be_visible()
        await expect(other).to_have_count(0)
        await expect(page.locator("h1")).to_have_text("Песочница Tazalyq")


async def test_weather_makes_trouble_and_clears_it(world: Opening) -> None:
    """Without it nobody could play Telegram's bad moments from the page."""
    async with world() as (_, _, bot, resident, page, _):
        await page.locator('[data-action="weather"]').click()
        await page.locator('[data-weather="tooMany"]').click()
        await expect(page.locator("[data-faults] li")).to_have_count(1)
        await page.locator('[data-weather="clearSky"]').click()
        await expect(page.locator("[data-faults] li")).to_have_count(0)
        assert await bot.call("sendMessage", chat_id=resident.id, text="жарайды") is not None


async def test_page_takes_up_again_after_the_server_was_away(world: Opening) -> None:
    """Without it a restart of the sandbox would leave a dead page."""
    async with world() as (box, _, _, _, page, _):
        port = int(box.url.rsplit(":", 1)[1])
        await box.close()
        await expect(page.locator("[data-connected]")).to_have_attribute("data-connected", "false")
        async with await start(port=port) as again, SandboxClient(again.url) as tg:
            await tg.person("Жаңа")
            await expect(page.locator("[data-connected]")).to_have_attribute("data-connected", "true")
            await expect(page.locator(".phone")).to_have_count(1)
            await expect(page.locator(".phone")).to_contain_text("Жаңа")
            await expect(page.locator("[data-message-id]")).to_have_count(0)
