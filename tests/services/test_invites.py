"""Invitations: one person, one role, once, within a week, and no token in the database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import InviteInvalid, NotAllowed
from domain.permissions import Actor, Grant
from domain.words import Role
from models import Invite, Membership, Person
from models.database import Database
from services import invites

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CHIEF = Actor(1, (Grant(Role.SUPERVISOR, "KZ-79"),))


async def people(database: Database, *ids: int) -> None:
    async with database.begin() as session:
        for i in ids:
            session.add(Person(id=i, is_staff=False, reachable=True, last_message_id=0, created_at=NOW))


async def invited(database: Database, role: Role = Role.OPERATOR, region: str | None = "KZ-79") -> str:
    async with database.begin() as session:
        return await invites.invite(session, None, role, region, NOW)


async def accept(database: Database, person_id: int, parameter: str, now: datetime = NOW) -> Membership:
    async with database.begin() as session:
        return await invites.accept(session, await session.get_one(Person, person_id), parameter, "Dana", now)


async def test_the_token_is_kept_nowhere(database: Database) -> None:
    """Without it: whoever reads the database, or a copy of it, could walk into any role."""
    parameter = await invited(database)
    token = parameter.removeprefix(invites.PREFIX)
    assert len(parameter) <= 64 and len(token) >= 32
    async with database.reading() as session:
        row = await session.get_one(Invite, 1)
    kept = [str(getattr(row, column.key)) for column in Invite.__table__.columns]
    assert not any(token in value for value in kept)


async def test_a_link_works_once_and_says_who_used_it(database: Database) -> None:
    """Without it: a link forwarded to a chat would let everybody in."""
    await people(database, 5, 6)
    parameter = await invited(database)
    membership = await accept(database, 5, parameter)
    assert (membership.role, membership.region, membership.active) == (Role.OPERATOR, "KZ-79", True)
    with pytest.raises(InviteInvalid) as refusal:
        await accept(database, 6, parameter)
    assert refusal.value.why == "used"
    async with database.reading() as session:
        row = await session.get_one(Invite, 1)
        assert (row.used_by, row.used_at) == (5, NOW)
        assert (await session.get_one(Person, 6)).is_staff is False


async def test_of_two_who_open_it_at_once_one_gets_in(database: Database) -> None:
    """Without it: two clicks in the same moment would make two operators."""
    await people(database, 5, 6)
    parameter = await invited(database)
    results = await asyncio.gather(
        accept(database, 5, parameter), accept(database, 6, parameter), return_exceptions=True
    )
    assert sorted(type(r).__name__ for r in results) == ["InviteInvalid", "Membership"]


async def test_links_end(database: Database) -> None:
    """Without it: an old or withdrawn link would open the door years later."""
    await people(database, 5)
    parameter = await invited(database)
    with pytest.raises(InviteInvalid) as refusal:
        await accept(database, 5, parameter, NOW + invites.LIFETIME + timedelta(seconds=1))
    assert refusal.value.why == "expired"
    async with database.begin() as session:
        await invites.revoke(session, CHIEF, 1, NOW)
    with pytest.raises(InviteInvalid) as refusal:
        await accept(database, 5, parameter)
    assert refusal.value.why == "revoked"
    with pytest.raises(InviteInvalid) as refusal:
        await accept(database, 5, "inv_nothing")
    assert refusal.value.why == "unknown"


async def test_only_who_may_invite_may_revoke(database: Database) -> None:
    """Without it: a supervisor could close the doors of another region."""
    await invited(database, Role.OPERATOR, "KZ-75")
    async with database.begin() as session:
        for invite_id in (1, 99):
            with pytest.raises(NotAllowed):
                await invites.revoke(session, CHIEF, invite_id, NOW)
        with pytest.raises(NotAllowed):
            await invites.invite(session, CHIEF, Role.SUPERVISOR, "KZ-79", NOW)
        with pytest.raises(NotAllowed):
            await invites.invite(session, CHIEF, Role.OPERATOR, "KZ-75", NOW)


async def test_who_left_comes_back_with_a_new_link(database: Database) -> None:
    """Without it: a colleague whose role was taken away could never return, or would hold it twice."""
    await people(database, 5)
    await accept(database, 5, await invited(database))
    async with database.begin() as session:
        (await session.get_one(Membership, 1)).active = False
    again = await accept(database, 5, await invited(database))
    assert (again.id, again.active) == (1, True)
