"""Exports: a workbook of 100,000 rows against openpyxl, and all requests of a large installation into files."""

import asyncio
import re
import resource
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import dataset
from benchmarks.figures import Figure, Measurement, time_shown
from benchmarks.stage import FOLDER, KINDS, Stage
from benchmarks.timing import interleaved
from bot.sheets.books import Books, CsvFiles
from bot.sheets.parts import Parts
from bot.sheets.plan import Column, Form
from bot.sheets.rows import RowsSheet
from bot.translator import translator
from bot.views import sheet_rows, workbook
from domain.permissions import Actor, Grant
from domain.spans import Unit, containing
from domain.words import Role
from models.database import Database
from services import export_rows, exporting
from services.recount import snapshot
from services.statements import draw_up
from services.statistics import Scope

ROWS, ROUNDS = 100_000, 3
ZONE = ZoneInfo("Asia/Almaty")
ANALYST = Actor(1, (Grant(Role.NATIONAL),))
_FORMS = (Form.NUMBER, *[Form.TEXT] * 4, Form.POINT, Form.POINT, Form.TEXT, Form.MOMENT, Form.MOMENT, Form.TEXT,
          Form.NUMBER)  # fmt: skip
LEAST_ROWS = 5_000
"""A second: a million in three minutes and a half."""
MOST_MEGABYTES = 64
"""By how much the process may grow while a million rows pass through it."""


def measure(stage: Stage) -> list[Figure]:
    """The comparison first: what an export leaves in memory is then no burden to it."""
    figures = _against_openpyxl(ROWS // 10 if stage.quick else ROWS)
    for kind in KINDS:
        for form in ("XLSX", "CSV"):
            figures += asyncio.run(_export(stage, kind, form))
    return figures


def _sample(size: int) -> list[tuple[Any, ...]]:
    """Twelve cells of each request."""
    places = [dataset.COLUMNS.index(name) for name in (
        "id", "category", "region", "state", "address", "lat", "lon", "description", "sent_at", "due_at", "outcome",
        "reopened",
    )]  # fmt: skip
    return [tuple(row[place] for place in places) for row in dataset.requests(size)]


def _against_openpyxl(size: int) -> list[Figure]:
    rows = _sample(size)
    local = [
        tuple(v.astimezone(ZONE).replace(tzinfo=None) if isinstance(v, datetime) else v for v in row) for row in rows
    ]
    columns = [Column(f"c{n}", f"Column {n}", form) for n, form in enumerate(_FORMS)]
    with TemporaryDirectory(dir=FOLDER) as folder:
        seconds = interleaved(
            {"ours": lambda: _ours(Path(folder), rows, columns), "openpyxl": lambda: _openpyxl(Path(folder), local)},
            1 if size < ROWS else ROUNDS,
        )
    detail = f"{time_shown(seconds['ours'])} against {time_shown(seconds['openpyxl'])} for {size:,} rows of 12 cells"
    return [Figure("Workbook of raw rows", seconds["ours"] / seconds["openpyxl"], 0.15, detail=detail)]


def _ours(folder: Path, rows: list[tuple[Any, ...]], columns: list[Column]) -> None:
    books = Books(folder, "ours", (), RowsSheet("Rows", "Rows", columns, ZONE))
    for begin in range(0, len(rows), export_rows.BATCH):
        books.add(rows[begin : begin + export_rows.BATCH])
    books.close()


def _openpyxl(folder: Path, rows: list[tuple[Any, ...]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    for row in rows:
        sheet.append(row)
    book.save(folder / "theirs.xlsx")


async def _export(stage: Stage, kind: str, form: str) -> list[Figure]:
    database, t = Database(stage.filled(kind, stage.large), zone=ZONE), translator("ru", ZONE)
    span, scope = containing(Unit.START, dataset.NOW.date()), Scope()
    try:
        with TemporaryDirectory(dir=FOLDER) as folder:
            async with snapshot(database) as session:
                statement = await draw_up(session, scope, span, dataset.NOW)
                parts: Parts = CsvFiles(Path(folder), "rows", sheet_rows.columns(t, named=True), "ru", ZONE)
                if form == "XLSX":
                    sheet = sheet_rows.sheet(t, statement, named=True)
                    parts = Books(Path(folder), "rows", workbook.sheets(t, statement), sheet)
                found, cells = exporting.reach(ANALYST, scope), sheet_rows.cells(t, named=True)
                before, start = _megabytes(), perf_counter()
                longest, peak = await _write(session, found, scope, span, parts, cells)
                paths = await asyncio.to_thread(parts.close)
                seconds, grown = perf_counter() - start, peak - before
            size = sum(path.stat().st_size for path in paths) / 1e6
    finally:
        await database.close()
    if parts.rows != stage.large:
        raise RuntimeError("rows are missing")
    where = f"{parts.rows:,} rows of {len(sheet_rows.columns(t, named=True))} cells, {form}, {kind}"
    return [
        Figure(f"Export, {form}, {kind}", parts.rows / seconds, LEAST_ROWS, "rows/s",
               f"{time_shown(seconds)} for {where}: {len(paths)} files, {size:.0f} MB; the loop was held for "
               f"{time_shown(longest)} at most", least=True),
        Figure(f"Export, memory, {form}, {kind}", grown, MOST_MEGABYTES, "MB", where),
    ]  # fmt: skip


async def _write(
    session: Any, found: exporting.Reach, scope: Scope, span: Any, parts: Parts, cells: Callable[..., Any]
) -> tuple[float, float]:
    """As `handlers.export_making` does; gives for how long the event loop was held at most, and the peak of memory."""
    longest, peak, done = 0.0, 0.0, asyncio.Event()

    async def listen() -> None:
        nonlocal longest
        while not done.is_set():
            start = perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, perf_counter() - start - 0.001)

    async with asyncio.TaskGroup() as group:
        group.create_task(listen())
        async with aclosing(export_rows.rows(session, ANALYST, found, scope, span)) as batches:
            async for batch in batches:
                await asyncio.to_thread(lambda now: parts.add(cells(now)), batch)
                peak = max(peak, _megabytes())
        done.set()
    return longest, peak


def _megabytes() -> float:
    """The process's own memory now: without the pages of the database file, which the system takes back at need."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


MEASUREMENT = Measurement(
    "exports",
    "Exports",
    "`bot.sheets.books.Books` against openpyxl in its write-only mode, the same rows of 12 cells (numbers, text, "
    "points, moments). Then everything since the start as /export makes it: read in batches within one snapshot, put "
    "into Russian words, written to files; how much the process's memory grows at most while it goes on.",
    "What the database gives is taken apart in the event loop, row by row.",
    measure,
)
