"""Read a procedure's rows back as content, for answering.

The bot answers from rows, not from snapshots, so a row that is changed is in the next answer.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import CaseOption, ProcedureContent, Provenance
from procedures_db.errors import NotFoundError
from procedures_db.terms import Level

# Rows that others point to come before them: cases and forms before documents, and so on.
_LISTS: dict[str, type[models.Base]] = {
    "agencies": models.ProcedureAgency,
    "cases": models.ProcedureCase,
    "questions": models.CaseQuestion,
    "forms": models.Form,
    "documents": models.RequiredDocument,
    "channels": models.SubmissionChannel,
    "times": models.ProcessingTime,
    "fees": models.Fee,
    "exemptions": models.FeeExemption,
    "online": models.OnlineService,
    "steps": models.Step,
    "conditions": models.Condition,
    "results": models.Result,
    "legal_basis": models.LegalBasis,
    "related": models.RelatedProcedure,
    "overrides": models.PlaceOverride,
}
_POINTED_AT = {
    "case": ("cases", "key"),
    "form": ("forms", "name"),
    "channel": ("channels", "channel"),
}
_PROVENANCE = ("source", "source_url", "source_decision", "fetched_on", "verified_on")


@dataclass(frozen=True)
class ProcedureFacts:
    """A procedure as it stands in the rows, with the number of its published revision."""

    content: ProcedureContent
    revision: int


def read_procedure(session: Session, code: str) -> ProcedureFacts:
    """Return what the rows say about `code`; raise NotFoundError when it is unknown.

    One plain select per table: loading rows as objects takes three times as long.
    """
    session.flush()
    connection = session.connection()
    own_statement, fields = _own_statement()
    row = connection.execute(own_statement, {"code": code}).one_or_none()
    if row is None:
        raise NotFoundError(f"Không có thủ tục {code}.")
    id_, revision, *cells = row
    stated = tuple(cells[-len(_PROVENANCE) :])
    values: dict[str, Any] = dict(zip(fields, cells, strict=False))
    values["levels"] = [Level(level) for level in values["levels"]]
    values["provenance"] = _provenance(stated)
    values |= _lists(connection, id_, stated)
    for name, statement in _text_statements().items():
        values[name] = list(connection.scalars(statement, {"procedure_id": id_}))
    return ProcedureFacts(ProcedureContent.model_construct(**values), revision)


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


@dataclass(frozen=True)
class _ListStatement:
    """How one list is read: a row is its id, its facts in the order of `fields`, its provenance."""

    name: str
    kind: Any
    statement: Select[Any]
    fields: tuple[str, ...]
    pointers: tuple[str, ...]
    """Those of `fields` that hold the id of another row."""


def _lists(
    connection: Connection, procedure_id: int, stated: tuple[Any, ...]
) -> dict[str, list[Any]]:
    """Return the facts of each list; those stated like the procedure have no provenance."""
    lists: dict[str, list[Any]] = {}
    named: dict[str, dict[int, Any]] = {}
    for one in _list_statements():
        facts = lists[one.name] = []
        ids = named[one.name] = {}
        for id_, *cells in connection.execute(one.statement, {"procedure_id": procedure_id}):
            values = dict(zip(one.fields, cells, strict=False))
            for field in one.pointers:
                if values[field] is not None:
                    target, name = _POINTED_AT[field]
                    values[field] = getattr(named[target][values[field]], name)
            if "options" in values:
                values["options"] = [CaseOption.model_validate(one) for one in values["options"]]
            own = tuple(cells[-len(_PROVENANCE) :])
            values["provenance"] = None if own == stated else _provenance(own)
            ids[id_] = fact = one.kind.model_construct(**values)
            facts.append(fact)
    return lists


def _provenance(cells: tuple[Any, ...]) -> Provenance:
    source, url, decision, fetched_on, verified_on = cells
    return Provenance.model_construct(
        source=source, url=url, decision=decision, fetched_on=fetched_on, verified_on=verified_on
    )


@cache
def _own_statement() -> tuple[Select[Any], tuple[str, ...]]:
    table = _table(models.Procedure)
    fields = tuple(name for name in ProcedureContent.model_fields if name in table.c)
    names = ("id", "revision_number", *fields, *_PROVENANCE)
    statement = select(*(table.c[name] for name in names))
    return statement.where(table.c.code == bindparam("code")), fields


@cache
def _list_statements() -> tuple[_ListStatement, ...]:
    return tuple(_list_statement(name, model) for name, model in _LISTS.items())


def _list_statement(name: str, model: type[models.Base]) -> _ListStatement:
    kind: Any = ProcedureContent.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]
    table, agency = _table(model), _table(models.Agency)
    fields = tuple(field for field in kind.model_fields if field != "provenance")
    pointers = tuple(field for field in fields if field in _POINTED_AT and f"{field}_id" in table.c)
    columns = [
        table.c[f"{field}_id"] if field in pointers else table.c.get(field, agency.c.name)
        for field in fields
    ]
    statement = select(table.c.id, *columns, *(table.c[one] for one in _PROVENANCE))
    if model is models.ProcedureAgency:
        statement = statement.join_from(table, agency)
    mine = table.c.procedure_id == bindparam("procedure_id")
    statement = statement.where(mine).order_by(table.c.position)
    return _ListStatement(name, kind, statement, fields, pointers)


@cache
def _text_statements() -> dict[str, Select[Any]]:
    alias, event = _table(models.ProcedureAlias), _table(models.LifeEvent)
    lived = _table(models.ProcedureLifeEvent)
    return {
        "aliases": select(alias.c.text)
        .where(alias.c.procedure_id == bindparam("procedure_id"))
        .order_by(alias.c.id),
        "life_events": select(event.c.name)
        .join_from(event, lived)
        .where(lived.c.procedure_id == bindparam("procedure_id"))
        .order_by(event.c.id),
    }


def _table(model: type[models.Base]) -> Table:
    return model.metadata.tables[model.__tablename__]
