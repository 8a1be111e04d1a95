"""Offices, their hours and the days that differ

Revision: 0007
Follows: 0006
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = '0007'
down_revision: str | None = '0006'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('office',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('agency', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('province', sa.String(length=2), nullable=False),
    sa.Column('commune', sa.String(length=5), nullable=True),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('booking_url', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('takes', sa.Enum('unknown', 'level', 'listed', name='office_takes', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('procedures', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('source_url', sa.Text(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('is_home', sa.Boolean(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('updated_by', sa.Text(), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_office_version')),
    sa.CheckConstraint('NOT is_home OR is_active', name=op.f('ck_office_home_is_active')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office'))
    )
    op.create_index('ix_office_place', 'office', ['province', 'commune'], unique=False)
    op.create_index('uq_office_home', 'office', ['is_home'], unique=True, sqlite_where=sa.text('is_home'), postgresql_where=sa.text('is_home'))
    op.create_table('office_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_office_day_days')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_office_day_office_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_day'))
    )
    op.create_index(op.f('ix_office_day_last_day'), 'office_day', ['last_day'], unique=False)
    op.create_index(op.f('ix_office_day_office_id'), 'office_day', ['office_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_office_day_office_id'), table_name='office_day')
    op.drop_index(op.f('ix_office_day_last_day'), table_name='office_day')
    op.drop_table('office_day')
    op.drop_index('uq_office_home', table_name='office')
    op.drop_index('ix_office_place', table_name='office')
    op.drop_table('office')
