"""People of the team: when they were last seen, and handing over more tasks than go at once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import NotAllowed
from domain.permissions import Actor, Grant
from domain.words import Kind, Located, Outcome, Role, State
from models import CitizenRequest, Membership, Person
from models.database import Database
from services import members, people

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
REGION = "KZ-79"
CHIEF = Actor(1, (Grant(Role.SUPERVISOR, REGION),))


async def crew(database: Database, tasks: int = 0) -> None:
    """A supervisor, and two executors of whom the first has some tasks."""
    async with database.begin() as session:
        for id_, role in ((1, Role.SUPERVISOR), (2, Role.EXECUTOR), (3, Role.EXECUTOR)):
            session.add(
                Person(id=id_, created_at=NOW, last_message_id=0, reachable=True, is_staff=True, name=f"P{id_}")
            )
            await session.flush()
            session.add(Membership(id=id_, person_id=id_, role=role, region=REGION, active=True, created_at=NOW))
        for n in range(tasks):
            due = NOW + timedelta(days=tasks - n)
            session.add(
                CitizenRequest(
                    id=n + 1,
                    kind=Kind.REQUEST,
                    category="park",
                    state=State.IN_PROGRESS,
                    is_open=True,
                    outcome=Outcome.WORK,
                    region=REGION,
                    lat=42.32,
                    lon=69.59,
                    located=Located.PIN,
                    sent_at=NOW,
                    day=NOW.date(),
                    due_at=due,
                    first_due_at=due,
                    queued_at=NOW,
                    executor_id=2,
                    assigned_at=NOW,
                    reopened=0,
                    appealed=False,
                )
            )


async def test_more_tasks_than_go_at_once_go_by_their_deadlines(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it: hundreds of tasks would hold everybody up, or some would be left behind without a word."""
    await crew(database, tasks=3)
    monkeypatch.setattr(members, "AT_ONCE", 2)
    results = []
    for _ in range(2):
        async with database.begin() as session:
            results.append(await members.hand_over(session, CHIEF, 2, 3, NOW, ZoneInfo("Asia/Almaty")))
            theirs = [(await session.get_one(CitizenRequest, n)).executor_id for n in (1, 2, 3)]
        assert theirs == ([2, 3, 3] if len(results) == 1 else [3, 3, 3])
    assert results == [members.HandedOver(2, 1), members.HandedOver(1, 0)]


@pytest.mark.parametrize("to", [1_000, 2])
async def test_tasks_go_to_nobody_else(database: Database, to: int) -> None:
    """Without it: tasks could be handed to a stranger by a forged button."""
    await crew(database, tasks=1)
    with pytest.raises(NotAllowed):
        async with database.begin() as session:
            await members.hand_over(session, CHIEF, 2, to, NOW, ZoneInfo("Asia/Almaty"))


async def test_when_somebody_was_last_seen(database: Database) -> None:
    """Without it: each press of staff would write a row, or somebody who only presses would look long gone."""
    await crew(database)

    async def seen(after: timedelta, message_id: int | None = None) -> datetime | None:
        async with database.begin() as session:
            return (await people.meet(session, 2, NOW + after, message_id)).seen_at

    assert await seen(timedelta(0), 7) == NOW
    assert await seen(timedelta(minutes=4)) == NOW
    assert await seen(timedelta(minutes=6)) == NOW + timedelta(minutes=6)
    assert await seen(timedelta(minutes=7), 8) == NOW + timedelta(minutes=7)


@pytest.mark.parametrize("deed", [members.suspend, members.remove])
async def test_the_desk_of_somebody_who_leaves_is_cleared(database: Database, deed: Any) -> None:
    """Without it: whatever a former operator typed next would be taken for the desk's, and be refused for ever."""
    await crew(database)
    async with database.begin() as session:
        one, other = await session.get_one(Person, 2), await session.get_one(Person, 3)
        one.expecting, one.desk = {"for": "search"}, {"search": {"text": "bags"}}
        other.expecting = kept = {"for": "compose", "bin": 5}
        for membership_id in (2, 3):
            await deed(session, CHIEF, membership_id, NOW)
        assert (one.expecting, one.desk, other.expecting) == (None, None, kept)
