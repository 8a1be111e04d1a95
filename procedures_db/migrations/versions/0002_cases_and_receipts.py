"""Cases, checklists, receipts

Revision: 0002
Follows: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = '0002'
down_revision: str | None = '0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_PAPER_COLUMNS = {
    "needs": sa.Text(),
    "issued_by": sa.String(length=40),
    "held_by": sa.Text(),
    "unless": sa.Text(),
    "held_basis": sa.Text(),
}


def upgrade() -> None:
    _make_receipts()
    _add_cases()
    _add_fee_rules()


def downgrade() -> None:
    _drop_fee_rules()
    _drop_cases()
    op.drop_table('answer_receipt')


def _make_receipts() -> None:
    op.create_table('answer_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('procedure_code', sa.String(length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_receipt')),
    sa.UniqueConstraint('code', name=op.f('uq_answer_receipt_code')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_answer_receipt_fingerprint'))
    )
    op.create_index(op.f('ix_answer_receipt_procedure_code'), 'answer_receipt', ['procedure_code'], unique=False)


def _add_cases() -> None:
    op.create_table(
        "case_question",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("source_decision", sa.Text(), nullable=True),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedure.id"],
            name=op.f("fk_case_question_procedure_id_procedure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_question")),
    )
    op.create_index(op.f("ix_case_question_procedure_id"), "case_question", ["procedure_id"])
    for name, kind in _PAPER_COLUMNS.items():
        op.add_column("required_document", sa.Column(name, kind, nullable=True))


def _drop_cases() -> None:
    for name in _PAPER_COLUMNS:
        op.drop_column("required_document", name)
    op.drop_index(op.f("ix_case_question_procedure_id"), table_name="case_question")
    op.drop_table("case_question")


def _add_fee_rules() -> None:
    op.add_column("fee", sa.Column("adds_up", sa.Boolean(), nullable=True))
    op.create_table(
        "fee_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("origin", _closed_set("origin", "written", "staff", "import"), nullable=False),
        sa.Column("kind", _closed_set("rule_kind", "reduction", "amount"), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("procedures", sa.JSON(), nullable=False),
        sa.Column("case", sa.Text(), nullable=True),
        sa.Column(
            "channel", _closed_set("channel_kind", "direct", "online", "postal"), nullable=True
        ),
        sa.Column("cost_type", _closed_set("cost_type", "phi", "le_phi"), nullable=True),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("all_groups", sa.JSON(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("source_decision", sa.Text(), nullable=True),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_fee_rule_amount")),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_fee_rule_percent")),
        sa.CheckConstraint(
            "(percent IS NULL) <> (amount IS NULL)", name=op.f("ck_fee_rule_percent_or_amount")
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
            name=op.f("ck_fee_rule_dates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rule")),
        sa.UniqueConstraint("key", name=op.f("uq_fee_rule_key")),
    )


def _drop_fee_rules() -> None:
    op.drop_table("fee_rule")
    op.drop_column("fee", "adds_up")


def _closed_set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
