"""Rules on what staff write: grounds for fees and deadlines, and who vouches for a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures_db.content import Fee, ProcedureContent, ProcessingTime, Provenance
from procedures_db.editing import messages
from procedures_db.editing.difference import describe
from procedures_db.editing.fields import row_lists
from procedures_db.terms import FeeKind

_GROUNDED = ("fees", "times")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field; `path` is list, row and field."""

    path: tuple[str | int, ...]
    text: str
    noun: str = ""
    missing: str = ""
    """The field that is missing, where that is what is wrong."""


def missing_grounds(before: Iterable[ProcedureContent], after: ProcedureContent) -> list[Problem]:
    """Return the new or changed fees and deadlines without legal basis or first day.

    Rows that one of `before` has need none: they were there already.
    """
    known = list(before)
    problems: list[Problem] = []
    for name in _GROUNDED:
        rows = row_lists()[name]
        there = [_facts(row) for content in known for row in getattr(content, name)]
        for at, row in enumerate(getattr(after, name)):
            if _facts(row) in there or _says_nothing(row):
                continue
            words = {"noun": rows.noun, "name": describe(rows, row, after)}
            if not row.basis:
                text = messages.BASIS_MISSING.format(**words)
                problems.append(Problem((name, at, "basis"), text, rows.noun, "basis"))
            if not row.valid_from:
                text = messages.VALIDITY_MISSING.format(**words)
                problems.append(Problem((name, at, "valid_from"), text, rows.noun, "valid_from"))
    return problems


def vouch(
    before: ProcedureContent | None, after: ProcedureContent, today: date
) -> ProcedureContent:
    """Return `after` with each row that staff wrote sourced to them, as verified today.

    A row that was there keeps its source; a changed one has the legal basis that it names.
    """
    changes: dict[str, Any] = {}
    for name, rows in row_lists().items():
        if rows.is_plain:
            continue
        old = list(getattr(before, name)) if before else []
        facts = [_facts(row) for row in old]
        signed = []
        for row in getattr(after, name):
            if row in old or _facts(row) in facts:
                signed.append(row)
            elif row.provenance is None or _is_of(row, old):
                signed.append(row.model_copy(update={"provenance": staff_source(row, today)}))
            else:
                signed.append(row)
        changes[name] = signed
    return after.model_copy(update=changes)


def staff_source(row: Any, today: date) -> Provenance:
    """Return the provenance of a row that staff wrote."""
    return Provenance(
        source=messages.STAFF_SOURCE,
        decision=getattr(row, "basis", None),
        fetched_on=today,
        verified_on=today,
    )


def _is_of(row: Any, old: list[Any]) -> bool:
    """Whether the row has a source that it took over from a row it was made from."""
    return any(row.provenance == one.provenance for one in old)


def _facts(row: Any) -> Any:
    return row.model_dump(exclude={"provenance"})


def _says_nothing(row: Fee | ProcessingTime) -> bool:
    return isinstance(row, Fee) and row.kind is FeeKind.UNKNOWN
