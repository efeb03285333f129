"""Counters by period, district and measure

Revision: 0003
Revises: 0002
"""

import csv
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

DISTRICTS = Path(__file__).resolve().parents[2] / "data" / "districts.csv"
CELL = "region, coalesce(category, ''), kind"
COUNTED = f"""
    SELECT day, district, outcome AS measure, {CELL} FROM requests
    UNION ALL
    SELECT day, district, CASE WHEN stars IS NULL THEN 'confirmed_silence' ELSE 'confirmed_citizen' END, {CELL}
    FROM requests WHERE state = 'confirmed'
    UNION ALL
    SELECT day, district, 'stars_' || CAST(stars AS TEXT), {CELL} FROM requests WHERE stars IS NOT NULL
    UNION ALL
    SELECT day, district, 'reopened', {CELL} FROM requests WHERE reopened > 0
    UNION ALL
    SELECT day, district,
           CASE WHEN form = 'appeal' THEN 'appeal:' ELSE 'complaint:' || ground || ':' END || coalesce(ruling, 'open'),
           requests.region, coalesce(category, ''), kind
    FROM complaints JOIN requests ON requests.id = complaints.request_id
"""
BY_DAY = """
    INSERT INTO counters (period, district, measure, region, category, kind, number)
    SELECT CAST(day AS TEXT), {district}, measure, region, category, kind, count(*)
    FROM (SELECT day, district, measure, region, category, kind FROM ({counted}) AS plain) AS counted
    {where} GROUP BY 1, 2, 3, 4, 5, 6
"""
IN_SUM = """
    INSERT INTO counters (period, district, measure, region, category, kind, number)
    SELECT {period}, district, measure, region, category, kind, sum(number)
    FROM counters WHERE length(period) = 10 GROUP BY 1, 2, 3, 4, 5, 6
"""


def upgrade() -> None:
    districts = _districts()
    for row in districts:
        for table in ("requests", "drafts"):
            op.execute(
                sa.text(
                    f"UPDATE {table} SET district = :kato WHERE region = :region AND district IN (:kk, :ru, :en)"
                ).bindparams(**{key: row[key] for key in ("kato", "region", "kk", "ru", "en")})
            )
    op.drop_table('counters')
    op.create_table('counters',
    sa.Column('period', sa.String(length=10), nullable=False),
    sa.Column('district', sa.String(length=9), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint(
        'period', 'district', 'measure', 'region', 'category', 'kind', name=op.f('pk_counters')
    ),
    sqlite_with_rowid=False
    )
    counted = COUNTED.replace("coalesce(category, '')", "coalesce(category, '') AS category", 1)
    op.execute(BY_DAY.format(district="''", counted=counted, where=""))
    codes = ", ".join(f"'{int(row['kato'])}'" for row in districts)
    op.execute(BY_DAY.format(district="district", counted=counted, where=f"WHERE district IN ({codes})"))
    for period in ("'all'", "substr(period, 1, 4)", "substr(period, 1, 7)"):
        op.execute(IN_SUM.format(period=period))


def downgrade() -> None:
    op.drop_table('counters')
    op.create_table('counters',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('outcome', sa.String(length=24), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'region', 'category', 'kind', 'outcome', name=op.f('pk_counters'))
    )
    since_the_start = "'0001-01-01'" if op.get_bind().dialect.name == "sqlite" else "DATE '-infinity'"
    for day in ("day", since_the_start):
        op.execute(f"""
            INSERT INTO counters (day, region, category, kind, outcome, number)
            SELECT {day}, region, coalesce(category, ''), kind, outcome, count(*)
            FROM requests GROUP BY 1, 2, 3, 4, 5
        """)
    for row in _districts():
        for table in ("requests", "drafts"):
            op.execute(
                sa.text(f"UPDATE {table} SET district = :kk WHERE region = :region AND district = :kato").bindparams(
                    **{key: row[key] for key in ("kato", "region", "kk")}
                )
            )


def _districts() -> list[dict[str, str]]:
    with DISTRICTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
