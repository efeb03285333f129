"""`python main.py invite`: the first people come in by a link made on the command line."""

from datetime import UTC, datetime

from bot import telegram
from bot.cli import MISUSED, CommandError
from bot.opening import opened, require_migrated
from bot.settings import Settings
from domain.words import Role
from services import geography, invites


async def invite_link(settings: Settings, role: Role, region: str | None, organisation: str | None) -> str:
    """A one-time link into a role. Raises CommandError; then no invitation has been made."""
    if region is not None and region not in (known := [r.iso for r in geography.regions()]):
        raise CommandError(f"python main.py invite: no region {region}; there are {', '.join(known)}", MISUSED)
    name = await telegram.username(settings)
    async with opened(settings) as database:
        await require_migrated(database)
        async with database.begin() as session:
            organisation_id = None
            if region is not None and organisation is not None:
                organisation_id = (await invites.organisation(session, region, organisation.strip())).id
            parameter = await invites.invite(
                session, None, role, region, datetime.now(UTC), organisation_id=organisation_id
            )
    return f"https://t.me/{name}?start={parameter}"
