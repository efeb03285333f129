"""Alembic's environment: runs the migrations on a connection that `migrations.upgrade` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum, text

from models import Base
from models.base import UtcDateTime


def _plain(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types into migrations as the plain types they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


for table in Base.metadata.tables.values():
    for index in table.indexes:
        if "where" in index.info:
            index.dialect_kwargs["postgresql_where"] = text(index.info["where"])

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite cannot alter most of a table in place; batch mode copies it.
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_plain,
)
with context.begin_transaction():
    context.run_migrations()
