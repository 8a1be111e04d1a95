"""The tables."""

from procedures_db.models.audit import AuditEntry
from procedures_db.models.base import Base
from procedures_db.models.conversations import (
    ChannelState,
    ChannelToken,
    EmergencyNotice,
    Feedback,
    Satisfaction,
    TurnRecord,
)
from procedures_db.models.delivery import InboxEvent, OutboxMessage
from procedures_db.models.drafts import (
    Draft,
    DraftComment,
    DraftVersion,
    ImportBatch,
    ImportItem,
)
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
from procedures_db.models.offices import Office, OfficeDay
from procedures_db.models.procedure import (
    Agency,
    CatalogueVersion,
    LifeEvent,
    Procedure,
    ProcedureAgency,
    ProcedureAlias,
    ProcedureLifeEvent,
    Revision,
    SourceRecord,
    WrittenQuestion,
)
from procedures_db.models.questions import ProcedureTask, QuestionGap, QuestionGapTurn
from procedures_db.models.receipts import AnswerReceipt
from procedures_db.models.rules import FeeRule
from procedures_db.models.staff import SignInLock, StaffSession, StaffUser

__all__ = [
    "Agency",
    "AnswerReceipt",
    "AuditEntry",
    "Base",
    "CaseQuestion",
    "CatalogueVersion",
    "ChannelState",
    "ChannelToken",
    "Condition",
    "Draft",
    "DraftComment",
    "DraftVersion",
    "EmergencyNotice",
    "Fee",
    "FeeExemption",
    "FeeRule",
    "Feedback",
    "Form",
    "ImportBatch",
    "ImportItem",
    "InboxEvent",
    "LegalBasis",
    "LifeEvent",
    "Office",
    "OfficeDay",
    "OnlineService",
    "OutboxMessage",
    "PlaceOverride",
    "Procedure",
    "ProcedureAgency",
    "ProcedureAlias",
    "ProcedureCase",
    "ProcedureLifeEvent",
    "ProcedureTask",
    "ProcessingTime",
    "QuestionGap",
    "QuestionGapTurn",
    "RelatedProcedure",
    "RequiredDocument",
    "Result",
    "Revision",
    "Satisfaction",
    "SignInLock",
    "SourceRecord",
    "StaffSession",
    "StaffUser",
    "Step",
    "SubmissionChannel",
    "TurnRecord",
    "WrittenQuestion",
]
