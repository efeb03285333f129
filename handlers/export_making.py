"""Making an export in the workshop: figures and rows of one moment, written as they are read."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.job import Job, Made
from bot.translator import Translator
from bot.views import exporting as views
from bot.views import sheet_rows, workbook
from bot.views.exporting import Form, Wanted
from domain.errors import NotFound
from domain.permissions import Actor
from services import export_rows, exporting, statements
from services.exporting import Reach
from services.recount import snapshot
from services.statements import Statement

if TYPE_CHECKING:
    from bot.sheets.parts import Parts


async def export(job: Job) -> Sequence[Made]:
    """What was wanted, as far as it is theirs now: a workbook of figures, of figures and rows, or rows as CSV."""
    today = job.ordered_at.astimezone(job.settings.zone).date()
    wanted, form = views.parse(str(job.details["wanted"]), today), Form(job.details["form"])
    if wanted is None:
        raise NotFound
    async with snapshot(job.database) as session:
        person, actor = await job.customer(session)
        found = await exporting.allowed(session, actor, wanted.scope)
        t = job.translator_for(person)
        statement = await statements.draw_up(session, wanted.scope, wanted.span, datetime.now(UTC))
        if form is Form.FIGURES:
            content = await asyncio.to_thread(workbook.table, t, statement)
            caption = views.caption(t, wanted, None, synthetic=statement.synthetic)
            return [Made(content, ".xlsx", f"{views.stem(wanted)}.xlsx", caption)]
        parts = await asyncio.to_thread(_begun, job, t, wanted, form, statement, found)
        paths = await _written(job, session, actor, found, wanted, parts, sheet_rows.cells(t, named=found.named))
    return _made(t, wanted, statement, paths, parts.rows)


def _begun(job: Job, t: Translator, wanted: Wanted, form: Form, statement: Statement, found: Reach) -> "Parts":
    # Imported by whoever writes: the library would make every start slower.
    from bot.sheets.books import Books, CsvFiles

    stem = views.stem(wanted)
    if form is Form.CSV:
        return CsvFiles(job.folder, stem, sheet_rows.columns(t, named=found.named), t.locale, t.zone)
    sheet = sheet_rows.sheet(t, statement, named=found.named)
    return Books(job.folder, stem, workbook.sheets(t, statement), sheet)


async def _written(
    job: Job, session: AsyncSession, actor: Actor, found: Reach, wanted: Wanted, parts: "Parts",
    cells: Callable[[Any], list[list[Any]]],
) -> list[Path]:  # fmt: skip
    """Write all rows, and say how far it is: the counters know how many there will be."""
    expected = await exporting.expected(session, actor, found, wanted.scope, wanted.span)

    def write(batch: list[export_rows.ExportRow]) -> None:
        parts.add(cells(batch))

    try:
        async with aclosing(export_rows.rows(session, actor, found, wanted.scope, wanted.span)) as batches:
            async for batch in batches:
                await asyncio.to_thread(write, batch)
                await job.progress(parts.rows / max(expected, parts.rows, 1))
        return await asyncio.to_thread(parts.close)
    finally:
        parts.abandon()


def _made(t: Translator, wanted: Wanted, statement: Statement, paths: Sequence[Path], rows: int) -> list[Made]:
    made = []
    for part, path in enumerate(paths, 1):
        # `.csv.zip` is stored as `.zip`: keys of the store have one suffix.
        suffixes = "".join(path.suffixes[-2:]) if path.name.endswith(".csv.zip") else path.suffix
        number = f"-{part}" if len(paths) > 1 else ""
        caption = views.caption(t, wanted, rows, synthetic=statement.synthetic, part=part, of=len(paths))
        made.append(Made(b"", path.suffix, f"{views.stem(wanted)}{number}{suffixes}", caption, path))
    return made
