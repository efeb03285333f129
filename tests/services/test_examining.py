"""What makes somebody look twice at a photo report, and what does not."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import ROOT, Settings
from bot.talk import Teller
from domain.errors import NotAllowed, NotFound
from domain.permissions import Actor, Grant
from domain.proof import REPORT_METRES, Doubt
from domain.words import Action, Kind, Located, MediaPurpose, Outcome, Role, State
from handlers import media_ready
from models import CitizenRequest, HistoryEntry, Media, Membership, Person, WorkReport
from models.database import Database
from services import doubts, examining, reports, working
from services.images import inspect_and_encode
from services.incoming import IncomingFile
from services.reports import Said
from services.working import Particulars
from tests.services.pictures import encoded

REGION, LAT, LON = "KZ-79", 42.32, 69.59
NOW = datetime.now(UTC)
EXECUTOR = Actor(5, (Grant(Role.EXECUTOR, REGION),))
OPERATOR = Actor(6, (Grant(Role.OPERATOR, REGION),))
NORTH = 1 / 111_195
_seconds = count(1)
PICTURES = ROOT / "sandbox" / "pictures"
YARD, PARK, DITCH = PICTURES / "yard_bins_after.jpg", PICTURES / "park_litter_after.jpg", PICTURES / "open_manhole.jpg"


async def task(session: AsyncSession, north: float = 0.0, **fields: Any) -> CitizenRequest:
    """A request in the executor's hands, some metres north of the others."""
    if await session.get(Person, 5) is None:
        for i in (5, 6):
            session.add(Person(id=i, is_staff=True, reachable=True, last_message_id=0, created_at=NOW, name=f"P{i}"))
        await session.flush()
        session.add(Membership(person_id=5, role=Role.EXECUTOR, region=REGION, active=True, created_at=NOW))
    values = {
        "kind": Kind.REQUEST, "category": "territory", "state": State.IN_PROGRESS, "is_open": True,
        "outcome": Outcome.WORK, "region": REGION, "lat": LAT + north * NORTH, "lon": LON, "located": Located.PIN,
        "executor_id": 5, "sent_at": NOW - timedelta(days=2), "day": NOW.date(), "due_at": NOW + timedelta(days=3),
        "first_due_at": NOW + timedelta(days=3), "queued_at": NOW, "reopened": 0, "appealed": False,
    }  # fmt: skip
    request = CitizenRequest(**(values | fields))
    session.add(request)
    await session.flush()
    return request


def smaller(path: Path) -> bytes:
    """The picture as it comes back from a messenger."""
    image = Image.open(path).convert("RGB")
    return encoded(image.resize((image.width // 2, image.height // 2)), "JPEG", quality=50)


def fetched(picture: Path | bytes) -> dict[str, Any]:
    """What is known of a picture once it has been fetched."""
    found = inspect_and_encode(picture)
    return {"state": "stored", "dhash": found.dhash, "glance": found.glance, "key": found.sha256[:60] + ".jpg"}


async def media(session: AsyncSession, person: int = 5, now: datetime = NOW, **fields: Any) -> int:
    """A photo with nothing known of it but what is given."""
    values = {
        "person_id": person, "purpose": MediaPurpose.AFTER, "kind": "photo", "sent_as": "photo", "file_id": "f",
        "file_unique_id": "f", "state": "stored", "attempts": 0, "not_before": now, "forwarded": False,
        "created_at": now,
    }  # fmt: skip
    row = Media(**(values | fields))
    session.add(row)
    await session.flush()
    return row.id


async def reported(session: AsyncSession, request: CitizenRequest, photo: int, **said: Any) -> WorkReport:
    """The report on a request with one photo."""
    now = said.pop("now", None) or NOW + timedelta(seconds=next(_seconds))
    await working.report(session, EXECUTOR, request.id, [photo], None, now, Particulars(**said))
    report = await doubts.of_request(session, request.id)
    assert report is not None
    return report


def kinds(report: WorkReport) -> list[str]:
    """The doubts about a report by name."""
    return [found["doubt"] for found in report.doubts or []]


async def test_an_honest_report_raises_no_doubt(database: Database) -> None:
    """Without it: flags would be so common that nobody looks at them."""
    async with database.begin() as session:
        request = await task(session)
        before = fetched(PICTURES / "yard_bins_before.jpg")
        await media(session, 6, request_id=request.id, purpose=MediaPurpose.BEFORE, **before)
        photo = await media(session, taken_at=NOW, lat=LAT, lon=LON, **fetched(YARD))
        report = await reported(session, request, photo, place=(LAT + 100 * NORTH, LON))
        assert report.doubts is None and report.metres == 100
        other = await task(session)
        report = await reported(session, other, await media(session, **fetched(PARK)))
        assert (report.doubts, report.metres) == (None, None)
        assert await doubts.count(session, REGION) == 0


async def test_each_doubt_is_found(database: Database) -> None:
    """Without it: the citizen's own photo, an old one, or one from elsewhere would pass for the work done."""
    async with database.begin() as session:
        request = await task(session)
        own = await media(session, 6, request_id=request.id, purpose=MediaPurpose.BEFORE, **fetched(DITCH))
        report = await reported(session, request, await media(session, **fetched(smaller(DITCH))))
        assert [(f["doubt"], f["other"]) for f in report.doubts or []] == [(Doubt.FROM_CITIZEN, own)]
        first = await task(session)
        used = await media(session, **fetched(YARD))
        assert (await reported(session, first, used)).doubts is None
        again = await task(session)
        report = await reported(session, again, await media(session, **fetched(smaller(YARD))))
        assert [(f["doubt"], f["other"], f["number"]) for f in report.doubts or []] == [
            (Doubt.USED_BEFORE, used, first.id)
        ]
        # A plain surface has no print; the very same file is found all the same.
        plain = {"dhash": 0, "glance": bytes(256), "key": "plain.jpg"}
        await reported(session, await task(session), await media(session, **plain))
        report = await reported(session, await task(session), await media(session, **plain))
        assert kinds(report) == [Doubt.USED_BEFORE]
        elsewhere = await media(session, lat=LAT + 0.05, lon=LON, taken_at=NOW - timedelta(days=90))
        report = await reported(session, await task(session), elsewhere)
        assert kinds(report) == [Doubt.TAKEN_FAR, Doubt.TAKEN_BEFORE] and report.metres == 5560
        old = await task(session, sent_at=NOW - timedelta(days=60))
        taken = await media(session, taken_at=NOW - timedelta(days=30))
        report = await reported(session, old, taken, place=(LAT + (REPORT_METRES + 2) * NORTH, LON))
        assert kinds(report) == [Doubt.FAR, Doubt.TAKEN_LONG_AGO]


async def test_work_done_again_needs_a_new_photo(database: Database) -> None:
    """Without it: after a complaint the same photo could be sent once more."""
    async with database.begin() as session:
        request = await task(session)
        await reported(session, request, await media(session, **fetched(YARD)))
        request.state, request.is_open, later = State.IN_PROGRESS, True, NOW + timedelta(hours=1)
        again = await media(session, now=later, **fetched(smaller(YARD)))
        report = await reported(session, request, again, now=later)
        assert [(f["doubt"], f["number"]) for f in report.doubts or []] == [(Doubt.USED_BEFORE, request.id)]


@pytest.mark.parametrize("sent_as", ["photo", "document"])
async def test_photos_fetched_after_the_report_are_looked_at_too(database: Database, sent_as: str) -> None:
    """Without it: whoever presses Send fast enough, or sends a large file, would never be looked at."""
    async with database.begin() as session:
        first, second = await task(session), await task(session)
        await reported(session, first, await media(session, **fetched(YARD)))
        waiting = await media(session, state="pending", sent_as=sent_as)
        report = await reported(session, second, waiting)
        assert report.doubts is None
    async with database.begin() as session:
        row = await session.get_one(Media, waiting)
        for name, value in fetched(smaller(YARD)).items():
            setattr(row, name, value)
        teller = Teller(session, Settings(_env_file=None), NOW)
        await media_ready(teller, row)
        await media_ready(teller, row)
        found = await doubts.of_request(session, second.id)
        assert found is not None and kinds(found) == [Doubt.USED_BEFORE]
        assert await doubts.count(session, [REGION]) == 1


async def test_several_tasks_share_a_report(database: Database) -> None:
    """Without it: three citizens' reports of one heap would mean three reports, or doubts about each but the first."""
    async with database.begin() as session:
        main, near = await task(session), await task(session, 40, state=State.ASSIGNED)
        far, dump = await task(session, 130), await task(session, 5, category="illegal_dump")
        for name in "ab":
            file = IncomingFile("photo", "photo", name, name, name)
            await reports.add_file(session, EXECUTOR, main.id, file, NOW)
        made = await reports.report_in_the_making(session, EXECUTOR, Said(main.id))
        assert [task.id for task in made.beside] == [near.id]
        for other in (far, dump):
            with pytest.raises(NotAllowed):
                await reports.send(session, EXECUTOR, Said(main.id, also=(other.id,)), NOW)
        steps = await reports.send(session, EXECUTOR, Said(main.id, "Clean", (LAT, LON), (near.id,)), NOW)
        assert [(s.action, s.request.id) for s in steps] == [
            (Action.REPORT, main.id), (Action.START, near.id), (Action.REPORT, near.id),
        ]  # fmt: skip
    async with database.begin() as session:
        rows = (await session.scalars(select(Media).order_by(Media.id))).all()
        assert [(m.request_id, m.file_id) for m in rows] == [
            (main.id, "a"), (main.id, "b"), (near.id, "a"), (near.id, "b"),
        ]  # fmt: skip
        for row in rows:
            for name, value in fetched(YARD if row.file_id == "a" else PARK).items():
                setattr(row, name, value)
            await session.flush()
            await examining.examine_later(session, row)
        found = (await session.scalars(select(WorkReport).order_by(WorkReport.id))).all()
        assert [(r.request_id, r.metres, r.doubts) for r in found] == [(main.id, 0, None), (near.id, 40, None)]
        words = (await session.scalars(select(HistoryEntry).where(HistoryEntry.action == Action.REPORT))).all()
        assert [entry.comment for entry in words] == ["Clean", "Clean"]


async def test_the_list_of_doubts(database: Database) -> None:
    """Without it: a report could be passed by whoever made it, or be seen by another region."""
    async with database.begin() as session:
        made = []
        for _ in range(2 * doubts.PAGE + 3):
            request = await task(session)
            made.append((await reported(session, request, await media(session), place=(43.0, 69.0))).id)
        first = await doubts.page(session, OPERATOR)
        assert [row.id for row in first.rows] == made[:8] and (first.previous, first.next) == (None, made[8])
        second = await doubts.page(session, OPERATOR, made[8])
        third = await doubts.page(session, OPERATOR, second.next or 0)
        assert [row.id for row in third.rows] == made[16:] and third.next is None
        back = await doubts.page(session, OPERATOR, third.previous or 0, back=True)
        assert [row.id for row in back.rows] == made[8:16]
        other = Actor(7, (Grant(Role.SUPERVISOR, "KZ-71"),))
        for actor in (other, EXECUTOR):
            with pytest.raises(NotFound):
                await doubts.case(session, actor, made[0])
            with pytest.raises(NotFound):
                await doubts.looked(session, actor, made[0], NOW)
        with pytest.raises(NotFound):
            await doubts.page(session, EXECUTOR)
        assert (await doubts.page(session, other)).rows == []
        both = Actor(5, (Grant(Role.OPERATOR, REGION),))
        with pytest.raises(NotAllowed):
            await doubts.looked(session, both, made[0], NOW)
        report = await doubts.looked(session, OPERATOR, made[0], NOW)
        assert (report.looked_by, report.looked_at) == (6, NOW)
        await session.flush()
        assert await doubts.count(session, REGION) == len(made) - 1
        assert (await doubts.case(session, OPERATOR, made[0])).looked_by == "P6"
