"""Patience and its end: waiting after requests that mean nothing, a ban, an objection, and its lifting."""

import asyncio
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import update

from domain.errors import Banned
from domain.permissions import Actor, Grant
from domain.words import Kind, Located, Outcome, RejectReason, Role, State
from models import Ban, CitizenRequest, Draft, Person
from models.database import Database
from services import bans, deciding
from tests.conftest import Desk
from tests.stories.acting import ALMATY, card, press, told, write_request
from tests.stories.behind import filed, step


async def test_meaningless_thrice_must_wait(desk: Desk) -> None:
    """Without it: one person at play could fill the queue of a region; or an honest one would be shut out for ever."""
    joker, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    for _ in range(3):
        number = await filed(desk, joker.id, queued=False)
        await step(desk, operator.id, deciding.reject, number, RejectReason.MEANINGLESS, None, datetime.now(UTC))
    await write_request(desk, joker, ALMATY)
    said = await told(joker, "Send to the akimat")
    assert "could not be understood" in said and "Your draft is kept" in said and len(said) <= 200
    assert len(await desk.rows(Draft)) == 1 and len(await desk.rows(CitizenRequest)) == 3
    async with desk.database.begin() as session:
        earlier = datetime.now(UTC) - timedelta(minutes=61)
        await session.execute(update(CitizenRequest).values(sent_at=earlier))
    assert "is sent" in (await press(desk, joker, "Send to the akimat")).words


async def test_a_ban_an_objection_and_its_end(desk: Desk) -> None:
    """Without it: a supervisor could shut somebody out without a reason, for ever, or learn who it is."""
    joker, boss = await desk.citizen(first_name="Erzhan"), await desk.staff(Role.SUPERVISOR, name="Saule")
    number = await filed(desk, joker.id, queued=False)
    await boss.send_text("/queue")
    await desk.idle()
    await press(desk, boss, f"№ {number} ")
    shown = await press(desk, boss, "Ban the sender")
    assert "Requests sent: 1" in shown.words and "Erzhan" not in shown.words and str(joker.id) not in shown.words
    await boss.send_photo("open_manhole")
    assert "Words are needed here" in (await card(desk, boss)).words
    await boss.send_text("Twenty photos of <a cat>")
    shown = await card(desk, boss)
    assert "Twenty photos of <a cat>" in shown.words and "Saule" in shown.words
    notice = await joker.wait_for("takes no requests from you for now")
    assert "Twenty photos of <a cat>" in notice.words and "Shymkent" in notice.words

    await write_request(desk, joker, (42.35, 69.65))
    refused = await press(desk, joker, "Send to the akimat")
    assert "could not be sent" in refused.words and "Your draft is kept" in refused.words
    assert len(await desk.rows(Draft)) == 1 and len(await desk.rows(CitizenRequest)) == 1
    await press(desk, joker, "Object")
    await joker.send_text("It was my son")
    shown = await card(desk, joker)
    assert "It was my son" in shown.words
    await press(desk, joker, "Send the objection")
    assert "is with a supervisor" in (await card(desk, joker)).words
    assert "object once" in (await joker.forge(shown, "objection:open:1:"))["answer"]["text"]

    alert = await boss.wait_for("An objection against a ban")
    assert "It was my son" in alert.words
    await boss.send_text("/setup")
    await desk.idle()
    shown = await press(desk, boss, "Banned people")
    assert [b for b in shown.buttons if b.startswith(f"✋ № {number} ")]
    await press(desk, boss, f"✋ № {number} ")
    await press(desk, boss, "Leave it")
    await boss.send_text("Not yet")
    await joker.wait_for("for now it stays as it is")
    shown = await card(desk, boss)
    assert "Leave it, with an answer" not in " ".join(shown.buttons)
    await press(desk, boss, "Lift the ban")
    await boss.send_text("Welcome back")
    assert "Welcome back" in (await joker.wait_for("takes your requests again")).words
    assert "Lifted on" in (await card(desk, boss)).words
    assert (await desk.rows(Person, id=joker.id))[0].banned is False
    [draft] = await desk.rows(Draft)
    page = await joker.wait_for(lambda m: "Send to the akimat" in " ".join(m.buttons))
    await joker.forge(page, f"draft:send:{draft.id}:")
    await desk.idle()
    assert len(await desk.rows(CitizenRequest)) == 2


async def test_a_ban_is_of_one_region_and_of_its_supervisors(desk: Desk) -> None:
    """Without it: an operator, or a supervisor of another region, could shut somebody out of the whole country."""
    joker, boss = await desk.citizen(), await desk.staff(Role.SUPERVISOR)
    operator, other = await desk.staff(Role.OPERATOR), await desk.staff(Role.SUPERVISOR, "KZ-75")
    number, own = await filed(desk, joker.id, queued=False), await filed(desk, boss.id, queued=False)
    for person in (operator, other, joker, boss):
        await person.send_text("/stats")
    await desk.idle()
    for person, data in (
        (operator, f"bans:ask:{number}:"), (other, f"bans:ask:{number}:"), (joker, f"bans:ask:{number}:"),
        (boss, f"bans:ask:{own}:"), (operator, "bans:open:0:KZ-79"), (other, "bans:open:0:KZ-79"),
        (boss, "bans:open:0:"), (boss, "bans:one:77:"), (joker, "objection:open:1:"),
    ):  # fmt: skip
        message = await person.last()
        assert message is not None and (await person.forge(message, data))["answer"]["text"], data
    await boss.send_text("/queue")
    await desk.idle()
    await press(desk, boss, f"№ {number} ")
    await press(desk, boss, "Ban the sender")
    await boss.send_text("A cat")
    await joker.wait_for("takes no requests")
    assert "bans" not in str((await desk.rows(Person, id=operator.id))[0].expecting)
    for person in (operator, other):
        message = await card(desk, person)
        for verb in ("one", "lift", "leave"):
            assert "nothing here for you" in (await person.forge(message, f"bans:{verb}:1:"))["answer"]["text"]
    await write_request(desk, joker, ALMATY)
    assert "is sent" in (await press(desk, joker, "Send to the akimat")).words

    await joker.send_text("/privacy")
    await desk.idle()
    data = orjson.loads(await desk.tg.file((await press(desk, joker, "Download"))["document"]))
    assert data["bans"][0]["reason"] == "A cat" and data["areas"] == []
    await joker.send_text("/privacy")
    await desk.idle()
    await press(desk, joker, "Erase")
    await press(desk, joker, "Yes, erase everything")
    [ban] = await desk.rows(Ban)
    assert (ban.person_id, ban.reason, ban.request_id, ban.lifted_at) == (joker.id, "", None, None)
    assert (await desk.rows(Person, id=joker.id))[0].banned


async def test_two_regions_at_once(postgres_url: str) -> None:
    """Without it: a ban that one region lays on while another lifts its own would stop nobody."""
    database, now = Database(postgres_url), datetime.now(UTC)
    here, there = (Actor(None, (Grant(Role.SUPERVISOR, region),)) for region in ("KZ-79", "KZ-75"))
    async with database.begin() as session:
        session.add(Person(id=5, created_at=now, last_message_id=0, reachable=True, is_staff=False))
        await session.flush()
        for number, region in ((1, "KZ-79"), (2, "KZ-75")):
            session.add(
                CitizenRequest(
                    id=number, kind=Kind.REQUEST, state=State.NEW, is_open=True, outcome=Outcome.WORK, region=region,
                    located=Located.PIN, citizen_id=5, sent_at=now, day=now.date(), due_at=now, first_due_at=now,
                    queued_at=now, reopened=0, appealed=False,
                )
            )  # fmt: skip
        await session.flush()
        laid = await bans.ban(session, there, 2, "Cats", now)

    async def lifted() -> None:
        async with database.begin() as session:
            await bans.lift(session, there, laid.id, "All right", now)

    async with database.begin() as session:
        await bans.ban(session, here, 1, "Dogs", now)
        lifting = asyncio.ensure_future(lifted())
        await asyncio.sleep(0.3)
    await lifting
    async with database.begin() as session:
        with pytest.raises(Banned):
            await bans.check(session, 5, "KZ-79")
        await bans.check(session, 5, "KZ-75")
    await database.close()
