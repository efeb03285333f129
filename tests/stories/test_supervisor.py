"""A supervisor's day: complaints and appeals."""

from datetime import UTC, datetime

from domain.words import Ground, MediaPurpose, RejectReason, Role, State
from models import CitizenRequest, Complaint
from sandbox.client import Person as Player
from services import deciding, judging
from tests.conftest import Desk
from tests.stories.acting import card, press, told
from tests.stories.behind import done, employ, filed, photo, step


async def disputed(desk: Desk, region: str = "KZ-79") -> tuple[Player, Player, Player, int]:
    """A supervisor, the citizen who complained, the executor whose work is disputed, and the number."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR, region)
    executor = await desk.staff(Role.EXECUTOR, region, name="Bolat")
    supervisor = await desk.staff(Role.SUPERVISOR, region, name="Saule")
    number = await filed(desk, citizen.id, queued=False, region=region)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await done(desk, number, executor.id, operator.id)
    words = "Half of it still lies there"
    await step(desk, citizen.id, judging.complain, number, Ground.POOR_WORK, words, [], datetime.now(UTC))
    return supervisor, citizen, executor, number


async def appealed(desk: Desk) -> tuple[Player, Player, int]:
    """A supervisor, the citizen who appealed against a rejection, and the number."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    supervisor = await desk.staff(Role.SUPERVISOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.reject, number, RejectReason.NOT_AKIMAT, None, datetime.now(UTC))
    await step(desk, citizen.id, judging.appeal, number, "It is a municipal yard", datetime.now(UTC))
    return supervisor, citizen, number


async def opened(desk: Desk, supervisor: Player, number: int) -> None:
    await supervisor.send_text("/complaints")
    await desk.idle()
    await press(desk, supervisor, f"№ {number} ")


async def request(desk: Desk, number: int) -> CitizenRequest:
    [row] = await desk.rows(CitizenRequest, id=number)
    return row


async def test_a_complaint_is_shown_with_before_and_after(desk: Desk) -> None:
    """Without it: the supervisor would rule without seeing what it is about."""
    supervisor, _, _, number = await disputed(desk)
    await supervisor.send_text("/complaints")
    shown = await card(desk, supervisor)
    assert [b for b in shown.buttons if b.startswith(f"№ {number} Poor work")]
    shown = await press(desk, supervisor, f"№ {number} ")
    for part in ("Complaint: Poor work", "Half of it still lies there", "Bolat", "Cleaning of an area"):
        assert part in shown.words, part
    assert len(shown.words) <= 1024 and any("1/2 · before" in b for b in shown.buttons)
    assert any("2/2 · after" in b for b in (await press(desk, supervisor, "▶️")).buttons)
    await press(desk, supervisor, "2/2")
    assert len([m for m in await supervisor.messages(by_bot=True) if m.get("media_group_id")]) == 2


async def test_upholding_the_work_with_an_answer(desk: Desk) -> None:
    """Without it: a complaint could only ever be right, or be closed in silence."""
    supervisor, citizen, _, number = await disputed(desk)
    await opened(desk, supervisor, number)
    await press(desk, supervisor, "The work stands")
    await supervisor.send_photo("open_manhole")
    assert "Words are needed here" in (await card(desk, supervisor)).words
    await supervisor.send_text("The rest belongs to the neighbour")
    shown = await card(desk, supervisor)
    assert "ruling" in shown.words
    row, [complaint] = await request(desk, number), await desk.rows(Complaint)
    assert row.state is State.UPHELD
    assert (complaint.ruling, complaint.ruled_by) == ("wrong", supervisor.id)
    assert "belongs to the neighbour" in (await citizen.wait_for("The work stands")).words
    assert "Nothing to rule on" in (await press(desk, supervisor, "To the complaints")).words


async def test_words_on_another_screen_are_no_ruling(desk: Desk) -> None:
    """Without it: a remark typed over another request's card would close the complaint, with that as the answer."""
    supervisor, _, _, number = await disputed(desk)
    other = await filed(desk, None, queued=False)
    await opened(desk, supervisor, number)
    shown = await press(desk, supervisor, "The work stands")
    for data in (f"card:open:{other}:", f"task:open:{other}:", "queue:open:0:"):
        await supervisor.forge(shown, f"complaint:uphold:{number}:")
        await supervisor.forge(shown, data)
        await supervisor.send_text("Bolat knows the place")
        await desk.idle()
        assert (await request(desk, number)).state is State.DISPUTED


async def test_reopening_goes_to_another_executor(desk: Desk) -> None:
    """Without it: bad work would be done again by whoever did it badly."""
    supervisor, citizen, _, number = await disputed(desk)
    other = await desk.staff(Role.EXECUTOR, name="Marat")
    await employ(desk, other.id, "Clean Yard")
    await opened(desk, supervisor, number)
    first_due = (await request(desk, number)).first_due_at
    choice = await press(desk, supervisor, "Do it again")
    assert any(b.startswith("⚠️ Bolat") for b in choice.buttons)
    await press(desk, supervisor, "Marat")
    await supervisor.send_text("You are right, it will be done again")
    await desk.idle()
    row = await request(desk, number)
    assert (row.state, row.executor_id, row.reopened) == (State.ASSIGNED, other.id, 1)
    assert row.first_due_at == first_due
    assert "done again" in (await citizen.wait_for("Your complaint is right")).words
    await other.wait_for("to be done again after a complaint")


async def test_the_same_executor_only_when_that_is_said(desk: Desk) -> None:
    """Without it: reopening could go back to the same executor by a slip, or never where there is no other."""
    supervisor, _, executor, number = await disputed(desk)
    await opened(desk, supervisor, number)
    await press(desk, supervisor, "Do it again")
    shown = await press(desk, supervisor, "⚠️ Bolat")
    assert "Shall the same executor" in shown.words
    await press(desk, supervisor, "Yes, the same")
    await supervisor.send_text("Please finish it")
    await desk.idle()
    row = await request(desk, number)
    assert (row.state, row.executor_id) == (State.ASSIGNED, executor.id)


async def test_granting_an_appeal(desk: Desk) -> None:
    """Without it: a wrong rejection would be final."""
    supervisor, citizen, number = await appealed(desk)
    await opened(desk, supervisor, number)
    shown = await card(desk, supervisor)
    assert "Appeal" in shown.words and "It is a municipal yard" in shown.words
    assert "akimat's competence" in shown.words
    await press(desk, supervisor, "Grant the appeal")
    await supervisor.send_text("It is ours indeed")
    await desk.idle()
    row = await request(desk, number)
    assert (row.state, row.reason, row.is_open) == (State.NEW, None, True)
    assert "ours indeed" in (await citizen.wait_for("Your appeal is right")).words


async def test_refusing_an_appeal(desk: Desk) -> None:
    """Without it: an appeal that is wrong would stay open for ever."""
    supervisor, citizen, number = await appealed(desk)
    await opened(desk, supervisor, number)
    await press(desk, supervisor, "The rejection stands")
    await supervisor.send_text("The land is private")
    await desk.idle()
    assert (await request(desk, number)).state is State.REJECTED
    assert "The land is private" in (await citizen.wait_for("The rejection stands")).words
    await supervisor.send_text("/complaints")
    assert "Nothing to rule on" in (await card(desk, supervisor)).words


async def test_the_slower_of_two_supervisors_is_told(desk: Desk) -> None:
    """Without it: the citizen would get two rulings."""
    supervisor, _, _, number = await disputed(desk)
    colleague = await desk.staff(Role.SUPERVISOR)
    await opened(desk, supervisor, number)
    await opened(desk, colleague, number)
    await press(desk, colleague, "Do it again")
    await press(desk, supervisor, "The work stands")
    await supervisor.send_text("It is clean")
    await desk.idle()
    assert "ruled on already" in await told(colleague, "Bolat")
    assert (await request(desk, number)).state is State.UPHELD


async def test_a_supervisor_does_what_operators_do(desk: Desk) -> None:
    """Without it: a region whose operators are all ill would stand still."""
    supervisor = await desk.staff(Role.SUPERVISOR)
    number = await filed(desk, None, queued=False)
    await supervisor.send_text("/queue")
    await desk.idle()
    await press(desk, supervisor, f"№ {number} ")
    await press(desk, supervisor, "Take it myself")
    assert (await request(desk, number)).executor_id == supervisor.id
