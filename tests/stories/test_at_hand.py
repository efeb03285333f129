"""What people need next is at hand: nothing they wrote is dropped, no notice leads nowhere, no button is missing."""

from datetime import UTC, datetime

import pytest

from domain.words import MediaPurpose, Role, State
from models import Draft
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, photo

pytestmark = pytest.mark.by_turns


async def test_a_caption_is_added_to_the_description(desk: Desk) -> None:
    """Without it: what somebody writes under the second photo would be dropped without a word."""
    citizen = await desk.citizen()
    await citizen.send_photo("yard_bins_before", caption="Bins by the school")
    await desk.idle()
    await citizen.send_photo("open_manhole", caption="And an open manhole")
    shown = await card(desk, citizen)
    assert "added the caption" in shown.words
    [draft] = await desk.rows(Draft)
    assert draft.description == "Bins by the school\nAnd an open manhole"


async def test_the_same_caption_is_not_added_twice(desk: Desk) -> None:
    """Without it: an album whose parts carry one caption would repeat it."""
    citizen = await desk.citizen()
    for name in ("yard_bins_before", "open_manhole"):
        await citizen.send_photo(name, caption="By the school")
        await desk.idle()
    [draft] = await desk.rows(Draft)
    assert draft.description == "By the school"


async def test_finished_work_can_be_complained_of_from_my_requests(desk: Desk) -> None:
    """Without it: whoever has lost the notice could only praise the work."""
    citizen = await desk.citizen()
    number = await filed(desk, citizen.id, state=State.DONE, closed_at=datetime.now(UTC))
    await citizen.send_text("/my")
    await desk.idle()
    shown = await press(desk, citizen, f"№ {number}")
    assert {"5 ⭐", "⚖️ Complain"} <= set(shown.buttons)
    asked = await press(desk, citizen, "⚖️ Complain")
    assert asked.id == shown.id and "Nothing was done" in asked.buttons


async def test_the_notice_of_new_requests_leads_past_a_filter(desk: Desk) -> None:
    """Without it: under last week's filter the notice would open an empty queue."""
    operator, citizen = await desk.staff(Role.OPERATOR), await desk.citizen()
    number = await filed(desk, citizen.id, queued=False)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "🔎 Filter")
    empty = await press(desk, operator, "🔴 Overdue")
    assert "Nothing here now" in empty.words
    assert f"№ {number}" in " ".join((await press(desk, operator, "Clear filters")).buttons)


async def test_long_lists_of_categories_have_pages(desk: Desk) -> None:
    """Without it: two names beside each other would be cut off on a phone, or the last could not be reached."""
    operator, citizen = await desk.staff(Role.OPERATOR), await desk.citizen()
    number = await filed(desk, citizen.id, queued=False)
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, f"№ {number}")
    shown = await press(desk, operator, "🏷 Category")
    assert all(len(row) == 1 for row in shown["reply_markup"]["inline_keyboard"])
    await press(desk, operator, "▶️")
    last = await press(desk, operator, "▶️")
    assert "◀️" in last.buttons and "▶️" not in last.buttons
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "🏷 Category")
    assert "◀️" in (await press(desk, operator, "▶️")).buttons


async def test_help_names_the_duties_of_a_role(desk: Desk) -> None:
    """Without it: an operator who asks for help would be told only how to report litter."""
    operator, citizen = await desk.staff(Role.OPERATOR), await desk.citizen()
    for player, expected in ((operator, True), (citizen, False)):
        await player.send_text("/help")
        assert ("/queue" in (await card(desk, player)).words) is expected
