"""The morning's digest: what waits for each of the staff, in one message, on working days.

Each region has a timer "digest", and the country one (subject ""). Somebody who works for several is told once, of
everything, with the first of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import and_, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.ladder import TO_MINISTRY, TO_SUPERVISORS
from domain.words import Role, State
from models import CitizenRequest, Complaint, Membership, Person, Timer, WorkReport
from services.calendar import is_working_day
from services.ladder import CLIMBED, has_hours
from services.paging import IS_OPEN
from services.people import IS_ACTIVE
from services.region_settings import Choices, settings_of
from services.scopes import COUNTRY
from services.tasks import AT_WORK
from services.timers import set_timer

OLDEST = 5
"""Requests that get a button."""
NEW = timedelta(hours=12)
"""What has climbed the ladder within this time is new in a digest: since the working day before."""
_RECURRING = ("digest", "ladder", "news")
"""Timers of a region of which one that is parked keeps every later one away."""
_COUNTRY_LATER = timedelta(minutes=5)
"""The country's digest comes after those of the regions, in which requests climb."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request with a button."""

    id: int
    category: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class QueueDigest:
    """What waits in the queues that somebody keeps."""

    overdue: int
    today: int
    waiting: int
    returned: int
    doubts: int
    complaints: int
    escalated: int
    raised: int
    oldest: Sequence[Line] = ()

    def __bool__(self) -> bool:
        return any((self.overdue, self.today, self.waiting, self.returned, self.doubts, self.complaints))


@dataclass(frozen=True, slots=True)
class TaskDigest:
    """What somebody has to do themselves by tonight."""

    overdue: int
    today: int
    oldest: Sequence[Line]


@dataclass(frozen=True, slots=True)
class CountryDigest:
    """What has climbed to the ministry, and what waits in vain for a supervisor, by region."""

    raised: int
    by_region: Sequence[tuple[str, int]]
    oldest: Sequence[Line]
    unruled: Sequence[tuple[str, int]] = ()
    """Open complaints of regions where nobody may rule on them: only the ministry can invite somebody."""

    def __bool__(self) -> bool:
        return bool(self.by_region or self.unruled)


@dataclass(slots=True)
class Digest:
    """Everything that one person is told this morning."""

    person: Person
    regions: tuple[str, ...] = ()
    queue: QueueDigest | None = None
    tasks: TaskDigest | None = None
    country: CountryDigest | None = None
    supervises: bool = False


@dataclass(slots=True)
class _Reader:
    person: Person
    roles: dict[str, set[Role]] = field(default_factory=lambda: defaultdict(set))
    """By region; "" for the ministry."""

    def regions(self, *roles: Role) -> tuple[str, ...]:
        return tuple(sorted(region for region, held in self.roles.items() if held.intersection(roles)))


async def digests_for(session: AsyncSession, subject: str, now: datetime, zone: tzinfo) -> list[Digest]:
    """The digests that go out with a region's timer, or the country's: of the people whose first it is."""
    readers = [r for r in await _readers(session, subject) if min(r.roles) == subject]
    tasks = await _tasks(session, [r.person.id for r in readers], now, zone)
    queues: dict[tuple[Any, ...], QueueDigest] = {}
    country = await _country(session, now) if subject == COUNTRY else None
    found = []
    for reader in readers:
        keeps = reader.regions(Role.OPERATOR, Role.SUPERVISOR)
        supervises = reader.regions(Role.SUPERVISOR)
        # Colleagues who keep the same queues are counted for together.
        key = keeps, supervises
        if keeps and key not in queues:
            queues[key] = await _queue(session, keeps, supervises, now, zone)
        digest = Digest(reader.person, keeps, queues.get(key) or None, tasks.get(reader.person.id))
        digest.country, digest.supervises = country or None, bool(supervises)
        if digest.queue or digest.tasks or digest.country:
            found.append(digest)
    return found


async def _readers(session: AsyncSession, subject: str) -> list[_Reader]:
    here = Membership.region.is_(None) if subject == COUNTRY else Membership.region == subject
    people = select(Membership.person_id).where(here, IS_ACTIVE)
    query = (
        select(Person, Membership.region, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id.in_(people), Person.reachable, IS_ACTIVE)
        .order_by(Person.id)
    )
    found: dict[int, _Reader] = {}
    for person, region, role in await session.execute(query):
        found.setdefault(person.id, _Reader(person)).roles[region or COUNTRY].add(role)
    return list(found.values())


def _tonight(now: datetime, zone: tzinfo) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), zone).astimezone(UTC)


async def _queue(
    session: AsyncSession, regions: Sequence[str], supervises: Sequence[str], now: datetime, zone: tzinfo
) -> QueueDigest:
    def requests(*conditions: Any) -> Any:
        here = CitizenRequest.region.in_(regions)
        return select(func.count()).select_from(CitizenRequest).where(IS_OPEN, here, *conditions).scalar_subquery()

    def rows(table: Any, regions: Sequence[str], *conditions: Any) -> Any:
        query = select(func.count()).select_from(table).where(table.region.in_(regions))
        return query.where(*(text(c) for c in conditions)).scalar_subquery()

    climbed = (CLIMBED, CitizenRequest.escalation >= TO_SUPERVISORS, CitizenRequest.region.in_(supervises))
    counts = select(
        requests(CitizenRequest.due_at < now),
        requests(CitizenRequest.due_at >= now, CitizenRequest.due_at < _tonight(now, zone)),
        requests(CitizenRequest.state == State.NEW),
        requests(text("requests.returned")),
        rows(WorkReport, regions, "work_reports.doubts IS NOT NULL", "work_reports.looked_at IS NULL"),
        rows(Complaint, supervises, "complaints.ruling IS NULL"),
        requests(*climbed),
        requests(*climbed, CitizenRequest.escalated_at > now - NEW),
    )
    numbers = (await session.execute(counts)).one()
    return QueueDigest(*numbers, oldest=await _oldest(session, _late(regions, now)) if numbers[0] else ())


def _late(regions: Sequence[str], now: datetime) -> tuple[Any, ...]:
    return IS_OPEN, CitizenRequest.region.in_(regions), CitizenRequest.due_at < now


async def _oldest(session: AsyncSession, conditions: Sequence[Any]) -> list[Line]:
    query = select(CitizenRequest.id, CitizenRequest.category, CitizenRequest.due_at).where(*conditions)
    rows = await session.execute(query.order_by(CitizenRequest.due_at, CitizenRequest.id).limit(OLDEST))
    return [Line(*row) for row in rows]


async def _tasks(session: AsyncSession, people: Sequence[int], now: datetime, zone: tzinfo) -> dict[int, TaskDigest]:
    mine = and_(IS_OPEN, CitizenRequest.executor_id.in_(people), CitizenRequest.state.in_(AT_WORK))
    each: dict[str, Any] = {"partition_by": CitizenRequest.executor_id}
    ranked = (
        select(
            CitizenRequest.executor_id, CitizenRequest.id, CitizenRequest.category, CitizenRequest.due_at,
            func.row_number().over(**each, order_by=(CitizenRequest.due_at, CitizenRequest.id)).label("place"),
            func.count().over(**each).label("all"),
            func.count().filter(CitizenRequest.due_at < now).over(**each).label("late"),
        )
        .where(mine, CitizenRequest.due_at < _tonight(now, zone))
        .subquery()
    )  # fmt: skip
    lines: dict[int, list[Line]] = defaultdict(list)
    counts: dict[int, tuple[int, int]] = {}
    for person, id_, category, due_at, _place, every, late in await session.execute(
        select(ranked).where(ranked.c.place <= OLDEST).order_by(ranked.c.executor_id, ranked.c.place)
    ):
        lines[person].append(Line(id_, category, due_at))
        counts[person] = late, every - late
    return {person: TaskDigest(*counts[person], lines[person]) for person in lines}


async def _country(session: AsyncSession, now: datetime) -> CountryDigest:
    climbed = (IS_OPEN, CLIMBED, CitizenRequest.escalation == TO_MINISTRY)
    raised = func.count().filter(CitizenRequest.escalated_at > now - NEW)
    query = select(CitizenRequest.region, func.count(), raised).where(*climbed).group_by(CitizenRequest.region)
    rows = (await session.execute(query)).all()
    oldest = await _oldest(session, climbed) if rows else []
    by_region = _most_first([(region, n) for region, n, _ in rows])
    return CountryDigest(sum(new for _, _, new in rows), by_region, oldest, await _unruled(session))


async def _unruled(session: AsyncSession) -> list[tuple[str, int]]:
    supervised = exists().where(Membership.region == Complaint.region, Membership.role == Role.SUPERVISOR, IS_ACTIVE)
    query = (
        select(Complaint.region, func.count())
        .where(text("complaints.ruling IS NULL"), ~supervised)
        .group_by(Complaint.region)
    )
    return _most_first([(region, n) for region, n in await session.execute(query)])


def _most_first(regions: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(regions, key=lambda row: (-row[1], row[0]))


def next_digest(choices: Choices, subject: str, now: datetime, zone: tzinfo) -> datetime:
    """When the next digest goes out after `now`, in UTC."""
    found = choices.hours.next_at(now.astimezone(zone), choices.digest_at, is_working_day)
    return found.astimezone(UTC) + (_COUNTRY_LATER if subject == COUNTRY else timedelta(0))


async def keep_going(session: AsyncSession, subjects: Iterable[str], now: datetime, zone: tzinfo) -> None:
    """See that the digests of some regions, or the country (""), go out.

    What had failed for good and would set itself anew (`_RECURRING`) begins again.
    """
    wanted = sorted(set(subjects))
    if not wanted:
        return
    stuck = (Timer.name.in_(_RECURRING), Timer.subject.in_(wanted), Timer.state == "parked")
    settings = await settings_of(session, wanted)
    for subject in wanted:
        await set_timer(session, "digest", subject, next_digest(settings(subject), subject, now, zone), keep=True)
    await session.execute(
        update(Timer)
        .where(*stuck)
        .values(state="pending", attempts=0, due_at=now)
        .execution_options(synchronize_session=False)
    )


async def keep_all_going(session: AsyncSession, now: datetime, zone: tzinfo) -> None:
    """`keep_going` wherever anybody works: at the start of a process."""
    found = await session.scalars(select(Membership.region).where(IS_ACTIVE).distinct())
    await keep_going(session, {region or COUNTRY for region in found}, now, zone)


async def follow_settings(session: AsyncSession, scope: str, now: datetime, zone: tzinfo) -> None:
    """Move the digests that go out already to the hours that hold now, in a region or, for "", everywhere."""
    query = select(Timer.subject, Timer.due_at).where(Timer.name == "digest")
    if scope != COUNTRY:
        query = query.where(Timer.subject == scope)
    waiting = sorted((await session.execute(query)).all())
    settings, midnight = await settings_of(session, [subject for subject, _ in waiting]), _tonight(now, zone)
    for subject, due_at in waiting:
        choices = settings(subject)
        # Where today's has gone out, a later hour does not bring a second one.
        since = midnight if due_at >= midnight else now
        await set_timer(session, "digest", subject, next_digest(choices, subject, since, zone))
        if subject != COUNTRY and has_hours(choices):
            await set_timer(session, "ladder", subject, now, keep=True)
