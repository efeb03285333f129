"""The citizen's last word: stars, complaints, answers and appeals, and every way to press the wrong button."""

import asyncio
from datetime import UTC, datetime

from domain.words import Ground, MediaPurpose, Outcome, RejectReason, Role, State
from models import CitizenRequest, Complaint, Media, Person
from sandbox.client import Person as Player
from services import deciding, judging
from tests.conftest import Desk
from tests.stories.behind import done, filed, photo, press, step


def now() -> datetime:
    return datetime.now(UTC)


async def finished(desk: Desk) -> tuple[Player, Player, int]:
    """A citizen with finished work to judge, the operator, and the request's number."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR)
    number = await filed(desk, citizen.id, queued=False)
    await photo(desk, citizen.id, number, MediaPurpose.BEFORE)
    await done(desk, number, executor.id, operator.id, "Clean")
    return citizen, operator, number


async def request(desk: Desk) -> CitizenRequest:
    [only] = await desk.rows(CitizenRequest)
    return only


async def test_one_tap_on_the_stars_closes_the_request(desk: Desk) -> None:
    """Without it: accepting good work would take more than a tap, or leave the buttons standing."""
    citizen, _, _number = await finished(desk)
    notice = await citizen.wait_for("is done")
    await press(citizen, "4 ⭐")
    thanks = await citizen.wait_for("Thank you!")
    assert thanks.id == notice.id and thanks.buttons == [] and "⭐⭐⭐⭐" in thanks.words
    row = await request(desk)
    assert (row.state, row.stars, row.outcome) == (State.CONFIRMED, 4, Outcome.EXECUTED)


async def test_a_second_tap_is_answered_kindly(desk: Desk) -> None:
    """Without it: an impatient thumb would change the mark or get an error."""
    citizen, _, number = await finished(desk)
    notice = await citizen.wait_for("is done")
    await press(citizen, "5 ⭐")
    await citizen.wait_for("Thank you!")
    answer = await citizen.forge(notice, f"verdict:stars:{number}:1")
    assert "done and confirmed" in answer["answer"]["text"] and answer["answer"]["show_alert"]
    assert (await request(desk)).stars == 5


async def test_forged_stars_change_nothing(desk: Desk) -> None:
    """Without it: a stranger could judge other people's requests, or leave six stars."""
    citizen, operator, number = await finished(desk)
    notice = await citizen.wait_for("is done")
    stranger = await desk.citizen()
    for person in (stranger, operator):
        await person.send_text("/stats")
    own, his = await stranger.wait_for("Figures"), await operator.wait_for("Figures")
    for person, message, data in (
        (stranger, own, f"verdict:stars:{number}:5"), (operator, his, f"verdict:stars:{number}:5"),
        (citizen, notice, f"verdict:stars:{number}:6"), (citizen, notice, f"verdict:stars:{number}:٣"),
        (citizen, notice, f"verdict:ground:{number}:nonsense"), (citizen, notice, "verdict:stars:999999:5"),
        (stranger, own, f"verdict:ground:{number}:poor_work"), (stranger, own, f"question:answer:{number}:"),
        (stranger, own, f"appeal:open:{number}:"), (stranger, own, f"verdict:send:{number}:"),
        (stranger, own, f"follow:stop:{number}:"),
    ):  # fmt: skip
        answer = await person.forge(message, data)
        assert answer["answer"]["text"], data
    row = await request(desk)
    assert (row.state, row.stars) == (State.DONE, None)
    assert await desk.rows(Complaint) == []


async def test_a_complaint_with_words_and_an_album(desk: Desk) -> None:
    """Without it: a citizen could not show what is wrong, or their photos would be lost on the way."""
    citizen, _, number = await finished(desk)
    notice = await citizen.wait_for("is done")
    await press(citizen, "⚖️ Complain")
    await press(citizen, "Poor work")
    card = await citizen.wait_for("Your complaint about")
    assert card.id == notice.id and "Poor work" in card.words
    await citizen.send_text("Half of the <b>bags</b> are still there")
    await citizen.send_photos((await desk.tg.pictures())[:2])
    await citizen.wait_for(lambda m: "2 photos" in m.get("text", "") and "<b>bags</b>" in m.get("text", ""))
    await press(citizen, "📨 Send the complaint")
    await citizen.wait_for("is with a supervisor")
    [complaint] = await desk.rows(Complaint)
    assert (complaint.ground, complaint.comment) == (Ground.POOR_WORK, "Half of the <b>bags</b> are still there")
    media = await desk.rows(Media, purpose=MediaPurpose.COMPLAINT)
    assert [(m.request_id, m.draft_id) for m in media] == [(number, None)] * 2
    assert (await request(desk)).state is State.DISPUTED
    assert (await desk.rows(Person, id=citizen.id))[0].expecting is None


async def test_a_ground_alone_is_a_complaint(desk: Desk) -> None:
    """Without it: people without many words could not complain."""
    citizen, _, _number = await finished(desk)
    await press(citizen, "⚖️ Complain")
    await press(citizen, "Nothing was done")
    await press(citizen, "📨 Send the complaint")
    await citizen.wait_for("is with a supervisor")
    [complaint] = await desk.rows(Complaint)
    assert (complaint.ground, complaint.comment) == (Ground.NOTHING_DONE, None)


async def test_cancel_leads_back_to_the_stars_and_photos_go(desk: Desk) -> None:
    """Without it: who changed their mind would be stuck, and their photos would end up somewhere else."""
    citizen, _, _number = await finished(desk)
    await press(citizen, "⚖️ Complain")
    await press(citizen, "⬅️ Back")
    await citizen.wait_for("How well was it done?")
    await press(citizen, "⚖️ Complain")
    await press(citizen, "Poor work")
    await citizen.send_photo((await desk.tg.pictures())[0])
    await citizen.wait_for("1 photo")
    await press(citizen, "✖️ Cancel")
    back = await citizen.wait_for("How well was it done?")
    assert "5 ⭐" in back.buttons and "Clean" in back.words
    assert (await desk.rows(Person, id=citizen.id))[0].expecting is None
    assert [m.person_id for m in await desk.rows(Media, purpose=MediaPurpose.COMPLAINT)] == [None]
    await press(citizen, "5 ⭐")
    await citizen.wait_for("Thank you!")


async def test_a_question_is_answered_with_words_and_a_photo(desk: Desk) -> None:
    """Without it: a question would be a dead end, and photos sent as an answer would start another request."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.ask, number, "Which <entrance>?", now())
    asked = await citizen.wait_for("A question about your request")
    assert "Which <entrance>?" in asked.words
    await press(citizen, "✍️ Answer")
    card = await citizen.wait_for("Your answer about")
    assert card.id == asked.id and "📨 Send the answer" not in card.buttons
    await citizen.send_photo((await desk.tg.pictures())[0], caption="The second one")
    await citizen.wait_for(lambda m: "1 photo" in m.get("text", "") and "The second one" in m.get("text", ""))
    await press(citizen, "📨 Send the answer")
    await citizen.wait_for("in the queue again")
    row = await request(desk)
    assert row.state is State.NEW
    [media] = await desk.rows(Media)
    assert (media.request_id, media.purpose) == (number, MediaPurpose.BEFORE)
    await desk.pass_time(name="news")
    await operator.wait_for("1 new request")


async def test_a_photo_alone_is_an_answer(desk: Desk) -> None:
    """Without it: "please send a photo" could only be answered in words."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.ask, number, "A photo, please", now())
    await press(citizen, "✍️ Answer")
    await citizen.send_photo((await desk.tg.pictures())[0])
    await citizen.wait_for("1 photo")
    await press(citizen, "📨 Send the answer")
    await citizen.wait_for("in the queue again")


async def test_words_that_come_too_late_are_told_so(desk: Desk) -> None:
    """Without it: a person whose request was closed meanwhile would be caught in an answer nobody waits for."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.ask, number, "Where?", now())
    await press(citizen, "✍️ Answer")
    await desk.pass_time(name="no_answer")
    await citizen.send_text("By the school")
    told = await citizen.wait_for("cannot be sent any more")
    assert f"№ {number}" in told.words
    assert (await desk.rows(Person, id=citizen.id))[0].expecting is None


async def test_what_cannot_be_an_answer_is_refused_kindly(desk: Desk) -> None:
    """Without it: a sticker or a table would vanish, or an overlong text would be cut in silence."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.ask, number, "Where?", now())
    await press(citizen, "✍️ Answer")
    await citizen.send("sticker")
    await citizen.wait_for("Words, photos and videos")
    await citizen.send_document(b"a;b;c", name="table.csv")
    await citizen.wait_for("not a photo or video")
    await citizen.send_text("ж" * 1001)
    await citizen.wait_for("too long")
    await citizen.send_text("\u202e\u200b<b>{}%s")
    assert "<b>{}%s" in (await citizen.wait_for("{}%s")).words
    await press(citizen, "📨 Send the answer")
    await citizen.wait_for("in the queue again")


async def test_one_appeal_and_its_answer(desk: Desk) -> None:
    """Without it: a wrong rejection would be final, or a stubborn citizen could appeal for ever."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    chief = await desk.staff(Role.SUPERVISOR)
    number = await filed(desk, citizen.id, queued=False)
    await step(desk, operator.id, deciding.reject, number, RejectReason.PRIVATE_LAND, "Plot of N.", now())
    notice = await citizen.wait_for("the place is private land")
    await press(citizen, "⚖️ Appeal")
    card = await citizen.wait_for("Your appeal about")
    assert card.id == notice.id and card.buttons == ["✖️ Cancel"]
    await press(citizen, "✖️ Cancel")
    assert "⚖️ Appeal" in (await citizen.wait_for("Plot of N.")).buttons
    await press(citizen, "⚖️ Appeal")
    await citizen.send_text("It is a public yard")
    await press(citizen, "📨 Send the appeal")
    await citizen.wait_for("Your appeal about request")
    assert "It is a public yard" in (await chief.wait_for("An appeal against the rejection")).words
    await step(desk, chief.id, judging.refuse_appeal, number, "It is fenced", now())
    told = await citizen.wait_for("The rejection stands")
    assert "It is fenced" in told.words and told.buttons == ["🔎 Open it"]
    answer = await citizen.forge(told, f"appeal:open:{number}:")
    assert answer["answer"]["text"]
    await citizen.send_text("again")
    assert (await request(desk)).state is State.REJECTED and len(await desk.rows(Complaint)) == 1


async def test_two_taps_at_once_make_one_verdict(desk: Desk) -> None:
    """Without it: a double tap could confirm and complain, counting one request twice."""
    citizen, _, number = await finished(desk)
    notice = await citizen.wait_for("is done")
    await asyncio.gather(*(citizen.forge(notice, f"verdict:stars:{number}:{n}") for n in (3, 5, 4)))
    await desk.idle()
    assert len(await desk.tg.calls("answerCallbackQuery")) == 3
    assert (await request(desk)).version == 5
