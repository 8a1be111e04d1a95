"""Staff, drafts, audit, offices

Revision: 0004
Follows: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _add_staff()
    _add_audit()
    _add_drafts()


def downgrade() -> None:
    _remove_drafts()
    _remove_audit()
    _remove_staff()


def _add_staff() -> None:
    op.create_table('staff_user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.Enum('editor', 'reviewer', 'administrator', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('link_hash', sa.String(length=64), nullable=True),
    sa.Column('link_expires_at', sa.DateTime(), nullable=True),
    sa.Column('totp_secret', sa.String(length=64), nullable=True),
    sa.Column('totp_step', sa.Integer(), nullable=True),
    sa.Column('recovery_hashes', sa.JSON(), nullable=False),
    sa.Column('oidc_subject', sa.String(length=255), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_user')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_staff_user_link_hash')),
    sa.UniqueConstraint('name', name=op.f('uq_staff_user_name')),
    sa.UniqueConstraint('oidc_subject', name=op.f('uq_staff_user_oidc_subject'))
    )
    op.create_table('staff_session',
    sa.Column('id_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('code', 'enrol', 'full', name='session_stage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('browser', sa.String(length=200), nullable=True),
    sa.Column('pending_totp_secret', sa.String(length=64), nullable=True),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['staff_user.id'], name=op.f('fk_staff_session_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_staff_session'))
    )
    op.create_index(op.f('ix_staff_session_expires_at'), 'staff_session', ['expires_at'], unique=False)
    op.create_index(op.f('ix_staff_session_user_id'), 'staff_session', ['user_id'], unique=False)
    op.create_table('sign_in_lock',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_failed_at', sa.DateTime(), nullable=False),
    sa.Column('locked_until', sa.DateTime(), nullable=True),
    sa.CheckConstraint('failures >= 0', name=op.f('ck_sign_in_lock_failures')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_lock'))
    )


def _remove_staff() -> None:
    op.drop_table('sign_in_lock')
    op.drop_index(op.f('ix_staff_session_user_id'), table_name='staff_session')
    op.drop_index(op.f('ix_staff_session_expires_at'), table_name='staff_session')
    op.drop_table('staff_session')
    op.drop_table('staff_user')


_KEEP = "audit entries cannot be changed"

# SQLite's REPLACE removes a row without asking the DELETE trigger, hence the third one.
_SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{_KEEP}'); END""",
    f"""CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{_KEEP}'); END""",
    f"""CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{_KEEP}'); END""",
)
_POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_KEEP}'; END $$""",
    """CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
)


def _add_audit() -> None:
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('target', sa.String(length=200), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    op.create_index('ix_audit_entry_action', 'audit_entry', ['action', 'at'], unique=False)
    op.create_index('ix_audit_entry_actor', 'audit_entry', ['actor', 'at'], unique=False)
    op.create_index(op.f('ix_audit_entry_at'), 'audit_entry', ['at'], unique=False)
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in _SQLITE_TRIGGERS if is_sqlite else _POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _remove_audit() -> None:
    op.drop_index(op.f('ix_audit_entry_at'), table_name='audit_entry')
    op.drop_index('ix_audit_entry_actor', table_name='audit_entry')
    op.drop_index('ix_audit_entry_action', table_name='audit_entry')
    op.drop_table('audit_entry')
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP FUNCTION refuse_audit_change()')


def _add_drafts() -> None:
    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('origin', sa.Enum('staff', 'spreadsheet', 'portal', name='draft_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('preview', 'confirmed', 'undone', name='batch_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('questions', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('source_record', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('origin', sa.Enum('staff', 'spreadsheet', 'portal', name='draft_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('draft', 'in_review', 'scheduled', 'published', 'returned', 'withdrawn', name='draft_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('contributors', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('reviewer', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('published_revision', sa.Integer(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_draft_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index(op.f('ix_draft_batch_id'), 'draft', ['batch_id'], unique=False)
    op.create_index(op.f('ix_draft_code'), 'draft', ['code'], unique=False)
    op.create_index('ix_draft_state', 'draft', ['state', 'valid_from'], unique=False)
    op.create_table('import_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('source_record', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_import_item_batch_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_item')),
    sa.UniqueConstraint('batch_id', 'code', name=op.f('uq_import_item_batch_id_code'))
    )
    op.create_index(op.f('ix_import_item_batch_id'), 'import_item', ['batch_id'], unique=False)
    op.create_table('draft_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_comment_draft_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_comment'))
    )
    op.create_index(op.f('ix_draft_comment_draft_id'), 'draft_comment', ['draft_id'], unique=False)
    op.create_table('draft_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('questions', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('author', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('is_side_copy', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_version_draft_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_version'))
    )
    op.create_index(op.f('ix_draft_version_draft_id'), 'draft_version', ['draft_id'], unique=False)
    op.add_column('processing_time', sa.Column('basis', sa.Text(), nullable=True))
    op.add_column('processing_time', sa.Column('valid_from', sa.Date(), nullable=True))
    op.add_column('processing_time', sa.Column('valid_to', sa.Date(), nullable=True))


def _remove_drafts() -> None:
    op.drop_column('processing_time', 'valid_to')
    op.drop_column('processing_time', 'valid_from')
    op.drop_column('processing_time', 'basis')
    op.drop_index(op.f('ix_draft_version_draft_id'), table_name='draft_version')
    op.drop_table('draft_version')
    op.drop_index(op.f('ix_draft_comment_draft_id'), table_name='draft_comment')
    op.drop_table('draft_comment')
    op.drop_index(op.f('ix_import_item_batch_id'), table_name='import_item')
    op.drop_table('import_item')
    op.drop_index('ix_draft_state', table_name='draft')
    op.drop_index(op.f('ix_draft_code'), table_name='draft')
    op.drop_index(op.f('ix_draft_batch_id'), table_name='draft')
    op.drop_table('draft')
    op.drop_table('import_batch')
