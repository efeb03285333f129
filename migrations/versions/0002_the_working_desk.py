"""The working desk

Revision: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from domain.stems import stems_of

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('group_cards',
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.Column('topic', sa.String(length=32), nullable=True),
    sa.Column('stale', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('chat_id', 'request_id', name=op.f('pk_group_cards'))
    )
    with op.batch_alter_table('group_cards', schema=None) as batch_op:
        batch_op.create_index('ix_group_cards_stale', ['chat_id', 'request_id'], unique=False, sqlite_where=sa.text('stale'), postgresql_where=sa.text('stale'))
        batch_op.create_index('ix_group_cards_request', ['request_id'], unique=False)

    op.create_table('photo_prints',
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('band', sa.Integer(), nullable=False),
    sa.Column('bits', sa.Integer(), nullable=False),
    sa.Column('media_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('region', 'band', 'bits', 'media_id', name=op.f('pk_photo_prints')),
    sqlite_with_rowid=False
    )
    op.create_table('search_terms',
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('term', sa.String(length=16), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('region', 'term', 'request_id', name=op.f('pk_search_terms')),
    sqlite_with_rowid=False
    )
    op.create_table('topics',
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('chat_id', 'key', name=op.f('pk_topics'))
    )
    op.create_table('area_alerts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('district', sa.String(length=100), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('radius', sa.Integer(), nullable=True),
    sa.Column('told_to', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_area_alerts_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_alerts'))
    )
    with op.batch_alter_table('area_alerts', schema=None) as batch_op:
        batch_op.create_index('ix_area_alerts_person', ['person_id'], unique=False)

    op.create_table('bans',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('banned_by', sa.BigInteger(), nullable=True),
    sa.Column('banned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('request_id', sa.BigInteger(), nullable=True),
    sa.Column('appeal', sa.Text(), nullable=True),
    sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.BigInteger(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['banned_by'], ['people.id'], name=op.f('fk_bans_banned_by')),
    sa.ForeignKeyConstraint(['lifted_by'], ['people.id'], name=op.f('fk_bans_lifted_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_bans_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bans'))
    )
    with op.batch_alter_table('bans', schema=None) as batch_op:
        batch_op.create_index('ix_bans_person', ['person_id'], unique=False)
        batch_op.create_index('ix_bans_region', ['region', 'id'], unique=False, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.create_index('uq_bans_in_force', ['person_id', 'region'], unique=True, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))

    op.create_table('deadline_rules',
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=24), nullable=False),
    sa.Column('changed_by', sa.BigInteger(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_deadline_rules_changed_by')),
    sa.PrimaryKeyConstraint('region', 'category', name=op.f('pk_deadline_rules'))
    )
    op.create_table('looks',
    sa.Column('request_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_looks_person_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_looks'))
    )
    with op.batch_alter_table('looks', schema=None) as batch_op:
        batch_op.create_index('ix_looks_person', ['person_id'], unique=False)

    op.create_table('makings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_makings_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_makings'))
    )
    with op.batch_alter_table('makings', schema=None) as batch_op:
        batch_op.create_index('ix_makings_person', ['person_id'], unique=False)
        batch_op.create_index('ix_makings_key', ['key'], unique=False, sqlite_where=sa.text('key IS NOT NULL'), postgresql_where=sa.text('key IS NOT NULL'))
        batch_op.create_index('ix_makings_due', ['not_before', 'id'], unique=False, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('region_settings',
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('chosen', sa.JSON(), nullable=False),
    sa.Column('changed_by', sa.BigInteger(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_region_settings_changed_by')),
    sa.PrimaryKeyConstraint('region', name=op.f('pk_region_settings'))
    )
    op.create_table('templates',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('use', sa.String(length=24), nullable=False),
    sa.Column('shipped', sa.String(length=32), nullable=True),
    sa.Column('kk', sa.Text(), nullable=False),
    sa.Column('ru', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.Column('changed_by', sa.BigInteger(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_templates_changed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_templates'))
    )
    with op.batch_alter_table('templates', schema=None) as batch_op:
        batch_op.create_index('ix_templates_region', ['region', 'use', 'id'], unique=False, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('working_groups',
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('categories', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('topics', sa.String(length=8), nullable=True),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('trouble', sa.String(length=32), nullable=True),
    sa.Column('bound_by', sa.BigInteger(), nullable=True),
    sa.Column('bound_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['bound_by'], ['people.id'], name=op.f('fk_working_groups_bound_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_working_groups_organisation_id')),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_working_groups'))
    )
    with op.batch_alter_table('working_groups', schema=None) as batch_op:
        batch_op.create_index('ix_working_groups_region', ['region'], unique=False, sqlite_where=sa.text("state <> 'gone'"), postgresql_where=sa.text("state <> 'gone'"))

    op.create_table('work_reports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('request_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('region', sa.String(length=5), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('metres', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=24), nullable=True),
    sa.Column('litres', sa.BigInteger(), nullable=True),
    sa.Column('article', sa.String(length=24), nullable=True),
    sa.Column('fine', sa.BigInteger(), nullable=True),
    sa.Column('doubts', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('looked_by', sa.BigInteger(), nullable=True),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['looked_by'], ['people.id'], name=op.f('fk_work_reports_looked_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_work_reports_person_id')),
    sa.ForeignKeyConstraint(['request_id'], ['requests.id'], name=op.f('fk_work_reports_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_reports'))
    )
    with op.batch_alter_table('work_reports', schema=None) as batch_op:
        batch_op.create_index('ix_work_reports_doubtful', ['region', 'id'], unique=False, sqlite_where=sa.text('doubts IS NOT NULL AND looked_at IS NULL'), postgresql_where=sa.text('doubts IS NOT NULL AND looked_at IS NULL'))
        batch_op.create_index('ix_work_reports_request', ['request_id', 'id'], unique=False)

    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.add_column(sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_memberships_region', ['region', 'id'], unique=False)

    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.add_column(sa.Column('glance', sa.LargeBinary(length=256), nullable=True))

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('hat', sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('banned', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('operator_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('returned', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('escalation', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_requests_district', ['region', 'district', 'due_at', 'id'], unique=False, sqlite_where=sa.text('is_open AND district IS NOT NULL'), postgresql_where=sa.text('is_open AND district IS NOT NULL'))
        batch_op.create_index('ix_requests_escalated', ['region', 'escalation', 'due_at', 'id'], unique=False, sqlite_where=sa.text('is_open AND escalation > 0'), postgresql_where=sa.text('is_open AND escalation > 0'))
        batch_op.create_index('ix_requests_mine', ['operator_id', 'due_at', 'id'], unique=False, sqlite_where=sa.text('is_open AND operator_id IS NOT NULL'), postgresql_where=sa.text('is_open AND operator_id IS NOT NULL'))
        batch_op.create_index('ix_requests_returned', ['region', 'due_at', 'id'], unique=False, sqlite_where=sa.text('is_open AND returned'), postgresql_where=sa.text('is_open AND returned'))
        batch_op.create_index('ix_requests_suggestions', ['region', 'due_at', 'id'], unique=False, sqlite_where=sa.text("is_open AND kind = 'suggestion'"), postgresql_where=sa.text("is_open AND kind = 'suggestion'"))
        batch_op.create_index('ix_requests_unassigned', ['region', 'due_at', 'id'], unique=False, sqlite_where=sa.text('is_open AND executor_id IS NULL'), postgresql_where=sa.text('is_open AND executor_id IS NULL'))

    _make_findable()


def _make_findable() -> None:
    """Requests that are there already are found by their words, as those sent from now on."""
    connection, last = op.get_bind(), 0
    old = sa.table('requests', *map(sa.column, ('id', 'region', 'address', 'description')))
    new = sa.table('search_terms', *map(sa.column, ('region', 'term', 'request_id')))
    query = sa.select(old).where(old.c.id > sa.bindparam('last')).order_by(old.c.id).limit(1000)
    while rows := connection.execute(query, {'last': last}).all():
        terms = [
            {'region': row.region, 'term': term, 'request_id': row.id}
            for row in rows
            for term in stems_of(row.address, row.description)
        ]
        if terms:
            connection.execute(sa.insert(new), terms)
        last = rows[-1].id



def downgrade() -> None:
    with op.batch_alter_table('requests', schema=None) as batch_op:
        batch_op.drop_index('ix_requests_unassigned', sqlite_where=sa.text('is_open AND executor_id IS NULL'), postgresql_where=sa.text('is_open AND executor_id IS NULL'))
        batch_op.drop_index('ix_requests_suggestions', sqlite_where=sa.text("is_open AND kind = 'suggestion'"), postgresql_where=sa.text("is_open AND kind = 'suggestion'"))
        batch_op.drop_index('ix_requests_returned', sqlite_where=sa.text('is_open AND returned'), postgresql_where=sa.text('is_open AND returned'))
        batch_op.drop_index('ix_requests_mine', sqlite_where=sa.text('is_open AND operator_id IS NOT NULL'), postgresql_where=sa.text('is_open AND operator_id IS NOT NULL'))
        batch_op.drop_index('ix_requests_escalated', sqlite_where=sa.text('is_open AND escalation > 0'), postgresql_where=sa.text('is_open AND escalation > 0'))
        batch_op.drop_index('ix_requests_district', sqlite_where=sa.text('is_open AND district IS NOT NULL'), postgresql_where=sa.text('is_open AND district IS NOT NULL'))
    # In place: copying the table, as batch mode would, trips over the rows that refer to it.
    op.drop_column('requests', 'escalated_at')
    op.drop_column('requests', 'escalation')
    op.drop_column('requests', 'returned')
    op.drop_column('requests', 'operator_id')
    op.drop_column('media', 'glance')
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_index('ix_memberships_region')

    op.drop_column('memberships', 'suspended_at')
    op.drop_column('people', 'banned')
    op.drop_column('people', 'seen_at')
    op.drop_column('people', 'hat')



    with op.batch_alter_table('work_reports', schema=None) as batch_op:
        batch_op.drop_index('ix_work_reports_request')
        batch_op.drop_index('ix_work_reports_doubtful', sqlite_where=sa.text('doubts IS NOT NULL AND looked_at IS NULL'), postgresql_where=sa.text('doubts IS NOT NULL AND looked_at IS NULL'))

    op.drop_table('work_reports')
    with op.batch_alter_table('working_groups', schema=None) as batch_op:
        batch_op.drop_index('ix_working_groups_region', sqlite_where=sa.text("state <> 'gone'"), postgresql_where=sa.text("state <> 'gone'"))

    op.drop_table('working_groups')
    with op.batch_alter_table('templates', schema=None) as batch_op:
        batch_op.drop_index('ix_templates_region', sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.drop_table('templates')
    op.drop_table('region_settings')
    with op.batch_alter_table('makings', schema=None) as batch_op:
        batch_op.drop_index('ix_makings_person')
        batch_op.drop_index('ix_makings_key', sqlite_where=sa.text('key IS NOT NULL'), postgresql_where=sa.text('key IS NOT NULL'))
        batch_op.drop_index('ix_makings_due', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.drop_table('makings')
    with op.batch_alter_table('looks', schema=None) as batch_op:
        batch_op.drop_index('ix_looks_person')

    op.drop_table('looks')
    op.drop_table('deadline_rules')
    with op.batch_alter_table('bans', schema=None) as batch_op:
        batch_op.drop_index('uq_bans_in_force', sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.drop_index('ix_bans_person')
        batch_op.drop_index('ix_bans_region', sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))

    op.drop_table('bans')
    with op.batch_alter_table('area_alerts', schema=None) as batch_op:
        batch_op.drop_index('ix_area_alerts_person')

    op.drop_table('area_alerts')
    op.drop_table('topics')
    op.drop_table('search_terms')
    op.drop_table('photo_prints')
    with op.batch_alter_table('group_cards', schema=None) as batch_op:
        batch_op.drop_index('ix_group_cards_stale', sqlite_where=sa.text('stale'), postgresql_where=sa.text('stale'))
        batch_op.drop_index('ix_group_cards_request')

    op.drop_table('group_cards')
