"""The citizen's last word in whole: reminded once, then silence; a complaint that was right; followers on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from domain import terms
from domain.words import Ground, MediaPurpose, Outcome, Role, State
from models import CitizenRequest, Follow, HistoryEntry, Timer
from services import deciding, following, judging, working
from tests.conftest import Desk
from tests.stories.acting import press as pressed
from tests.stories.behind import done, filed, photo, press, step
from tests.stories.daytimes import night_desk, noon_desk

__all__ = ["night_desk", "noon_desk"]


def now() -> datetime:
    return datetime.now(UTC)


async def timers(desk: Desk, name: str) -> list[Any]:
    return await desk.rows(Timer, name=name)


async def test_nobody_is_reminded_at_night(night_desk: Desk) -> None:
    """Without it: after a standstill telephones would ring at three in the morning."""
    desk = night_desk
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await done(desk, number, (await desk.staff(Role.EXECUTOR)).id, operator.id)
    await desk.pass_time(name="verdict_reminder")
    assert "reminder" not in (await citizen.wait_for("How well was it done?")).words
    [waiting] = await timers(desk, "verdict_reminder")
    assert waiting.due_at.astimezone(desk.settings.zone).hour == 9


async def test_reminded_once_then_silence_counts_as_silence(noon_desk: Desk) -> None:
    """Without it: people who forget would be held to have agreed, or reminded of what they have judged."""
    desk = noon_desk
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor, follower = await desk.staff(Role.EXECUTOR), await desk.citizen()
    number, judged = await filed(desk, citizen.id, queued=False), await filed(desk, follower.id, queued=False)
    for one in (number, judged):
        await done(desk, one, executor.id, operator.id, "Clean")
    first = await citizen.wait_for("How well was it done?")
    due = {t.subject: t.due_at for t in await timers(desk, "verdict_reminder")}
    assert terms.VERDICT_REMINDER - timedelta(minutes=1) < due[str(number)] - now() < terms.VERDICT_REMINDER
    await press(follower, "5 ⭐")
    await follower.wait_for("Thank you!")
    assert [t.subject for t in await timers(desk, "verdict_reminder")] == [str(number)]
    await desk.pass_time(name="verdict_reminder")
    again = await citizen.wait_for("A reminder: your word on the work is still missing.")
    assert again.id > first.id and "5 ⭐" in again.buttons and "Clean" in again.words
    assert await timers(desk, "verdict_reminder") == []
    await desk.pass_time(name="silence")
    told = await citizen.wait_for("We have not heard from you")
    assert "confirmed by silence" in told.words
    answer = await citizen.forge(again, f"verdict:stars:{number}:5")
    assert "confirmed by silence" in answer["answer"]["text"]
    card = await pressed(desk, citizen, "Open it")
    assert "done, confirmed by silence" in card.words and "Confirmed by silence" in card.words
    [row] = await desk.rows(CitizenRequest, id=number)
    assert (row.state, row.stars) == (State.CONFIRMED, None)
    assert (await desk.rows(HistoryEntry, request_id=number))[-1].role is Role.CLOCK


async def test_a_complaint_that_was_right_keeps_the_first_deadline(desk: Desk) -> None:
    """Without it: an akimat could win time by doing bad work first, and its figures would look better for it."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    chief = await desk.staff(Role.SUPERVISOR)
    bad, good = await desk.staff(Role.EXECUTOR, name="Bolat"), await desk.staff(Role.EXECUTOR, name="Marat")
    number = await filed(desk, citizen.id, queued=False)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await done(desk, number, bad.id, operator.id)
    await step(desk, citizen.id, judging.complain, number, Ground.POOR_WORK, "Half of it", [], now())
    case = await pressed(desk, chief, "Open")
    assert "Done in time" in case.words and "Half of it" in case.words
    await pressed(desk, chief, "side by side")
    pictures = [m for m in await chief.messages(by_bot=True) if m.get("media_group_id")]
    assert len(pictures) == 2 and "on the left before, on the right after" in pictures[0].words
    # It was due the day before the supervisor rules: the work will be late, however fast it is done again.
    async with desk.database.begin() as session:
        first_due = now() - timedelta(days=1)
        await session.execute(update(CitizenRequest).values(first_due_at=first_due, due_at=first_due))
    await pressed(desk, chief, "Do it again")
    await pressed(desk, chief, "Marat")
    await chief.send_text("You are right")
    await citizen.wait_for("Your complaint is right")
    await desk.idle()
    [row] = await desk.rows(CitizenRequest)
    assert (row.executor_id, row.reopened, row.first_due_at) == (good.id, 1, first_due) and row.due_at > now()
    await done_again(desk, number, good.id)
    await press(citizen, "4 ⭐")
    await citizen.wait_for("Thank you!")
    [row] = await desk.rows(CitizenRequest)
    assert (row.state, row.outcome, row.first_due_at) == (State.CONFIRMED, Outcome.EXECUTED_LATE, first_due)


async def done_again(desk: Desk, number: int, executor_id: int) -> None:
    """Work begun and reported by whoever has it now, as `done` does it after assigning."""
    await step(desk, executor_id, working.start, number, now())
    after = await photo(desk, executor_id, None, MediaPurpose.AFTER)
    await step(desk, executor_id, working.report, number, [after], None, now())


async def test_a_chain_of_duplicates_brings_everybody_to_the_end(desk: Desk) -> None:
    """Without it: who reported first what was merged twice would never hear that the heap is gone."""
    people = [await desk.citizen() for _ in range(4)]
    first, second, third, fourth = people
    operator, executor = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    copy, middle, original = [await filed(desk, p.id, queued=False) for p in (first, second, third)]
    async with desk.database.begin() as session:
        await following.follow(session, fourth.id, copy, now())
    await step(desk, operator.id, deciding.mark_duplicate, copy, middle, now())
    await step(desk, operator.id, deciding.mark_duplicate, middle, original, now())
    follows = {f.person_id for f in await desk.rows(Follow, request_id=original)}
    assert follows == {first.id, second.id, fourth.id}
    await done(desk, original, executor.id, operator.id)
    for person in (first, second, fourth):
        told = await person.wait_for(lambda m: "done, waiting" in m.words)
        assert f"№ {original}" in told.words and "You follow" in told.words
    assert "Your request" in (await third.wait_for("is done")).words
    await pressed(desk, fourth, f"Unfollow № {original}")
    before = len(await fourth.messages(by_bot=True))
    await step(desk, third.id, judging.complain, original, Ground.POOR_WORK, None, [], now())
    chief = await desk.staff(Role.SUPERVISOR)
    await step(desk, chief.id, judging.uphold, original, "It is clean", now())
    assert len(await fourth.messages(by_bot=True)) == before
    assert "It is clean" not in " ".join(m.words for m in await first.messages(by_bot=True))
    await first.send_text("/my")
    await desk.idle()
    await pressed(desk, first, "Requests you follow")
    await pressed(desk, first, f"№ {original}")
    await pressed(desk, first, "Unfollow")
    assert {f.person_id for f in await desk.rows(Follow, request_id=original)} == {second.id}
