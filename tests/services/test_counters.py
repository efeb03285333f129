"""The counters after any legal life of any requests: they agree with a naive recount of the requests."""

from collections import Counter as Tally
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.periods import periods_of
from domain.permissions import CLOCK, Actor, Grant
from domain.words import OPEN_STATES, Action, Ground, Kind, Located, MediaPurpose, Outcome, RejectReason, Role, State
from domain.workflow import Edge, edges_from
from models import EVER, CitizenRequest, Complaint, Counter, HistoryEntry, Media, Membership, Person
from models.database import Database
from services import counters, deciding, erasing, judging, working
from services.overdue import mark_overdue

ZONE = ZoneInfo("Asia/Almaty")
REGIONS = ("KZ-79", "KZ-75")
CATEGORIES = ("territory", "road_repair", "street_improvement")
CITIZEN, CHIEF, EXECUTORS = 11, 12, (13, 14)
BOSS = Actor(CHIEF, tuple(Grant(Role.SUPERVISOR, region) for region in REGIONS))
START = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)


async def people(session: AsyncSession) -> None:
    """A citizen, a supervisor and two executors of both regions."""
    for i in (CITIZEN, CHIEF, *EXECUTORS):
        session.add(Person(id=i, is_staff=i != CITIZEN, reachable=True, last_message_id=0, created_at=START))
    await session.flush()
    for i, role in ((CHIEF, Role.SUPERVISOR), *((e, Role.EXECUTOR) for e in EXECUTORS)):
        for region in REGIONS:
            session.add(Membership(person_id=i, role=role, region=region, active=True, created_at=START))


async def sent(session: AsyncSession, now: datetime, pick: Callable[[int], int]) -> None:
    """A request, with or without a category, counted as new."""
    request = CitizenRequest(
        kind=(Kind.REQUEST, Kind.SUGGESTION)[pick(2)], category=(None, *CATEGORIES)[pick(3)], state=State.NEW,
        is_open=True, outcome=Outcome.WORK, region=REGIONS[pick(2)], located=Located.PIN, citizen_id=CITIZEN,
        sent_at=now, day=now.astimezone(ZONE).date(), due_at=now + timedelta(days=3),
        first_due_at=now + timedelta(days=3), queued_at=now, reopened=0, appealed=False,
    )  # fmt: skip
    session.add(request)
    await session.flush()
    await counters.move(session, None, counters.standing_of(request))


async def take(session: AsyncSession, request: CitizenRequest, edge: Edge, now: datetime, pick: Any) -> None:
    """Take the step of an edge with something fitting in hand."""
    i, executor = request.id, Actor(request.executor_id, tuple(Grant(Role.EXECUTOR, r) for r in REGIONS))
    citizen, other = Actor(CITIZEN), EXECUTORS[pick(2)]
    by_clock = Role.CLOCK in edge.by
    category, region = request.category or CATEGORIES[pick(3)], REGIONS[request.region == REGIONS[0]]
    verbs: dict[Action, Callable[[], Awaitable[Any]]] = {
        Action.RECATEGORISE: lambda: deciding.recategorise(session, BOSS, i, CATEGORIES[pick(3)], now, ZONE),
        Action.ASSIGN: lambda: _assign(session, i, category, other, now),
        Action.ASK: lambda: deciding.ask(session, BOSS, i, "Where?", now),
        Action.ANSWER: lambda: judging.answer(session, citizen, i, "There", now),
        Action.REJECT: lambda: (
            judging.drop_unanswered(session, i, now)
            if by_clock
            else deciding.reject(session, BOSS, i, _REASONS[pick(len(_REASONS))], "because", now)
        ),
        Action.MARK_DUPLICATE: lambda: _duplicate(session, request, now),
        Action.FORWARD: lambda: deciding.forward(session, BOSS, i, region, "Yours", now),
        Action.START: lambda: (
            judging.begin_planned(session, i, now) if by_clock else working.start(session, executor, i, now)
        ),
        Action.RETURN: lambda: working.give_back(session, executor, i, "No lorry", now),
        Action.PLAN: lambda: working.plan(session, BOSS, i, now + timedelta(days=2), now),
        Action.REPORT: lambda: _report(session, executor, i, now),
        Action.CONFIRM: lambda: (
            judging.confirm_by_silence(session, i, now)
            if by_clock
            else judging.confirm(session, citizen, i, 1 + pick(5), now)
        ),
        Action.COMPLAIN: lambda: judging.complain(session, citizen, i, list(Ground)[pick(4)], None, [], now),
        Action.UPHOLD: lambda: judging.uphold(session, BOSS, i, "It is clean", now),
        Action.REOPEN: lambda: judging.reopen(session, BOSS, i, other, "Again", now, ZONE, same_executor=True),
        Action.APPEAL: lambda: judging.appeal(session, citizen, i, "Look again", now),
        Action.GRANT_APPEAL: lambda: judging.grant_appeal(session, BOSS, i, "Right", now),
        Action.REFUSE_APPEAL: lambda: judging.refuse_appeal(session, BOSS, i, "No", now),
        Action.WITHDRAW: lambda: judging.withdraw(session, citizen, i, now),
    }
    await verbs[edge.action]()


_REASONS = [reason for reason in RejectReason if reason is not RejectReason.NO_ANSWER]


async def _assign(session: AsyncSession, i: int, category: str, executor: int, now: datetime) -> None:
    request = await session.get_one(CitizenRequest, i)
    if request.category is None:
        await deciding.recategorise(session, BOSS, i, category, now, ZONE)
    await deciding.assign(session, BOSS, i, executor, now, ZONE)


async def _duplicate(session: AsyncSession, request: CitizenRequest, now: datetime) -> None:
    others = select(CitizenRequest.id).where(
        CitizenRequest.region == request.region,
        CitizenRequest.id != request.id,
        CitizenRequest.is_open,
    )
    original = await session.scalar(others.order_by(CitizenRequest.id).limit(1))
    if original is not None:
        await deciding.mark_duplicate(session, BOSS, request.id, original, now)


async def _report(session: AsyncSession, executor: Actor, i: int, now: datetime) -> None:
    photo = Media(
        person_id=executor.id, purpose=MediaPurpose.AFTER, kind="photo", sent_as="photo", file_id="f",
        file_unique_id="f", state="stored", attempts=0, not_before=now, forwarded=False, created_at=now,
    )  # fmt: skip
    session.add(photo)
    await session.flush()
    await working.report(session, executor, i, [photo.id], None, now)


ONWARD = {Action.ASSIGN, Action.START, Action.REPORT, Action.COMPLAIN, Action.REOPEN, Action.UPHOLD}
"""Steps towards the rarer states are taken more often, or few requests would live to see them."""


async def possible(session: AsyncSession, request: CitizenRequest) -> list[Edge]:
    """The steps that a request in this state may take, leaving out what the table alone does not know."""
    edges = [e for e in edges_from(request.state) for _ in range(5 if e.action in ONWARD else 1)]
    edges = [e for e in edges if e.action is not Action.NOTE]
    if request.state is State.REJECTED:
        waiting = select(Complaint.id).where(Complaint.request_id == request.id, Complaint.ruling.is_(None))
        is_waiting = await session.scalar(waiting) is not None
        rulings = {Action.GRANT_APPEAL, Action.REFUSE_APPEAL} if is_waiting else set()
        allowed = rulings if request.appealed else {Action.APPEAL}
        edges = [e for e in edges if e.action in allowed]
    return edges


async def live(database: Database, choices: list[int]) -> None:
    """Let time pass and requests be sent, moved and forgotten as the numbers say."""
    rest = iter(choices)

    def pick(n: int) -> int:
        return next(rest, 0) % n

    now = START + timedelta(days=pick(30))
    while (what := next(rest, None)) is not None:
        now += timedelta(hours=pick(40))
        async with database.begin() as session:
            requests = list(await session.scalars(select(CitizenRequest).order_by(CitizenRequest.id)))
            if what % 10 == 0 or not requests:
                await sent(session, now, pick)
                continue
            request = requests[pick(len(requests))]
            if what % 10 == 1:
                await mark_overdue(session, request.id, now)
                continue
            edges = await possible(session, request)
            if edges:
                await take(session, request, edges[pick(len(edges))], now, pick)


async def check(database: Database) -> None:
    """Counters, requests and history tell the same."""
    async with database.reading() as session:
        requests = list(await session.scalars(select(CitizenRequest)))
        kept = {
            (c.period, c.region, c.category, c.kind, c.measure): c.number
            for c in await session.scalars(select(Counter))
            if c.number and c.district == "" and c.measure in set(Outcome)
        }
        recount = Tally(
            (period, r.region, r.category or "", r.kind, r.outcome)
            for r in requests
            for period in (EVER, *periods_of(r.day))
        )
        assert kept == dict(recount)
        last = {h.request_id: h.to_state for h in await session.scalars(select(HistoryEntry).order_by(HistoryEntry.id))}
        for request in requests:
            assert last.get(request.id, State.NEW) is request.state
            assert request.is_open == (request.state in OPEN_STATES)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(choices=st.lists(st.integers(min_value=0, max_value=10_000), min_size=150, max_size=250))
async def test_counters_agree_with_a_recount_after_any_life(database: Database, choices: list[int]) -> None:
    """Without it: the figures would drift away from the requests, a little with every forgotten case."""
    async with database.begin() as session:
        if await session.get(Person, CHIEF) is None:
            await people(session)
    await live(database, choices)
    await check(database)


async def test_the_clock_has_no_hand_in_other_peoples_steps(database: Database) -> None:
    """Without it: the random lives above might never meet time itself, which acts without an id."""
    assert CLOCK.id is None
    async with database.begin() as session:
        await people(session)
        await sent(session, START, lambda n: 0)
    async with database.begin() as session:
        await deciding.ask(session, BOSS, 1, "Where?", START)
        step = await judging.drop_unanswered(session, 1, START + timedelta(days=8))
        assert (step.role, step.request.outcome) == (Role.CLOCK, Outcome.RETURNED)
    await check(database)


async def test_erasing_somebody_moves_no_figure(database: Database) -> None:
    """Without it: everybody who leaves would take their requests out of the akimat's figures, or leave them twice."""
    async with database.begin() as session:
        await people(session)
    await live(database, [n * n % 9973 for n in range(300)])
    async with database.begin() as session:
        assert len(list(await session.scalars(select(CitizenRequest.id)))) > 3
        await erasing.erase(session, await session.get_one(Person, CITIZEN), START)
    async with database.reading() as session:
        assert set(await session.scalars(select(CitizenRequest.citizen_id))) == {None}
    await check(database)
