"""Search and triage on many rows: what they read has bounds, nothing is lost at their edges, nobody is shown two."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.errors import NotFound, TooMany
from domain.permissions import Actor, Grant
from domain.words import Kind, Located, Outcome, Role, State
from models import CitizenRequest, Person
from models.database import Database
from services import bulk, search, search_terms, triage
from services.paging import Key
from services.triage import Round
from tests.test_migrations import blank, step  # noqa: F401

REGION = "KZ-79"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OPERATORS = [Actor(n, (Grant(Role.OPERATOR, REGION),)) for n in range(1, 7)]
STRANGER = Actor(9, (Grant(Role.OPERATOR, "KZ-71"), Grant(Role.NATIONAL)))


async def fill(database: Database, number: int) -> None:
    """Operators, and new requests that are all about snow; every seventh in a yard, one by a fence."""
    async with database.begin() as session:
        session.add_all(
            Person(id=a.id, created_at=NOW, last_message_id=0, reachable=True, is_staff=True, name=f"P{a.id}")
            for a in OPERATORS
        )
        await session.flush()
        for n in range(1, number + 1):
            words = "Снег у забора" if n == 1 else "Снег во дворе" if n % 7 == 0 else "Снег на дороге"
            session.add(_request(n, words))
        await session.flush()
        for n in range(1, number + 1):
            request = await session.get_one(CitizenRequest, n)
            await search_terms.add(session, n, REGION, request.description)


def _request(number: int, words: str) -> CitizenRequest:
    due = NOW + timedelta(minutes=number)
    return CitizenRequest(
        id=number, kind=Kind.REQUEST, category="park", state=State.NEW, is_open=True, outcome=Outcome.WORK,
        region=REGION, lat=42.32, lon=69.59, located=Located.PIN, sent_at=NOW, day=NOW.date(), description=words,
        due_at=due, first_due_at=due, queued_at=NOW, reopened=0, appealed=False,
    )  # fmt: skip


async def test_pages_of_a_search_hold_everything_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: with more candidates than are looked at for one page, the old requests could never be found."""
    await fill(database, 60)
    monkeypatch.setattr(search, "CANDIDATES", 10)
    async with database.reading() as session:
        for question, expected in (("снег", range(60, 0, -1)), ("снегом двора", range(56, 0, -7)), ("забор снег", [1])):
            found: list[int] = []
            before, pages = None, 0
            while pages == 0 or before is not None:
                page = await search.by_words(session, OPERATORS[0], REGION, question, before, size=4)
                found += [row.id for row in page.rows]
                before, pages = page.next, pages + 1
            assert found == list(expected), question
        with pytest.raises(NotFound):
            await search.by_words(session, STRANGER, REGION, "снег")
        with pytest.raises(NotFound):
            await search.by_number(session, STRANGER, 1)


async def test_of_several_who_reach_at_once_each_gets_another(database: Database) -> None:
    """Without it: two operators who press in the same moment would be shown the same request."""
    await fill(database, 6)

    async def reach(actor: Actor) -> int | None:
        async with database.begin() as session:
            return (await triage.take_next(session, actor, Round(REGION), NOW)).request_id

    shown = await asyncio.gather(*(reach(actor) for actor in OPERATORS))
    assert sorted(n for n in shown if n) == [1, 2, 3, 4, 5, 6]
    async with database.begin() as session:
        assert (await triage.take_next(session, OPERATORS[0], Round(REGION, Key(NOW, 0)), NOW)).request_id == shown[0]
        assert await triage.next_after(session, OPERATORS[1], REGION, Key(NOW, 0), NOW + triage.LOOK) is not None
        with pytest.raises(NotFound):
            await triage.take_next(session, STRANGER, Round(REGION), NOW)


async def test_only_so_many_are_decided_together(database: Database) -> None:
    """Without it: a forged pick of thousands would hold the whole region's rows for seconds."""
    async with database.begin() as session:
        with pytest.raises(TooMany):
            await bulk.mark_duplicates(session, OPERATORS[0], range(100, 100 + bulk.MOST + 1), 1, NOW)


async def test_requests_sent_before_there_was_a_search_are_found(blank: Database) -> None:  # noqa: F811
    """Without it: after the update every request of before would seem to be gone."""
    await step(blank, "upgrade", "0001")
    async with blank.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO requests (id, kind, state, is_open, outcome, region, located, sent_at, day, due_at,"
                " first_due_at, queued_at, reopened, appealed, version, description, address) VALUES (1, 'request',"
                " 'new', true, 'work', 'KZ-79', 'pin', :now, :day, :now, :now, :now, 0, false, 1, 'Снег', 'Абая 12')"
            ),
            {"now": NOW.replace(tzinfo=None) if blank.is_sqlite else NOW, "day": NOW.date()},
        )
    await step(blank, "upgrade", "head")
    async with blank.reading() as session:
        assert [row.id for row in (await search.by_words(session, OPERATORS[0], REGION, "снегом абай")).rows] == [1]
