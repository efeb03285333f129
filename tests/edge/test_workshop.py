"""The workshop: whatever happens to a process or to a maker, a file that was ordered is sent or its loss is told."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot import job as jobs
from bot import workshop
from bot.runtime import Runtime
from bot.settings import Settings
from bot.workshop import Job, Made, Maker, Workshop
from domain.errors import NotFound, TooMany
from models import Making, OutboxMessage, Person, Timer
from models.database import Database
from services import makings
from services.storage import FolderStore

NOW = datetime.now(UTC)
CUSTOMER = 7


async def ready(job: Job) -> Made:
    return Made(b"the file", ".pdf", "file.pdf", "Here it is")


async def broken(job: Job) -> Made:
    raise ZeroDivisionError


async def refused(job: Job) -> Made:
    raise NotFound


async def killed(*_: Any) -> Made:
    raise asyncio.CancelledError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, media_dir=tmp_path / "media")


def bench(database: Database, settings: Settings, makers: Mapping[str, Maker]) -> Workshop:
    return Workshop(database, FolderStore(settings.media_dir), settings, makers)


async def order(database: Database, number: int = 1) -> None:
    async with database.begin() as session:
        if await session.get(Person, CUSTOMER) is None:
            session.add(Person(id=CUSTOMER, locale="en", created_at=NOW, last_message_id=0, reachable=True))
            await session.flush()
        for _ in range(number):
            await makings.order(session, "file", CUSTOMER, {"n": 1}, NOW)


async def rows(database: Database, model: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list(await session.scalars(select(model)))


async def test_another_process_takes_over_after_a_kill(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: a file being made, or made and not yet handed over, would be lost with its process."""
    await order(database)
    with pytest.raises(asyncio.CancelledError):
        await bench(database, settings, {"file": killed}).make_one(NOW)
    assert not await bench(database, settings, {"of another version": ready}).make_one(NOW + workshop.TAKEN_FOR)
    second = bench(database, settings, {"file": ready})
    assert not await second.make_one(NOW)
    with monkeypatch.context() as between:
        between.setattr(Workshop, "_hand_over", killed)
        with pytest.raises(asyncio.CancelledError):
            await second.make_one(NOW + workshop.TAKEN_FOR)
    assert await rows(database, OutboxMessage) == []
    assert await second.make_one(NOW + 2 * workshop.TAKEN_FOR)
    assert not await second.make_one(NOW + 9 * workshop.TAKEN_FOR)
    [parcel] = await rows(database, OutboxMessage)
    assert (parcel.form, parcel.payload["name"]) == ("document", "file.pdf")
    assert await second.store.read(parcel.payload["key"]) == b"the file"


async def test_two_processes_send_it_once(database: Database, settings: Settings) -> None:
    """Without it: somebody slow would send again what another process has sent meanwhile."""
    await order(database)

    async def slow(job: Job) -> Made:
        await bench(database, settings, {"file": ready}).make_one(NOW + workshop.TAKEN_FOR)
        return await ready(job)

    await bench(database, settings, {"file": slow}).make_one(NOW)
    assert len(await rows(database, OutboxMessage)) == 1
    [made] = await rows(database, Making)
    assert made.state == "made" and await FolderStore(settings.media_dir).read(made.key)


@pytest.mark.parametrize("maker", [broken, killed])
async def test_what_keeps_failing_is_parked_and_told(database: Database, settings: Settings, maker: Maker) -> None:
    """Without it: somebody would wait for a file for ever, and its maker keep a process busy or kill it each time."""
    await order(database)
    shop, now = bench(database, settings, {"file": maker}), NOW
    for _ in range(workshop.ATTEMPTS + 1):
        now += timedelta(days=1)
        try:
            await shop.make_one(now)
        except asyncio.CancelledError:
            assert maker is killed
    [making] = await rows(database, Making)
    [parcel] = await rows(database, OutboxMessage)
    assert making.state == "parked" and making.error
    assert "could not be made" in parcel.payload["content"]["text"]
    assert not await shop.make_one(now + timedelta(days=9))


async def test_a_refusal_is_told(database: Database, settings: Settings) -> None:
    """Without it: who lost the right to a file between the order and the making would get it, or hear nothing."""
    await order(database)
    await bench(database, settings, {"file": refused}).make_one(NOW)
    [parcel] = await rows(database, OutboxMessage)
    assert parcel.form == "message" and await rows(database, Making) == []


async def test_orders_are_limited(database: Database) -> None:
    """Without it: one finger on a button would keep the workshop busy for an hour."""
    with pytest.raises(TooMany):
        await order(database, makings.WAITING + 1)


async def test_a_file_is_forgotten_after_it_was_sent(database: Database, settings: Settings) -> None:
    """Without it: people's data would lie in the store for ever, or go before they were sent."""
    await order(database, 2)
    shop = bench(database, settings, {"file": ready})
    await shop.make_one(NOW)
    await shop.make_one(NOW)
    first, second = await rows(database, Making)
    assert first.key == second.key and {t.name for t in await rows(database, Timer)} == {"forget_made"}

    async def forget(making: Making) -> None:
        async with database.begin() as session:
            await makings.forget(session, making.id, shop.store, NOW)

    await forget(first)
    assert len(await rows(database, Making)) == 2
    async with database.begin() as session:
        for parcel in await session.scalars(select(OutboxMessage)):
            await session.delete(parcel)
    await forget(first)
    assert await shop.store.read(second.key)
    for _ in range(2):
        await forget(second)
    assert await rows(database, Making) == [] and not FolderStore(settings.media_dir).path(second.key).exists()


async def test_large_files_are_moved_and_forgotten_one_by_one(database: Database, settings: Settings) -> None:
    """Without it: an export would be read into memory whole, its second part be lost, or lie in the store for ever."""
    await order(database)

    async def large(job: Job) -> list[Made]:
        made = []
        for number in (1, 2):
            path = job.folder / f"{number}.zip"
            path.write_bytes(bytes([number]) * 100_000)
            made.append(Made(b"", ".zip", f"{number}.zip", "", path))
        return made

    shop = bench(database, settings, {"file": large})
    await shop.make_one(NOW)
    parcels = await rows(database, OutboxMessage)
    assert [parcel.payload["name"] for parcel in parcels] == ["1.zip", "2.zip"]
    keys = [parcel.payload["key"] for parcel in parcels]
    assert [(await shop.store.read(key))[0] for key in keys] == [1, 2]
    assert {making.key for making in await rows(database, Making)} == set(keys)
    assert len(await rows(database, Timer)) == 2 and list((settings.media_dir / "unfinished").iterdir()) == []


async def test_signs_of_life_keep_an_order_and_are_seen(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: what takes longer than an order is taken for would be made by two, and watched by nobody."""
    await order(database)
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0.0)

    async def long(job: Job) -> Made:
        await job.progress(0.4)
        [parcel] = await rows(database, OutboxMessage)
        assert parcel.screen == job.screen and "40" in parcel.payload["content"]["text"]
        other = bench(database, settings, {"file": ready})
        # It was taken long ago; only the sign keeps it.
        assert not await other.make_one(datetime.now(UTC) + workshop.TAKEN_FOR / 2)
        return await ready(job)

    await bench(database, settings, {"file": long}).make_one(NOW)
    parcels = await rows(database, OutboxMessage)
    assert sorted(parcel.form for parcel in parcels) == ["clear", "document"]


async def test_who_was_overtaken_stops(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a process that was asleep for an hour would work at what another has made, or tell of it again."""
    await order(database)
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0.0)

    async def asleep(job: Job) -> Made:
        await bench(database, settings, {"file": ready}).make_one(NOW + workshop.TAKEN_FOR)
        await job.progress(0.5)
        raise AssertionError("it should have stopped")

    await bench(database, settings, {"file": asleep}).make_one(NOW)
    assert [parcel.form for parcel in await rows(database, OutboxMessage)] == ["document"]


async def test_a_slow_order_is_taken_up_again_after_a_kill(database: Database, settings: Settings) -> None:
    """Without it: an export half written when the process was killed would never come."""
    await order(database)

    async def half(job: Job) -> Made:
        (job.folder / "half.csv").write_bytes(b"half")
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await bench(database, settings, {"file": half}).make_one(NOW)
    assert list((settings.media_dir / "unfinished").iterdir()) == []
    assert await bench(database, settings, {"file": ready}).make_one(NOW + workshop.TAKEN_FOR)
    assert [parcel.form for parcel in await rows(database, OutboxMessage)] == ["document"]


def test_quick_orders_are_made_at_a_bench_of_their_own(settings: Settings) -> None:
    """Without it: two exports would keep everybody waiting for a page for minutes."""
    settings = settings.model_copy(update={"bot_token": SecretStr("42:TEST")})
    makers = {"case_file": ready, "export": ready}
    quick, slow = Runtime(settings, [], {}, makers=makers).benches
    assert (list(quick.makers), list(slow.makers)) == (["case_file"], ["export"])
