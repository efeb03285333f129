"""Two people, or two processes, at the same moment: one wins, the other is told, nobody waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import handlers
from bot import inbox
from bot.runtime import Runtime
from domain.permissions import Actor, Grant
from domain.words import Action, Role, State
from models import CitizenRequest, Draft, HistoryEntry, InboxUpdate, Invite, Membership
from models.database import Database
from sandbox.client import Person as Player
from services import counters, deciding, invites
from services.steps import takeable_request
from services.timers import set_timer
from tests.conftest import Desk, running_desk
from tests.stories.acting import card, write_request
from tests.stories.behind import actor_of, filed
from tests.stories.forging import pressed


@pytest.fixture
async def two(postgres_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose work two processes share, on PostgreSQL."""
    async with running_desk(postgres_url, tmp_path) as desk:
        second = Runtime(desk.settings, handlers.routers(), handlers.timers(), poll=False)
        work = asyncio.ensure_future(second.run())
        try:
            yield desk
        finally:
            second.stop()
            await asyncio.wait_for(work, 20)


async def at_once(desk: Desk, *presses: tuple[Player, str]) -> None:
    """Let these presses lie in the inbox before anybody looks."""
    async with desk.database.begin() as session:
        await inbox.store(session, [pressed(player.id, data) for player, data in presses])
    desk.runtime.inbox.arrived.set()
    await desk.idle(40)
    assert [row.error for row in await desk.rows(InboxUpdate) if row.state != "done"] == []


async def taken(desk: Desk, number: int, *actions: Action) -> list[HistoryEntry]:
    """The steps of these kinds in a request's history."""
    return [row for row in await desk.rows(HistoryEntry, request_id=number) if row.action in actions]


async def test_two_operators_press_at_once(two: Desk) -> None:
    """Without it: a request would be assigned twice, and two executors sent to one heap."""
    dana, madi = [await two.staff(Role.OPERATOR, name=name) for name in ("Dana", "Madi")]
    citizen = await two.citizen()
    numbers = [await filed(two, citizen.id, queued=False) for _ in range(8)]
    await at_once(two, *[(who, f"decide:take:{n}:") for n in numbers for who in (dana, madi)])
    for number in numbers:
        [entry] = await taken(two, number, Action.ASSIGN)
        [request] = await two.rows(CitizenRequest, id=number)
        assert entry.actor_id == request.executor_id in (dana.id, madi.id)


async def test_a_citizen_withdraws_while_the_operator_assigns(two: Desk) -> None:
    """Without it: somebody would work on what its citizen has taken back."""
    operator, citizen = await two.staff(Role.OPERATOR), await two.citizen()
    numbers = [await filed(two, citizen.id, queued=False) for _ in range(8)]
    presses = [((operator, f"decide:take:{n}:"), (citizen, f"my:withdrawn:{n}:o")) for n in numbers]
    await at_once(two, *[one for pair in presses for one in pair])
    for number in numbers:
        [entry] = await taken(two, number, Action.ASSIGN, Action.WITHDRAW)
        [request] = await two.rows(CitizenRequest, id=number)
        assert request.state is {Action.ASSIGN: State.ASSIGNED, Action.WITHDRAW: State.WITHDRAWN}[entry.action]


async def test_the_slower_operator_is_told_who_was_faster(postgres_url: str, tmp_path: Path) -> None:
    """Without it: the one who comes too late would believe to have assigned it."""
    async with running_desk(postgres_url, tmp_path) as desk:
        dana, madi = [await desk.staff(Role.OPERATOR, name=name) for name in ("Dana", "Madi")]
        number = await filed(desk, None, queued=False)
        await madi.send_text("/queue")
        at = await card(desk, madi)
        async with desk.database.begin() as session:
            # Dana's step stands open, with the request locked, while Madi presses.
            dana_acts = await actor_of(session, dana.id)
            await deciding.assign(session, dana_acts, number, dana.id, datetime.now(UTC), desk.settings.zone)
            pressing = asyncio.ensure_future(madi.forge(at, f"decide:take:{number}:", timeout=20))
            await asyncio.sleep(0.5)
            assert not pressing.done()
        assert "Dana" in (await pressing)["answer"]["text"]
        await desk.idle()
        assert len(await taken(desk, number, Action.ASSIGN)) == 1
        assert {row.state for row in await desk.rows(InboxUpdate)} == {"done"}


async def test_two_people_open_one_invitation_at_once(two: Desk) -> None:
    """Without it: one link would let a whole chat into the akimat's queue."""
    now = datetime.now(UTC)
    async with two.database.begin() as session:
        link = await invites.invite(session, None, Role.OPERATOR, "KZ-79", now)
    guests = [await two.citizen() for _ in range(6)]
    await two.tg.hold()
    for guest in guests:
        await guest.send_text(f"/start {link}")
    await two.tg.release()
    await two.tg.settled(20)
    await two.idle(40)
    [member], [invite] = await two.rows(Membership), await two.rows(Invite)
    assert member.person_id == invite.used_by
    told = [(await guest.messages(by_bot=True))[-1].words for guest in guests]
    assert sum("Welcome to the desk" in words for words in told) == 1
    assert sum("each link works once" in words for words in told) == 5
    assert {row.state for row in await two.rows(InboxUpdate)} == {"done"}


async def test_a_double_tap_on_send_over_a_restart(desk: Desk) -> None:
    """Without it: an impatient thumb, or a new version of the bot, would file a request twice."""
    citizen = await desk.citizen()
    await write_request(desk, citizen)
    [draft] = await desk.rows(Draft)
    data = f"draft:send:{draft.id}:"
    await desk.stop()
    await desk.start()
    await at_once(desk, (citizen, data), (citizen, data))
    await desk.stop()
    await desk.start()
    await at_once(desk, (citizen, data))
    assert len(await desk.rows(CitizenRequest)) == 1


async def test_sending_and_forwarding_lock_in_one_order(postgres_url: str) -> None:
    """Without it: a request sent while another is handed over would end one of the two in a deadlock."""
    database, now = Database(postgres_url), datetime.now(UTC)
    sent, boss = _request(now), Actor(1, (Grant(Role.OPERATOR, "KZ-79"),))
    async with database.begin() as session:
        session.add(sent)
        await session.flush()
        arriving = counters.Standing("KZ-71", "", "", sent.kind, sent.day, ((str(sent.outcome), 1),))
        await counters.move(session, None, arriving)

    async def hand_over() -> None:
        async with database.begin() as session:
            await deciding.forward(session, Actor(None, boss.grants), sent.id, "KZ-71", "Yours", now)

    async with database.begin() as session:
        # Somebody is sending to that region: counted already, the news not yet set.
        await counters.move(session, None, arriving)
        handing = asyncio.ensure_future(hand_over())
        await asyncio.sleep(0.5)
        await set_timer(session, "news", "KZ-71", now, keep=True)
    await handing
    await database.close()


def _request(now: datetime) -> CitizenRequest:
    return CitizenRequest(
        kind="request", state=State.NEW, is_open=True, outcome="work", region="KZ-79", located="pin", sent_at=now,
        day=now.date(), due_at=now, first_due_at=now, queued_at=now, reopened=0, appealed=False,
    )  # fmt: skip


async def test_a_row_that_changed_underneath_is_looked_at_again(postgres_url: str, tmp_path: Path) -> None:
    """Without it: a step between looking and locking would end in an apology instead of a word on what happened."""
    async with running_desk(postgres_url, tmp_path) as desk:
        dana, madi = [await desk.staff(Role.OPERATOR, name=name) for name in ("Dana", "Madi")]
        number = await filed(desk, None, queued=False)
        looked, zone = asyncio.Event(), desk.settings.zone
        handle = desk.runtime.inbox.handle

        async def slow(session: object, claimed: inbox.Claimed) -> str:
            if "callback_query" in claimed.body and not looked.is_set():
                request = await takeable_request(session, await actor_of(session, madi.id), number, Action.ASSIGN)  # type: ignore[arg-type]
                looked.set()
                async with desk.database.begin() as other:
                    dana_acts = await actor_of(other, dana.id)
                    await deciding.assign(other, dana_acts, number, dana.id, datetime.now(UTC), zone)
                assert request.state is State.NEW
            return await handle(session, claimed)  # type: ignore[arg-type]

        await madi.send_text("/queue")
        at = await card(desk, madi)
        desk.runtime.inbox.handle = slow  # type: ignore[assignment]
        answer = await madi.forge(at, f"decide:take:{number}:", timeout=20)
        assert "Dana" in answer["answer"]["text"]
        assert {row.state for row in await desk.rows(InboxUpdate)} == {"done"}
        assert [row.error.split(":")[0] for row in await desk.rows(InboxUpdate) if row.error] == ["StaleDataError"]
