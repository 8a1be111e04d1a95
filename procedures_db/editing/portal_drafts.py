"""Records of the portal become drafts that show what they would change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent, Provenance
from procedures_db.editing.batches import Proposal
from procedures_db.editing.drafts import OPEN, Sessions
from procedures_db.editing.fields import row_lists
from procedures_db.editing.history import current_revision
from procedures_db.editing.sheets import Problem
from procedures_db.editing.three_way import bring_together
from procedures_db.errors import ContentError
from procedures_db.importers.files import detect
from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.merge import merge
from procedures_db.importers.reading import RecordReader
from procedures_db.store import parse_content
from procedures_db.terms import DraftOrigin, DraftState

_SAME_DAY = date(2000, 1, 1)


@dataclass
class PortalReport:
    """What records say: proposals to be confirmed, and how many change nothing."""

    proposals: list[Proposal] = field(default_factory=list)
    unchanged: int = 0
    known: int = 0
    """Proposed before: the draft is still open, or somebody has refused it."""
    problems: list[Problem] = field(default_factory=list)


def propose_records(
    sessions: Sessions,
    records: Iterable[tuple[str, Mapping[str, Any]]],
    fetched_on: date,
    name: str,
) -> PortalReport:
    """Compare records, each with its place in the file, with what is published."""
    report = PortalReport()
    done: set[str] = set()
    for at, content in _contents(records, fetched_on, name, report):
        if content.code in done:
            report.problems.append(Problem(name, at, content.code, "trùng mã trong cùng lần nạp"))
            continue
        done.add(content.code)
        with sessions() as session:
            proposal = _proposal(session, content)
            if proposal is None:
                report.unchanged += 1
            elif _is_known(session, proposal.content):
                report.known += 1
            else:
                report.proposals.append(proposal)
    return report


def _contents(
    records: Iterable[tuple[str, Mapping[str, Any]]],
    fetched_on: date,
    name: str,
    report: PortalReport,
) -> Iterator[tuple[int, ProcedureContent]]:
    reader = RecordReader(fetched_on)
    for at, (_, data) in enumerate(records, 1):
        kind = detect(data)
        if kind is not SourceFormat.API:
            report.problems.append(Problem(name, at, "", "không phải bản ghi chi tiết của Cổng"))
            continue
        for code, content in reader.contents(kind, data):
            if isinstance(content, ContentError):
                report.problems.append(Problem(name, at, code, str(content)))
            else:
                yield at, content


def _proposal(session: Session, record: ProcedureContent) -> Proposal | None:
    """Return what the record would change, or None.

    What the portal said before is kept with what is published: only what it says differently now
    is proposed, so the wording that staff have written is left alone.
    """
    number, published = current_revision(session, record.code)
    stored = {
        SourceFormat(kind): parse_content(content)
        for kind, content in session.execute(
            select(models.SourceRecord.source_format, models.SourceRecord.content).where(
                models.SourceRecord.code == record.code
            )
        )
    }
    before = stored.get(SourceFormat.API)
    if before is not None and _timeless(before) == _timeless(record):
        return None
    if published is None:
        proposed = record
    elif before is not None:
        proposed = bring_together(_timeless(before), _timeless(record), published).content
        proposed = _sourced(proposed, record, published)
    else:
        stored.pop(SourceFormat.STAFF, None)
        stored.pop(SourceFormat.CATALOGUE, None)
        proposed = merge(stored | {SourceFormat.API: record})
    if published is not None and _timeless(proposed) == _timeless(published):
        return None
    return Proposal(proposed, number, record.to_json())


def _sourced(
    proposed: ProcedureContent, record: ProcedureContent, published: ProcedureContent
) -> ProcedureContent:
    """Give what comes from the record the record's source; the rest keeps the published one."""
    if published.provenance.source == record.provenance.source:
        return proposed.model_copy(update={"provenance": record.provenance})
    changes: dict[str, Any] = {"provenance": published.provenance}
    for name, rows in row_lists().items():
        given = getattr(proposed, name)
        if not rows.is_plain and given != getattr(published, name):
            changes[name] = [
                row
                if row.provenance or row in getattr(published, name)
                else row.model_copy(update={"provenance": record.provenance})
                for row in given
            ]
    return proposed.model_copy(update=changes)


def _timeless(content: ProcedureContent) -> ProcedureContent:
    """Return the content as if fetched on a fixed day: a later day alone is no change."""
    source = content.provenance.model_dump() | {"fetched_on": _SAME_DAY, "verified_on": None}
    return content.model_copy(update={"provenance": Provenance(**source), "flags": []})


def _is_known(session: Session, content: ProcedureContent) -> bool:
    table = models.Draft
    known = session.scalars(
        select(table.content).where(
            table.code == content.code,
            table.origin == DraftOrigin.PORTAL,
            table.state.in_([*OPEN, DraftState.WITHDRAWN]),
        )
    )
    wanted = _timeless(content)
    return any(_timeless(parse_content(one)) == wanted for one in known)
