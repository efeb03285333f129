"""Schema migrations: one history for both databases.

Alembic is imported by what changes the schema only: a bot that starts merely asks whether the schema is the newest, and
Alembic with all its databases would take longer to load than the bot itself.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from models.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_NAMED = re.compile(r"^(revision|down_revision) = '(\w+)'", re.MULTILINE)


def config_for(connection: Connection) -> "Config":
    """Alembic's configuration, bound to an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to `revision`, in one transaction."""
    from alembic import command

    def run(connection: Connection, *_: Any) -> None:
        command.upgrade(config_for(connection), revision)

    async with database.engine.begin() as connection:
        await connection.run_sync(run)


def newest() -> str | None:
    """The last revision there is: the one that no other follows."""
    named: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for file in (FOLDER / "versions").glob("*.py"):
        for name, revision in _NAMED.findall(file.read_text(encoding="utf-8")):
            named[name].add(revision)
    return next(iter(named["revision"] - named["down_revision"]), None)


async def current(database: Database) -> str | None:
    """The revision a database is at; None for an empty one."""

    def read(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found

    async with database.reading() as session:
        return await (await session.connection()).run_sync(read)
