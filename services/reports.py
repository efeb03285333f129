"""The photo report in the making: what an executor collects and says before sending it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import terms
from domain.errors import NotAllowed
from domain.permissions import Actor
from domain.words import Action, MediaPurpose, State, TemplateUse
from models import CitizenRequest, Media
from models.upsert import insert_into
from services import counters, dumps, tasks, templates, working
from services.dumps import Dump
from services.incoming import Added, IncomingFile, drop_collected, media_row
from services.steps import Step, takeable_request
from services.tasks import Beside
from services.templates import Texts


@dataclass(frozen=True, slots=True)
class Said:
    """What an executor has said for a report besides the photos; kept in `Person.expecting`."""

    request_id: int
    comment: str | None = None
    place: tuple[float, float] | None = None
    also: tuple[int, ...] = ()
    """Other tasks in the same place that the report is for."""
    dump: Dump = field(default_factory=Dump)
    ready: str | None = None
    """The ready answer that the comment is, as it was chosen."""
    ask: str | None = None
    """`volume` or `fine` while that is awaited; else words are the comment."""

    def store(self) -> dict[str, Any]:
        """As JSON, with `id` for the request."""
        whole = {
            "id": self.request_id, "comment": self.comment, "place": self.place and list(self.place),
            "also": list(self.also), "dump": self.dump.store(), "ready": self.ready, "ask": self.ask,
        }  # fmt: skip
        return {key: value for key, value in whole.items() if value}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Said":
        """From JSON that `store` has made."""
        place = stored.get("place")
        return cls(
            int(stored["id"]),
            stored.get("comment"),
            (place[0], place[1]) if place else None,
            tuple(stored.get("also", ())),
            Dump.read(stored.get("dump")),
            stored.get("ready"),
            stored.get("ask"),
        )


@dataclass(frozen=True, slots=True)
class Collected:
    """A photo or video that was collected; `kind` is `photo` or `video`."""

    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the making: its request, the photos and videos so far, what was said, and what else is done there."""

    request: CitizenRequest
    files: Sequence[Collected]
    said: Said
    beside: Sequence[Beside] = ()

    @property
    def has_photo(self) -> bool:
        """Whether there is a photo: a video alone is no photo report."""
        return any(file.kind == "photo" for file in self.files)

    @property
    def is_dump(self) -> bool:
        """Whether the report has to say what became of a dump."""
        return self.request.category == dumps.CATEGORY

    def missing(self) -> list[str]:
        """What is needed before it can be sent: `photo`, `outcome`, `volume`."""
        return ([] if self.has_photo else ["photo"]) + (self.said.dump.missing() if self.is_dump else [])


async def report_in_the_making(session: AsyncSession, actor: Actor, said: Said) -> Report:
    """What has been collected. Raises NotFound, Stale or NotAllowed where the actor cannot report this work now."""
    request = await takeable_request(session, actor, said.request_id, Action.REPORT)
    beside = await tasks.beside(session, actor, request)
    here = {task.id for task in beside}
    said = replace(said, also=tuple(number for number in said.also if number in here))
    return replace(await collected_for(session, actor, request, said), beside=beside)


async def collected_for(session: AsyncSession, actor: Actor, request: CitizenRequest, said: Said) -> Report:
    """What the actor has collected for a report on a request, without asking whether they may send it."""
    return Report(request, await _collected(session, actor, request.id), said)


async def _collected(session: AsyncSession, actor: Actor, request_id: int) -> list[Collected]:
    query = select(Media.id, Media.kind).where(
        Media.report_of == request_id, Media.person_id == actor.id, Media.state != "refused"
    )
    return [Collected(*row) for row in await session.execute(query.order_by(Media.id))]


async def number_collected(session: AsyncSession, actor: Actor, request_id: int) -> int:
    """How many files the actor has collected for a report."""
    number = select(func.count()).where(Media.report_of == request_id, Media.person_id == actor.id)
    return await session.scalar(number) or 0


async def add_file(session: AsyncSession, actor: Actor, request_id: int, file: IncomingFile, now: datetime) -> Added:
    """Put a photo or video into the report. The same file again changes nothing, an eleventh is left out.

    Raises as `report_in_the_making`; NotAllowed for a forwarded file: it shows somebody else's work, or an older one.
    """
    if file.forwarded:
        raise NotAllowed
    await takeable_request(session, actor, request_id, Action.REPORT)
    if await number_collected(session, actor, request_id) >= terms.PHOTOS:
        return Added.FULL
    row = media_row(file, actor.id, MediaPurpose.AFTER, now, report_of=request_id)
    added = insert_into(session, Media).values(row).on_conflict_do_nothing().returning(Media.id)
    return Added.DOUBLE if (await session.execute(added)).first() is None else Added.ADDED


async def clear(session: AsyncSession, actor: Actor, request_id: int, now: datetime) -> None:
    """Throw away what was collected; the files are deleted soon after."""
    await drop_collected(session, request_id, actor.id or 0, now)


async def send(session: AsyncSession, actor: Actor, said: Said, now: datetime) -> list[Step]:
    """Report the work done with what was collected: this task, and the others in the same place that were chosen.

    All of them or none. Raises Missing for what is not there; Stale, NotFound or NotAllowed, with nothing changed,
    where one of the tasks has moved on.
    """
    # In one order for everybody, so that two transactions never wait for each other.
    numbers = sorted({said.request_id, *said.also})
    for number in numbers:
        await _check(session, actor, said.request_id, number)
    files = [file.id for file in await _collected(session, actor, said.request_id)]
    words = await _ready_texts(session, said)
    here = working.Particulars(said.place, said.dump, words)
    there = replace(here, dump=Dump())
    async with counters.together(session):
        steps = [await working.report(session, actor, said.request_id, files, said.comment, now, here)]
        for number in (n for n in numbers if n != said.request_id):
            request = await session.get_one(CitizenRequest, number)
            if request.state is not State.IN_PROGRESS:
                steps.append(await working.start(session, actor, number, now))
            copies = await _copied(session, files, now)
            steps.append(await working.report(session, actor, number, copies, said.comment, now, there))
    return steps


async def _ready_texts(session: AsyncSession, said: Said) -> Texts | None:
    """The comment in every language, where it is a ready answer that is still offered."""
    if said.ready is None:
        return None
    region = (await session.get_one(CitizenRequest, said.request_id)).region
    offered = await templates.for_use(session, region, TemplateUse.DONE)
    return next((ready.whole() for ready in offered if ready.ref == said.ready), None)


async def _check(session: AsyncSession, actor: Actor, main: int, number: int) -> None:
    """Whether this task can be reported now, with its row locked. Raises where not."""
    row = await session.get(CitizenRequest, number, with_for_update=True)
    may_start = number != main and row is not None and row.state is not State.IN_PROGRESS
    request = await takeable_request(session, actor, number, Action.START if may_start else Action.REPORT)
    if number != main and tasks.metres_beside(request, await session.get_one(CitizenRequest, main)) is None:
        raise NotAllowed


async def _copied(session: AsyncSession, media_ids: Sequence[int], now: datetime) -> list[int]:
    """Rows of the same photos and videos for another request; what is still to be fetched is fetched for each."""
    originals = (await session.scalars(select(Media).where(Media.id.in_(media_ids)).order_by(Media.id))).all()
    # Whoever is fetching the original right now fetches nothing for the copy: it waits for nobody.
    left_out = {"id", "draft_id", "request_id", "report_of", "created_at", "not_before"}
    columns = [column.key for column in Media.__mapper__.column_attrs if column.key not in left_out]
    new = {"created_at": now, "not_before": now}
    rows = [{key: getattr(media, key) for key in columns} | new for media in originals]
    return list(await session.scalars(insert(Media).returning(Media.id), rows))
