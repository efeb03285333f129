"""Figures and summaries

Revision: 0004
Revises: 0003
"""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

ZONE = timezone(timedelta(hours=5))
"""Kazakhstan's one zone, in which the days of what is there already are reckoned."""
BATCH = 5000
EXECUTED = ("executed", "executed_late")
NEWEST = "work_reports.id = (SELECT max(id) FROM work_reports AS later WHERE later.request_id = requests.id)"
MARKS = f"""
    SELECT day, district, 'followers' AS measure, requests.region AS region, coalesce(category, '') AS category, kind,
           followers AS number
    FROM requests WHERE followers > 0
    UNION ALL
    SELECT day, district, 'dump:' || work_reports.outcome, requests.region, category, kind, 1
    FROM requests JOIN work_reports ON {NEWEST}
    WHERE category = 'illegal_dump' AND work_reports.outcome IS NOT NULL
          AND requests.outcome IN ('executed', 'executed_late')
"""
DUMP_OUTCOMES = "('dump:removed', 'dump:partly', 'dump:passed_on')"
KEY = ("period", "district", "measure", "region", "category", "kind")
INSERT = f"INSERT INTO counters ({', '.join(KEY)}, number) "
WAITING = f"""
    SELECT requests.id, requests.region, coalesce(requests.category, ''), kind, state, outcome, sent_at, assigned_at,
           done_at, closed_at, stars,
           (SELECT max(created_at) FROM complaints WHERE request_id = requests.id AND form = 'dispute')
    FROM requests WHERE id > :seen ORDER BY id LIMIT {BATCH}
"""

def upgrade() -> None:
    op.create_table('artefacts',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('file_id', sa.String(length=255), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_artefacts'))
    )
    op.create_table('channels',
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('bound_by', sa.BigInteger(), nullable=True),
    sa.Column('bound_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['bound_by'], ['people.id'], name=op.f('fk_channels_bound_by')),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_channels'))
    )
    with op.batch_alter_table('channels', schema=None) as batch_op:
        batch_op.create_index('uq_channels_region', ['region'], unique=True, sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))

    op.create_table('summaries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('slot_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=True),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['people.id'], name=op.f('fk_summaries_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summaries')),
    sa.UniqueConstraint('region', 'first_day', 'last_day', 'version', name=op.f('uq_summaries_region_first_day_last_day_version'))
    )
    with op.batch_alter_table('summaries', schema=None) as batch_op:
        batch_op.create_index('ix_summaries_week', ['region', 'last_day'], unique=False)

    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('followers', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('source', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('external', sa.String(length=64), nullable=True))
        batch_op.create_index('uq_requests_external', ['source', 'external'], unique=True, sqlite_where=sa.text('external IS NOT NULL'), postgresql_where=sa.text('external IS NOT NULL'))
        batch_op.create_index('ix_requests_day', ['day', 'id', 'region'], unique=False)

    op.execute("UPDATE requests SET followers = (SELECT count(*) FROM follows WHERE request_id = requests.id)")
    op.execute(f"DELETE FROM counters WHERE measure IN {DUMP_OUTCOMES}")
    codes = "(SELECT DISTINCT district FROM counters WHERE district <> '')"
    for district, where in (("''", ""), ("district", f"WHERE district IN {codes}")):
        for period in ("'all'", "substr(CAST(day AS TEXT), 1, 4)", "substr(CAST(day AS TEXT), 1, 7)", "CAST(day AS TEXT)"):
            op.execute(INSERT + f"SELECT {period}, {district}, measure, region, category, kind, sum(number) "
                                f"FROM ({MARKS}) AS marks {where} GROUP BY 1, 2, 3, 4, 5, 6")
    _count_waits()
    op.execute(f"{INSERT} SELECT period, '', measure, '', category, kind, sum(number) FROM counters "
               "WHERE district = '' GROUP BY period, measure, category, kind")


def _count_waits() -> None:
    bind, seen = op.get_bind(), 0
    found: Counter[tuple[str, ...]] = Counter()
    while rows := bind.execute(sa.text(WAITING), {"seen": seen}).all():
        for row in rows:
            found.update(_waits(*row[1:]))
        seen = rows[-1][0]
    cells = [dict(zip(KEY, cell, strict=True)) | {"number": number} for cell, number in sorted(found.items())]
    for begin in range(0, len(cells), BATCH):
        places = ", ".join(f":{name}" for name in (*KEY, "number"))
        bind.execute(sa.text(f"{INSERT} VALUES ({places})"), cells[begin : begin + BATCH])


def _waits(
    region: str, category: str, kind: str, state: str, outcome: str, sent: Any, assigned: Any, done: Any, closed: Any,
    stars: int | None, complained: Any,
) -> Iterator[tuple[str, ...]]:
    spoke = closed if state == "confirmed" and stars is not None else None
    if state in ("disputed", "upheld"):
        spoke = complained
    executed = done if outcome in EXECUTED else None
    for what, begin, end in (("assignment", sent, assigned), ("execution", sent, executed), ("verdict", done, spoke)):
        if begin is not None and end is not None:
            begins, ends = _moment(begin), _moment(end)
            minutes = (ends - begins) / timedelta(minutes=1)
            step = 0 if minutes <= 1 else min(math.ceil(math.log2(minutes) * 4), 84)
            day = ends.astimezone(ZONE).date().isoformat()
            for period in ("all", day[:4], day[:7], day):
                yield period, "", f"wait:{what}:{step:02}", region, category, kind


def _moment(value: datetime | str) -> datetime:
    """A moment as either database gives it to a plain statement."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE measure LIKE 'wait:%' OR measure = 'followers' OR region = ''")
    op.drop_index('ix_requests_day', 'requests')
    op.drop_index('uq_requests_external', 'requests')
    # Not in a batch, which would make the table anew: others refer to it.
    for column in ('external', 'source', 'followers'):
        op.drop_column('requests', column)

    with op.batch_alter_table('summaries', schema=None) as batch_op:
        batch_op.drop_index('ix_summaries_week')

    op.drop_table('summaries')
    with op.batch_alter_table('channels', schema=None) as batch_op:
        batch_op.drop_index('uq_channels_region', sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))

    op.drop_table('channels')
    op.drop_table('artefacts')
