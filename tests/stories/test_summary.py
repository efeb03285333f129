"""The weekly summary: made once for each region and week, told to whom it is for, and kept as it was told."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import update

from bot.runtime import Runtime
from domain.words import Outcome, Role, State
from handlers import timers
from models import Membership, Person, RegionSettings, Summary, Timer
from services import summary_clock
from tests.conftest import Desk
from tests.stories.behind import REGION, press
from tests.stories.weekly import ALMATY, at, sent, settle, slot, strike, told


@pytest.fixture
async def played(desk: Desk) -> Desk:
    """A desk whose clock is moved by the test alone, with the hours of an office."""
    desk.runtime.scheduler.pause()
    await desk.round_the_clock(all_day=False)
    return desk


async def test_on_thursday_everybody_gets_the_week_once(played: Desk) -> None:
    """Without it: no figures would reach the akimat on Thursday, or somebody with two roles would get them twice."""
    chief, operator = await played.staff(Role.SUPERVISOR), await played.staff(Role.OPERATOR, locale="ru")
    executor, ministry = await played.staff(Role.EXECUTOR), await played.staff(Role.NATIONAL, None)
    resting, gone = await played.staff(Role.OPERATOR), await played.staff(Role.OPERATOR)
    async with played.database.begin() as session:
        session.add(
            Membership(person_id=chief.id, role=Role.OPERATOR, region=REGION, active=True, created_at=at(1))
        )  # fmt: skip
        await session.execute(update(Membership).where(Membership.person_id == resting.id).values(active=False))
        await session.execute(update(Person).where(Person.id == gone.id).values(reachable=False))
    late = await sent(played, 14)
    await sent(played, 19, category="park")
    await sent(played, 20)
    await slot(played, 20)
    await slot(played, 20, "", "09:05")
    await strike(played, at(20, "08:59"))
    assert await told(chief) == []
    for clock in ("09:00", "09:01", "09:06"):
        await strike(played, at(20, clock))
    [text] = await told(chief)
    assert "Shymkent" in text and "13.11–19.11.2025" in text and "late" not in text.lower().split("received")[0]
    assert f"№ {late} (2 days)" in text and "Overdue in all: 1" in text
    [russian] = [m for m in await operator.messages(by_bot=True) if "photo" in m]
    assert "Шымкент" in russian.words
    [national] = await told(ministry)
    assert "Kazakhstan" in national
    assert await executor.messages(by_bot=True) == await resting.messages(by_bot=True) == []
    tables = [m for m in await chief.messages(by_bot=True) if "document" in m]
    assert [m["document"]["file_name"] for m in tables] == ["tazalyq-KZ-79-2025-11-19.xlsx"]
    rows = {(row.region, row.first_day, row.last_day, row.version) for row in await played.rows(Summary)}
    assert rows == {(region, date(2025, 11, 13), date(2025, 11, 19), 1) for region in (REGION, "")}
    [timer] = await played.rows(Timer, name="summary", subject=REGION)
    assert timer.due_at == at(27)


async def test_two_clocks_and_a_second_strike_make_one(played: Desk) -> None:
    """Without it: two processes, or a timer that strikes again, would send everybody the same week twice."""
    chief = await played.staff(Role.SUPERVISOR)
    await sent(played, 14)
    second = Runtime(played.settings, [], timers(), poll=False)
    await slot(played, 20)
    await asyncio.gather(played.runtime.clock.tick(at(20)), second.clock.tick(at(20)))
    await slot(played, 20)
    await asyncio.gather(played.runtime.clock.tick(at(20, "09:02")), second.clock.tick(at(20, "09:02")))
    await second.bot.session.close()
    await second.database.close()
    await played.idle()
    assert len(await played.rows(Summary)) == len(await told(chief)) == 1


async def test_weeks_missed_come_one_by_one_and_say_so(played: Desk) -> None:
    """Without it: after a downtime weeks would be missing in the reports, or nobody would know why they came late."""
    chief = await played.staff(Role.SUPERVISOR)
    await sent(played, 3)
    await slot(played, 6)
    # Sunday night: made at once, sent on Monday when the office opens.
    await strike(played, at(23, "23:00"))
    assert await told(chief) == []
    kept = [(row.last_day.day, row.slot_at) for row in await played.rows(Summary)]
    assert kept == [(5, at(6)), (12, at(13)), (19, at(20))]
    await strike(played, at(24, "08:01"))
    texts = await told(chief)
    days = ("30.10–05.11.2025", "06.11–12.11.2025", "13.11–19.11.2025")
    assert all(week in text for week, text in zip(days, texts, strict=True))
    assert all("Late because the service was down" in text for text in texts)
    assert "due 06.11.2025 09:00" in texts[0]
    [timer] = await played.rows(Timer, name="summary", subject=REGION)
    assert timer.due_at == at(27)


async def test_a_changed_setting_repeats_and_skips_nothing(played: Desk) -> None:
    """Without it: whoever moves the summary to Monday would get a week twice, or lose some days for ever."""
    chief = await played.staff(Role.SUPERVISOR)
    await slot(played, 20)
    await strike(played, at(20))
    async with played.database.begin() as session:
        chosen = {"summary_day": 0, "summary_at": "10:00", "summary_week": 0}
        session.add(RegionSettings(region=REGION, chosen=chosen, changed_at=at(20)))
        await summary_clock.follow_settings(session, REGION, at(20, "10:00"), ALMATY)
    [timer] = await played.rows(Timer, name="summary", subject=REGION)
    assert timer.due_at == at(24, "10:00")
    for day in (24, 31, 38):
        await strike(played, at(day, "10:00"))
    days = [(row.first_day.isoformat(), row.last_day.isoformat()) for row in await played.rows(Summary)]
    assert days == [
        ("2025-11-13", "2025-11-19"), ("2025-11-20", "2025-11-23"), ("2025-11-24", "2025-11-30"),
        ("2025-12-01", "2025-12-07"),
    ]  # fmt: skip
    assert len(await told(chief)) == 4


async def test_what_was_told_stays_and_a_correction_says_what_changed(played: Desk) -> None:
    """Without it: last month's summary would show other numbers each time, and nobody could say which were told."""
    chief, operator = await played.staff(Role.SUPERVISOR, name="Aliya"), await played.staff(Role.OPERATOR)
    number = await sent(played, 14)
    await slot(played, 20)
    await strike(played, at(20))
    [first] = await told(chief)
    [kept] = await played.rows(Summary)
    await settle(played, number, state=State.DONE, outcome=Outcome.EXECUTED_LATE, is_open=False)
    await chief.send_text("/summary")
    await press(chief, "📊 13.11–19.11.2025")
    shown = await chief.wait_for(lambda m: "✏️ Correct" in m.buttons)
    assert shown.words == first
    await press(chief, "✏️ Correct")
    asked = await chief.wait_for("What would change")
    assert "Executed: 0 → 1" in asked.words and "In work: 1 → 0" in asked.words
    await chief.send_text("The report of № 1 came in late")
    await played.idle()
    for person in (chief, operator):
        corrected = [text for text in await told(person) if "Version 2, corrected" in text]
        assert "The report of № 1 came in late" in corrected[0] and "Executed: 0 → 1" in corrected[0]
    again, second = await played.rows(Summary)
    assert (again.figures, again.version, second.version) == (kept.figures, 1, 2)
    assert (second.made_by, second.slot_at) == (chief.id, kept.slot_at)
    await chief.send_text("/summary")
    await press(chief, "✏️ 13.11–19.11.2025")
    assert "nothing to correct" in (await press(chief, "✏️ Correct"))["answer"]["text"]
    await press(chief, "Version 1")
    old = await chief.wait_for(lambda m: "Version 2" in m.buttons)
    assert old.words == first


async def test_what_breaks_in_the_middle_leaves_nothing_behind(played: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a process that dies while the summary is written would leave half of it, or make it twice later."""
    chief = await played.staff(Role.SUPERVISOR)
    await sent(played, 14)
    await slot(played, 20)
    written = summary_clock.look_later

    async def dies(*args: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(summary_clock, "look_later", dies)
    await strike(played, at(20))
    assert await played.rows(Summary) == [] and await told(chief) == []
    [timer] = await played.rows(Timer, name="summary", subject=REGION)
    assert timer.attempts == 1 and timer.due_at > at(20)
    monkeypatch.setattr(summary_clock, "look_later", written)
    for minute in ("02", "03"):
        await strike(played, at(20, f"09:{minute}"))
    assert len(await played.rows(Summary)) == len(await told(chief)) == 1
    assert "Late" not in (await told(chief))[0]


async def test_weeks_that_failed_for_good_are_made_when_the_bot_starts_again(played: Desk) -> None:
    """Without it: a slot that had failed five times would keep all later weeks from being made."""
    await slot(played, 6)
    async with played.database.begin() as session:
        await session.execute(
            update(Timer).where(Timer.name == "summary", Timer.subject == REGION).values(state="parked", attempts=5)
        )
    await strike(played, at(20))
    kept = [(row.last_day.day, row.slot_at) for row in await played.rows(Summary)]
    assert kept == [(5, at(6)), (12, at(13)), (19, at(20))]
