"""The files that the workshop makes, by the name of their order; and forgetting them."""

import asyncio

import orjson
import structlog

from bot.paper import Photo, printable
from bot.talk import Teller
from bot.translator import Translator
from bot.views import case_file as views
from bot.views import onboarding
from bot.workshop import Job, Made, Maker
from services import case_files, erasing, makings
from services.case_files import CaseFile, Shown
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
    photos = await _printable(job, t, found)
    content = await asyncio.to_thread(views.pdf, t, found, photos, job.ordered_at)
    number = found.request.id
    return Made(content, ".pdf", views.file_name(number), views.caption(t, number))


async def _printable(job: Job, t: Translator, found: CaseFile) -> list[tuple[Shown, Photo]]:
    """The photos, scaled down one after another; a file that is missing or broken is left out."""
    photos = []
    for shown in found.media:
        if shown.kind != "photo" or shown.key is None:
            continue
        try:
            data = await job.store.read(shown.key)
            photos.append((shown, await asyncio.to_thread(printable, data, views.photo_caption(t, shown))))
        except (MediaMissing, OSError) as error:
            log.warning("photo not printed", key=shown.key, error=type(error).__name__)
    return photos


async def forget_made(teller: Teller, subject: str) -> None:
    """Delete a file some time after it was sent."""
    await makings.forget(teller.session, int(subject), FolderStore(teller.settings.media_dir), teller.now)


MAKERS: dict[str, Maker] = {"own_data": own_data, "case_file": case_file}
