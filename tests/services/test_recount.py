"""Counters, requests and histories agree after any legal life; what does not agree is found and named."""

import re
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import measures
from domain.words import Action, State
from domain.workflow import EDGES
from models import CitizenRequest, Complaint, Counter, Follow, HistoryEntry, Timer, WorkReport
from models.database import Database
from services import geography, recount
from services.recount import disagreements, snapshot
from tests.services.lives import Lives

STEPS = 300


async def said(database: Database, now: datetime) -> list[str]:
    """What the recount says."""
    async with snapshot(database) as session:
        return [str(found) async for found in disagreements(session, now, lambda seen, last: None)]


async def counted_naively(session: AsyncSession) -> Tally[tuple[str, ...]]:
    """Every counter there should be, put together from the tables by hand."""
    found: Tally[tuple[str, ...]] = Tally()
    requests = {r.id: r for r in await session.scalars(select(CitizenRequest))}
    marks = [(r, str(r.outcome), 1) for r in requests.values()]
    for r in requests.values():
        if r.state is State.CONFIRMED:
            marks.append((r, "confirmed_citizen" if r.stars else "confirmed_silence", 1))
        marks += [(r, f"stars_{r.stars}", 1)] if r.stars else []
        marks += [(r, "reopened", 1)] if r.reopened else []
    for f in await session.scalars(select(Follow)):
        marks.append((requests[f.request_id], "followers", 1))
    for c in await session.scalars(select(Complaint)):
        form = "appeal" if c.form == "appeal" else f"complaint:{c.ground}"
        marks.append((requests[c.request_id], f"{form}:{c.ruling or 'open'}", 1))
    newest = {w.request_id: w for w in await session.scalars(select(WorkReport).order_by(WorkReport.id))}
    for number, w in newest.items():
        if requests[number].category == "illegal_dump" and w.outcome:
            executed = requests[number].outcome in ("executed", "executed_late")
            marks += [(requests[number], f"dump:{w.outcome}", int(executed))]
            marks += [(requests[number], "dump:litres", w.litres or 0)]
            if w.article:
                marks += [(requests[number], f"protocols:{w.article}", 1)]
                marks += [(requests[number], f"fines:{w.article}", w.fine or 0)]
    for r, measure, number in marks:
        listed = r.district in {d.kato for d in geography.districts(r.region)}
        for district, region in {("", r.region), ("", ""), (r.district if listed else "", r.region)}:
            for period in ("all", f"{r.day:%Y}", f"{r.day:%Y-%m}", f"{r.day:%Y-%m-%d}"):
                found[(period, str(district), measure, region, r.category or "", str(r.kind))] += number
    spoken: dict[int, datetime] = {c.request_id: c.created_at for c in await complaints_in_order(session)}
    for r in requests.values():
        for measure, begin, end in waited(r, spoken):
            minutes, day = (end - begin).total_seconds() / 60, (end + timedelta(hours=5)).date()
            step = next(n for n in range(85) if minutes <= 2 ** (n / 4) or n == 84)
            for period in ("all", f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
                for region in (r.region, ""):
                    found[(period, "", f"wait:{measure}:{step:02}", region, r.category or "", str(r.kind))] += 1
    return +found


async def complaints_in_order(session: AsyncSession) -> list[Complaint]:
    query = select(Complaint).where(Complaint.form == "dispute").order_by(Complaint.id)
    return list(await session.scalars(query))


def waited(r: CitizenRequest, spoken: dict[int, datetime]) -> Iterator[tuple[str, datetime, datetime]]:
    """What the citizen has waited for and got."""
    if r.assigned_at:
        yield "assignment", r.sent_at, r.assigned_at
    if r.done_at and r.outcome in ("executed", "executed_late"):
        yield "execution", r.sent_at, r.done_at
    if r.done_at and r.stars and r.closed_at:
        yield "verdict", r.done_at, r.closed_at
    if r.done_at and r.state in (State.DISPUTED, State.UPHELD):
        yield "verdict", r.done_at, spoken[r.id]


async def kept(session: AsyncSession) -> dict[tuple[str, ...], int]:
    """The counters as they are."""
    return {
        (c.period, c.district, c.measure, c.region, c.category, str(c.kind)): c.number
        for c in await session.scalars(select(Counter))
        if c.number
    }


async def test_everything_agrees_after_any_life(database: Database) -> None:
    """Without it: figures would drift away from the requests, a little with every forgotten case."""
    lives = Lives(database, seed=4)
    assert lives.verbs.keys() == set(Action) - {Action.SEND}
    await lives.begin()
    await lives.pass_by(STEPS)
    wanted = {(edge.action, role) for edge in EDGES for role in edge.by}
    # Another seed, or another table, may need some more until everybody has done everything.
    while (missing := wanted - {way[::2] for way in lives.taken}) and sum(lives.taken.values()) < 5 * STEPS:
        await lives.pass_by(STEPS // 6)
    assert missing == set()
    async with database.reading() as session:
        counters = await kept(session)
        assert counters == await counted_naively(session)
        requests = list(await session.scalars(select(CitizenRequest)))
    assert {r.citizen_id for r in requests} >= {None}, "nobody was erased"
    measured = {cell[2] for cell in counters}
    assert measured <= set(measures.EVERY)
    assert {re.split("[:_]", measure)[0] for measure in measures.EVERY} == {re.split("[:_]", m)[0] for m in measured}
    whole = [(cell[2], n) for cell, n in counters.items() if cell[0] == "all" and not cell[1] and not cell[3]]
    received = sum(n for measure, n in whole if measure in measures.OUTCOMES)
    assert received == len(requests)
    assert await said(database, lives.now) == []


def _one(*conditions: Any) -> Any:
    return select(CitizenRequest.id).where(*conditions).order_by(CitizenRequest.id).limit(1)


def _set(**values: Any) -> Callable[[int], Any]:
    return lambda number: update(CitizenRequest).where(CitizenRequest.id == number).values(values)


IS_OPEN = CitizenRequest.is_open
CLOSED = ~CitizenRequest.is_open
WRONGS: dict[str, tuple[Any, Callable[[int], Any], str]] = {
    "state": (_one(CitizenRequest.state == State.NEW), _set(state=State.IN_PROGRESS), "state is in_progress"),
    "is_open": (_one(CLOSED), _set(is_open=True), "is_open is True, its history says False"),
    "region": (_one(IS_OPEN), _set(region="KZ-10"), "region is KZ-10"),
    "category": (_one(IS_OPEN), _set(category="bench"), "category is bench"),
    "executor": (_one(CitizenRequest.executor_id.is_not(None)), _set(executor_id=20), "executor_id is 20"),
    "stars": (_one(CitizenRequest.stars > 1), _set(stars=1), "stars is 1, its history says"),
    "assigned_at": (_one(CitizenRequest.assigned_at.is_not(None)), _set(assigned_at=None), "assigned_at is None"),
    "followers": (_one(CitizenRequest.followers == 1), _set(followers=2), "followers is 2, 1 follow it"),
    "outcome": (_one(CitizenRequest.state == State.WITHDRAWN), _set(outcome="executed"), "outcome is executed"),
    "done_at": (_one(CitizenRequest.done_at.is_not(None)), _set(done_at=None), "done_at is None"),
    "entry gone": (
        _one(CLOSED),
        lambda n: delete(HistoryEntry).where(HistoryEntry.request_id == n, HistoryEntry.action != Action.SEND),
        "its history says new",
    ),
    "no history": (
        _one(IS_OPEN),
        lambda n: delete(HistoryEntry).where(HistoryEntry.request_id == n),
        "it has no history",
    ),
    "ruling": (
        select(Complaint.request_id).where(Complaint.ruling == "right").limit(1),
        lambda n: update(Complaint).where(Complaint.request_id == n).values(ruling="wrong"),
        "complaints are",
    ),
    "timer": (
        _one(CitizenRequest.outcome == "work", CitizenRequest.state == State.NEW),
        lambda n: delete(Timer).where(Timer.subject == str(n), Timer.name == "overdue"),
        "no timer is set",
    ),
}


async def test_what_is_wrong_is_found_and_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a check that never finds anything would pass for one that found nothing."""
    monkeypatch.setattr(recount, "BATCH", 10)
    monkeypatch.setattr(recount, "CELLS", 100)
    lives = Lives(database, seed=7)
    await lives.begin()
    await lives.pass_by(220)
    late = lives.now + timedelta(days=400)
    assert await said(database, late) == []
    for name, (find, spoil, word) in WRONGS.items():
        async with database.begin() as session:
            number = await session.scalar(find)
            assert number is not None, name
            await session.execute(spoil(number))
            found = [str(d) async for d in disagreements(session, late, lambda seen, last: None)]
            assert any(f.startswith(f"request {number}: ") and word in f for f in found), (name, found)
            await session.rollback()
    assert await said(database, late) == []


async def test_a_wrong_counter_is_found_and_named(database: Database) -> None:
    """Without it: a figure that is wrong by one would be signed by a minister."""
    lives = Lives(database, seed=3)
    await lives.begin()
    await lives.pass_by(30)
    wrong = {"district": "", "measure": "work", "region": "KZ-79", "category": "bench", "kind": "request"}
    async with database.begin() as session:
        cell = (await session.scalars(select(Counter).where(Counter.period == "all").limit(1))).one()
        cell.number += 1
        named = f"{cell.region} {cell.category or '(no category)'} {cell.kind} {cell.measure}: is {cell.number}"
        await session.execute(insert(Counter).values(period="2024-02-29", number=2, **wrong))
    found = await said(database, lives.now)
    assert len(found) == 2
    assert "counter 2024-02-29 KZ-79 bench request work: is 2, counted 0" in found
    assert any(named in line and line.endswith(f"counted {cell.number - 1}") for line in found), (named, found)


async def test_it_looks_at_one_moment_only(postgres_url: str) -> None:
    """Without it: what people do while the check runs would look like disagreements."""
    database = Database(postgres_url)
    lives = Lives(database, seed=5)
    await lives.begin()
    await lives.pass_by(20)
    async with snapshot(database) as session:
        await session.execute(select(CitizenRequest.id))
        await lives.pass_by(20)
        assert [d async for d in disagreements(session, lives.now, lambda seen, last: None)] == []
    await database.close()
