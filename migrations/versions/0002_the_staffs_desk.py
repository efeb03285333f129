"""Where an operator's queue stands, photo reports in the making, the queue of one category

Revision: 5b0c1d7e92a4
Revises: ed87691b348c
"""

import sqlalchemy as sa
from alembic import op

revision = '5b0c1d7e92a4'
down_revision = 'ed87691b348c'
branch_labels = None
depends_on = None

QUEUE = 'ix_requests_queue_category'
REPORT = 'uq_media_report'


def upgrade() -> None:
    op.add_column('people', sa.Column('desk', sa.JSON(), nullable=True))
    op.add_column('media', sa.Column('report_of', sa.BigInteger(), nullable=True))
    op.create_index(
        REPORT, 'media', ['report_of', 'person_id', 'file_unique_id'], unique=True,
        sqlite_where=sa.text('report_of IS NOT NULL'), postgresql_where=sa.text('report_of IS NOT NULL'),
    )
    op.create_index(
        QUEUE, 'requests', ['region', 'category', 'due_at', 'id'],
        sqlite_where=sa.text('is_open'), postgresql_where=sa.text('is_open'),
    )


def downgrade() -> None:
    op.drop_index(QUEUE, 'requests')
    op.drop_index(REPORT, 'media')
    op.drop_column('media', 'report_of')
    op.drop_column('people', 'desk')
