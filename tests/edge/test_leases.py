"""Leases: exactly one process sends and polls, and another takes over when it dies."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.leases import LeaseHolder
from models import Lease
from models.database import Database


async def test_only_one_holds(database: Database) -> None:
    """Without it: two senders would send everything twice."""
    one, two = LeaseHolder(database, "sender"), LeaseHolder(database, "sender")
    assert await one.hold()
    assert not await two.hold()
    await one.give_up()
    assert await two.hold()


async def test_a_lease_that_ran_out_is_taken(database: Database) -> None:
    """Without it: a machine that burnt down would silence the bot for ever."""
    one, two = LeaseHolder(database, "sender"), LeaseHolder(database, "sender")
    one.holder = "another-machine:1:abcd"
    assert await one.hold()
    assert not await two.hold()
    async with database.begin() as session:
        await session.execute(update(Lease).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert await two.hold()


async def test_the_lease_of_a_process_killed_on_this_machine_is_taken_at_once(database: Database) -> None:
    """Without it: after kill -9 the bot would be silent until the lease ran out."""
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    one, two = LeaseHolder(database, "sender"), LeaseHolder(database, "sender")
    host = one.holder.rsplit(":", 2)[0]
    one.holder = f"{host}:{gone.pid}:abcd"
    assert await one.hold()
    assert await two.hold()


async def test_the_lease_of_a_living_process_is_not_taken(database: Database) -> None:
    """Without it: the check for death would let two processes send at once."""
    one, two = LeaseHolder(database, "sender"), LeaseHolder(database, "sender")
    host = one.holder.rsplit(":", 2)[0]
    one.holder = f"{host}:1:abcd"
    assert await one.hold()
    assert not await two.hold()
