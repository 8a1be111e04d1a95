"""The rows of a procedure's facts: written from its content in few statements, or removed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent, Provenance
from procedures_db.terms import Origin

Row = dict[str, Any]
Keyed = Mapping[tuple[int, Any], int]
"""Ids of rows by procedure and the row's own key."""

# Facts that a procedure has as a plain list; (content field, row class).
_SIMPLE = (
    ("questions", models.CaseQuestion),
    ("online", models.OnlineService),
    ("steps", models.Step),
    ("results", models.Result),
    ("legal_basis", models.LegalBasis),
    ("related", models.RelatedProcedure),
    ("overrides", models.PlaceOverride),
)
_OF_CHANNEL = (
    ("times", models.ProcessingTime),
    ("fees", models.Fee),
    ("exemptions", models.FeeExemption),
)
# Rows that point to others come before them.
_REMOVED_IN_ORDER = (
    models.RequiredDocument,
    models.ProcessingTime,
    models.Fee,
    models.FeeExemption,
    models.Condition,
    models.OnlineService,
    models.Step,
    models.Result,
    models.LegalBasis,
    models.RelatedProcedure,
    models.PlaceOverride,
    models.ProcedureAgency,
    models.ProcedureAlias,
    models.ProcedureLifeEvent,
    models.SubmissionChannel,
    models.Form,
    models.CaseQuestion,
    models.ProcedureCase,
)


def provenance_columns(provenance: Provenance) -> Row:
    """Return the column values of a provenance."""
    return {
        "source": provenance.source,
        "source_url": provenance.url,
        "source_decision": provenance.decision,
        "fetched_on": provenance.fetched_on,
        "verified_on": provenance.verified_on,
    }


def remove_rows(session: Session, procedure_ids: Iterable[int]) -> None:
    """Delete the rows of the procedures' facts; their own rows and their revisions stay."""
    ids = list(procedure_ids)
    if not ids:
        return
    for model in _REMOVED_IN_ORDER:
        table = _table(model)
        session.execute(delete(table).where(table.c.procedure_id.in_(ids)))


def write_rows(session: Session, contents: Mapping[int, ProcedureContent]) -> None:
    """Insert the rows of all facts of procedures, by their ids; there must be none yet."""
    writer = _Writer(contents)
    cases = _insert_keyed(session, models.ProcedureCase, writer.rows("cases"), "key")
    forms = _insert_keyed(session, models.Form, writer.rows("forms"), "name")
    channels = _insert_keyed(session, models.SubmissionChannel, writer.rows("channels"), "channel")
    _insert(session, models.RequiredDocument, writer.rows("documents", case=cases, form=forms))
    _insert(session, models.Condition, writer.rows("conditions", case=cases))
    for name, priced in _OF_CHANNEL:
        _insert(session, priced, writer.rows(name, case=cases, channel=channels))
    for name, simple in _SIMPLE:
        _insert(session, simple, writer.rows(name))
    _insert_agencies(session, writer.rows("agencies"))
    _insert(
        session,
        models.ProcedureAlias,
        [
            {"procedure_id": procedure_id, "text": text, "origin": Origin.IMPORT}
            for procedure_id, content in contents.items()
            for text in dict.fromkeys(content.aliases)
        ],
    )
    _insert_life_events(session, contents)


class _Writer:
    """Turns facts of procedures into column values."""

    def __init__(self, contents: Mapping[int, ProcedureContent]) -> None:
        self._contents = [
            (procedure_id, content, provenance_columns(content.provenance))
            for procedure_id, content in contents.items()
        ]

    def rows(self, name: str, **references: Keyed) -> list[Row]:
        """Return the rows of one kind of fact; each of `references` becomes an id column."""
        rows: list[Row] = []
        for procedure_id, content, default in self._contents:
            for position, fact in enumerate(getattr(content, name)):
                row: Row = {field: _plain(value) for field, value in fact}
                provenance = row.pop("provenance")
                for reference, ids in references.items():
                    key = row.pop(reference)
                    row[f"{reference}_id"] = None if key is None else ids[procedure_id, key]
                row |= provenance_columns(provenance) if provenance else default
                row["procedure_id"] = procedure_id
                row["position"] = position
                rows.append(row)
        return rows


def _plain(value: Any) -> Any:
    """Return what a column holds: models in a list are JSON."""
    if isinstance(value, list):
        return [item.model_dump(mode="json", exclude_defaults=True) for item in value]
    return value


def _table(model: type[models.Base]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _insert(session: Session, model: type[models.Base], rows: list[Row]) -> None:
    if rows:
        session.execute(insert(_table(model)), rows)


def _insert_keyed(session: Session, model: type[models.Base], rows: list[Row], key: str) -> Keyed:
    """Insert rows that others point to and return their ids; of equal keys the first counts."""
    found: dict[tuple[int, Any], int] = {}
    for row, id_ in zip(rows, _insert_returning(session, model, rows), strict=True):
        found.setdefault((row["procedure_id"], row[key]), id_)
    return found


def _insert_returning(session: Session, model: type[models.Base], rows: list[Row]) -> list[int]:
    if not rows:
        return []
    table = _table(model)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def _insert_agencies(session: Session, rows: list[Row]) -> None:
    ids = _ids_by_name(session, models.Agency, (row["name"] for row in rows))
    for row in rows:
        row["agency_id"] = ids[row.pop("name")]
    _insert(session, models.ProcedureAgency, rows)


def _insert_life_events(session: Session, contents: Mapping[int, ProcedureContent]) -> None:
    named = [
        (procedure_id, name)
        for procedure_id, content in contents.items()
        for name in dict.fromkeys(content.life_events)
    ]
    ids = _ids_by_name(session, models.LifeEvent, (name for _, name in named))
    rows = [{"procedure_id": id_, "life_event_id": ids[name]} for id_, name in named]
    _insert(session, models.ProcedureLifeEvent, rows)


def _ids_by_name(
    session: Session, model: type[models.Agency] | type[models.LifeEvent], names: Iterable[str]
) -> dict[str, int]:
    """Return the ids of shared rows, adding those that are not there yet."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    table = _table(model)
    query = select(table.c.name, table.c.id).where(table.c.name.in_(wanted))
    known = dict(session.execute(query).all())
    missing = [name for name in wanted if name not in known]
    added = _insert_returning(session, model, [{"name": name} for name in missing])
    return known | dict(zip(missing, added, strict=True))
