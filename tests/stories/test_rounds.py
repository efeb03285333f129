"""The clock among the staff: reminders, deadlines, the ladder and the morning's digest, each once and in office hours.

Time is played: the week of Monday 17 November 2025, without holidays.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.news import announce
from bot.runtime import Runtime
from bot.talk import Teller
from domain.ladder import TO_MINISTRY, TO_SUPERVISORS, TOLD
from domain.words import Ground, Outcome, RejectReason, Role, State
from handlers import timers
from models import CitizenRequest, Person, RegionSettings, Timer
from models.database import Database
from sandbox.client import Person as Player
from services import deciding, digest, judging
from services.timers import set_timer
from tests.conftest import Desk
from tests.stories.behind import REGION, actor_of, filed, press, step

ALMATY = ZoneInfo("Asia/Almaty")


def at(day: int, clock: str) -> datetime:
    """A moment of November 2025, by the clock of Almaty."""
    hour, minute = clock.split(":")
    return datetime(2025, 11, day, int(hour), int(minute), tzinfo=ALMATY).astimezone(UTC)


@pytest.fixture
async def played(desk: Desk) -> Desk:
    """A desk whose clock is moved by the test alone, with the hours of an office."""
    desk.runtime.scheduler.pause()
    await desk.round_the_clock(all_day=False)
    return desk


async def strike(desk: Desk, now: datetime) -> None:
    """Let everything happen that is due at a moment."""
    await desk.runtime.clock.tick(now)
    await desk.idle()


async def task(desk: Desk, executor: Player, sent: datetime, due: datetime, **fields: object) -> int:
    """A task given to somebody when it was sent."""
    values = {
        "state": State.ASSIGNED,
        "executor_id": executor.id,
        "assigned_at": sent,
        "sent_at": sent,
        "queued_at": sent,
    }
    number = await filed(desk, None, queued=False, due_at=due, first_due_at=due, **(values | fields))
    async with desk.database.begin() as session:
        await set_timer(session, "remind", number, sent)
        await digest.keep_going(session, [REGION, ""], sent, desk.settings.zone)
    return number


async def said(person: Player) -> list[str]:
    """What the bot has said to somebody, as it stands in their chat."""
    return [m.words for m in await person.messages(by_bot=True)]


async def test_up_the_ladder(played: Desk) -> None:
    """Without it: a forgotten request would be forgotten for good, or everybody told of it again and again."""
    operator, executor = await played.staff(Role.OPERATOR), await played.staff(Role.EXECUTOR)
    chief, ministry = await played.staff(Role.SUPERVISOR), await played.staff(Role.NATIONAL, None)
    everybody = (operator, executor, chief, ministry)
    number = await task(played, executor, at(17, "10:00"), at(19, "18:00"))
    for moment in (at(17, "10:00"), at(18, "09:00"), at(18, "13:59")):
        await strike(played, moment)
    assert [await said(person) for person in everybody] == [[], [], [], []]
    for _ in range(2):
        await strike(played, at(18, "14:00"))
    [near] = await said(executor)
    assert "deadline of 1 task of yours is near" in near and f"№ {number}" in near
    await strike(played, at(19, "09:00"))
    assert "Due today: 1" in (await said(executor))[-1] and "Due today: 1" in (await said(operator))[0]
    for minute in ("00", "01", "02"):
        await strike(played, at(19, f"18:{minute}"))
    assert [text for text in await said(executor) if "has passed" in text] == [(await said(executor))[-1]]
    assert len(await said(operator)) == len(await said(chief)) == 1
    await strike(played, at(20, "09:00"))
    [row] = await played.rows(CitizenRequest)
    assert (row.escalation, row.outcome) == (TO_SUPERVISORS, Outcome.OVERDUE)
    [morning] = await said(chief)
    assert "Overdue for too long: 1, new since yesterday: 1" in morning and "Overdue: 1" in morning
    assert "too long" not in (await said(operator))[0] and await said(ministry) == []
    await strike(played, at(21, "09:00"))
    assert "Overdue for too long: 1" in (await said(chief))[0] and "new since" not in (await said(chief))[0]
    await strike(played, at(26, "09:06"))
    [row] = await played.rows(CitizenRequest)
    assert row.escalation == TO_MINISTRY
    [national] = await said(ministry)
    assert "Overdue for too long: 1, new since yesterday: 1" in national and "Shymkent: 1" in national
    assert (await ministry.press(f"№ {number}"))["answer"] is not None
    async with played.database.begin() as session:
        await session.execute(update(CitizenRequest).values(is_open=False, state=State.DONE))
    before = [await said(person) for person in everybody]
    await strike(played, at(27, "09:06"))
    assert [await said(person) for person in everybody] == before


async def test_a_complaint_that_nobody_may_rule_on_reaches_the_ministry(played: Desk) -> None:
    """Without it: where a region has no supervisor, a citizen's complaint would lie there for ever, seen by nobody."""
    citizen, ministry = await played.citizen(), await played.staff(Role.NATIONAL, None)
    number = await filed(played, citizen.id, queued=False, state=State.DONE, is_open=False)
    await step(
        played, citizen.id, judging.complain, number, Ground.POOR_WORK, "Half of it lies there", [], at(18, "10:00")
    )
    async with played.database.begin() as session:
        await digest.keep_going(session, [""], at(18, "10:00"), ALMATY)
    await strike(played, at(19, "09:06"))
    [morning] = await ministry.messages(by_bot=True)
    assert "without a supervisor: 1\n• Shymkent: 1" in morning.words and "too long" not in morning.words
    await ministry.press("➕ Invite a supervisor")
    assert "Shymkent" in (await ministry.wait_for(lambda m: "➕ Invite" in m.buttons)).words
    chief = await played.staff(Role.SUPERVISOR)
    await strike(played, at(20, "09:06"))
    assert not any("without a supervisor" in text for text in await said(ministry))
    await chief.send_text("/complaints")
    await chief.wait_for(lambda m: any(f"№ {number}" in text for text in m.buttons))


async def test_after_a_downtime_each_hears_once(played: Desk) -> None:
    """Without it: after a weekend without the bot every phone would ring for each reminder and deadline missed."""
    operator, executor = await played.staff(Role.OPERATOR), await played.staff(Role.EXECUTOR)
    sent = at(19, "10:00")
    for due in (at(20, "18:00"), at(21, "18:00"), at(22, "12:05")):
        await task(played, executor, sent, due)
    finished = await task(played, executor, sent, at(25, "18:00"))
    async with played.database.begin() as session:
        await session.execute(
            update(CitizenRequest).where(CitizenRequest.id == finished).values(is_open=False, state=State.DONE)
        )
    second = Runtime(played.settings, [], timers(), poll=False)
    monday = at(24, "10:30")
    await asyncio.gather(played.runtime.clock.tick(monday), second.clock.tick(monday))
    await second.bot.session.close()
    await second.database.close()
    await played.idle()
    for person, words in ((executor, "Your tasks"), (operator, "The queue")):
        [told] = await said(person)
        assert words in told and "Overdue: 3" in told
    late = [row for row in await played.rows(CitizenRequest) if row.is_open]
    assert {(row.outcome, row.escalation >= TOLD) for row in late} == {(Outcome.OVERDUE, True)}
    assert {timer.name for timer in await played.rows(Timer)} == {"digest", "overdue", "summary"}
    assert [timer.subject for timer in await played.rows(Timer, name="overdue")] == [str(finished)]


async def test_what_failed_for_good_begins_again_in_the_morning(played: Desk) -> None:
    """Without it: once the news of a region had failed five times, its operators would never hear of a request."""
    operator = await played.staff(Role.OPERATOR)
    await filed(played, None, due_at=at(28, "18:00"), queued_at=at(19, "10:00"))
    async with played.database.begin() as session:
        await digest.keep_going(session, [REGION], at(19, "10:00"), played.settings.zone)
        await session.execute(update(Person).values(news_from=at(18, "10:00")))
        await session.execute(update(Timer).where(Timer.name == "news").values(state="parked", attempts=5))
    await strike(played, at(20, "09:00"))
    assert [text for text in await said(operator) if "new request in your queue" in text]
    assert await played.rows(Timer, state="parked") == []


async def test_another_hour_brings_no_second_digest(database: Database) -> None:
    """Without it: whoever moves the digest to a later hour would wake the whole team twice that morning."""
    async with database.begin() as session:
        for region, due in (("KZ-79", at(20, "09:00")), ("KZ-75", at(19, "11:00"))):
            await set_timer(session, "digest", region, due)
        session.add(RegionSettings(region="", chosen={"digest_at": "10:00"}, changed_at=at(19, "09:30")))
        await digest.follow_settings(session, "", at(19, "09:30"), ALMATY)
    async with database.begin() as session:
        rows = (await session.execute(select(Timer.subject, Timer.due_at))).all()
        found = dict([tuple(row) for row in rows])
        assert found == {"KZ-79": at(20, "10:00"), "KZ-75": at(19, "10:00")}


async def test_nobody_is_woken(played: Desk) -> None:
    """Without it: a request sent on Saturday night would ring at once, and a task given then with a sound."""
    operator, executor = await played.staff(Role.OPERATOR), await played.staff(Role.EXECUTOR)
    citizen, night = await played.citizen(), at(22, "23:00")
    numbers = [await filed(played, citizen.id, queued=False, queued_at=night + timedelta(days=9000)) for _ in range(2)]
    async with played.database.begin() as session:
        await set_timer(session, "news", REGION, night)
    await strike(played, night)
    await strike(played, at(24, "07:59"))
    assert await said(operator) == []
    await strike(played, at(24, "08:00"))
    [news] = await said(operator)
    assert "2 new requests" in news
    for moment, quiet in ((night, True), (at(24, "10:00"), None)):
        async with played.database.begin() as session:
            teller = Teller(session, played.settings, moment)
            actor = await actor_of(session, operator.id)
            await deciding.assign(session, actor, numbers[0], executor.id, moment, played.settings.zone)
            await announce(teller)
            told = {p.chat_id: p.payload["content"].get("quiet") for p in teller.outbox.parcels}
        assert told[executor.id] is quiet and told.get(citizen.id, quiet) is quiet


async def test_a_ladder_in_hours_does_not_wait_for_the_morning(played: Desk) -> None:
    """Without it: an open manhole would be told to the supervisors a day late, though the region chose four hours."""
    executor, chief = await played.staff(Role.EXECUTOR), await played.staff(Role.SUPERVISOR)
    async with played.database.begin() as session:
        chosen = {"to_supervisors": "4h", "to_ministry": None}
        session.add(RegionSettings(region=REGION, chosen=chosen, changed_at=at(17, "00:00")))
    number = await task(played, executor, at(18, "10:00"), at(19, "10:05"), category="open_hatch")
    for clock in ("09:30", "10:06", "10:40", "14:00"):
        await strike(played, at(19, clock))
    assert not any("too long" in text for text in await said(chief))
    for clock in ("14:40", "15:20"):
        await strike(played, at(19, clock))
    [told] = [m for m in await chief.messages(by_bot=True) if "too long" in m.words]
    assert told.buttons == [f"№ {number}"]


async def test_a_question_is_asked_once_more_before_it_is_dropped(desk: Desk) -> None:
    """Without it: a citizen who overlooked the question would find the request closed without a warning."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.ask, number, "Which side of the road?", datetime.now(UTC))
    for _ in range(2):
        await desk.pass_time(name="ask_again")
    again = await citizen.wait_for("still waiting for your answer")
    assert "Which side of the road?" in again.words and "✍️ Answer" in again.buttons
    await desk.pass_time(name="no_answer")
    await citizen.wait_for("our question was not answered")
    [row] = await desk.rows(CitizenRequest)
    assert row.reason is RejectReason.NO_ANSWER and await desk.rows(Timer, name="ask_again") == []


async def test_a_supervisor_sets_a_deadline(desk: Desk) -> None:
    """Without it: a region would have to live with deadlines that nobody there chose, or running ones would jump."""
    chief, operator = await desk.staff(Role.SUPERVISOR, name="Aliya"), await desk.staff(Role.OPERATOR)
    running = await filed(desk, None, queued=False)
    before = (await desk.rows(CitizenRequest))[0].due_at
    await chief.send_text("/setup")
    await press(chief, "⏳ Deadlines")
    await press(chief, "🌳 Parks and alleys · 5 working days")
    await press(chief, "🕐 In hours")
    await chief.send_text("a day")
    await chief.wait_for("A whole number from 1 to 720")
    await chief.send_text("30")
    asked = await chief.wait_for("New deadline: 30 hours")
    assert "running already stay" in asked.words
    await press(chief, "✅ Set")
    await press(chief, "🌳 Parks and alleys · 30 hours 📍")
    assert "Aliya" in (await chief.wait_for("Set by the region")).words
    [row] = await desk.rows(CitizenRequest)
    assert row.due_at == before
    now = datetime.now(UTC)
    await step(desk, operator.id, deciding.recategorise, running, "park", now, desk.settings.zone)
    [row] = await desk.rows(CitizenRequest)
    assert row.due_at == row.first_due_at == row.sent_at + timedelta(hours=30)
    await press(chief, "↩️ As before: 5 working days")
    await chief.wait_for(lambda m: "🌳 Parks and alleys · 5 working days" in m.buttons)
    assert (await desk.rows(CitizenRequest))[0].due_at == row.due_at


async def test_a_supervisor_sets_the_hours(desk: Desk) -> None:
    """Without it: the hours of the digest and of peace would be the same for every akimat."""
    chief = await desk.staff(Role.SUPERVISOR, name="Aliya")
    async with desk.database.begin() as session:
        await digest.keep_going(session, [REGION], datetime.now(UTC), desk.settings.zone)
    await chief.send_text("/setup")
    await press(chief, "🔔 Notices and hours")
    await press(chief, "☀️ Morning digest: 09:00")
    await press(chief, "10:00")
    await press(chief, "☀️ Morning digest: 10:00")
    assert "Aliya" in (await chief.wait_for("Once each working day")).words
    [timer] = await desk.rows(Timer, name="digest")
    assert timer.due_at.astimezone(desk.settings.zone).hour == 10
    await press(chief, "↩️ As if it had not been set here")
    await chief.wait_for(lambda m: "☀️ Morning digest: 09:00" in m.buttons)
