"""A draft outlives restarts, language changes and silence, and goes when its time has come."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from models import Draft, Media, Person, Timer
from tests.conftest import Desk
from tests.stories.acting import SHYMKENT, card, press, told, write_request

pytestmark = pytest.mark.by_turns


async def test_a_draft_survives_a_restart(desk: Desk) -> None:
    """A new version of the bot must not cost anybody their half-written request."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await desk.stop()
    await resident.send_location(*SHYMKENT)
    await desk.start()
    seen = await card(desk, resident)
    assert "1 of 10" in seen.words and "Shymkent" in seen.words


async def test_a_draft_speaks_the_new_language(desk: Desk) -> None:
    """Somebody who changes the language goes on with the draft in it, at the bottom of the chat."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await resident.send_text("/language")
    await desk.idle()
    seen = await press(desk, resident, "Русский")
    (draft,) = await desk.rows(Draft)
    assert await resident.keyboard() != []
    (person,) = await desk.rows(Person)
    assert person.locale == "ru"
    rows = seen["reply_markup"]["inline_keyboard"]
    assert f"draft:send:{draft.id}:" in {b["callback_data"] for row in rows for b in row}


async def test_a_week_of_silence_reminds_and_another_ends(desk: Desk) -> None:
    """Photos of a draft nobody will send must not lie here for ever, nor go without a word."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await desk.pass_time(name="draft_reminder")
    assert "waiting for a week" not in (await card(desk, resident)).words
    await _age(desk, 8)
    await desk.pass_time(name="draft_reminder")
    assert "waiting for a week" in (await card(desk, resident)).words
    await _age(desk, 15)
    await desk.pass_time(name="draft_end")
    assert "deleted after two weeks" in (await card(desk, resident)).words
    assert await desk.rows(Draft) == []
    await desk.pass_time(name="forget_files")
    assert await desk.rows(Media) == []


async def test_writing_again_stops_the_end(desk: Desk) -> None:
    """Somebody who comes back after the reminder must not lose the draft under their hands."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await _age(desk, 8)
    await desk.pass_time(name="draft_reminder")
    await resident.send_location(*SHYMKENT)
    await desk.idle()
    await desk.pass_time(name="draft_end")
    assert len(await desk.rows(Draft)) == 1
    assert {t.name for t in await desk.rows(Timer)} >= {"draft_reminder"}


async def _age(desk: Desk, days: int) -> None:
    async with desk.database.begin() as session:
        await session.execute(update(Draft).values(updated_at=datetime.now(UTC) - timedelta(days=days)))


async def test_cancelling_asks_first(desk: Desk) -> None:
    """A slip of the thumb must not delete the only copy of a photo."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "Cancel")
    assert "1 of 10" in (await press(desk, resident, "No, keep it")).words
    await press(desk, resident, "Cancel")
    assert "is deleted" in (await press(desk, resident, "Yes, delete it")).words
    assert await desk.rows(Draft) == []


async def test_a_button_of_a_finished_or_foreign_draft(desk: Desk) -> None:
    """Old cards stay in the chat: their buttons must say what became of it, and never touch somebody else's draft."""
    resident, marat = await desk.citizen(), await desk.citizen()
    seen = await write_request(desk, resident)
    (draft,) = await desk.rows(Draft)
    await marat.send_photo("open_manhole")
    other = await card(desk, marat)
    for verb in ("send", "drop", "undescribe", "nophotos", "category"):
        assert "is over" in (await marat.forge(other, f"draft:{verb}:{draft.id}:"))["answer"]["text"]
    await press(desk, resident, "Send to the akimat")
    answer = (await resident.forge(seen, f"draft:card:{draft.id}:"))["answer"]
    assert "sent already" in answer["text"]
    assert len(await desk.rows(Draft)) == 1


async def test_words_beside_a_description(desk: Desk) -> None:
    """A second thought must neither overwrite the first nor vanish."""
    resident = await desk.citizen()
    await resident.send_text("Bags by the fence")
    assert "taken your words as the description" in (await card(desk, resident)).words
    await resident.send_text("and glass")
    assert (await card(desk, resident)).buttons == ["➕ Add", "🔄 Replace", "🚫 Leave"]
    assert "Bags by the fence\nand glass" in (await press(desk, resident, "Add")).words
    await resident.send_text("Only glass")
    await desk.idle()
    assert "Bags" not in (await press(desk, resident, "Replace")).words
    await resident.send_text("No")
    await desk.idle()
    assert "Only glass" in (await press(desk, resident, "Leave")).words


async def test_words_that_were_no_description_are_taken_back(desk: Desk) -> None:
    """ "Hello" is not what is wrong with a yard; one tap takes it away."""
    resident = await desk.citizen()
    await resident.send_text("Hello!")
    await desk.idle()
    assert "if you like" in (await press(desk, resident, "Not a description")).words


async def test_the_description_has_a_limit_and_can_be_removed(desk: Desk) -> None:
    """A novel cannot be shown on a card; the writer is told by how much, and loses nothing else."""
    resident = await desk.citizen()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await press(desk, resident, "Description")
    await resident.send_text("x" * 1200)
    await resident.wait_for("1,200 characters")
    await resident.send_text("y" * 1000)
    assert "yyy" in (await card(desk, resident)).words
    await press(desk, resident, "Description")
    assert "if you like" in (await press(desk, resident, "🗑 Remove")).words


async def test_a_new_request_while_one_is_unfinished(desk: Desk) -> None:
    """Two half-written requests would get mixed up: the first is brought back."""
    resident = await desk.citizen()
    await resident.send_text("/start")
    await desk.idle()
    await resident.send_photo("yard_bins_before")
    await desk.idle()
    await resident.tap("📝 New request")
    seen = await card(desk, resident)
    assert "unfinished draft" in seen.words and "1 of 10" in seen.words
    assert "place is still missing" in await told(resident, "📤 Send")
