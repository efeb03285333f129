"""The files that the workshop makes, by the name of their order; and forgetting them."""

import asyncio
from datetime import datetime

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.talk import Teller
from bot.translator import Translator
from bot.views import makings as views
from bot.views import onboarding, summary_paragraph
from bot.workshop import Job, Made, Maker
from domain import spans
from domain.errors import NotFound
from domain.official import OfficialFigures
from domain.permissions import Actor
from handlers.export_making import export
from services import case_files, erasing, makings, official_figures, statements, statistics, summaries, weeks
from services.case_files import CaseFile, Shown
from services.recount import snapshot
from services.statements import Statement
from services.statistics import Scope
from services.storage import FolderStore, MediaMissing

log = structlog.get_logger("makers")


async def own_data(job: Job) -> Made:
    """Everything kept of the person, as JSON."""
    async with job.database.reading() as session:
        person, _ = await job.customer(session)
        data = await erasing.export(session, person)
    content = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    t = job.translator_for(person)
    return Made(content, ".json", onboarding.export_name(person.id), onboarding.export_caption(t))


async def case_file(job: Job) -> Made:
    """The case file of a request, for those who may see it still."""
    async with job.database.reading() as session:
        person, actor = await job.customer(session)
        found = await case_files.case_file(session, actor, int(job.details["request"]))
    t = job.translator_for(person)
    files = [(shown, await _content(job, shown)) for shown in found.media if shown.kind == "photo"]
    content = await asyncio.to_thread(_printed, t, found, files, job.ordered_at)
    number = found.request.id
    return Made(content, ".pdf", views.case_file_name(number), views.case_file_caption(t, number))


async def official_paper(job: Job) -> Made:
    """The official paragraph of a summary, or of any days, as a Word file, for those who may read it still."""
    async with snapshot(job.database) as session:
        _person, actor = await job.customer(session)
        statement = await _statement(session, job, actor)
    figures = official_figures.of_statement(statement, job.settings.zone)
    content = await asyncio.to_thread(_paper, figures)
    name = summary_paragraph.file_name(statement.scope.region or "", f"{statement.span.last:%Y-%m-%d}")
    return Made(content, ".docx", name, "")


async def _statement(session: AsyncSession, job: Job, actor: Actor) -> Statement:
    """What a summary told of everything since the start; or the days and the region that were ordered."""
    if "summary" in job.details:
        summary = await summaries.find(session, actor, int(job.details["summary"]))
        return weeks.from_json(summary.figures).since
    statistics.check_reporter(actor, job.details["region"])
    span = spans.parse(job.details["span"], job.ordered_at.astimezone(job.settings.zone).date())
    if span is None:
        raise NotFound
    return await statements.draw_up(session, Scope(job.details["region"] or None), span, job.ordered_at)


def _paper(figures: OfficialFigures) -> bytes:
    from bot.views.official_paper import docx

    return docx(summary_paragraph.LANGUAGES, figures)


async def _content(job: Job, shown: Shown) -> bytes | None:
    """A photo as it is stored; None for one that is not there."""
    try:
        return await job.store.read(shown.key) if shown.key else None
    except MediaMissing:
        log.error("photo missing", key=shown.key)
        return None


def _printed(t: Translator, found: CaseFile, files: list[tuple[Shown, bytes | None]], at: datetime) -> bytes:
    # Imported by whoever prints: the libraries that draw would make every start slower.
    from bot.paper import printable
    from bot.views import case_file as sheets

    photos = [
        (shown, photo)
        for shown, data in files
        if data is not None and (photo := printable(data, sheets.photo_caption(t, shown))) is not None
    ]
    return sheets.pdf(t, found, photos, at)


async def forget_made(teller: Teller, subject: str) -> None:
    """Delete a file some time after it was sent."""
    await makings.forget(teller.session, int(subject), FolderStore(teller.settings.media_dir), teller.now)


MAKERS: dict[str, Maker] = {
    "own_data": own_data,
    "export": export,
    "case_file": case_file,
    "official_paper": official_paper,
}
