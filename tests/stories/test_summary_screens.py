"""/summary: whose weeks are whose to read, the week to come, weeks before the bot, and what can be taken along."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.words import Role
from models import Making, Summary, Timer
from sandbox.client import Person as Player
from tests.conftest import Desk
from tests.stories.acting import told as window
from tests.stories.behind import REGION, filed, press
from tests.stories.weekly import at, sent, settle, slot, strike

pytestmark = pytest.mark.by_turns


@pytest.fixture
async def played(desk: Desk) -> Desk:
    """A desk whose clock is moved by the test alone."""
    desk.runtime.scheduler.pause()
    return desk


async def asked(desk: Desk, person: Player) -> str:
    """What /summary answers."""
    await person.send_text("/summary")
    await desk.idle()
    last = await person.last()
    assert last is not None
    return last.words


async def test_each_sees_what_is_theirs(played: Desk) -> None:
    """Without it: citizens and executors would read what is for the akimat, or a region what is for the ministry."""
    citizen, executor = await played.citizen(), await played.staff(Role.EXECUTOR)
    operator, other = await played.staff(Role.OPERATOR), await played.staff(Role.SUPERVISOR, "KZ-75")
    ministry = await played.staff(Role.NATIONAL, None)
    await sent(played, 14)
    for region, clock in ((REGION, "09:00"), ("", "09:05")):
        await slot(played, 20, region, clock)
    await strike(played, at(20, "09:06"))
    for nobody in (citizen, executor):
        assert "not able to do this" in await asked(played, nobody)
    assert "Weekly summaries" in await asked(played, operator)
    own, country = (await played.rows(Summary, region=REGION))[0].id, (await played.rows(Summary, region=""))[0].id
    await asked(played, other)
    list_ = await other.wait_for("Weekly summaries")
    week = f"{REGION}.w20251113"
    verbs = ("open", "text", "docx", "table", "again", "fix", "stats", "past")
    places = (f"list:0:{REGION}", f"week:0:{week}", f"next:0:{REGION}", "list:0:KZ", "list:0:KZ-99")
    for data in (*(f"{verb}:{own}:" for verb in verbs), f"open:{country}:", *places):
        answer = (await other.forge(list_, f"summary:{data}"))["answer"]
        assert "able to do this" in answer["text"] or "nothing here for you" in answer["text"], data
    newest = (await operator.messages(by_bot=True))[-1]
    assert "not able" in (await operator.forge(newest, f"summary:fix:{own}:"))["answer"]["text"]
    assert "Whose weekly summaries" in await asked(played, ministry)
    await press(ministry, "🇰🇿 Whole country")
    await press(ministry, "📊 13.11–19.11.2025")
    shown = await ministry.wait_for(lambda m: "✏️ Correct" in m.buttons)
    assert "Kazakhstan" in shown.words


async def test_what_can_be_taken_along(played: Desk) -> None:
    """Without it: the analyst would have to type the figures off the screen on Thursday morning."""
    operator = await played.staff(Role.OPERATOR)
    number = await sent(played, 14)
    await slot(played, 20)
    await strike(played, at(20))
    [message] = [m for m in await operator.messages(by_bot=True) if "Weekly summary" in m.words]
    await operator.press("📜 Official paragraph", message=message)
    text = await operator.wait_for("For the report")
    assert "1 өтінім түсті" in text.words and "поступила 1 заявка" in text.words
    await operator.press("📄 As a Word file", message=text)
    await played.idle()
    [making] = await played.rows(Making)
    assert (making.name, making.state) == ("official_paper", "made")
    await operator.press("⬅️ Back", message=text)
    await played.idle()
    assert not [m for m in await operator.messages(by_bot=True) if "For the report" in m.words]
    await operator.press("📊 In /stats", message=message)
    await operator.wait_for("Sent from 13.11.2025 to 19.11.2025")
    await operator.press(f"№ {number}", message=message)
    await operator.wait_for("Bags by the fence")
    await operator.press("📚 Past weeks", message=message)
    await press(operator, "📊 13.11–19.11.2025")
    assert "below" in await window(operator, "🔁 Send it to me again")
    await played.idle()
    names = [m["document"]["file_name"] for m in await operator.messages(by_bot=True) if "document" in m]
    assert names.count("tazalyq-KZ-79-2025-11-19.xlsx") == 2
    # The summary has one place in the chat, which is at the bottom now.
    shown = [m.id for m in await operator.messages(by_bot=True) if m.words == message.words]
    assert message.id not in shown and max(shown) > message.id


async def test_the_week_to_come_and_weeks_before_the_bot(played: Desk) -> None:
    """Without it: nobody could look before Thursday, and the time before the first summary would be out of sight."""
    chief = await played.staff(Role.SUPERVISOR)
    now = datetime.now(UTC)
    await filed(played, None, queued=False)
    await filed(played, None, queued=False, sent_at=now - timedelta(days=21),
                day=(now - timedelta(days=21)).astimezone(played.settings.zone).date())  # fmt: skip
    words = await asked(played, chief)
    assert "The next one goes out on" in words and "no summary was made of this week" in words
    await press(chief, "👁 Preview of the next one")
    preview = await chief.wait_for("Preview: goes out on")
    assert "Weekly summary" in preview.words and await played.rows(Summary) == []
    await press(chief, "⬅️ Back")
    listing = await chief.wait_for(lambda m: any("▫️" in b for b in m.buttons))
    await press(chief, [b for b in listing.buttons if "▫️" in b][2])
    old = await chief.wait_for("worked out now")
    assert "✏️ Correct" not in old.buttons
    await press(chief, "⬅️ Back")
    await press(chief, "▶️")
    await press(chief, "◀️")


async def test_a_region_chooses_its_day(played: Desk) -> None:
    """Without it: an akimat that reports on Mondays would get its figures when they are three days old."""
    chief = await played.staff(Role.SUPERVISOR)
    await chief.send_text("/setup")
    await press(chief, "🔔 Notices and hours")
    await press(chief, "📊 Weekly summary, day: Thursday")
    await press(chief, "Monday")
    await press(chief, "📊 Weekly summary, week: Thu–Wed")
    await press(chief, "Mon–Sun")
    await chief.wait_for(lambda m: "📊 Weekly summary, week: Mon–Sun" in m.buttons)
    [timer] = await played.rows(Timer, name="summary", subject=REGION)
    local = timer.due_at.astimezone(played.settings.zone)
    assert (local.weekday(), local.hour) == (0, 9)
    [other] = await played.rows(Timer, name="summary", subject="KZ-75")
    assert other.due_at.year == 2099


async def test_a_correction_goes_to_the_whole_ministry(played: Desk) -> None:
    """Without it: the ministry would hold two versions of the country's week and not know which is right."""
    ministry, colleague = [await played.staff(Role.NATIONAL, None) for _ in range(2)]
    number = await sent(played, 14)
    await slot(played, 20, "", "09:05")
    await strike(played, at(20, "09:05"))
    await settle(played, number, category="park")
    await ministry.send_text("/summary")
    await press(ministry, "🇰🇿 Whole country")
    await press(ministry, "📊 13.11–19.11.2025")
    await press(ministry, "✏️ Correct")
    await ministry.wait_for("Parks and alleys: 0 → 1")
    await ministry.send_photo("yard_bins_before")
    await ministry.wait_for("Words are needed here")
    await ministry.send_text("One request was in the wrong category")
    await colleague.wait_for("Version 2, corrected: One request was in the wrong category")
