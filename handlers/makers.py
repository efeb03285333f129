"""The files that the workshop makes, by the name of their order; and forgetting them."""

import orjson

from bot.talk import Teller
from bot.views import onboarding
from bot.workshop import Job, Made, Maker
from services import erasing, makings
from services.storage import FolderStore


async def own_data(job: Job) -> Made:
    """Everything kept of the person, as JSON."""
    async with job.database.reading() as session:
        person, _ = await job.customer(session)
        data = await erasing.export(session, person)
    content = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    t = job.translator_for(person)
    return Made(content, ".json", onboarding.export_name(person.id), onboarding.export_caption(t))


async def forget_made(teller: Teller, subject: str) -> None:
    """Delete a file some time after it was sent."""
    await makings.forget(teller.session, int(subject), FolderStore(teller.settings.media_dir), teller.now)


MAKERS: dict[str, Maker] = {"own_data": own_data}
