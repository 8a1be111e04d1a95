"""The fact rows of a procedure. `None` means that the source does not say."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from procedures_db.models.base import Base, ProvenanceMixin, closed_set
from procedures_db.terms import (
    ChannelKind,
    CostType,
    DocumentUse,
    FeeKind,
    OnlineLevel,
    TimeUnit,
)


class FactMixin(ProvenanceMixin):
    """A row that belongs to one procedure and has a place in its order."""

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]

    @declared_attr
    def procedure_id(cls) -> Mapped[int]:  # noqa: N805
        """The procedure the row belongs to."""
        return mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"), index=True)


class OfCaseMixin(FactMixin):
    """A fact that may hold for one case only; `None` holds for every case."""

    @declared_attr
    def case_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The case it is limited to."""
        return mapped_column(ForeignKey("procedure_case.id", ondelete="CASCADE"), index=True)

    @declared_attr
    def case(cls) -> Mapped["ProcedureCase | None"]:  # noqa: N805
        """The case it is limited to."""
        return relationship(lazy="joined", overlaps="cases")


class ProcedureCase(FactMixin, Base):
    """A situation with papers, fees or times of its own."""

    __tablename__ = "procedure_case"

    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str]


class CaseQuestion(FactMixin, Base):
    """What to ask to know which of the rows hold for a person."""

    __tablename__ = "case_question"

    key: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    needs: Mapped[str | None]


class Form(FactMixin, Base):
    """A form to fill in."""

    __tablename__ = "form"

    name: Mapped[str]
    url: Mapped[str | None]


class RequiredDocument(OfCaseMixin, Base):
    """One paper of the file."""

    __tablename__ = "required_document"

    name: Mapped[str]
    originals: Mapped[int | None]
    copies: Mapped[int | None]
    use: Mapped[DocumentUse] = mapped_column(closed_set(DocumentUse))
    required: Mapped[bool | None]
    when: Mapped[str | None]
    note: Mapped[str | None]
    needs: Mapped[str | None]
    issued_by: Mapped[str | None] = mapped_column(String(40))
    held_by: Mapped[str | None]
    unless: Mapped[str | None]
    held_basis: Mapped[str | None]
    form_id: Mapped[int | None] = mapped_column(ForeignKey("form.id", ondelete="SET NULL"))

    form: Mapped[Form | None] = relationship(lazy="joined", overlaps="forms")

    __table_args__ = (CheckConstraint("originals >= 0 AND copies >= 0", "counts"),)


class SubmissionChannel(FactMixin, Base):
    """A way to hand the application in; its times and fees point to it."""

    __tablename__ = "submission_channel"

    channel: Mapped[ChannelKind] = mapped_column(closed_set(ChannelKind))
    description: Mapped[str | None]


class OfChannelMixin(OfCaseMixin):
    """A fact that may hold for one submission channel only; `None` holds for each."""

    @declared_attr
    def channel_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The channel it is limited to."""
        return mapped_column(ForeignKey("submission_channel.id", ondelete="CASCADE"), index=True)

    @declared_attr
    def submission_channel(cls) -> Mapped[SubmissionChannel | None]:  # noqa: N805
        """The channel it is limited to."""
        return relationship(lazy="joined", overlaps="channels")

    @property
    def channel(self) -> ChannelKind | None:
        """Kind of the channel it is limited to."""
        return self.submission_channel.channel if self.submission_channel else None


class ProcessingTime(OfChannelMixin, Base):
    """How long the office has from a valid application."""

    __tablename__ = "processing_time"

    value: Mapped[int | None]
    unit: Mapped[TimeUnit | None] = mapped_column(closed_set(TimeUnit))
    text: Mapped[str | None]
    note: Mapped[str | None]
    basis: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __table_args__ = (CheckConstraint("value >= 0", "value"),)


class Fee(OfChannelMixin, Base):
    """What it costs; `amount` is in `currency`, integer đồng for VND."""

    __tablename__ = "fee"

    kind: Mapped[FeeKind] = mapped_column(closed_set(FeeKind))
    cost_type: Mapped[CostType | None] = mapped_column(closed_set(CostType))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    per: Mapped[str | None]
    from_quantity: Mapped[int | None]
    cap: Mapped[int | None] = mapped_column(BigInteger)
    cap_per: Mapped[str | None]
    label: Mapped[str | None]
    adds_up: Mapped[bool | None]
    basis: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    text: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "(kind = 'amount' AND amount IS NOT NULL AND amount > 0)"
            " OR (kind <> 'amount' AND amount IS NULL)",
            "amount",
        ),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", "dates"
        ),
    )


class FeeExemption(OfChannelMixin, Base):
    """Who pays less; `percent` is the share waived."""

    __tablename__ = "fee_exemption"

    group: Mapped[str]
    percent: Mapped[int | None]
    proof: Mapped[str | None]
    basis: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    text: Mapped[str | None]

    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", "percent"),)


class OnlineService(FactMixin, Base):
    """Where one applies online."""

    __tablename__ = "online_service"

    level: Mapped[OnlineLevel] = mapped_column(closed_set(OnlineLevel))
    url: Mapped[str | None]


class Step(FactMixin, Base):
    """One step, in order."""

    __tablename__ = "step"

    text: Mapped[str]


class Condition(OfCaseMixin, Base):
    """A requirement the applicant must meet."""

    __tablename__ = "condition"

    text: Mapped[str]


class Result(FactMixin, Base):
    """What the applicant receives."""

    __tablename__ = "result"

    name: Mapped[str]
    code: Mapped[str | None]


class LegalBasis(FactMixin, Base):
    """A legal document the procedure rests on."""

    __tablename__ = "legal_basis"

    title: Mapped[str]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]


class RelatedProcedure(FactMixin, Base):
    """A pointer to another procedure by its code."""

    __tablename__ = "related_procedure"

    code: Mapped[str] = mapped_column(String(40))
    relation: Mapped[str | None]


class PlaceOverride(FactMixin, Base):
    """What a province or commune has decided otherwise, about one facet."""

    __tablename__ = "place_override"

    province: Mapped[str]
    commune: Mapped[str | None]
    facet: Mapped[str]
    text: Mapped[str]
    basis: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
