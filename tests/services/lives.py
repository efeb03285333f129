"""Requests that live at random: people and time take any step the table allows, at any moment, through the services.

Steps that were rarely taken are preferred, so that after some hundred all of the table has been walked.
"""

import random
from collections import Counter as Tally
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Refused
from domain.permissions import Actor, Grant
from domain.words import (
    Action,
    Article,
    DumpOutcome,
    Ground,
    Kind,
    Located,
    MediaPurpose,
    RejectReason,
    Role,
    State,
)
from domain.workflow import Edge, edges_from
from models import CitizenRequest, Complaint, Draft, Media, Membership, Person
from models.database import Database
from services import deciding, erasing, following, geography, judging, overdue, sending, working
from services.drafts import Sketch
from services.dumps import Dump

ZONE = ZoneInfo("Asia/Almaty")
REGIONS = ("KZ-79", "KZ-75", "KZ-19")
CATEGORIES = ("illegal_dump", "illegal_dump", "territory")
"""Reports on illegal dumps say most."""
CITIZENS, CHIEF, EXECUTORS = (11, 12, 13), 20, (21, 22)
START = datetime(2025, 12, 20, 10, 0, tzinfo=UTC)
BOSS = Actor(CHIEF, tuple(Grant(Role.SUPERVISOR, region) for region in REGIONS))
REASONS = [reason for reason in RejectReason if reason is not RejectReason.NO_ANSWER]
ENDS = (State.WITHDRAWN, State.DUPLICATE, State.UPHELD, State.CONFIRMED)
ONWARD = {Action.ASSIGN, Action.START, Action.REPORT, Action.COMPLAIN, Action.REOPEN}
"""Steps towards the rarer states, or few requests would live to see them."""
Way = tuple[Action, State, Role]
"""A step as somebody takes it: what, in which state, in which role."""


class Lives:
    """The requests of a database, and what happened to them. `taken` counts each way a step was taken."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.now = START
        self.taken: Tally[Way] = Tally()
        self.chance = random.Random(seed)
        self.verbs: dict[Action, Callable[[AsyncSession, CitizenRequest, Actor, Role], Awaitable[Any]]] = {
            Action.RECATEGORISE: lambda s, r, a, by: deciding.recategorise(s, a, r.id, self.other(r), self.now, ZONE),
            Action.ASSIGN: lambda s, r, a, by: deciding.assign(s, a, r.id, self.executor(), self.now, ZONE),
            Action.ASK: lambda s, r, a, by: deciding.ask(s, a, r.id, "Where?", self.now),
            Action.ANSWER: lambda s, r, a, by: judging.answer(s, a, r.id, "There", self.now),
            Action.REJECT: self._reject,
            Action.MARK_DUPLICATE: self._mark_duplicate,
            Action.FORWARD: self._forward,
            Action.START: self._start,
            Action.RETURN: lambda s, r, a, by: working.give_back(s, a, r.id, "No lorry", self.now),
            Action.PLAN: lambda s, r, a, by: working.plan(s, a, r.id, self.now + timedelta(days=2), self.now),
            Action.REPORT: self._report,
            Action.CONFIRM: self._confirm,
            Action.COMPLAIN: self._complain,
            Action.UPHOLD: lambda s, r, a, by: judging.uphold(s, a, r.id, "It is clean", self.now),
            Action.REOPEN: self._reopen,
            Action.APPEAL: lambda s, r, a, by: judging.appeal(s, a, r.id, "Look again", self.now),
            Action.GRANT_APPEAL: lambda s, r, a, by: judging.grant_appeal(s, a, r.id, "Right", self.now),
            Action.REFUSE_APPEAL: lambda s, r, a, by: judging.refuse_appeal(s, a, r.id, "No", self.now),
            Action.WITHDRAW: lambda s, r, a, by: judging.withdraw(s, a, r.id, self.now),
            Action.NOTE: lambda s, r, a, by: deciding.note(s, a, r.id, "Beside the school", self.now),
            Action.PLACE: self._place,
        }

    async def begin(self) -> None:
        """Bring in the people: citizens, a supervisor of all regions and two executors."""
        async with self.database.begin() as session:
            for i in (*CITIZENS, CHIEF, *EXECUTORS):
                staff = i not in CITIZENS
                session.add(Person(id=i, is_staff=staff, reachable=True, last_message_id=0, created_at=START))
            await session.flush()
            for i, role in ((CHIEF, Role.SUPERVISOR), *((e, Role.EXECUTOR) for e in EXECUTORS)):
                for region in REGIONS:
                    session.add(Membership(person_id=i, role=role, region=region, active=True, created_at=START))

    async def pass_by(self, steps: int) -> None:
        """Let so many things happen."""
        for _ in range(steps):
            self.now += timedelta(hours=self.chance.choice((0, 1, 5, 30)), microseconds=self.chance.randrange(10**6))
            async with self.database.begin() as session:
                await self._happen(session)

    async def _happen(self, session: AsyncSession) -> None:
        what = self.chance.random()
        query = select(CitizenRequest.id).order_by(CitizenRequest.id.desc()).limit(30)
        if what < 0.95:
            query = query.where(CitizenRequest.state.not_in(ENDS))
        ids = list(await session.scalars(query))
        if not ids or what < 0.1:
            await self.send(session)
        elif what < 0.2:
            await overdue.mark_overdue(session, self.chance.choice(ids), self.now)
        elif what < 0.21:
            await erasing.erase(session, await session.get_one(Person, self.chance.choice(CITIZENS)), self.now)
        elif what < 0.25:
            await following.follow(session, self.chance.choice(CITIZENS), self.chance.choice(ids), self.now)
        elif what < 0.26:
            await following.unfollow(session, self.chance.choice(CITIZENS), self.chance.choice(ids))
        else:
            await self.step(session, await session.get_one(CitizenRequest, self.chance.choice(ids)))

    async def send(self, session: AsyncSession) -> None:
        """Somebody sends a request: with a point, or with the district's code or name and an address."""
        region, kind = self.chance.choice(REGIONS), self.chance.choice(tuple(Kind))
        known = [d.kato for d in geography.districts(region)]
        draft = Draft(
            id=self.chance.getrandbits(53),
            person_id=self.chance.choice(CITIZENS), kind=kind, region=region, address="Abai 1",
            category=self.chance.choice((None, *CATEGORIES)) if kind is Kind.REQUEST else "territory",
            category_open=True, district=self.chance.choice((None, "By the river", *known)), not_these=False,
            located=Located.ADDRESS, created_at=self.now, updated_at=self.now,
        )  # fmt: skip
        session.add(draft)
        await session.flush()
        await sending.send(session, Sketch(draft, 1), self.now, ZONE, 10**6, 10**6)

    async def step(self, session: AsyncSession, request: CitizenRequest) -> None:
        """Take a step that leads onward, or the one that was taken least."""
        ways = await self._ways(session, request)
        if not ways:
            return
        onward = [way for way in ways if way[0].action in ONWARD]
        if onward and self.chance.random() < 0.6:
            ways = onward
        edge, role = min(ways, key=lambda way: (self.taken[self.way(request, *way)], self.chance.random()))
        way = self.way(request, edge, role)
        self.taken[way] += 1
        try:
            await self.verbs[edge.action](session, request, self._actor(request, role), role)
        except Refused as refusal:
            raise AssertionError(f"{way} was refused: {refusal!r}") from refusal

    def way(self, request: CitizenRequest, edge: Edge, role: Role) -> Way:
        """A step as it is counted."""
        return edge.action, request.state, role

    async def _ways(self, session: AsyncSession, request: CitizenRequest) -> list[tuple[Edge, Role]]:
        """The steps open to this request and by whom, leaving out what the table alone does not know."""
        waiting = select(Complaint.id).where(Complaint.request_id == request.id, Complaint.ruling.is_(None))
        is_waiting = await session.scalar(waiting) is not None
        impossible = {
            Action.APPEAL: request.appealed,
            Action.GRANT_APPEAL: not is_waiting,
            Action.REFUSE_APPEAL: not is_waiting,
            Action.ASSIGN: request.category is None,
            Action.ASK: request.citizen_id is None,
            Action.PLACE: not geography.districts(request.region),
            Action.MARK_DUPLICATE: await self._original(session, request) is None,
        }
        return [
            (edge, role)
            for edge in edges_from(request.state)
            for role in edge.by
            if not impossible.get(edge.action)
            and not (role is Role.CITIZEN and request.citizen_id is None)
            and not (role is Role.EXECUTOR and request.executor_id is None)
        ]

    def _actor(self, request: CitizenRequest, role: Role) -> Actor:
        if role is Role.CITIZEN:
            return Actor(request.citizen_id)
        if role is Role.EXECUTOR:
            return Actor(request.executor_id, tuple(Grant(Role.EXECUTOR, region) for region in REGIONS))
        return BOSS

    def executor(self) -> int:
        """Any of the executors."""
        return self.chance.choice(EXECUTORS)

    def other(self, request: CitizenRequest) -> str:
        """A category other than the request's."""
        if request.kind is Kind.SUGGESTION:
            return "territory"
        return self.chance.choice([key for key in CATEGORIES if key != request.category])

    async def _reject(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        if by is Role.CLOCK:
            await judging.drop_unanswered(session, request.id, self.now)
        else:
            await deciding.reject(session, actor, request.id, self.chance.choice(REASONS), "because", self.now)

    async def _original(self, session: AsyncSession, request: CitizenRequest) -> int | None:
        query = select(CitizenRequest.id).where(
            CitizenRequest.region == request.region, CitizenRequest.id != request.id, CitizenRequest.is_open
        )
        found: int | None = await session.scalar(query.order_by(CitizenRequest.id).limit(1))
        return found

    async def _mark_duplicate(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        original = await self._original(session, request)
        assert original is not None
        await deciding.mark_duplicate(session, actor, request.id, original, self.now)

    async def _forward(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        region = self.chance.choice([region for region in REGIONS if region != request.region])
        await deciding.forward(session, actor, request.id, region, "Yours", self.now)

    async def _start(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        if by is Role.CLOCK:
            await judging.begin_planned(session, request.id, self.now)
        else:
            await working.start(session, actor, request.id, self.now)

    async def _report(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        photo = Media(
            person_id=actor.id, purpose=MediaPurpose.AFTER, kind="photo", sent_as="photo", file_id="f",
            file_unique_id="f", state="stored", attempts=0, not_before=self.now, forwarded=False, created_at=self.now,
        )  # fmt: skip
        session.add(photo)
        await session.flush()
        article = self.chance.choice((None, *Article))
        dump = Dump(self.chance.choice(tuple(DumpOutcome)), 1000 * self.chance.randint(1, 9), article, 43_250)
        said = working.Particulars(dump=dump)
        await working.report(session, actor, request.id, [photo.id], None, self.now, said)

    async def _confirm(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        if by is Role.CLOCK:
            await judging.confirm_by_silence(session, request.id, self.now)
        else:
            await judging.confirm(session, actor, request.id, self.chance.randint(1, 5), self.now)

    async def _complain(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        ground = self.chance.choice(tuple(Ground))
        await judging.complain(session, actor, request.id, ground, None, [], self.now)

    async def _reopen(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        executor = self.executor()
        await judging.reopen(session, actor, request.id, executor, "Again", self.now, ZONE, same_executor=True)

    async def _place(self, session: AsyncSession, request: CitizenRequest, actor: Actor, by: Role) -> None:
        district = self.chance.choice(geography.districts(request.region))
        await deciding.place(session, actor, request.id, district.kato, self.now)
