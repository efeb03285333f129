"""What the ministry sees of a request: all of it, with no button that is not its own."""

from domain.words import MediaPurpose, Role
from tests.conftest import Desk
from tests.stories.acting import card
from tests.stories.behind import filed, photo


async def test_every_button_of_the_ministrys_card_leads_somewhere(desk: Desk) -> None:
    """Without it: the ministry would be offered the way to a queue it does not have, and told that it is nobody."""
    citizen, ministry = await desk.citizen(), await desk.staff(Role.NATIONAL, None)
    number = await filed(desk, citizen.id, queued=False)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await ministry.start(f"card_{number}")
    shown = await card(desk, ministry)
    assert {"🗺 Map", "📜 History"} < set(shown.buttons) and "⬅️ To the queue" not in shown.buttons
    for label in [key["text"] for row in shown["reply_markup"]["inline_keyboard"] for key in row if "url" not in key]:
        again = next(m for m in reversed(await ministry.messages(by_bot=True)) if label in m.buttons)
        said = (await ministry.press(label, message=again, exact=True))["answer"] or {}
        assert "nothing here" not in said.get("text", ""), label
        await ministry.start(f"card_{number}")
        await card(desk, ministry)
