"""An executor's day: the tasks, going there, planning, giving back, and the photo report."""

from datetime import UTC, datetime, timedelta

from domain.words import Action, MediaPurpose, Outcome, Role, State
from models import CitizenRequest, HistoryEntry, Media
from sandbox.client import Person as Player
from services import deciding
from tests.conftest import Desk
from tests.services.test_videos import movie
from tests.stories.acting import card, press, told
from tests.stories.behind import filed, photo, step


async def given(desk: Desk, **fields: object) -> tuple[Player, Player, int]:
    """An executor with one task, whose card is open; the citizen and the number."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR, name="Aigul")
    executor = await desk.staff(Role.EXECUTOR, name="Bolat")
    number = await filed(desk, citizen.id, queued=False, **fields)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await step(desk, operator.id, deciding.note, number, "The key is with the caretaker", datetime.now(UTC))
    await assign(desk, operator, executor, number)
    await executor.send_text("/tasks")
    await desk.idle()
    await press(desk, executor, f"№ {number} ")
    return executor, citizen, number


async def assign(desk: Desk, operator: Player, executor: Player, number: int) -> None:
    now, zone = datetime.now(UTC), desk.settings.zone
    await step(desk, operator.id, deciding.assign, number, executor.id, now, zone)


async def request(desk: Desk, number: int) -> CitizenRequest:
    [row] = await desk.rows(CitizenRequest, id=number)
    return row


async def collecting(desk: Desk) -> tuple[Player, Player, int]:
    """An executor who has begun the work and opened the report."""
    executor, citizen, number = await given(desk)
    await press(desk, executor, "▶️ Start")
    await press(desk, executor, "Report it done")
    return executor, citizen, number


async def test_a_task_tells_where_to_go_and_what_to_do(desk: Desk) -> None:
    """Without it: the executor would have to telephone for the place and the key."""
    executor, _, number = await given(desk)
    shown = await card(desk, executor)
    assert shown.get("photo")
    for part in (f"№ {number}", "Cleaning of an area", "Deadline", "Shymkent", "Bags by the fence",
                 "The key is with the caretaker", "Aigul"):  # fmt: skip
        assert part in shown.words, part
    urls = [b["url"] for row in shown["reply_markup"]["inline_keyboard"] for b in row if "url" in b]
    assert any("google.com/maps/dir" in url and "42.320000,69.590000" in url for url in urls)
    assert any("2gis.kz/directions" in url for url in urls)


async def test_only_ones_own_open_tasks_are_listed_by_deadline(desk: Desk) -> None:
    """Without it: people would do each other's work, or the less urgent first."""
    executor, _, first = await given(desk)
    other, operator = await desk.staff(Role.EXECUTOR), await desk.staff(Role.OPERATOR)
    numbers = [await filed(desk, None, queued=False) for _ in range(3)]
    for number, who in zip(numbers, (executor, other, executor), strict=True):
        await assign(desk, operator, who, number)
    async with desk.database.begin() as session:
        row = await session.get_one(CitizenRequest, numbers[2])
        row.due_at = datetime.now(UTC) - timedelta(days=1)
    shown = await press(desk, executor, "To my tasks")
    listed = [b for b in shown.buttons if "№" in b]
    assert [f"№ {n} " in b for n, b in zip((numbers[2], first, numbers[0]), listed, strict=True)] == [True] * 3


async def test_work_is_started_and_planned(desk: Desk) -> None:
    """Without it: the citizen and the operator could not know when somebody will come."""
    executor, citizen, number = await given(desk)
    choice = await press(desk, executor, "📅 Plan")
    shown = await press(desk, executor, choice.buttons[0])
    assert "Work planned for" in shown.words
    assert (await request(desk, number)).state is State.PLANNED
    await citizen.wait_for("planned for")
    first, other = (await request(desk, number)).planned_for, await press(desk, executor, "📅 Plan")
    await press(desk, executor, other.buttons[1])
    later = (await request(desk, number)).planned_for
    assert first is not None and later is not None and later - first == timedelta(days=1)
    shown = await press(desk, executor, "▶️ Start")
    assert "in work" in shown.words
    row = await request(desk, number)
    assert row.state is State.IN_PROGRESS and row.planned_for is None


async def test_forged_days_are_refused(desk: Desk) -> None:
    """Without it: work could be planned for yesterday or for the next century."""
    executor, _, number = await given(desk)
    shown = await card(desk, executor)
    today = datetime.now(desk.settings.zone).date()
    for day in (today, today + timedelta(days=31), today - timedelta(days=1), "never"):
        answer = await executor.forge(shown, f"task:date:{number}:{day}")
        assert answer["answer"]["text"], day
    assert (await request(desk, number)).state is State.ASSIGNED


async def test_a_task_is_returned_with_a_reason(desk: Desk) -> None:
    """Without it: what an executor cannot do would lie there until it is overdue."""
    executor, _, number = await given(desk)
    await press(desk, executor, "↩️ Return")
    await executor.send_photo("open_manhole")
    assert "Words are needed here" in (await card(desk, executor)).words
    await executor.send_text("Needs an excavator")
    shown = await card(desk, executor)
    assert "with the operators again" in shown.words
    row = await request(desk, number)
    assert (row.state, row.executor_id) == (State.NEW, None)
    entry = (await desk.rows(HistoryEntry, request_id=number))[-1]
    assert (entry.action, entry.comment) == (Action.RETURN, "Needs an excavator")
    assert f"№ {number} " not in " ".join((await press(desk, executor, "To my tasks")).buttons)


async def test_the_photo_report(desk: Desk) -> None:
    """Without it: nobody could show that the work is done."""
    executor, citizen, number = await collecting(desk)
    await executor.send_photos(["park_litter_after", "yard_bins_after", "steppe_dump_after"])
    shown = await card(desk, executor)
    assert "3 photos and videos" in shown.words and shown.get("photo")
    await executor.send_text("Two bags, <b>gone</b>")
    shown = await card(desk, executor)
    assert "Two bags, <b>gone</b>" in shown.words
    sent = await press(desk, executor, "Send the report")
    assert f"№ {number} is sent" in sent.words
    row = await request(desk, number)
    assert (row.state, row.outcome) == (State.DONE, Outcome.EXECUTED)
    after = await desk.rows(Media, request_id=number, purpose=MediaPurpose.AFTER)
    assert len(after) == 3 and all(m.person_id == executor.id and m.report_of is None for m in after)
    assert "Two bags, <b>gone</b>" in (await citizen.wait_for("is done")).words
    assert len([m for m in await citizen.messages(by_bot=True) if m.get("media_group_id")]) == 4


async def test_an_album_redraws_the_report_once(desk: Desk) -> None:
    """Without it: ten photos would make ten cards, and Telegram would slow the bot down."""
    executor, _, _ = await collecting(desk)
    before = len(await executor.messages(by_bot=True, deleted=True))
    await executor.send_photos(["park_litter_after"] * 2 + ["yard_bins_after"] * 8)
    await desk.idle()
    assert len(await executor.messages(by_bot=True, deleted=True)) - before <= 2


async def test_forwarded_photos_are_not_taken(desk: Desk) -> None:
    """Without it: a photo found somewhere else would pass for work done here."""
    executor, citizen, number = await collecting(desk)
    theirs = await citizen.send_photos(["park_litter_after", "yard_bins_after"])
    await executor.forward(theirs)
    shown = await card(desk, executor)
    assert "Forwarded photos" in shown.words and "Send the report" not in " ".join(shown.buttons)
    assert await desk.rows(Media, report_of=number) == []


async def test_what_is_no_photo_is_answered_kindly(desk: Desk) -> None:
    """Without it: a voice message or a spreadsheet would be lost in silence, or taken for a report."""
    executor, _, number = await collecting(desk)
    for kind in ("voice", "sticker"):
        await executor.send(kind)
        assert "can be part of a report" in (await card(desk, executor)).words
    theirs = await (await desk.citizen()).send_location(42.3, 69.6)
    await executor.forward([theirs])
    assert "forwarded location" in (await card(desk, executor)).words
    await executor.send_document(b"a;b;c", name="table.csv")
    assert "not a photo or video" in (await card(desk, executor)).words
    await executor.send("video", file={"size": 21 * 1024 * 1024, "name": "long.mp4", "mime": "video/mp4"})
    assert "not a photo or video" in (await card(desk, executor)).words
    assert await desk.rows(Media, report_of=number) == []


async def test_a_video_alone_is_no_photo_report(desk: Desk) -> None:
    """Without it: a report could be sent that no album and no comparison can show."""
    executor, _, number = await collecting(desk)
    await executor.send_video(movie())
    shown = await card(desk, executor)
    assert "add a photo" in shown.words and "Send the report" not in " ".join(shown.buttons)
    answer = await executor.forge(shown, f"report:send:{number}:")
    assert "photo is still missing" in answer["answer"]["text"]
    assert (await request(desk, number)).state is State.IN_PROGRESS


async def test_a_text_file_called_jpg_is_taken_out_again(desk: Desk) -> None:
    """Without it: a report could be sent without a single picture in it."""
    executor, _, number = await collecting(desk)
    await executor.send_document(b"not a picture at all", name="proof.jpg")
    shown = await executor.wait_for("could not be read")
    assert "Send the report" not in " ".join(shown.buttons)
    answer = await executor.forge(shown, f"report:send:{number}:")
    assert "photo is still missing" in answer["answer"]["text"]


async def test_ten_photos_at_the_most(desk: Desk) -> None:
    """Without it: the citizen's album would not hold what was sent."""
    executor, _, number = await collecting(desk)
    names = await desk.tg.pictures()
    for start in (0, 5):
        await executor.send_photos([names[n % len(names)] for n in range(start, start + 5)])
    await executor.send_photo(names[0])
    shown = await card(desk, executor)
    await desk.idle()
    assert len(await desk.rows(Media, report_of=number)) <= 10
    assert "10 photos and videos" in shown.words


async def test_leaving_keeps_the_photos_and_beginning_anew_does_not(desk: Desk) -> None:
    """Without it: a look at the map would cost the photos taken, or a wrong photo could never be taken back."""
    executor, _, number = await collecting(desk)
    await executor.send_photo("park_litter_after")
    await desk.idle()
    await press(desk, executor, "⬅️ Back")
    assert "1 photo" in (await press(desk, executor, "Report it done")).words
    shown = await press(desk, executor, "Begin anew")
    assert "at least one" in shown.words
    assert await desk.rows(Media, report_of=number) == []


async def test_photos_after_leaving_are_not_for_the_report(desk: Desk) -> None:
    """Without it: an executor who reports a pothole of their own would add it to a report."""
    executor, _, number = await collecting(desk)
    await executor.send_text("/tasks")
    await desk.idle()
    await executor.send_photo("open_manhole")
    await desk.idle()
    assert await desk.rows(Media, report_of=number) == []


async def test_a_second_tap_on_send_reports_once(desk: Desk) -> None:
    """Without it: an impatient thumb would report twice or get an error."""
    executor, _, number = await collecting(desk)
    await executor.send_photo("park_litter_after")
    shown = await card(desk, executor)
    await press(desk, executor, "Send the report")
    answer = await executor.forge(shown, f"report:send:{number}:")
    assert "has moved on" in answer["answer"]["text"]
    assert len([h for h in await desk.rows(HistoryEntry, request_id=number) if h.action is Action.REPORT]) == 1


async def test_a_task_given_to_somebody_else_is_gone(desk: Desk) -> None:
    """Without it: the former executor would go on working, and could report it done."""
    executor, _, number = await collecting(desk)
    operator, other = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    await assign(desk, operator, other, number)
    await executor.send_photo("park_litter_after")
    await desk.idle()
    assert "nothing here for you" in (await executor.wait_for("nothing here")).words
    assert await desk.rows(Media, report_of=number) == []
    await executor.send_text("/tasks")
    shown = await card(desk, executor)
    assert "Nothing to do" in shown.words
    for data in (f"task:start:{number}:", f"task:open:{number}:", f"report:open:{number}:"):
        answer = await executor.forge(shown, data)
        assert "nothing here" in answer["answer"]["text"]
    assert (await request(desk, number)).executor_id == other.id


async def test_an_old_start_button_is_answered_kindly(desk: Desk) -> None:
    """Without it: pressing Start twice would look like a failure."""
    executor, _, number = await given(desk)
    await press(desk, executor, "▶️ Start")
    shown = await card(desk, executor)
    answer = await executor.forge(shown, f"task:start:{number}:")
    assert "Now: in work" in answer["answer"]["text"]
    assert await told(executor, "📜 History") == ""
