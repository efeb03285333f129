"""The inbox's promises: nothing lost, nothing twice, order in a chat, and a failing handler harms nobody else."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from bot.inbox import Claimed
from models import InboxUpdate
from tests.conftest import Desk
from tests.edge import echo


async def test_a_message_is_answered_and_its_body_forgotten(edge: Desk) -> None:
    """Without it: the simplest conversation may not work, or the inbox keeps what people wrote."""
    citizen = await edge.citizen()
    await citizen.send_text("hello")
    await citizen.wait_for("echo hello")
    await edge.idle()
    await edge.runtime._empty_inbox()
    [row] = await edge.rows(InboxUpdate)
    assert (row.state, row.body) == ("done", None)


async def test_an_update_delivered_twice_is_handled_once(edge: Desk) -> None:
    """Without it: Telegram's repeats would file requests twice."""
    citizen = await edge.citizen()
    await citizen.send_text("once")
    await citizen.wait_for("echo once")
    await edge.tg.redeliver(last=1)
    await citizen.send_text("after")
    await citizen.wait_for("echo after")
    await edge.idle()
    assert [m.words for m in await citizen.messages(by_bot=True)] == ["echo once", "echo after"]


async def test_order_in_a_chat_holds_when_updates_come_in_a_burst(edge: Desk) -> None:
    """Without it: answers would overtake each other, and a draft would be filled in the wrong order."""
    people = [await edge.citizen() for _ in range(3)]
    await edge.tg.hold()
    for n in range(7):
        for person in people:
            await person.send_text(f"{person.id}-{n}")
    await edge.tg.release()
    await edge.idle(40)
    for person in people:
        mine = [words for words in echo.SEEN if words.startswith(f"{person.id}-")]
        assert mine == [f"{person.id}-{n}" for n in range(7)]
        answers = [m.words for m in await person.messages(by_bot=True)]
        assert answers == [f"echo {person.id}-{n}" for n in range(7)]


async def test_updates_out_of_order_across_chats_disturb_nobody(edge: Desk) -> None:
    """Without it: an update id smaller than one already handled might be taken for a repeat and dropped."""
    one, two = await edge.citizen(), await edge.citizen()
    await edge.tg.hold()
    await one.send_text("first")
    await two.send_text("second")
    await edge.tg.release("reverse")
    await one.wait_for("echo first")
    await two.wait_for("echo second")


async def test_a_handler_that_always_fails_parks_its_update_and_apologises(edge: Desk) -> None:
    """Without it: one poisonous message would block a chat for ever, or vanish without a word."""
    citizen = await edge.citizen()
    await citizen.send_text("boom")
    await citizen.send_text("still here")
    await citizen.wait_for("went wrong")
    await citizen.wait_for("echo still here")
    assert echo.SEEN.count("boom") == 3
    assert "never seen" not in [m.words for m in await citizen.messages(by_bot=True)]
    [parked] = await edge.rows(InboxUpdate, state="parked")
    assert parked.body and "RuntimeError" in parked.error


async def test_a_refusal_is_explained_once_and_undoes_everything(edge: Desk) -> None:
    """Without it: somebody who may not do a thing would get silence, or three copies of the answer."""
    citizen = await edge.citizen()
    await citizen.send_text("no")
    await citizen.send_text("next")
    await citizen.wait_for("echo next")
    assert echo.SEEN == ["no", "next"]
    assert len(await citizen.messages(by_bot=True)) == 2


async def test_a_restart_in_between_loses_nothing(edge: Desk) -> None:
    """Without it: what people write during an update of the bot would be lost."""
    citizen = await edge.citizen()
    await edge.stop()
    await citizen.send_text("while you were away")
    await edge.start()
    await citizen.wait_for("echo while you were away")


async def test_a_refusal_that_cannot_be_explained_stops_nobody(edge: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a fault in one sentence would end the process, and again after every start."""

    async def bursts(*_: object) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(edge.runtime.inbox, "explain", bursts)
    monkeypatch.setattr(edge.runtime.inbox, "apologise", bursts)
    citizen, other = await edge.citizen(), await edge.citizen()
    await citizen.send_text("no")
    await citizen.send_text("next")
    await other.send_text("hello")
    await other.wait_for("echo hello")
    await citizen.wait_for("echo next")
    [parked] = await edge.rows(InboxUpdate, state="parked")
    assert parked.attempts == 3 and "no words" in parked.error


async def test_what_is_ignored_is_forgotten_as_soon(edge: Desk) -> None:
    """Without it: what strangers write in groups would lie here for ever."""
    owner = await edge.citizen()
    group = await edge.tg.group("Yard", creator=owner.id)
    await owner.at(group).send_text("/start of a private matter")
    await edge.idle()
    await edge.runtime._empty_inbox()
    rows = await edge.rows(InboxUpdate)
    assert rows and {(row.state, row.body) for row in rows} == {("done", None)}


async def test_a_deadlock_is_tried_again_unseen(edge: Desk) -> None:
    """Without it: two people who press at the same moment could get an apology instead of an answer."""
    citizen = await edge.citizen()
    handle, tries = edge.runtime.inbox.handle, []

    async def unlucky(session: AsyncSession, claimed: Claimed) -> str:
        state = await handle(session, claimed)
        tries.append(state)
        if len(tries) < 3:
            raise (DBAPIError("UPDATE", {}, Exception("deadlock detected")), StaleDataError("version"))[len(tries) - 1]
        return state

    edge.runtime.inbox.handle = unlucky
    await citizen.send_text("hello")
    await citizen.wait_for("echo hello")
    await edge.idle()
    assert len(tries) == 3 and len(await citizen.messages(by_bot=True)) == 1
    assert {row.state for row in await edge.rows(InboxUpdate)} == {"done"}
