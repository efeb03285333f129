"""/export: the files that come, whose rows are in them, and what is said meanwhile."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot import job
from bot.sheets import parts
from domain.words import Role
from handlers import export_making
from models import Making
from sandbox.client import Person as Player
from services import deciding, makings
from tests.conftest import Desk
from tests.stories.behind import done, employ, filed, press, step

pytestmark = pytest.mark.by_turns

DEVIL = "=cmd|' /C calc'!A0"


async def documents(desk: Desk, player: Player) -> dict[str, bytes]:
    """The files that have come, by name."""
    await desk.idle()
    sent = [m["document"] for m in await player.messages(by_bot=True) if "document" in m]
    return {document["file_name"]: await desk.tg.file(document) for document in sent}


def rows_of(content: bytes, sheet: str = "Requests") -> list[dict[str, Any]]:
    """The rows of a workbook's sheet of requests, by the names of its columns."""
    _title, header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows if any(row)]


async def exported(desk: Desk, player: Player, button: str = "📊 Excel: figures and rows") -> bytes:
    """Order an export of this week, and take the one file that comes."""
    before = set(await documents(desk, player))
    await player.send_text("/export")
    await press(player, button)
    [(_, content)] = [item for item in (await documents(desk, player)).items() if item[0] not in before]
    return content


async def test_the_workbook_comes_with_figures_and_rows(desk: Desk) -> None:
    """Without it: an analyst would retype figures, and could not look behind them."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    executor = await desk.staff(Role.EXECUTOR, name="Бауыржан")
    await employ(desk, executor.id, "Жасыл ЖШС")
    number = await filed(desk, citizen.id, queued=False, description=DEVIL, address="8 701 234 56 78, ет комбинаты")
    await done(desk, number, executor.id, operator.id)
    await filed(desk, citizen.id, queued=False)
    await filed(desk, citizen.id, queued=False, region="KZ-75")
    content = await exported(desk, operator)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Summary", "By category", "By district", "Times", "Illegal dumps", "Requests"]
    first, second = rows_of(content)
    assert (first["Number"], first["Description"], first["Executor's organisation"]) == (number, DEVIL, "Жасыл ЖШС")
    assert first["Counts as"] == "executed on time" and second["Counts as"] == "in work"
    assert "701" not in first["Address"] and "Executor" not in first
    assert isinstance(first["Sent"], datetime) and first["Closed"] == ""
    texts = [m.words for m in await operator.messages(by_bot=True)]
    assert not [text for text in texts if "being made" in text]


async def test_csv_is_for_a_double_click(desk: Desk) -> None:
    """Without it: Excel would show other letters, one column, or run what somebody has written."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR, locale="ru")
    await filed(desk, citizen.id, queued=False, description=DEVIL, lat=42.32)
    content = await exported(desk, operator, "📄 CSV: только строки")
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row["Описание"] == "'" + DEVIL and row["Широта"] == "42,32"
    assert datetime.strptime(row["Отправлена"], "%d.%m.%Y %H:%M")


async def test_whose_rows_are_in_it(desk: Desk) -> None:
    """Without it: somebody would carry home requests that are none of their business, or miss their own."""
    citizen, other = await desk.citizen(), await desk.citizen()
    operator, executor = await desk.staff(Role.OPERATOR), await desk.staff(Role.EXECUTOR)
    supervisor, national = await desk.staff(Role.SUPERVISOR), await desk.staff(Role.NATIONAL, None)
    mine, worked, theirs = [
        await filed(desk, sender.id, queued=False) for sender in (citizen, other, other)
    ]  # fmt: skip
    far = await filed(desk, other.id, queued=False, region="KZ-75")
    await step(desk, operator.id, deciding.assign, worked, executor.id, datetime.now(UTC), desk.settings.zone)
    for player, expected, named in (
        (citizen, {mine}, False), (operator, {mine, worked, theirs}, False), (executor, {worked}, False),
        (supervisor, {mine, worked, theirs}, True), (national, {mine, worked, theirs, far}, True),
    ):  # fmt: skip
        rows = rows_of(await exported(desk, player))
        assert {row["Number"] for row in rows} == expected
        assert all(("Executor" in row) is named for row in rows)
        assert not any(str(citizen.id) in str(row.values()) for row in rows)


async def test_rights_are_asked_again_when_it_is_made(desk: Desk) -> None:
    """Without it: who was dismissed after ordering, or forges a press, would get a region's requests."""
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    await filed(desk, citizen.id, queued=False)
    await operator.send_text("/export")
    shown = await operator.wait_for("Export")
    for data in ("xlsx:0:s.KZ-71", "open:0:s.KZ-71", "csv:0:s.KZ-99", "xlsx:0:x.KZ-79", "place:0:s.KZ", "figures:0:"):
        answer = (await operator.forge(shown, f"export:{data}"))["answer"]
        assert "not able to do this" in answer["text"] or "nothing here" in answer["text"]
    assert await desk.rows(Making) == []
    async with desk.database.begin() as session:
        details = {"wanted": "s.KZ-71", "form": "xlsx"}
        await makings.order(session, "export", operator.id, details, datetime.now(UTC))
    assert await documents(desk, operator) == {}
    assert "not able to do this" in (await operator.last()).words


async def test_much_comes_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a file too large for a messenger would fail to be sent for ever."""
    monkeypatch.setattr(parts, "MOST_ROWS", 2)
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    numbers = [await filed(desk, citizen.id, queued=False) for _ in range(5)]
    await operator.send_text("/export")
    await press(operator, "📊 Excel: figures and rows")
    files = await documents(desk, operator)
    assert sorted(files)[0].endswith("-1.xlsx") and len(files) == 3
    rows = [rows_of(files[name]) for name in sorted(files)]
    assert [len(part) for part in rows] == [2, 2, 1]
    assert [row["Number"] for part in rows for row in part] == numbers
    assert len(await desk.rows(Making)) == 3
    await desk.pass_time(name="forget_made")
    assert await desk.rows(Making) == []


async def test_it_is_told_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: somebody would wait for minutes without knowing whether anything happens."""
    monkeypatch.setattr(job, "TOLD_EVERY", 0.0)
    seen: list[str] = []
    written = export_making._written

    async def watched(at: Any, *rest: Any) -> Any:
        await at.progress(0.4)
        message = await operator.wait_for(lambda m: "40 %" in m.words.replace("\xa0", " "))
        seen.append(message.words)
        return await written(at, *rest)

    monkeypatch.setattr(export_making, "_written", watched)
    citizen, operator = await desk.citizen(), await desk.staff(Role.OPERATOR)
    await filed(desk, citizen.id, queued=False)
    await exported(desk, operator)
    assert len(seen) == 1
    assert not [m for m in await operator.messages(by_bot=True) if "being made" in m.words]
