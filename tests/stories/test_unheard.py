"""People whom no message reaches: nobody waits for their answer, and nobody believes that they know of their work."""

import pytest
from sqlalchemy import select, update

from domain.words import Outcome, Role, State
from models import CitizenRequest, Membership
from sandbox.client import Person as Player
from sandbox.client import Seen
from services import members
from tests.conftest import Desk
from tests.stories.acting import card, press, told
from tests.stories.behind import actor_of, filed
from tests.stories.test_operator import opened
from tests.stories.test_rounds import at, strike, task
from tests.stories.test_triage import begin

UNASKABLE = "🔕 No message reaches this citizen: a question cannot be asked."
UNHEARD = "🔕 has blocked the bot and would not hear of the work."


@pytest.fixture
async def played(desk: Desk) -> Desk:
    """A desk whose clock is moved by the test alone."""
    desk.runtime.scheduler.pause()
    return desk


async def gone(desk: Desk, player: Player) -> None:
    """Somebody blocks the bot."""
    await player.block()
    await desk.idle()


async def again(desk: Desk, operator: Player) -> Seen:
    """Open the card anew, from the queue."""
    await operator.send_text("/queue")
    await card(desk, operator)
    return await press(desk, operator, "№ 1 ")


async def test_nobody_is_asked_whom_no_message_reaches(desk: Desk) -> None:
    """Without it: a question that nobody could read would close a request a week later, with no human's word on it."""
    operator, citizen, _ = await opened(desk)
    await press(desk, operator, "❓ Ask")
    await gone(desk, citizen)
    await operator.send_text("Which entrance?")
    assert UNASKABLE in (await card(desk, operator)).words
    shown = await again(desk, operator)
    assert UNASKABLE in shown.words and "❓ Ask" not in shown.buttons
    await citizen.unblock()
    assert "❓ Ask" in (await again(desk, operator)).buttons
    async with desk.database.begin() as session:
        # Their data are erased; the card on the operator's screen does not know it yet.
        await session.execute(update(CitizenRequest).values(citizen_id=None))
    assert await told(operator, "❓ Ask") == UNASKABLE
    [row] = await desk.rows(CitizenRequest)
    assert row.state is State.NEW


async def test_who_would_not_hear_of_the_work_is_marked(desk: Desk) -> None:
    """Without it: work would go, again and again, to somebody whose phone stays silent, until it is overdue."""
    silent, busy = [await desk.staff(Role.EXECUTOR, name=name) for name in ("Aset", "Bolat")]
    operator, chief = await desk.staff(Role.OPERATOR), await desk.staff(Role.SUPERVISOR)
    await filed(desk, None, queued=False, executor_id=busy.id, state=State.ASSIGNED)
    await filed(desk, None, queued=False)
    await gone(desk, silent)
    await begin(desk, operator)
    assert [b for b in (await card(desk, operator)).buttons if b.startswith("✅")] == ["✅ Assign: Bolat"]
    choice = await press(desk, operator, "👷 Assign")
    assert choice.buttons[:2] == ["Bolat · 1", "🔕 Aset · 0"] and UNHEARD in choice.words
    await press(desk, operator, "🔕 Aset")
    await chief.send_text("/queue")
    await card(desk, chief)
    await press(desk, chief, "☑️ Several")
    await press(desk, chief, "▫️")
    assert UNHEARD in (await press(desk, chief, "👷 Assign to")).words


async def test_whoever_rests_is_reminded_of_nothing(played: Desk) -> None:
    """Without it: somebody on leave would be told to hurry with work that they are not even shown."""
    resting, chief = await played.staff(Role.EXECUTOR), await played.staff(Role.SUPERVISOR)
    number = await task(played, resting, at(17, "10:00"), at(19, "18:00"))
    async with played.database.begin() as session:
        [membership] = await session.scalars(select(Membership).where(Membership.person_id == resting.id))
        await members.suspend(session, await actor_of(session, chief.id), membership.id, at(17, "11:00"))
    for moment in (at(18, "14:00"), at(19, "18:01")):
        await strike(played, moment)
    [row] = await played.rows(CitizenRequest, id=number)
    assert row.outcome is Outcome.OVERDUE and await resting.messages(by_bot=True) == []
