"""What executors do: begin, give back, plan, report."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Missing
from domain.permissions import Actor
from domain.proof import REPORT_METRES, Doubt, metres_between
from domain.words import Action, MediaPurpose, State
from models import CitizenRequest, Media, WorkReport
from services import dumps, examining
from services.dumps import Dump
from services.steps import Step, close_step, open_step, stale
from services.templates import Texts, in_each_language

PLAN_DAYS = 30
"""How many days ahead work can be planned."""
_MORNING = time(9)
"""When planned work counts as begun, local time."""


def planned_moment(day: date, now: datetime, zone: ZoneInfo) -> datetime:
    """The morning of a day on which work is to begin. Raises Missing(planned_for) outside the next `PLAN_DAYS`."""
    if not 1 <= (day - now.astimezone(zone).date()).days <= PLAN_DAYS:
        raise Missing("planned_for")
    return datetime.combine(day, _MORNING, zone)


async def start(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> Step:
    """Begin the work."""
    step = await open_step(session, actor, request_id, Action.START, now)
    step.request.planned_for = None
    return await close_step(session, step)


async def give_back(session: AsyncSession, actor: Actor, request_id: int, comment: str, now: datetime) -> Step:
    """Return the request to the operators, saying why it cannot be done."""
    step = await open_step(session, actor, request_id, Action.RETURN, now)
    if not comment:
        raise Missing("comment")
    step.request.executor_id, step.request.returned = None, True
    return await close_step(session, step, comment)


async def plan(session: AsyncSession, actor: Actor, request_id: int, planned_for: datetime, now: datetime) -> Step:
    """Set the date of the work, or move it. It must lie ahead; a date that it has already is Stale."""
    step = await open_step(session, actor, request_id, Action.PLAN, now)
    if planned_for <= now:
        raise Missing("planned_for")
    if step.request.state is State.PLANNED and step.request.planned_for == planned_for:
        raise await stale(session, step.request)
    step.request.planned_for = planned_for
    step.data["planned_for"] = planned_for.isoformat()
    return await close_step(session, step)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a report says besides photos and words: where the executor is, and what became of a dump."""

    place: tuple[float, float] | None = None
    dump: Dump = field(default_factory=Dump)
    template: Texts | None = None
    """The comment in each language, where it is a ready answer."""


async def report(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    media_ids: Sequence[int],
    comment: str | None,
    now: datetime,
    particulars: Particulars | None = None,
) -> Step:
    """Report the work done, with at least one photo of the executor's own from this report.

    On an illegal dump it must say what became of it, else Missing (`outcome`, `volume`).
    """
    step = await open_step(session, actor, request_id, Action.REPORT, now)
    said = particulars or Particulars()
    if not media_ids:
        raise Missing("photo")
    dump = dumps.check(step.request.category, said.dump)
    taken = await session.execute(
        update(Media)
        .where(Media.id.in_(media_ids), Media.person_id == actor.id, Media.request_id.is_(None))
        .values(request_id=request_id, draft_id=None, report_of=None, purpose=MediaPurpose.AFTER)
        .returning(Media.id, Media.kind)
    )
    files = taken.all()
    if "photo" not in {file.kind for file in files}:
        raise Missing("photo")
    step.request.done_at = now
    if dump is not None:
        step.data["dump"] = dump.store()
    in_each_language(step, said.template)
    kept = _kept(step, said.place, dump or Dump())
    # Before the end of the step, at which it is counted.
    session.add(kept)
    done = await close_step(session, step, comment)
    await _look_twice(session, step.request, kept, [file.id for file in files])
    return done


def _kept(step: Step, place: tuple[float, float] | None, dump: Dump) -> WorkReport:
    """What was reported, to be kept."""
    request = step.request
    lat, lon = place or (None, None)
    return WorkReport(
        request_id=request.id, region=request.region, person_id=step.actor.id, at=step.now, lat=lat, lon=lon,
        metres=metres_between(request.lat, request.lon, place), outcome=dump.outcome, litres=dump.litres,
        article=dump.article, fine=dump.fine,
    )  # fmt: skip


async def _look_twice(
    session: AsyncSession, request: CitizenRequest, kept: WorkReport, media_ids: Sequence[int]
) -> None:
    """Note what a person should look at twice."""
    if kept.metres is not None and kept.metres > REPORT_METRES:
        examining.note(kept, [{"doubt": Doubt.FAR.value, "metres": kept.metres}])
    photos = await session.scalars(
        select(Media).where(Media.id.in_(media_ids)).order_by(Media.id).execution_options(populate_existing=True)
    )
    await examining.examine(session, kept, request, photos)
