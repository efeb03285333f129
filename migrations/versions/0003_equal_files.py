"""Find media that share a stored file

Revision: 3f61c2a9d805
Revises: 5b0c1d7e92a4
"""

import sqlalchemy as sa
from alembic import op

revision = '3f61c2a9d805'
down_revision = '5b0c1d7e92a4'
branch_labels = None
depends_on = None

INDEX = 'ix_media_key'


def upgrade() -> None:
    op.create_index(
        INDEX, 'media', ['key'], sqlite_where=sa.text('key IS NOT NULL'), postgresql_where=sa.text('key IS NOT NULL')
    )


def downgrade() -> None:
    op.drop_index(INDEX, 'media')
