"""Schema migrations: one history for both databases."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from models.database import Database

FOLDER = Path(__file__).parent


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to `revision`, in one transaction."""

    def run(connection: Connection, *_: Any) -> None:
        command.upgrade(config_for(connection), revision)

    async with database.engine.begin() as connection:
        await connection.run_sync(run)


def newest() -> str | None:
    """The last revision there is."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


async def current(database: Database) -> str | None:
    """The revision a database is at; None for an empty one."""

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with database.reading() as session:
        return await (await session.connection()).run_sync(read)
