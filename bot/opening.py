"""Opening the database for a command: its folder made, its errors told in one line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

import migrations
from bot.cli import CommandError
from bot.logs import masked, secrets_of
from bot.settings import Settings
from models.database import Database


def sqlite_file(settings: Settings) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL and for a database in memory."""
    url = make_url(settings.database_url.get_secret_value())
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def kind(settings: Settings) -> str:
    """What database it is and where, without the password."""
    file = sqlite_file(settings)
    url = make_url(settings.database_url.get_secret_value())
    return f"SQLite {file}" if file else f"PostgreSQL {url.database} on {url.host or 'this machine'}"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database of the settings, closed afterwards. Raises CommandError where it cannot be reached."""
    file = sqlite_file(settings)
    database = Database(settings.database_url.get_secret_value(), zone=settings.zone)
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        yield database
    except (DBAPIError, OSError) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        reason = masked(reason or type(error).__name__, secrets_of(settings))
        raise CommandError(f"cannot use the database, {kind(settings)}: {reason}; check DATABASE_URL") from None
    finally:
        await database.close()


async def require_migrated(database: Database) -> None:
    """Raise CommandError unless the schema is the one this program knows."""
    current, newest = await migrations.current(database), migrations.newest()
    if current != newest:
        state = f"at version {current}, not {newest}" if current else "empty"
        raise CommandError(f"the database is {state}: run `python main.py migrate` first")


async def migrated(settings: Settings) -> tuple[str | None, str | None]:
    """Bring the database up to date; returns the revision before and after."""
    async with opened(settings) as database:
        before = await migrations.current(database)
        await migrations.upgrade(database)
        return before, await migrations.current(database)
