"""What an import did."""

from collections import Counter
from dataclasses import dataclass, field

from procedures_db.content import ProcedureContent
from procedures_db.importers.flags import kind_of
from procedures_db.importers.formats import SourceFormat

MEASURED = (
    "uuid",
    "field",
    "levels",
    "target_groups",
    "decision_number",
    "decision_date",
    "agencies",
    "cases",
    "forms",
    "documents",
    "channels",
    "times",
    "fees",
    "exemptions",
    "online",
    "steps",
    "conditions",
    "results",
    "legal_basis",
)
"""Fields whose share is reported."""


@dataclass(frozen=True)
class Rejected:
    """A record that was not taken, and why."""

    code: str
    place: str
    reason: str


@dataclass
class ImportReport:
    """Counts of an import; `new`, `changed` and `unchanged` count source records."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    published: int = 0
    """Procedures whose published content is new."""
    seconds: float = 0.0
    dry_run: bool = False
    records: Counter[str] = field(default_factory=Counter)
    """Records read per format."""
    filled: dict[str, Counter[str]] = field(default_factory=dict)
    """Per format, how many records have each field."""
    flags: Counter[str] = field(default_factory=Counter)
    """How many records have each kind of flag."""

    @property
    def total(self) -> int:
        """How many records were read."""
        return self.new + self.changed + self.unchanged + len(self.rejected)

    @property
    def per_second(self) -> float:
        """Records read, stored and published per second."""
        return self.total / self.seconds if self.seconds else 0.0

    def share(self, source: SourceFormat, name: str) -> float:
        """Return the share of a format's records that have a field."""
        count = self.records[source.value]
        return self.filled[source.value][name] / count if count else 0.0

    def measure(self, source: SourceFormat, content: ProcedureContent) -> None:
        """Count what a record has."""
        self.records[source.value] += 1
        filled = self.filled.setdefault(source.value, Counter())
        for name in MEASURED:
            if getattr(content, name):
                filled[name] += 1
        filled["clean_time"] += any(time.value is not None for time in content.times)
        filled["fee_said"] += any(fee.kind.value != "unknown" for fee in content.fees)
        self.flags.update({kind_of(flag) for flag in content.flags})
