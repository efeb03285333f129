"""The case file: who asks for it gets a document, and nobody else does."""

from datetime import UTC, datetime

import pytest

from domain.words import MediaPurpose, RejectReason, Role
from models import Making
from services import deciding
from services.storage import FolderStore
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, photo, step

pytestmark = pytest.mark.by_turns


async def test_the_case_file_comes_as_a_document(desk: Desk) -> None:
    """Without it: the akimat would have nothing to put on paper, or wait for it in silence."""
    citizen = await desk.citizen()
    operator = await desk.staff(Role.OPERATOR, locale="kk", name="Айгүл")
    number = await filed(desk, citizen.id, queued=False, description="Қоқыс 🚮 <b>мұнда</b>", district="791110000")
    for purpose in MediaPurpose:
        await photo(desk, citizen.id, number, purpose)
    await step(desk, operator.id, deciding.recategorise, number, "park", datetime.now(UTC), desk.settings.zone)
    await operator.send_text("/queue")
    await desk.idle()
    await operator.press(data=f"card:open:{number}:")
    await desk.idle()
    await operator.press(data=f"card:file:{number}:")
    await desk.idle()
    sent = await card(desk, operator)
    assert sent["document"]["file_name"] == f"tazalyq-{number}.pdf" and f"№ {number}" in sent.words
    content = await desk.tg.file(sent["document"])
    assert content.startswith(b"%PDF-") and content.count(b"/Subtype /Image") == len(MediaPurpose)
    [made] = await desk.rows(Making)
    store = FolderStore(desk.settings.media_dir)
    assert await store.read(made.key) == content
    await desk.pass_time(name="forget_made")
    assert await desk.rows(Making) == [] and not store.path(made.key).exists()


async def test_a_case_file_is_for_those_who_may_see_the_request(desk: Desk) -> None:
    """Without it: a forged press, or one from before the request was handed over, would give away inner notes."""
    citizen, stranger = await desk.citizen(), await desk.staff(Role.OPERATOR, "KZ-71")
    number = await filed(desk, citizen.id, queued=False)
    for somebody in (citizen, stranger):
        await somebody.send_text("/help")
        seen = await card(desk, somebody)
        answer = (await somebody.forge(seen, f"card:file:{number}:"))["answer"]
        assert "nothing here for you" in answer["text"]
    assert await desk.rows(Making) == []


async def test_the_card_leads_to_what_is_close_and_to_the_point(desk: Desk) -> None:
    """Without it: the operator would read of a similar request nearby and have no way to look at it."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    before = await filed(desk, citizen.id, queued=False, lat=50.0)
    await step(desk, operator.id, deciding.reject, before, RejectReason.MEANINGLESS, None, datetime.now(UTC))
    number = await filed(desk, citizen.id, queued=False)
    twin = await filed(desk, None, queued=False, lat=42.3203)
    await operator.send_text("/queue")
    await desk.idle()
    shown = await press(desk, operator, f"№ {number}")
    assert "meaningless: 1 (100.0" in shown.words and {"2GIS", "Google"} <= set(shown.buttons)
    await press(desk, operator, "Similar nearby: 1")
    assert f"№ {twin}" in (await press(desk, operator, f"№ {twin}")).words
    await press(desk, operator, "Map")
    await operator.press("Send the point here")
    await desk.idle()
    point = (await card(desk, operator))["location"]
    assert (round(point["latitude"], 4), round(point["longitude"], 4)) == (42.3203, 69.59)
