"""Questions not answered well, what staff decide about them, and tasks

Revision: 0008
Follows: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_STATES = ("open", "proposed", "rejected", "accepted", "dismissed", "tasked", "resolved")
_REASONS = ("asked_back", "not_in_data", "partial", "out_of_scope", "thumb_down")
_FACETS = (
    "overview",
    "documents",
    "fee",
    "exemption",
    "time",
    "place",
    "online",
    "conditions",
    "steps",
    "form",
    "legal_basis",
    "result",
)


def upgrade() -> None:
    op.create_table(
        "question_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", _closed("gap_state", _STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reasked_at", sa.DateTime(), nullable=True),
        sa.Column("reask", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_gap")),
    )
    op.create_index(op.f("ix_question_gap_state"), "question_gap", ["state"], unique=False)
    op.create_table(
        "question_gap_turn",
        sa.Column("turn_id", sa.String(length=40), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("reason", _closed("gap_reason", _REASONS), nullable=False),
        sa.Column("now_status", sa.String(length=20), nullable=True),
        sa.Column("now_code", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["gap_id"],
            ["question_gap.id"],
            name=op.f("fk_question_gap_turn_gap_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["turn_record.turn_id"],
            name=op.f("fk_question_gap_turn_turn_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_question_gap_turn")),
    )
    op.create_index(
        op.f("ix_question_gap_turn_gap_id"), "question_gap_turn", ["gap_id"], unique=False
    )
    op.create_table(
        "procedure_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("facet", _closed("facet", _FACETS), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.Column("state", _closed("task_state", ("open", "done")), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gap_id"],
            ["question_gap.id"],
            name=op.f("fk_procedure_task_gap_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_task")),
    )
    for column in ("code", "gap_id", "state"):
        op.create_index(
            op.f(f"ix_procedure_task_{column}"), "procedure_task", [column], unique=False
        )
    op.add_column("draft", sa.Column("questions_seen", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "questions_seen")
    for column in ("state", "gap_id", "code"):
        op.drop_index(op.f(f"ix_procedure_task_{column}"), table_name="procedure_task")
    op.drop_table("procedure_task")
    op.drop_index(op.f("ix_question_gap_turn_gap_id"), table_name="question_gap_turn")
    op.drop_table("question_gap_turn")
    op.drop_index(op.f("ix_question_gap_state"), table_name="question_gap")
    op.drop_table("question_gap")


def _closed(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
