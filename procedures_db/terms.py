"""The closed sets of the domain; values are stored and exchanged as these strings."""

from enum import StrEnum


class Level(StrEnum):
    """Level of government that carries the procedure out (two-tier since 2025-07-01)."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class ProcedureKind(StrEnum):
    """The portal's formality type."""

    NATIONAL = "national"  # STANDARD
    PROVINCIAL = "provincial"  # SPECIFIC: one province's own
    INTERNAL = "internal"  # STANDARD_INTERNAL: between agencies


class ProcedureState(StrEnum):
    """Whether citizens can still use the procedure."""

    ACTIVE = "active"
    ABOLISHED = "abolished"


class DetailLevel(StrEnum):
    """How much of a procedure's page is in the database."""

    FULL = "full"
    PARTIAL = "partial"
    LISTED = "listed"  # name, field and office only


class AgencyRole(StrEnum):
    """What an agency does in a procedure."""

    EXECUTING = "executing"
    AUTHORITY = "authority"
    RECEIVING = "receiving"
    COORDINATING = "coordinating"
    AUTHORIZED = "authorized"


class ChannelKind(StrEnum):
    """How an application is handed in."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class TimeUnit(StrEnum):
    """Units of processing time; `DAY` is a calendar day."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class FeeKind(StrEnum):
    """The portal's zero is a default, so a fee is exactly one of these."""

    AMOUNT = "amount"
    FREE = "free"
    SET_BY_PROVINCE = "set_by_province"
    UNKNOWN = "unknown"


class CostType(StrEnum):
    """Law on Fees and Charges 97/2015/QH13: `phí` pays a service, `lệ phí` is a fixed charge."""

    PHI = "phi"
    LE_PHI = "le_phi"


class DocumentUse(StrEnum):
    """What the applicant does with a paper."""

    SUBMIT = "submit"
    PRESENT = "present"


class OnlineLevel(StrEnum):
    """Levels of online public service (Decree 42/2022/NĐ-CP)."""

    FULL = "full"  # dịch vụ công trực tuyến toàn trình
    PARTIAL = "partial"  # một phần
    INFORMATION = "information"  # only information is online
    UNKNOWN = "unknown"


class Facet(StrEnum):
    """What a citizen can ask about a procedure."""

    OVERVIEW = "overview"
    DOCUMENTS = "documents"
    FEE = "fee"
    EXEMPTION = "exemption"
    TIME = "time"
    PLACE = "place"
    ONLINE = "online"
    CONDITIONS = "conditions"
    STEPS = "steps"
    FORM = "form"
    LEGAL_BASIS = "legal_basis"
    RESULT = "result"


class Origin(StrEnum):
    """Where a row or a question came from."""

    WRITTEN = "written"  # by the project
    STAFF = "staff"
    IMPORT = "import"


class RevisionState(StrEnum):
    """Life of a revision."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
