"""Write a procedure's content to its rows and keep each version as an immutable revision."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent, Provenance
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.terms import ChannelKind, Origin, RevisionState

# Facts that a procedure has as a plain list; (content field, row class).
_SIMPLE = (
    ("online", models.OnlineService),
    ("steps", models.Step),
    ("results", models.Result),
    ("legal_basis", models.LegalBasis),
    ("related", models.RelatedProcedure),
    ("overrides", models.PlaceOverride),
)
_OF_CASE = (("conditions", models.Condition),)
_OF_CHANNEL = (
    ("times", models.ProcessingTime),
    ("fees", models.Fee),
    ("exemptions", models.FeeExemption),
)
_OWN_FIELDS = (
    "uuid",
    "name",
    "short_name",
    "summary",
    "field",
    "kind",
    "province",
    "target_groups",
    "state",
    "detail",
    "issuing_agency",
    "decision_number",
    "decision_date",
    "valid_from",
    "valid_to",
    "flags",
)
_SEARCHABLE_LENGTH = 4_000
_CHILD_TABLES = (
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
    models.ProcedureCase,
)


@dataclass(frozen=True)
class Published:
    """What `publish` did: the revision now in force, and whether it is new."""

    code: str
    revision: int
    changed: bool
    created: bool


def provenance_columns(provenance: Provenance) -> dict[str, Any]:
    """Return the column values of a provenance."""
    return {
        "source": provenance.source,
        "source_url": provenance.url,
        "source_decision": provenance.decision,
        "fetched_on": provenance.fetched_on,
        "verified_on": provenance.verified_on,
    }


def publish(session: Session, content: ProcedureContent, *, actor: str) -> Published:
    """Make `content` what the bot answers with, in the caller's transaction.

    The same content twice changes nothing. The caller commits.
    """
    fingerprint = content.fingerprint()
    procedure = session.scalar(
        select(models.Procedure).where(models.Procedure.code == content.code).with_for_update()
    )
    created = procedure is None
    if procedure is None:
        procedure = models.Procedure(code=content.code, revision_number=0)
        session.add(procedure)
    else:
        current = session.scalar(
            select(models.Revision.fingerprint).where(
                models.Revision.procedure_id == procedure.id,
                models.Revision.state == RevisionState.PUBLISHED,
            )
        )
        if current == fingerprint:
            return Published(content.code, procedure.revision_number, False, False)
        for table in _CHILD_TABLES:
            session.execute(delete(table).where(table.procedure_id == procedure.id))
        session.execute(
            update(models.Revision)
            .where(
                models.Revision.procedure_id == procedure.id,
                models.Revision.state == RevisionState.PUBLISHED,
            )
            .values(state=RevisionState.SUPERSEDED)
        )
        session.expire(procedure)
    _write_own(procedure, content)
    procedure.revision_number += 1
    session.flush()
    _write_children(session, procedure.id, content)
    session.add(
        models.Revision(
            procedure_id=procedure.id,
            number=procedure.revision_number,
            state=RevisionState.PUBLISHED,
            content=content.to_json(),
            fingerprint=fingerprint,
            published_at=datetime.now(UTC),
            published_by=actor,
        )
    )
    touch_catalogue(session)
    session.flush()
    return Published(content.code, procedure.revision_number, True, created)


def searchable_text(content: ProcedureContent) -> str | None:
    """Return the words, beside its names, by which a procedure can be found."""
    pieces = [
        content.summary,
        *(agency.name for agency in content.agencies),
        *(case.name for case in content.cases),
        *(result.name for result in content.results),
        *(document.name for document in content.documents),
        *(condition.text for condition in content.conditions),
    ]
    return " ".join(piece for piece in pieces if piece)[:_SEARCHABLE_LENGTH] or None


def published_content(session: Session, code: str) -> ProcedureContent:
    """Return the published revision's content; raise NotFoundError when there is none."""
    row = session.scalar(
        select(models.Revision.content)
        .join(models.Procedure)
        .where(
            models.Procedure.code == code, models.Revision.state == RevisionState.PUBLISHED
        )
    )
    if row is None:
        raise NotFoundError(f"Không có thủ tục {code}.")
    return parse_content(row)


def parse_content(data: object) -> ProcedureContent:
    """Return validated content; raise ContentError naming each wrong field."""
    try:
        return ProcedureContent.model_validate(data)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in item['loc']) or 'record'}: {item['msg']}"
            for item in error.errors()
        )
        raise ContentError(problems) from error


def catalogue_version(session: Session) -> int:
    """Return a number that grows with every published change."""
    return session.scalar(select(models.CatalogueVersion.number)) or 0


def touch_catalogue(session: Session) -> None:
    """Say that something the bot reads has changed."""
    bumped = session.execute(
        update(models.CatalogueVersion).values(number=models.CatalogueVersion.number + 1)
    )
    if bumped.rowcount == 0:  # type: ignore[attr-defined]
        session.add(models.CatalogueVersion(id=1, number=1))
        session.flush()


def count_procedures(session: Session) -> int:
    """Return how many procedures there are."""
    return session.scalar(select(func.count()).select_from(models.Procedure)) or 0


def _write_own(procedure: models.Procedure, content: ProcedureContent) -> None:
    for name in _OWN_FIELDS:
        setattr(procedure, name, getattr(content, name))
    procedure.levels = [level.value for level in content.levels]
    procedure.search_text = searchable_text(content)
    for name, value in provenance_columns(content.provenance).items():
        setattr(procedure, name, value)


def _write_children(session: Session, procedure_id: int, content: ProcedureContent) -> None:
    def columns(fact: Any, position: int, *drop: str) -> dict[str, Any]:
        values = {
            name: getattr(fact, name)
            for name in type(fact).model_fields
            if name not in ("provenance", *drop)
        }
        values |= provenance_columns(fact.provenance or content.provenance)
        return values | {"procedure_id": procedure_id, "position": position}

    cases: dict[str | None, models.ProcedureCase | None] = {None: None}
    for position, case in enumerate(content.cases):
        cases[case.key] = models.ProcedureCase(**columns(case, position))
    forms: dict[str | None, models.Form | None] = {None: None}
    for position, form in enumerate(content.forms):
        forms[form.name] = models.Form(**columns(form, position))
    channels: dict[ChannelKind | None, models.SubmissionChannel | None] = {None: None}
    extra_channels = []
    for position, channel in enumerate(content.channels):
        row = models.SubmissionChannel(**columns(channel, position))
        extra_channels.append(row)
        channels.setdefault(channel.channel, row)
    rows: list[models.Base] = [row for row in (*cases.values(), *forms.values()) if row]
    rows += extra_channels
    session.add_all(rows)
    session.flush()
    for position, document in enumerate(content.documents):
        rows.append(
            models.RequiredDocument(
                **columns(document, position, "case", "form"),
                case=cases[document.case],
                form=forms[document.form],
            )
        )
    for name, table in _OF_CASE:
        for position, fact in enumerate(getattr(content, name)):
            rows.append(table(**columns(fact, position, "case"), case=cases[fact.case]))
    for name, table in _OF_CHANNEL:
        for position, fact in enumerate(getattr(content, name)):
            rows.append(
                table(
                    **columns(fact, position, "case", "channel"),
                    case=cases[fact.case],
                    submission_channel=channels[fact.channel],
                )
            )
    for name, simple in _SIMPLE:
        for position, fact in enumerate(getattr(content, name)):
            rows.append(simple(**columns(fact, position)))
    for position, agency in enumerate(content.agencies):
        rows.append(
            models.ProcedureAgency(
                **columns(agency, position, "name"), agency=_agency(session, agency.name)
            )
        )
    for text in dict.fromkeys(content.aliases):
        rows.append(
            models.ProcedureAlias(procedure_id=procedure_id, text=text, origin=Origin.IMPORT)
        )
    session.add_all(rows)
    session.flush()
    for event in dict.fromkeys(content.life_events):
        session.add(
            models.ProcedureLifeEvent(
                procedure_id=procedure_id, life_event_id=_life_event(session, event).id
            )
        )


def _agency(session: Session, name: str) -> models.Agency:
    found = session.scalar(select(models.Agency).where(models.Agency.name == name))
    if found is None:
        found = models.Agency(name=name)
        session.add(found)
        session.flush()
    return found


def _life_event(session: Session, name: str) -> models.LifeEvent:
    found = session.scalar(select(models.LifeEvent).where(models.LifeEvent.name == name))
    if found is None:
        found = models.LifeEvent(name=name)
        session.add(found)
        session.flush()
    return found
