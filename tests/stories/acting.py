"""How citizens act in these stories: what they send, and what they see afterwards."""

from sandbox.client import Person as Player
from sandbox.client import Seen
from tests.conftest import Desk

SHYMKENT = (42.3205, 69.5901)
ALMATY = (43.238, 76.945)


async def card(desk: Desk, player: Player) -> Seen:
    """The newest message of the bot, once everything has settled."""
    await desk.idle()
    seen = await player.last()
    assert seen is not None
    return seen


async def press(desk: Desk, player: Player, text: str) -> Seen:
    """Press a button and look at what is there then."""
    await player.press(text)
    return await card(desk, player)


async def told(player: Player, text: str) -> str:
    """Press a button and read what the window at the top says."""
    answer = (await player.press(text))["answer"]
    return str((answer or {}).get("text", ""))


async def write_request(
    desk: Desk, player: Player, at: tuple[float, float] = SHYMKENT, photo: str = "yard_bins_before"
) -> Seen:
    """A complete draft: a photo, a place, a category; returns its card."""
    await player.send_photo(photo)
    await player.send_location(*at)
    await desk.idle()
    await player.press("Choose a category")
    await desk.idle()
    return await press(desk, player, "Cleaning of an area")


async def send_request(
    desk: Desk, player: Player, at: tuple[float, float] = SHYMKENT, photo: str = "yard_bins_before"
) -> Seen:
    """A request that has been sent; returns the receipt."""
    await write_request(desk, player, at, photo)
    return await press(desk, player, "Send to the akimat")
