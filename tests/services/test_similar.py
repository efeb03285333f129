"""Similar requests nearby: which count, and that finding them costs no scan."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from domain.words import Kind, Located, Outcome, State
from models import CitizenRequest, Draft, Person
from models.database import Database
from services import placing, similar
from services.following import follow
from services.geography import locate

LAT, LON = 42.32, 69.59
METRE = 1 / 111_195


def _request(lat: float = LAT, **fields: object) -> CitizenRequest:
    now = datetime.now(UTC)
    values = {
        "kind": Kind.REQUEST, "category": "territory", "state": State.NEW, "is_open": True, "outcome": Outcome.WORK,
        "region": "KZ-79", "lat": lat, "lon": LON, "located": Located.PIN, "sent_at": now, "day": now.date(),
        "due_at": now + timedelta(days=3), "first_due_at": now + timedelta(days=3), "queued_at": now, "reopened": 0,
        "appealed": False,
    }  # fmt: skip
    return CitizenRequest(**(values | fields))


def _draft(**fields: object) -> Draft:
    now = datetime.now(UTC)
    values = {
        "id": secrets.randbits(53), "person_id": 1, "kind": Kind.REQUEST, "category": "territory", "lat": LAT,
        "lon": LON, "category_open": False, "not_these": False, "created_at": now, "updated_at": now,
    }  # fmt: skip
    return Draft(**(values | fields))


async def _found(database: Database, draft: Draft, *requests: CitizenRequest) -> list[int]:
    """The distances at which requests are found, in whole metres."""
    async with database.begin() as session:
        session.add(Person(id=1, created_at=datetime.now(UTC), last_message_id=0, reachable=True, is_staff=False))
        session.add_all(requests)
        await session.flush()
        return [round(found.metres) for found in await similar.similar(session, draft)]


async def test_only_open_requests_of_the_same_category_within_a_hundred_metres(database: Database) -> None:
    """Others would be shown in vain, and the third in vain is the last that anybody reads."""
    assert await _found(
        database,
        _draft(),
        _request(LAT + 90 * METRE),
        _request(LAT - 40 * METRE),
        _request(LAT + 110 * METRE),
        _request(category="lighting"),
        _request(category=None),
        _request(kind=Kind.SUGGESTION),
        _request(state=State.CONFIRMED, is_open=False),
    ) == [40, 90]


async def test_a_draft_without_a_category_is_compared_with_all(database: Database) -> None:
    """Somebody who does not know what it is called may still stand before the same heap."""
    draft = _draft(category=None, category_open=True)
    assert await _found(database, draft, _request(LAT + 10 * METRE), _request(LAT + 20 * METRE, category="yard")) == [
        10,
        20,
    ]


async def test_no_point_nothing_near(database: Database) -> None:
    """An address in words cannot be measured."""
    assert await _found(database, _draft(lat=None, lon=None), _request()) == []


async def test_what_is_followed_already_is_not_offered_again(database: Database) -> None:
    """The citizen knows of it: whoever sends all the same means another problem."""
    async with database.begin() as session:
        session.add(Person(id=1, created_at=datetime.now(UTC), last_message_id=0, reachable=True, is_staff=False))
        request = _request()
        session.add(request)
        await session.flush()
        await follow(session, 1, request.id, datetime.now(UTC))
        assert await similar.similar(session, _draft()) == []


async def test_the_index_is_used(sqlite_url: str) -> None:
    """A scan at every Send would make the bot slower with every request ever sent."""
    database = Database(sqlite_url)
    statements: list[tuple[str, object]] = []
    listener = database._reading_engine.sync_engine

    @event.listens_for(listener, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, parameters: object, *_rest: object) -> None:
        if "FROM requests" in statement and "EXPLAIN" not in statement:
            statements.append((statement, parameters))

    async with database.reading() as session:
        await similar.similar(session, _draft())
        ((statement, parameters),) = statements
        connection = await session.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        lines = [row[-1] for row in plan]
    assert any("ix_requests_nearby (category=? AND lat>? AND lat<?)" in line for line in lines), lines
    await database.close()


@pytest.mark.parametrize(
    ("at", "kept"), [((LAT, LON), True), ((LAT + 0.01, LON), False)], ids=["the same point", "another point"]
)
async def test_words_go_with_their_point(at: tuple[float, float], kept: bool) -> None:
    """An address of another place would send the executor there."""
    draft = _draft(address="second entrance", not_these=True)
    placing.put_point(draft, locate(*at), Located.PIN)
    assert (draft.address is not None, draft.not_these) == (kept, kept)
