"""A procedure and what belongs to it as a whole."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procedures_db.models.base import Base, ProvenanceMixin, closed_set
from procedures_db.terms import (
    AgencyRole,
    DetailLevel,
    Origin,
    ProcedureKind,
    ProcedureState,
    RevisionState,
)

if TYPE_CHECKING:
    from procedures_db.models.facts import (
        CaseQuestion,
        Condition,
        Fee,
        FeeExemption,
        Form,
        LegalBasis,
        OnlineService,
        PlaceOverride,
        ProcedureCase,
        ProcessingTime,
        RelatedProcedure,
        RequiredDocument,
        Result,
        Step,
        SubmissionChannel,
    )


class Procedure(ProvenanceMixin, Base):
    """An administrative procedure (CPSV-AP PublicService); `code` is the national code."""

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    uuid: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str]
    short_name: Mapped[str | None]
    summary: Mapped[str | None]
    field: Mapped[str | None] = mapped_column(index=True)
    levels: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[ProcedureKind] = mapped_column(closed_set(ProcedureKind))
    province: Mapped[str | None]
    target_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[ProcedureState] = mapped_column(closed_set(ProcedureState))
    detail: Mapped[DetailLevel] = mapped_column(closed_set(DetailLevel))
    issuing_agency: Mapped[str | None]
    decision_number: Mapped[str | None]
    decision_date: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision_number: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str | None] = mapped_column(deferred=True)

    aliases: Mapped[list["ProcedureAlias"]] = relationship(
        back_populates="procedure", cascade="all, delete-orphan", order_by="ProcedureAlias.id"
    )
    agencies: Mapped[list["ProcedureAgency"]] = relationship(
        cascade="all, delete-orphan", order_by="ProcedureAgency.position"
    )
    life_events: Mapped[list["LifeEvent"]] = relationship(
        secondary="procedure_life_event", order_by="LifeEvent.id"
    )
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="procedure", order_by="Revision.number"
    )
    cases: Mapped[list["ProcedureCase"]] = relationship(
        cascade="all, delete-orphan", order_by="ProcedureCase.position"
    )
    questions: Mapped[list["CaseQuestion"]] = relationship(
        cascade="all, delete-orphan", order_by="CaseQuestion.position"
    )
    forms: Mapped[list["Form"]] = relationship(
        cascade="all, delete-orphan", order_by="Form.position"
    )
    documents: Mapped[list["RequiredDocument"]] = relationship(
        cascade="all, delete-orphan", order_by="RequiredDocument.position"
    )
    channels: Mapped[list["SubmissionChannel"]] = relationship(
        cascade="all, delete-orphan", order_by="SubmissionChannel.position"
    )
    times: Mapped[list["ProcessingTime"]] = relationship(
        cascade="all, delete-orphan", order_by="ProcessingTime.position"
    )
    fees: Mapped[list["Fee"]] = relationship(cascade="all, delete-orphan", order_by="Fee.position")
    exemptions: Mapped[list["FeeExemption"]] = relationship(
        cascade="all, delete-orphan", order_by="FeeExemption.position"
    )
    online: Mapped[list["OnlineService"]] = relationship(
        cascade="all, delete-orphan", order_by="OnlineService.position"
    )
    steps: Mapped[list["Step"]] = relationship(
        cascade="all, delete-orphan", order_by="Step.position"
    )
    conditions: Mapped[list["Condition"]] = relationship(
        cascade="all, delete-orphan", order_by="Condition.position"
    )
    results: Mapped[list["Result"]] = relationship(
        cascade="all, delete-orphan", order_by="Result.position"
    )
    legal_basis: Mapped[list["LegalBasis"]] = relationship(
        cascade="all, delete-orphan", order_by="LegalBasis.position"
    )
    related: Mapped[list["RelatedProcedure"]] = relationship(
        cascade="all, delete-orphan", order_by="RelatedProcedure.position"
    )
    overrides: Mapped[list["PlaceOverride"]] = relationship(
        cascade="all, delete-orphan", order_by="PlaceOverride.position"
    )

    __table_args__ = (
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", "dates"
        ),
    )


class ProcedureAlias(Base):
    """Another name people use."""

    __tablename__ = "procedure_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"))
    text: Mapped[str]
    origin: Mapped[Origin] = mapped_column(closed_set(Origin), default=Origin.IMPORT)

    procedure: Mapped[Procedure] = relationship(back_populates="aliases")

    __table_args__ = (UniqueConstraint("procedure_id", "text"),)


class Agency(Base):
    """An office or class of offices (CPSV-AP PublicOrganisation); several procedures share it."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ProcedureAgency(ProvenanceMixin, Base):
    """What an agency does in a procedure."""

    __tablename__ = "procedure_agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedure.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[AgencyRole] = mapped_column(closed_set(AgencyRole))
    address: Mapped[str | None]
    position: Mapped[int]

    agency: Mapped[Agency] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """The agency's name."""
        return self.agency.name


class LifeEvent(Base):
    """A situation in life that bundles procedures (CPSV-AP LifeEvent)."""

    __tablename__ = "life_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ProcedureLifeEvent(Base):
    """Which procedures a life event needs."""

    __tablename__ = "procedure_life_event"

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedure.id", ondelete="CASCADE"), primary_key=True
    )
    life_event_id: Mapped[int] = mapped_column(ForeignKey("life_event.id"), primary_key=True)


class Revision(Base):
    """An immutable snapshot of a procedure's content; the newest published one is what rows say."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    number: Mapped[int]
    state: Mapped[RevisionState] = mapped_column(closed_set(RevisionState))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by: Mapped[str]

    procedure: Mapped[Procedure] = relationship(back_populates="revisions")

    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        Index("ix_revision_state", "procedure_id", "state"),
    )


class SourceRecord(Base):
    """The newest content read from one source format for one procedure.

    What is published is chosen among a procedure's source records, so that a poorer or older
    record never overwrites a better one and reading the same file again changes nothing.
    """

    __tablename__ = "source_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    source_format: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    read_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("code", "source_format"),)


class WrittenQuestion(Base):
    """An everyday question and the procedures and facets it means; the linker learns from it."""

    __tablename__ = "written_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    codes: Mapped[list[str]] = mapped_column(JSON)
    facets: Mapped[list[str]] = mapped_column(JSON, default=list)
    origin: Mapped[Origin] = mapped_column(closed_set(Origin))


class CatalogueVersion(Base):
    """One row whose `number` grows with every published change; caches and indexes watch it."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint("id = 1", "single"),)
