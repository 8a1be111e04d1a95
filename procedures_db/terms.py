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


class RuleKind(StrEnum):
    """What a rule on fees does."""

    REDUCTION = "reduction"
    AMOUNT = "amount"  # the amount a province has set


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


class OfficeTakes(StrEnum):
    """Which procedures an office is known to take."""

    UNKNOWN = "unknown"
    LEVEL = "level"  # every procedure of its own level of government
    LISTED = "listed"  # the fields and procedures it names


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


class Role(StrEnum):
    """What a civil servant may do in the console; `staff.permissions` has the table."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class SessionStage(StrEnum):
    """How far a sign-in has come."""

    CODE = "code"  # password right, the one-time code is missing
    ENROL = "enrol"  # password right, one-time codes have to be set up first
    FULL = "full"


class RevisionState(StrEnum):
    """Life of a revision."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Group(StrEnum):
    """Groups of people whose papers, fees or levels differ."""

    CHILD = "child"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    POOR = "poor"
    NEAR_POOR = "near_poor"
    MERIT = "merit"
    MERIT_RELATIVE = "merit_relative"
    VETERAN = "veteran"
    SOLDIER = "soldier"
    ETHNIC_MINORITY = "ethnic_minority"
    STUDENT = "student"
    ORPHAN = "orphan"
    SINGLE_PARENT = "single_parent"
    REMOTE_AREA = "remote_area"
    FOREIGNER = "foreigner"


class Occasion(StrEnum):
    """Whether the paper is wanted for the first time."""

    FIRST = "first"
    AGAIN = "again"
    EXCHANGE = "exchange"


class Loss(StrEnum):
    """What happened to the paper that there was."""

    LOST = "lost"
    DAMAGED = "damaged"


class Foreign(StrEnum):
    """What is foreign in the case."""

    PERSON = "person"
    ABROAD = "abroad"


class Unit(StrEnum):
    """What a citizen counts."""

    PAGE = "page"
    SHEET = "sheet"
    COPY = "copy"
    SET = "set"
    PERSON = "person"
    DOSSIER = "dossier"
    DOCUMENT = "document"
    YEAR_OF_AGE = "year_of_age"
    MONTH_OF_AGE = "month_of_age"
    SQUARE_METRE = "square_metre"
    PLOT = "plot"
    VEHICLE = "vehicle"
    FLOOR = "floor"
    SEAT = "seat"


class InboxState(StrEnum):
    """Life of an event that a platform delivered."""

    RECEIVED = "received"
    ANSWERED = "answered"


class OutboxState(StrEnum):
    """Life of a message on its way to a platform; its row goes when it has arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    GIVEN_UP = "given_up"


class DraftState(StrEnum):
    """Life of a draft; a published one is a revision from then on."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"  # approved, published on its day
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class DraftOrigin(StrEnum):
    """Where a draft came from."""

    STAFF = "staff"
    SPREADSHEET = "spreadsheet"
    PORTAL = "portal"


class BatchState(StrEnum):
    """Life of an uploaded file."""

    PREVIEW = "preview"
    CONFIRMED = "confirmed"
    UNDONE = "undone"


class GapState(StrEnum):
    """Life of a group of questions that were not answered well."""

    OPEN = "open"
    PROPOSED = "proposed"  # a wording for a procedure waits for a reviewer
    REJECTED = "rejected"  # the proposal was given back
    ACCEPTED = "accepted"  # the wording is a question of the procedure
    DISMISSED = "dismissed"  # nothing is to be done
    TASKED = "tasked"  # the procedure lacks something
    RESOLVED = "resolved"  # the task is done


class GapReason(StrEnum):
    """Why a turn was not answered well."""

    ASKED_BACK = "asked_back"
    NOT_IN_DATA = "not_in_data"
    PARTIAL = "partial"
    OUT_OF_SCOPE = "out_of_scope"
    THUMB_DOWN = "thumb_down"


class TaskState(StrEnum):
    """Life of a task."""

    OPEN = "open"
    DONE = "done"
