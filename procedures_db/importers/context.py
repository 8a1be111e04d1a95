"""What every format's reader is given besides the raw record."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from procedures_db.content import ProcedureContent, Provenance
from procedures_db.importers.formats import SourceFormat
from procedures_db.language import TextReader
from procedures_db.store import parse_content


@dataclass(frozen=True)
class ReadingContext:
    """One collection of records being read."""

    source: SourceFormat
    fetched_on: date
    text: TextReader = field(default_factory=TextReader)

    def provenance(self, url: str | None, decision: str | None) -> Provenance:
        """Return the provenance of a record of this collection."""
        return Provenance(
            source=self.source.label, url=url, decision=decision, fetched_on=self.fetched_on
        )


def build_content(**fields: Any) -> ProcedureContent:
    """Return the content; raise ContentError naming each field that breaks a rule."""
    return parse_content({name: value for name, value in fields.items() if value is not None})
