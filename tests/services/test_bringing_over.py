"""Requests from before: whatever one was, its row, history, counters and words are those of a request lived here."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.ladder import TO_MINISTRY
from domain.stems import stems_of
from domain.words import Ground, Kind, Outcome, RejectReason, State
from models import CitizenRequest, Complaint, DeadlineRule, HistoryEntry, SearchTerm, Timer, WorkReport
from models.database import Database
from services import geography, overdue
from services.bringing_over import Stored, store
from services.dumps import Dump
from services.past_requests import PastComplaint, PastRequest, faults
from services.recount import disagreements, snapshot
from tests.services.pasts import NOW, random_pasts

SENT = NOW - timedelta(days=400)
PLAIN = PastRequest(
    "109", "A-1", Kind.REQUEST, "territory", "KZ-79", SENT, State.CONFIRMED, address="Абай көшесі, 1",
    lat=42.315, lon=69.59, description="Ауладағы қоқыс", assigned_at=SENT + timedelta(hours=2),
    done_at=SENT + timedelta(days=1), closed_at=SENT + timedelta(days=2), stars=5,
)  # fmt: skip


async def said(database: Database) -> list[str]:
    """What a recount says."""
    async with snapshot(database) as session:
        return [str(found) async for found in disagreements(session, NOW, lambda seen, last: None)]


async def stored(database: Database, *rows: PastRequest) -> Stored:
    """Store rows in a transaction."""
    async with database.begin() as session:
        return await store(session, rows, NOW)


async def rows_of(database: Database, table: Any) -> list[Any]:
    """A whole table."""
    async with database.reading() as session:
        return list(await session.scalars(select(table).order_by(*table.__table__.primary_key)))


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_a_request_was_everything_agrees(database: Database, seed: int) -> None:
    """Without it: a state or a gap nobody thought of would leave a history or a counter that is wrong for ever."""
    pasts = list(random_pasts(seed, 600))
    assert {past.state for past in pasts} == set(State)
    assert [(past, list(faults(past, NOW))) for past in pasts if any(faults(past, NOW))] == []
    assert await stored(database, *pasts[:400]) == Stored(400, 0)
    assert await stored(database, *pasts[300:], pasts[500]) == Stored(200, 101)
    assert await said(database) == []
    rows = await rows_of(database, CitizenRequest)
    assert [row.external for row in rows] == [past.external for past in pasts]
    for past, row in zip(pasts, rows, strict=True):
        assert (row.region, row.category, row.kind, row.sent_at) == (
            past.region, past.category, past.kind, past.sent_at,
        )  # fmt: skip
        assert (row.done_at, row.stars, row.reason) == (past.done_at or row.done_at, past.stars, past.reason)
        assert row.state is past.state or (past.state, row.state) in {
            (State.NEEDS_INFO, State.NEW), (State.DONE, State.CONFIRMED),
        }  # fmt: skip


async def test_a_request_of_before_is_found_and_read_like_any_other(database: Database) -> None:
    """Without it: what was brought over would be in the figures and nowhere else."""
    await stored(database, PLAIN)
    (row,) = await rows_of(database, CitizenRequest)
    assert (row.source, row.external, row.outcome, row.followers) == ("109", "A-1", Outcome.EXECUTED, 0)
    assert [entry.action for entry in await rows_of(database, HistoryEntry)] == [
        "send", "assign", "start", "report", "confirm",
    ]  # fmt: skip
    assert {term.term for term in await rows_of(database, SearchTerm)} == set(
        stems_of("Абай көшесі, 1", "Ауладағы қоқыс")
    )
    assert await rows_of(database, Timer) == []


async def test_a_complaint_that_was_right_reopened_it(database: Database) -> None:
    """Without it: complaints of before would be lost, or reopened work would look like work done at once."""
    ruled = SENT + timedelta(days=5)
    complaint = PastComplaint(Ground.POOR_WORK, SENT + timedelta(days=3), "right", ruled)
    await stored(database, replace(PLAIN, complaint=complaint, done_at=SENT + timedelta(days=6), closed_at=NOW))
    (row,) = await rows_of(database, CitizenRequest)
    assert (row.reopened, row.assigned_at, row.outcome) == (1, ruled, Outcome.EXECUTED_LATE)
    assert [(c.ground, c.ruling) for c in await rows_of(database, Complaint)] == [("poor_work", "right")]
    assert await said(database) == []


async def test_what_became_of_a_dump_is_kept(database: Database) -> None:
    """Without it: dumps removed before would count as executed, and as nothing else."""
    dump = Dump.read({"outcome": "removed", "litres": 6000, "article": "434-2", "fine": 43_250})
    finding = replace(PLAIN, kind=Kind.FINDING, category="illegal_dump", stars=None, dump=dump)
    await stored(database, finding)
    (report,) = await rows_of(database, WorkReport)
    assert (report.outcome, report.litres, report.article, report.fine) == ("removed", 6000, "434-2", 43_250)
    assert await said(database) == []


async def test_old_news_is_no_news(database: Database) -> None:
    """Without it: the people of a region would be told of a thousand deadlines missed years ago, one by one."""
    late = replace(PLAIN, external="A-2", state=State.ASSIGNED, done_at=None, closed_at=None, stars=None)
    soon = replace(late, external="A-3", sent_at=NOW, assigned_at=NOW)
    await stored(database, late, soon)
    first, second = await rows_of(database, CitizenRequest)
    assert (first.outcome, first.escalation, first.executor_id) == (Outcome.OVERDUE, TO_MINISTRY, None)
    assert (second.outcome, second.escalation) == (Outcome.WORK, 0)
    assert [(timer.name, timer.subject) for timer in await rows_of(database, Timer)] == [("overdue", str(second.id))]
    async with database.begin() as session:
        fallen = await overdue.mark_due(session, [first.id, second.id], NOW + timedelta(days=30))
    assert [late.id for late in fallen] == [second.id]


async def test_a_deadline_is_that_of_the_rules_here(database: Database) -> None:
    """Without it: a region's own deadlines would not hold for what it brings over."""
    async with database.begin() as session:
        for region, hours in (("", 30), ("KZ-79", 20)):
            rule = {"amount": hours, "unit": "calendar_hours", "changed_at": NOW}
            session.add(DeadlineRule(region=region, category="territory", **rule))
    far = {"region": "KZ-75", "lat": 43.238, "lon": 76.945}
    await stored(database, PLAIN, replace(PLAIN, external="A-2", **far), replace(PLAIN, external="A-3", due_at=NOW))
    dues = [row.first_due_at for row in await rows_of(database, CitizenRequest)]
    assert dues == [SENT + timedelta(hours=20), SENT + timedelta(hours=30), NOW]


async def test_two_imports_at_once_store_each_request_once(database_url: str) -> None:
    """Without it: an impatient second start of the same import would double a year, or fail half-way."""
    pasts = list(random_pasts(5, 120))
    databases = [Database(database_url) for _ in range(2)]

    async def bring(database: Database, rows: list[PastRequest]) -> Stored:
        found = Stored()
        for at in range(0, len(rows), 20):
            found += await stored(database, *rows[at : at + 20])
        return found

    one, two = await asyncio.gather(bring(databases[0], pasts), bring(databases[1], pasts[::-1]))
    assert one + two == Stored(120, 120)
    async with databases[0].reading() as session:
        assert await session.scalar(select(func.count()).select_from(CitizenRequest)) == 120
    assert await said(databases[0]) == []
    for database in databases:
        await database.close()


async def test_numbers_go_on_where_they_were(database: Database) -> None:
    """Without it: the next citizen would be given the number of a request that was brought over."""
    await stored(database, *random_pasts(1, 30))
    async with database.begin() as session:
        await store(session, random_pasts(2, 3), NOW)
        row = (await session.scalars(select(CitizenRequest).order_by(CitizenRequest.id.desc()).limit(1))).one()
        plain = {c.name: getattr(row, c.name) for c in CitizenRequest.__table__.columns if c.name != "id"}
        new = CitizenRequest(**plain | {"external": None, "source": None})
        session.add(new)
        await session.flush()
        assert new.id == row.id + 1
        await session.rollback()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"region": "KZ-99"}, "unknown region KZ-99"),
        ({"category": "flying"}, "unknown category flying"),
        ({"category": None}, "no category, but confirmed"),
        ({"kind": Kind.SUGGESTION, "category": "illegal_dump"}, "illegal_dump is no category of a suggestion"),
        ({"lat": 43.238, "lon": 76.945}, "the point 43.238, 76.945 lies in KZ-75, not in KZ-79"),
        ({"lat": 10.0}, "the point 10, 69.59 lies outside Kazakhstan, not in KZ-79"),
        ({"lon": None}, "one coordinate without the other"),
        ({"lat": float("nan")}, "the point nan, 69.59 lies outside Kazakhstan, not in KZ-79"),
        ({"description": "ұ" * 1001}, "the description is longer than 1,000 characters"),
        ({"description": "😀" * 501}, "the description is longer than 1,000 characters"),
        ({"done_at": SENT - timedelta(days=1), "assigned_at": None}, "done before it was sent"),
        ({"closed_at": NOW + timedelta(days=1)}, "closed in the future"),
        ({"done_at": None}, "confirmed, but not when it was done"),
        ({"state": State.WITHDRAWN, "done_at": None, "closed_at": None, "stars": None}, "withdrawn, but not when it"),
        ({"state": State.NEW, "stars": None}, "done, but its state is new"),
        ({"stars": 6}, "6 stars: there are 1 to 5"),
        ({"closed_at": None}, "stars, but not confirmed with the moment of closing"),
        ({"reason": RejectReason.OTHER}, "a reason for rejecting, but its state is confirmed"),
        ({"state": State.REJECTED, "done_at": None, "stars": None}, "rejected without a reason"),
        ({"state": State.PLANNED, "done_at": None, "closed_at": None, "stars": None}, "planned, but not for when"),
        ({"state": State.UPHELD}, "upheld goes with a complaint found wrong, and that with upheld"),
        ({"kind": Kind.FINDING}, "a finding has no citizen who could judge the work"),
        ({"dump": Dump(litres=5000)}, "what became of a dump goes with an illegal dump that was dealt with"),
        ({"external": ""}, "the number must have 1 to 64 characters"),
        ({"sent_at": SENT.replace(year=1900)}, "sent in 1900"),
        ({"due_at": SENT - timedelta(days=1)}, "the deadline does not go with the moment of sending"),
    ],
)
def test_what_makes_no_sense_is_named(change: dict[str, Any], fault: str) -> None:
    """Without it: a row that cannot be true would be in the figures for good, or fail a whole import with it."""
    assert list(faults(PLAIN, NOW)) == []
    assert any(found.startswith(fault) for found in faults(replace(PLAIN, **change), NOW))


def test_a_point_just_over_the_border_may_be_right() -> None:
    """Without it: requests at the edge of a city would be refused, because our borders are coarse."""
    inside, outside = (
        next(x / 1000 for x in range(500) if wrong(69.59 + x / 1000))
        for wrong in (
            lambda lon: geography.borders().find(42.315, lon) != "KZ-79",
            lambda lon: any(faults(replace(PLAIN, lon=lon), NOW)),
        )
    )
    assert 1 < (outside - inside) * 82.3 < 7
