"""The clock's promises: what falls due is done once, whoever is killed, and what cannot be done stops nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text

from bot.clock import ATTEMPTS, Claimed, InBatches, TimerHandler
from bot.content import Content
from bot.runtime import Runtime
from bot.talk import Teller
from domain.errors import NotFound
from models import CitizenRequest, OutboxMessage, Person, Timer
from services.arriving import announce_arrival
from services.timers import set_timer
from tests.conftest import Desk, running_desk
from tests.edge import echo

PAST = datetime(2020, 1, 1, tzinfo=UTC)
TRIED: list[str] = []
KILLED: set[str] = set()
STAGES: dict[str, asyncio.Event] = {}
A_WHILE = 0.2
"""Seconds in which something else goes on as far as it can."""


async def greet(teller: Teller, subject: str) -> None:
    """Greet somebody; the first time the process is killed just before the end."""
    TRIED.append(subject)
    teller.tell(await teller.session.get_one(Person, int(subject)), Content("tick"))
    await teller.finish()
    if subject not in KILLED:
        KILLED.add(subject)
        raise asyncio.CancelledError


async def refuse(teller: Teller, subject: str) -> None:
    """The request has moved on."""
    raise NotFound


async def burst(teller: Teller, subject: str) -> None:
    """Something is wrong with us."""
    raise RuntimeError(subject)


async def together(teller: Teller, subjects: list[str]) -> None:
    """Greet many at once; somebody unknown spoils it."""
    TRIED.append(",".join(sorted(subjects)))
    for subject in subjects:
        teller.tell(await teller.session.get_one(Person, int(subject)), Content("tick"))


async def linger(teller: Teller, subject: str) -> None:
    """Take one's time."""
    STAGES["begun"].set()
    await STAGES["go on"].wait()


async def look(teller: Teller, subject: str) -> None:
    """Note who is known by now."""
    TRIED.append(str(await teller.session.scalar(select(func.count()).select_from(Person))))


TIMERS: dict[str, TimerHandler] = {
    "greet": greet, "refuse": refuse, "burst": burst, "together": InBatches(together, 3), "linger": linger,
    "look": look, "news": look,
}  # fmt: skip


@pytest.fixture
async def ticking(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A running desk with timers of our own, struck by the test alone."""
    TRIED.clear()
    KILLED.clear()
    STAGES.update({name: asyncio.Event() for name in ("begun", "go on")})
    async with running_desk(database_url, tmp_path, routers=echo.routers, timers=lambda: TIMERS) as desk:
        await desk.idle()
        desk.runtime.scheduler.pause()
        yield desk


async def _set(desk: Desk, name: str, subject: str | int, due_at: datetime = PAST) -> None:
    async with desk.database.begin() as session:
        await set_timer(session, name, subject, due_at)


async def test_a_kill_in_the_middle_is_as_if_nothing_had_been(ticking: Desk) -> None:
    """Without it: a reminder would be lost with the process, or come twice."""
    citizen = await ticking.citizen()
    await _set(ticking, "greet", citizen.id)
    with pytest.raises(asyncio.CancelledError):
        await ticking.runtime.clock.tick()
    assert await ticking.rows(OutboxMessage) == [] and len(await ticking.rows(Timer)) == 1
    assert await ticking.runtime.clock.tick() == 1
    await ticking.idle()
    assert await ticking.runtime.clock.tick() == 0
    assert [m.words for m in await citizen.messages(by_bot=True)] == ["tick"]


async def test_two_processes_share_the_timers(ticking: Desk) -> None:
    """Without it: with two processes everybody would be told twice."""
    people = [await ticking.citizen() for _ in range(12)]
    KILLED.update(str(p.id) for p in people)
    for person in people:
        await _set(ticking, "greet", person.id)
    second = Runtime(ticking.settings, [], TIMERS, poll=False)
    counted = await asyncio.gather(ticking.runtime.clock.tick(), second.clock.tick())
    assert sum(counted) == 12 and sorted(TRIED) == sorted(str(p.id) for p in people)
    await second.bot.session.close()
    await second.database.close()
    await ticking.idle()
    for person in people:
        assert len(await person.messages(by_bot=True)) == 1


async def test_each_look_takes_one_timer_however_the_database_looks(ticking: Desk) -> None:
    """Without it: where PostgreSQL had once counted a single timer, all that were due went with the first, unheard."""
    people = [await ticking.citizen() for _ in range(4)]
    KILLED.update(str(person.id) for person in people)
    for minutes, person in enumerate(people):
        await _set(ticking, "greet", person.id, PAST + timedelta(minutes=minutes))
        if not minutes:
            async with ticking.database.begin() as session:
                await session.execute(text("ANALYZE timers"))
    assert await ticking.runtime.clock.tick() == 4
    assert [str(person.id) for person in people] == TRIED


async def test_a_timer_that_somebody_else_has_taken_did_not_fail(
    ticking: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: a failure here while another process succeeds would be an error of its own."""
    await _set(ticking, "burst", 1)
    failed = ticking.runtime.clock._failed

    async def meanwhile(*failure: Any) -> None:
        async with asyncio.TaskGroup() as group, ticking.database.begin() as other:
            await other.execute(delete(Timer))
            group.create_task(failed(*failure))
            await asyncio.sleep(A_WHILE)

    monkeypatch.setattr(ticking.runtime.clock, "_failed", meanwhile)
    assert await ticking.runtime.clock.tick() == 1
    assert await ticking.rows(Timer) == []


async def test_a_timer_kept_while_it_is_handled_is_set_anew(ticking: Desk) -> None:
    """Without it: what came while a notice was being written would never be told."""
    await _set(ticking, "linger", 1)
    later = datetime.now(UTC) + timedelta(days=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(ticking.runtime.clock.tick())
        await STAGES["begun"].wait()
        keeping = group.create_task(_keep(ticking, "linger", later))
        await asyncio.sleep(A_WHILE)
        assert not keeping.done()
        STAGES["go on"].set()
    assert [timer.due_at for timer in await ticking.rows(Timer)] == [later]


async def _keep(desk: Desk, name: str, due_at: datetime) -> None:
    async with desk.database.begin() as session:
        await set_timer(session, name, 1, due_at, keep=True)


@pytest.mark.parametrize("name", ["look", "news"])
async def test_a_kept_timer_sees_whoever_relies_on_it(ticking: Desk, name: str) -> None:
    """Without it: a request sent in the moment of the notice would be in no notice at all."""
    await _set(ticking, name, "KZ-79")
    now = datetime.now(UTC)
    async with asyncio.TaskGroup() as group, ticking.database.begin() as session:
        session.add(Person(id=7, created_at=now, last_message_id=0, reachable=True, is_staff=False))
        if name == "news":
            await announce_arrival(session, CitizenRequest(id=1, region="KZ-79"), now)
        else:
            await set_timer(session, name, "KZ-79", now + timedelta(days=1), keep=True)
        early = group.create_task(ticking.runtime.clock.tick())
        await asyncio.sleep(A_WHILE)
    assert await early + await ticking.runtime.clock.tick() == 1
    assert TRIED == ["1"] and await ticking.rows(Timer) == []


async def test_time_can_be_let_pass_while_the_clock_is_at_work(ticking: Desk) -> None:
    """Without it: a story would stumble over a timer that strikes by itself in the same moment."""
    await _set(ticking, "linger", 1)
    async with asyncio.TaskGroup() as group:
        group.create_task(ticking.runtime.clock.tick())
        await STAGES["begun"].wait()
        passing = group.create_task(ticking.pass_time(name="linger"))
        await asyncio.sleep(A_WHILE)
        STAGES["go on"].set()
    assert passing.result() == 0


async def test_a_refused_timer_goes_but_not_one_set_anew(ticking: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a term that began again in the same moment would never end."""
    await _set(ticking, "refuse", 1)
    assert await ticking.runtime.clock.tick() == 1
    assert await ticking.rows(Timer) == []
    await _set(ticking, "refuse", 2)
    drop = ticking.runtime.clock._drop

    async def late(claimed: Claimed) -> None:
        await _set(ticking, "refuse", 2, datetime.now(UTC) + timedelta(days=7))
        await drop(claimed)

    monkeypatch.setattr(ticking.runtime.clock, "_drop", late)
    await ticking.runtime.clock.tick()
    [timer] = await ticking.rows(Timer)
    assert timer.due_at > datetime.now(UTC)


async def test_a_timer_that_always_fails_is_parked_and_the_others_strike(ticking: Desk) -> None:
    """Without it: one broken timer would stop time for all."""
    citizen = await ticking.citizen()
    KILLED.add(str(citizen.id))
    await _set(ticking, "burst", 1, PAST - timedelta(days=1))
    await _set(ticking, "greet", citizen.id)
    later = datetime.now(UTC)
    for _ in range(ATTEMPTS + 1):
        await ticking.runtime.clock.tick(later)
        later += timedelta(minutes=10)
    [timer] = await ticking.rows(Timer)
    assert (timer.name, timer.state, timer.attempts) == ("burst", "parked", ATTEMPTS)
    await citizen.wait_for("tick")


async def test_a_batch_is_one_transaction_and_one_bad_timer_spoils_no_other(ticking: Desk) -> None:
    """Without it: thousands of deadlines after a downtime would take an hour, or a broken one keep all of them."""
    people = sorted([await ticking.citizen() for _ in range(5)], key=lambda person: person.id)
    for minutes, person in enumerate(people):
        await _set(ticking, "together", person.id, PAST + timedelta(minutes=minutes))
    await _set(ticking, "together", 7, PAST + timedelta(hours=1))
    assert await ticking.runtime.clock.tick() == 6
    ids = [str(person.id) for person in people]
    batches = [",".join(ids[:3]), ",".join(sorted([*ids[3:], "7"])), *ids[3:], "7"]
    assert batches == TRIED
    await ticking.idle()
    for person in people:
        assert [m.words for m in await person.messages(by_bot=True)] == ["tick"]
    [timer] = await ticking.rows(Timer)
    assert (timer.subject, timer.attempts, timer.state) == ("7", 1, "pending")
