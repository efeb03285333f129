"""Write a migration for what the models have and the schema has not: `python scripts/new_migration.py "what changes"`.

Works on an empty SQLite file brought up to the last migration.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from migrations import config_for, upgrade
from models.database import Database


async def main(message: str) -> None:
    """Upgrade an empty database and compare."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/empty.db")
        await upgrade(database)
        async with database.engine.begin() as connection:
            await connection.run_sync(lambda c: command.revision(config_for(c), message, autogenerate=True))
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
