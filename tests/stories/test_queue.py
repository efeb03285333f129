"""The queue's filters, and several requests decided together."""

from datetime import UTC, datetime, timedelta

from domain.words import Action, Kind, Role, State
from models import CitizenRequest, HistoryEntry
from sandbox.client import Person as Player
from sandbox.client import Seen
from services import deciding, working
from tests.conftest import Desk
from tests.stories.acting import card, press
from tests.stories.behind import filed, step

ALMATY_DISTRICT, ESIL = "711110000", "711210000"


def listed(shown: Seen) -> list[int]:
    """The numbers of the requests on the buttons."""
    return [int(b.split("№ ")[1].split()[0]) for b in shown.buttons if "№ " in b]


async def shelf(desk: Desk, operator: Player, name: str) -> list[int]:
    """What the queue shows after a part of it was chosen."""
    await press(desk, operator, "🔎 Filter")
    await press(desk, operator, name)
    # Notices of deadlines may stand below it by now.
    return listed([m for m in await operator.messages(by_bot=True) if "Shown:" in m.words][-1])


async def test_each_part_of_the_queue_shows_its_own(desk: Desk) -> None:
    """Without it: what an executor gave back, or what is due tonight, would have to be looked for by eye."""
    operator, now, zone = await desk.staff(Role.OPERATOR), datetime.now(UTC), desk.settings.zone
    executor = await desk.staff(Role.EXECUTOR, name="Bolat")
    idea = await filed(desk, None, queued=False, kind=Kind.SUGGESTION)
    tonight = datetime.combine(now.astimezone(zone).date(), datetime.max.time().replace(microsecond=0), zone)
    today = await filed(desk, None, queued=False, due_at=tonight)
    late = await filed(desk, None, queued=False, due_at=now - timedelta(days=1))
    returned = await filed(desk, None, queued=False)
    given = await filed(desk, None, queued=False)
    for number in (returned, given):
        await step(desk, operator.id, deciding.assign, number, executor.id, now, zone)
    await step(desk, executor.id, working.give_back, returned, "Not ours", now)
    await operator.send_text("/queue")
    await desk.idle()
    for name, numbers in (
        ("Without an executor", {idea, today, late, returned}), ("Suggestions", {idea}), ("Due today", {today}),
        ("Overdue", {late}), ("Given back", {returned}), ("Mine", {returned, given}),
    ):  # fmt: skip
        assert set(await shelf(desk, operator, name)) == numbers, name
    await step(desk, operator.id, deciding.assign, returned, executor.id, now, zone)
    assert await shelf(desk, operator, "Given back") == []


async def test_filters_combine_are_remembered_and_cleared(desk: Desk) -> None:
    """Without it: an operator of one district would set the same three filters every morning."""
    operator = await desk.staff(Role.OPERATOR, "KZ-71")
    wanted = await filed(desk, None, queued=False, region="KZ-71", district=ESIL)
    unplaced = await filed(desk, None, queued=False, region="KZ-71")
    await filed(desk, None, queued=False, region="KZ-71", district=ESIL, category="park")
    await filed(desk, None, queued=False, region="KZ-71", district=ESIL, state=State.NEEDS_INFO)
    await operator.send_text("/queue")
    await desk.idle()
    await shelf(desk, operator, "🆕 New")
    await press(desk, operator, "🏷 Category")
    await press(desk, operator, "Cleaning of an area")
    await press(desk, operator, "🔎 Filter")
    await press(desk, operator, "🏘 District")
    shown = await press(desk, operator, "Esil")
    assert listed(shown) == [wanted] and "Esil District" in shown.words
    await desk.stop()
    await desk.start()
    await operator.send_text("/queue")
    assert listed(await card(desk, operator)) == [wanted]
    marked = [b for b in (await press(desk, operator, "🔎 Filter")).buttons if "✔️" in b]
    assert marked == ["✔️ 🆕 New", "✔️ 🏷 Category", "✔️ 🏘 District"]
    assert len(listed(await press(desk, operator, "Clear filters"))) == 4
    # A district that nobody told is chosen on the card, from the region's own.
    await press(desk, operator, f"№ {unplaced}")
    await press(desk, operator, "🏘 District")
    assert "Almaty District" in (await press(desk, operator, "Almaty District")).words
    [row] = await desk.rows(CitizenRequest, id=unplaced)
    assert row.district == ALMATY_DISTRICT and row.operator_id == operator.id
    history = (await press(desk, operator, "📜 History")).words
    assert "district chosen · Almaty District" in history
    refused = await operator.forge(await card(desk, operator), f"decide:district:{unplaced}:431910000")
    assert "nothing here" in refused["answer"]["text"]


async def test_several_are_assigned_although_one_is_gone(desk: Desk) -> None:
    """Without it: one colleague's decision would undo the whole pick, or be overruled unawares."""
    operator, colleague = await desk.staff(Role.OPERATOR), await desk.staff(Role.OPERATOR, name="Marat")
    bolat, now, zone = await desk.staff(Role.EXECUTOR, name="Bolat"), datetime.now(UTC), desk.settings.zone
    numbers = [await filed(desk, None, queued=False, due_at=now + timedelta(days=n)) for n in range(1, 11)]
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "☑️ Several")
    picked = [*numbers[:2], *numbers[8:]]
    for number in picked[:2]:
        await press(desk, operator, f"№ {number} ")
    await press(desk, operator, "▶️")
    for number in picked[2:]:
        shown = await press(desk, operator, f"№ {number} ")
    assert "Picked: 4" in shown.words and len([b for b in shown.buttons if b.startswith("☑️")]) == 2
    await step(desk, colleague.id, deciding.assign, picked[2], colleague.id, now, zone)
    await press(desk, operator, "Assign to")
    summary = await press(desk, operator, "Bolat")
    assert "Assigned: 3 of 4" in summary.words
    assert f"№ {picked[2]} has moved on" in summary.words and "Marat" in summary.words
    rows = await desk.rows(CitizenRequest)
    assert [row.id for row in rows if row.executor_id == bolat.id] == [picked[0], picked[1], picked[3]]
    assert not [b for b in (await press(desk, operator, "To the queue")).buttons if "▫️" in b]


async def test_several_are_closed_as_duplicates(desk: Desk) -> None:
    """Without it: ten people who report one heap would take an operator ten times five taps."""
    citizens = [await desk.citizen() for _ in range(3)]
    operator = await desk.staff(Role.OPERATOR)
    numbers = [await filed(desk, citizen.id, queued=False) for citizen in citizens]
    away = await filed(desk, None, queued=False, region="KZ-71")
    await operator.send_text("/queue")
    await desk.idle()
    await press(desk, operator, "☑️ Several")
    for number in numbers:
        await press(desk, operator, f"№ {number} ")
    await press(desk, operator, "Duplicates of")
    await operator.send_text(str(away))
    assert "nothing here" in (await card(desk, operator)).words
    await operator.send_text(f"№{numbers[0]}")
    asked = await card(desk, operator)
    assert f"duplicates of № {numbers[0]}?" in asked.words and f"№ {numbers[2]}" in asked.words
    assert "2 of 2" in (await press(desk, operator, "Yes, close them")).words
    rows = await desk.rows(CitizenRequest, state=State.DUPLICATE)
    assert [(row.id, row.duplicate_of) for row in rows] == [(n, numbers[0]) for n in numbers[1:]]
    assert len(await desk.rows(HistoryEntry, action=Action.MARK_DUPLICATE)) == 2
