"""Rules on fees for many procedures: the nation's and the provinces'."""

from datetime import date

from sqlalchemy import JSON, BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, ProvenanceMixin, closed_set
from procedures_db.terms import ChannelKind, CostType, Origin, RuleKind


class FeeRule(ProvenanceMixin, Base):
    """A reduction, or an amount set by a province; `origin` tells the shipped from staff's own."""

    __tablename__ = "fee_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    origin: Mapped[Origin] = mapped_column(closed_set(Origin))
    kind: Mapped[RuleKind] = mapped_column(closed_set(RuleKind))
    province: Mapped[str | None]
    procedures: Mapped[list[str]] = mapped_column(JSON)
    case: Mapped[str | None]
    channel: Mapped[ChannelKind | None] = mapped_column(closed_set(ChannelKind))
    cost_type: Mapped[CostType | None] = mapped_column(closed_set(CostType))
    groups: Mapped[list[str]] = mapped_column(JSON)
    all_groups: Mapped[list[str]] = mapped_column(JSON)
    condition: Mapped[str | None]
    label: Mapped[str]
    percent: Mapped[int | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    per: Mapped[str | None]
    proof: Mapped[str | None]
    note: Mapped[str | None]
    basis: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", "percent"),
        CheckConstraint("amount > 0", "amount"),
        CheckConstraint("(percent IS NULL) <> (amount IS NULL)", "percent_or_amount"),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", "dates"
        ),
    )
