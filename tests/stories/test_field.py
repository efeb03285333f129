"""An executor in the field: the nearest first, several in one place, a dump with its figures, forgotten buttons."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import update

from bot.downloads import TAKEN_FOR
from domain.words import Article, DumpOutcome, MediaPurpose, Role, State
from models import CitizenRequest, Draft, HistoryEntry, Media, WorkReport
from sandbox.client import Person as Player
from services import deciding, working
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, photo, step

LAT, LON = 42.32, 69.59


async def crew(desk: Desk) -> tuple[Player, Player]:
    """An operator and an executor."""
    return await desk.staff(Role.OPERATOR, name="Aigul"), await desk.staff(Role.EXECUTOR, name="Bolat")


async def given(
    desk: Desk,
    operator: Player,
    executor: Player,
    citizen: Player | None = None,
    *,
    begun: bool = False,
    **fields: object,
) -> int:
    """A task of the executor's."""
    number = await filed(desk, citizen.id if citizen else None, queued=False, **fields)
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, operator.id, deciding.assign, number, executor.id, now, zone)
    if begun:
        await step(desk, executor.id, working.start, number, now)
    return number


async def state(desk: Desk, number: int) -> State:
    [row] = await desk.rows(CitizenRequest, id=number)
    return State(row.state)


async def test_the_nearest_first_and_two_in_one_place(desk: Desk) -> None:
    """Without it: executors would drive to and fro, and report one heap as often as it was complained of."""
    operator, executor = await crew(desk)
    citizens = [await desk.citizen(), await desk.citizen()]
    far = await given(desk, operator, executor, lat=42.40)
    first = await given(desk, operator, executor, citizens[0])
    second = await given(desk, operator, executor, citizens[1], lat=LAT + 0.0005)
    await executor.send_text("/tasks")
    shown = await card(desk, executor)
    assert f"№ {far} " in shown.buttons[0]
    assert "location" in (await press(desk, executor, "Nearest first")).words
    assert (await executor.keyboard())[0] == ["📍 Send my location"]
    await executor.send_location(LAT, LON)
    shown = await card(desk, executor)
    assert [f"№ {n} " in b for n, b in zip((first, second, far), shown.buttons, strict=False)] == [True] * 3
    assert shown.buttons[0].startswith("0 m") and shown.buttons[2].startswith("8.9 km")
    await press(desk, executor, f"№ {first} ")
    await press(desk, executor, "▶️ Start")
    shown = await press(desk, executor, "Report it done")
    assert "other tasks here" in shown.words and f"☐ № {second} · 56 m" in " ".join(shown.buttons)
    await press(desk, executor, f"☐ № {second}")
    await executor.send_photo("park_litter_after", caption="Swept")
    await executor.send_location(LAT + 0.0001, LON)
    shown = await card(desk, executor)
    assert "11 m from the place" in shown.words and f"goes to: № {second}" in shown.words
    sent = await press(desk, executor, "Send the report")
    assert f"№ {first}, № {second}" in sent.words
    for number, citizen in zip((first, second), citizens, strict=True):
        assert await state(desk, number) is State.DONE
        assert "Swept" in (await citizen.wait_for(f"№ {number} is done")).words
    await desk.downloaded()
    assert [r.doubts for r in await desk.rows(WorkReport)] == [None, None]
    shown = await press(desk, executor, "To my tasks")
    assert shown.buttons[0].startswith("8.9 km"), "still by distance"
    assert f"№ {far} " in (await press(desk, executor, "By deadline")).buttons[0]


async def test_a_photo_still_being_fetched_serves_both(desk: Desk) -> None:
    """Without it: the photo of the second task would come two minutes late, when the one fetching it has given up."""
    operator, executor = await crew(desk)
    first = await given(desk, operator, executor, begun=True)
    second = await given(desk, operator, executor)
    await executor.start(f"report_{first}")
    await desk.idle()
    await executor.send_photo("park_litter_after")
    await desk.idle()
    await desk.downloaded()
    async with desk.database.begin() as session:
        away = {"state": "pending", "not_before": datetime.now(UTC) + TAKEN_FOR}
        await session.execute(update(Media).values(away))
    await press(desk, executor, f"☐ № {second}")
    await press(desk, executor, "Send the report")
    async with asyncio.timeout(60):
        while not await desk.rows(Media, request_id=second, state="stored"):  # noqa: ASYNC110 - it comes when it comes
            await asyncio.sleep(0.05)
    [original] = await desk.rows(Media, request_id=first)
    assert original.state == "pending"


async def test_one_of_two_has_moved_on(desk: Desk) -> None:
    """Without it: half of a report could be sent, or none be told why."""
    operator, executor = await crew(desk)
    first = await given(desk, operator, executor, begun=True)
    second = await given(desk, operator, executor)
    await executor.send_text("/tasks")
    await desk.idle()
    await press(desk, executor, f"№ {first} ")
    await press(desk, executor, "Report it done")
    await executor.send_photo("park_litter_after")
    await desk.idle()
    await press(desk, executor, f"☐ № {second}")
    other, now = await desk.staff(Role.EXECUTOR), datetime.now(UTC)
    await step(desk, operator.id, deciding.assign, second, other.id, now, desk.settings.zone)
    assert (await executor.press("Send the report"))["answer"]["text"]
    await desk.idle()
    assert await state(desk, first) is State.IN_PROGRESS and await desk.rows(WorkReport) == []
    assert f"№ {first} is sent" in (await press(desk, executor, "Send the report")).words
    assert await state(desk, second) is State.ASSIGNED


async def test_a_dump_says_what_became_of_it(desk: Desk) -> None:
    """Without it: nobody could say how much waste was taken away, nor who was made to pay."""
    (operator, executor), citizen = await crew(desk), await desk.citizen()
    number = await given(desk, operator, executor, citizen, begun=True, category="illegal_dump")
    await executor.start(f"report_{number}")
    await desk.idle()
    await executor.send_photo("steppe_dump_after")
    shown = await card(desk, executor)
    assert "What became of the dump?" in shown.words and "Send the report" not in " ".join(shown.buttons)
    answer = await executor.forge(shown, f"report:send:{number}:")
    assert "what became of the dump" in answer["answer"]["text"]
    await press(desk, executor, "Partly")
    await executor.send_text("a lot")
    assert "type a number" in (await card(desk, executor)).words
    await executor.send_text("12,5 м³")
    shown = await card(desk, executor)
    assert "partly removed" in shown.words and "12.5 m³" in shown.words
    await press(desk, executor, "⚖️ Protocol")
    await press(desk, executor, "434-2")
    shown = await press(desk, executor, "43,250 ₸")
    assert "article 434-2, fine 43,250 ₸" in shown.words
    await press(desk, executor, "⬅️ Back")
    assert "43,250 ₸" in (await press(desk, executor, "Report it done")).words, "kept while looking elsewhere"
    choice = await press(desk, executor, "💬 Ready words")
    shown = await press(desk, executor, choice.buttons[0])
    words = choice.buttons[0].removeprefix("💬 ").rstrip("…")
    assert words and words in shown.words
    await press(desk, executor, "Send the report")
    entry = (await desk.rows(HistoryEntry, request_id=number))[-1]
    assert set(entry.data["template"]) == {"kk", "ru", "en"} and words in entry.comment
    [report] = await desk.rows(WorkReport)
    assert (report.outcome, report.litres) == (DumpOutcome.PARTLY, 12_500)
    assert (report.article, report.fine) == (Article.A434_2, 43_250)
    told = (await citizen.wait_for("is done")).words
    assert "partly removed" in told and "12.5 m³" in told and "434" not in told and "₸" not in told
    await operator.start(f"card_{number}")
    shown = (await card(desk, operator)).words
    assert "12.5 m³" in shown and "article 434-2, fine 43,250 ₸" in shown


async def test_photos_without_the_button_find_their_report(desk: Desk) -> None:
    """Without it: an executor in a hurry would begin a citizen's request with the proof of their work."""
    operator, executor = await crew(desk)
    number = await given(desk, operator, executor, begun=True)
    await executor.send_photos(["park_litter_after", "yard_bins_after"], caption="All done")
    shown = await card(desk, executor)
    assert "report on your task" in shown.words and f"✅ Yes, № {number}" in shown.buttons
    shown = await press(desk, executor, f"✅ Yes, № {number}")
    assert "2 photos and videos" in shown.words and "All done" in shown.words
    assert len(await desk.rows(Media, report_of=number, purpose=MediaPurpose.AFTER)) == 2
    assert await desk.rows(Draft) == []
    assert f"№ {number} is sent" in (await press(desk, executor, "Send the report")).words
    number = await given(desk, operator, executor, begun=True)
    await executor.send_photo("open_manhole")
    await desk.idle()
    shown = await press(desk, executor, "No, a new request")
    [draft] = await desk.rows(Draft)
    assert len(await desk.rows(Media, draft_id=draft.id)) == 1
    await executor.send_photo("broken_light")
    await desk.idle()
    assert len(await desk.rows(Media, draft_id=draft.id)) == 2, "the request is being written: nobody asks again"
    assert await desk.rows(Media, report_of=number) == []


async def test_a_former_executors_photos_go(desk: Desk) -> None:
    """Without it: what one executor collected would lie about for ever, or turn up in a later report."""
    operator, executor = await crew(desk)
    number = await given(desk, operator, executor, begun=True)
    await executor.send_photo("park_litter_after")
    await desk.idle()
    await press(desk, executor, f"✅ Yes, № {number}")
    assert len(await desk.rows(Media, report_of=number)) == 1
    other, now, zone = await desk.staff(Role.EXECUTOR), datetime.now(UTC), desk.settings.zone
    await step(desk, operator.id, deciding.assign, number, other.id, now, zone)
    assert await desk.rows(Media, report_of=number) == []
    await desk.pass_time(name="forget_files")
    assert await desk.rows(Media) == []


async def test_doubts_are_shown_side_by_side(desk: Desk) -> None:
    """Without it: a borrowed photo would close a request, and nobody would have looked."""
    operator, executor = await crew(desk)
    numbers = [await given(desk, operator, executor, begun=True) for _ in range(2)]
    await photo(desk, operator.id, numbers[1], MediaPurpose.BEFORE)
    for number in numbers:
        await executor.send_photo("yard_bins_after")
        await desk.idle()
        await press(desk, executor, f"✅ Yes, № {number}")
        if number == numbers[1]:
            await executor.send_location(LAT + 0.05, LON)
            assert "5.6 km from the place" in (await card(desk, executor)).words
        await press(desk, executor, "Send the report")
    await desk.downloaded()
    await operator.send_text("/queue")
    await desk.idle()
    shown = await press(desk, operator, "Doubtful reports: 1")
    shown = await press(desk, operator, f"№ {numbers[1]}")
    assert "5.6 km away" in shown.words and f"the report on № {numbers[0]}" in shown.words
    await press(desk, operator, "Side by side")
    pair = [m for m in await operator.messages(by_bot=True) if m.get("media_group_id")]
    assert len(pair) == 2 and f"№ {numbers[0]}" in pair[0].words
    await operator.press("Looks fine")
    await operator.wait_for("Aigul looked at it")
    await operator.press("⬅️ Doubtful reports")
    await operator.wait_for("Nothing to look at")
    [_, report] = await desk.rows(WorkReport)
    assert report.looked_by == operator.id
    assert await state(desk, numbers[1]) is State.DONE, "a flag is no verdict"
