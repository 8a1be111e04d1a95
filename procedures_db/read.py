"""Read a procedure's rows back as content, for answering.

The bot answers from rows, not from snapshots, so a row that is changed is in the next answer.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from procedures_db import models
from procedures_db.content import ProcedureContent, Provenance
from procedures_db.errors import NotFoundError
from procedures_db.terms import Level

_LISTS = (
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
    "related",
    "overrides",
)
_LOAD = [
    selectinload(getattr(models.Procedure, name)) for name in (*_LISTS, "aliases", "life_events")
]
_ROW_TYPES: dict[str, Any] = {
    name: ProcedureContent.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]
    for name in _LISTS
}


@dataclass(frozen=True)
class ProcedureFacts:
    """A procedure as it stands in the rows, with the number of its published revision."""

    content: ProcedureContent
    revision: int


def read_procedure(session: Session, code: str) -> ProcedureFacts:
    """Return what the rows say about `code`; raise NotFoundError when it is unknown."""
    procedure = session.scalar(
        select(models.Procedure).where(models.Procedure.code == code).options(*_LOAD)
    )
    if procedure is None:
        raise NotFoundError(f"Không có thủ tục {code}.")
    values: dict[str, Any] = {
        name: getattr(procedure, name)
        for name in ProcedureContent.model_fields
        if name not in (*_LISTS, "aliases", "life_events", "provenance")
    }
    own = _provenance(procedure)
    values |= {
        name: list(_rows(getattr(procedure, name), _ROW_TYPES[name], own)) for name in _LISTS
    }
    values["aliases"] = [alias.text for alias in procedure.aliases]
    values["levels"] = [Level(level) for level in procedure.levels]
    values["life_events"] = [event.name for event in procedure.life_events]
    values["provenance"] = own
    return ProcedureFacts(ProcedureContent.model_construct(**values), procedure.revision_number)


class ProcedureReader:
    """Reads procedures through a small cache that forgets after `seconds`.

    A change in the database is seen at the latest `seconds` later. Safe to use from threads.
    """

    def __init__(
        self, sessions: Callable[[], Session], *, seconds: float = 2.0, size: int = 512
    ) -> None:
        self._sessions = sessions
        self._seconds = seconds
        self._size = size
        self._kept: OrderedDict[str, tuple[float, ProcedureFacts]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, code: str) -> ProcedureFacts:
        """Return what the rows say about `code`; raise NotFoundError when it is unknown."""
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(code)
        if kept and now - kept[0] < self._seconds:
            return kept[1]
        with self._sessions() as session:
            facts = read_procedure(session, code)
        with self._lock:
            self._kept[code] = (now, facts)
            self._kept.move_to_end(code)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return facts


def _provenance(row: Any) -> Provenance:
    return Provenance.model_construct(
        source=row.source,
        url=row.source_url,
        decision=row.source_decision,
        fetched_on=row.fetched_on,
        verified_on=row.verified_on,
    )


def _rows(rows: Iterable[Any], kind: Any, own: Provenance) -> Iterable[Any]:
    for row in rows:
        values = {}
        for name in kind.model_fields:
            if name == "provenance":
                stated = _provenance(row)
                values[name] = None if stated == own else stated
            elif name == "case":
                values[name] = row.case.key if row.case else None
            elif name == "form":
                values[name] = row.form.name if row.form else None
            else:
                values[name] = getattr(row, name)
        yield kind.model_construct(**values)
