"""What is kept of people: nothing before consent, nothing of them after erasing, nothing of theirs in the logs."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.outbox import Parcel, _upsert
from domain.words import Ground, Role
from models import Ban, Base, CitizenRequest, Draft, Follow, InboxUpdate, Media, OutboxMessage, Person
from services import area_alerts, deciding, judging
from tests.conftest import Desk
from tests.stories.acting import SHYMKENT, card, press, send_request
from tests.stories.behind import done, filed, step

pytestmark = pytest.mark.by_turns

SECRET = "behind the blue gate"


async def traces(desk: Desk, *wanted: str) -> set[str]:
    """Where in the database any of these stands, as table.column."""
    found = set()
    async with desk.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                found |= {f"{table.name}.{k}" for k, v in row.items() if any(word in str(v) for word in wanted)}
    return found


async def test_refusing_leaves_nothing_behind(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it: somebody's words and photos would lie here though they said no."""
    resident = await desk.stranger(first_name="Гүлнар", last_name="Тайная", username="secret_name")
    await resident.send_photos(["yard_bins_before", "open_manhole"], caption=SECRET)
    await resident.send_text(SECRET)
    await resident.send("voice")
    await resident.send_location(*SHYMKENT)
    sent = await resident.send_text(SECRET)
    await resident.edit(sent, text=f"{SECRET}!")
    await desk.idle()
    await press(desk, resident, "Русский")
    await resident.press(data="start:disagree:0:")
    await desk.idle()
    await desk.runtime._empty_inbox()
    assert await traces(desk, SECRET, "Гүлнар", "Тайная", "secret_name", "42.3205", "AgAC") == set()
    assert await traces(desk, str(resident.id)) == {"people.id", "inbox.lane", "screens.chat_id"}
    for table in (Draft, Media, CitizenRequest):
        assert await desk.rows(table) == []
    assert SECRET not in capsys.readouterr().out


async def test_erasing_leaves_no_trace_of_the_person(desk: Desk) -> None:
    """Without it: "erase everything" would be a promise that one forgotten table breaks."""
    operator, executor = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    resident, neighbour = await desk.citizen(), await desk.citizen()
    await send_request(desk, resident)
    other = await filed(desk, neighbour.id)
    now = datetime.now(UTC)
    async with desk.database.begin() as session:
        session.add(Follow(request_id=other, person_id=resident.id, created_at=now))
        await area_alerts.add_area(session, resident.id, "KZ-79", None, now, desk.settings.zone)
        over = {"banned_at": now, "appeal": SECRET, "appealed_at": now, "lifted_at": now, "answer": SECRET}
        session.add(Ban(person_id=resident.id, region="KZ-75", reason=SECRET, **over))
    [number] = [row.id for row in await desk.rows(CitizenRequest, citizen_id=resident.id)]
    await done(desk, number, executor.id, operator.id)
    await step(desk, resident.id, judging.complain, number, Ground.POOR_WORK, None, [], now)
    asked = await filed(desk, resident.id)
    await step(desk, operator.id, deciding.ask, asked, "Where?", now)
    await resident.forge((await resident.wait_for("Where?")).id, f"question:answer:{asked}:")
    await resident.send_photo("open_manhole", caption=SECRET)
    await desk.idle()
    await resident.forge((await card(desk, resident)).id, f"question:answer:{asked}:")
    await resident.send_text("/new")
    await resident.send_photo("steppe_dump_before", caption=SECRET)
    await desk.idle()
    async with desk.database.begin() as session:
        await _upsert(session, [Parcel(resident.id, "message", {"content": {"text": SECRET}}, now)], now)
        await session.execute(update(OutboxMessage).values(state="failed"))
    await resident.send_text("/privacy")
    await desk.idle()
    await resident.press(data="privacy:erase:0:")
    await desk.idle()
    await resident.press(data="privacy:erased:0:")
    await desk.idle()
    await desk.runtime._empty_inbox()
    assert await traces(desk, SECRET) == set()
    assert await traces(desk, str(resident.id)) == {"people.id", "inbox.lane", "screens.chat_id"}
    [person] = await desk.rows(Person, id=resident.id)
    kept = {c.key: getattr(person, c.key) for c in Person.__table__.columns}
    assert {k for k, v in kept.items() if v} == {"id", "reachable", "last_message_id", "created_at"}
    await desk.pass_time(name="forget_files")
    files = {path.name for path in desk.settings.media_dir.rglob("*.jpg")}
    assert files == {media.key for media in await desk.rows(Media) if media.key}
    assert {media.request_id for media in await desk.rows(Media)} == {number}


async def test_errors_do_not_show_what_people_wrote(desk: Desk) -> None:
    """Without it: an error in the log would carry somebody's words and place with it."""
    async with desk.database.begin() as session:
        row: dict[str, Any] = {"update_id": 1, "lane": 1, "state": "parked", "body": SECRET, "attempts": 0}
        row |= {"not_before": datetime.now(UTC), "received_at": datetime.now(UTC)}
        await session.execute(insert(InboxUpdate).values(row))
    with pytest.raises(IntegrityError) as caught:
        async with desk.database.begin() as session:
            await session.execute(insert(InboxUpdate).values(row))
    assert SECRET not in str(caught.value)
