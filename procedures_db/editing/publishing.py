"""A second person decides: publish now, publish on a day, or bring an old revision back."""

import logging
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.editing import messages
from procedures_db.editing.drafts import Actor, Sessions, claim, get_draft, is_due, note
from procedures_db.editing.errors import (
    EditingError,
    FourEyesError,
    MissingWordsError,
    OutdatedDraftError,
)
from procedures_db.editing.history import current_revision, revision_content
from procedures_db.editing.questions import change_questions
from procedures_db.errors import ContentError, ProceduresError
from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.records import save_records, stored_records
from procedures_db.store import parse_content, touch_catalogue
from procedures_db.store import publish as publish_content
from procedures_db.terms import DraftOrigin, DraftState

logger = logging.getLogger(__name__)


def publish(
    sessions: Sessions,
    draft_id: int,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Make the reviewed draft what citizens are told, and return the revision's number.

    Nobody publishes what he or she has written in, and nothing that is based on another revision
    than the published one.
    """
    with transaction(sessions) as session:
        draft = claim(
            session,
            draft_id,
            expected_version,
            (DraftState.IN_REVIEW,),
            now,
            state=DraftState.PUBLISHED,
            reviewer=actor.name,
            decided_at=now,
        )
        _check_second_person(draft, actor.name)
        return _publish_claimed(session, draft, actor, now)


def schedule(
    sessions: Sessions,
    draft_id: int,
    day: date,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Approve the draft; it is published at the beginning of `day`."""
    if day <= today:
        raise MissingWordsError(messages.DAY_PASSED)
    with transaction(sessions) as session:
        draft = claim(
            session,
            draft_id,
            expected_version,
            (DraftState.IN_REVIEW,),
            now,
            state=DraftState.SCHEDULED,
            reviewer=actor.name,
            decided_at=now,
            valid_from=day,
        )
        _check_second_person(draft, actor.name)
        _check_base(session, draft)
        note(session, draft, "scheduled", actor, now, valid_from=day.isoformat())


def publish_due(sessions: Sessions, *, now: datetime, today: date) -> list[int]:
    """Publish every approved draft whose day has come; return the ids of those published.

    One that cannot be published goes back to its author with the reason; the others go on.
    """
    with sessions() as session:
        waiting = session.execute(
            select(models.Draft.id, models.Draft.version, models.Draft.reviewer)
            .where(models.Draft.state == DraftState.SCHEDULED, models.Draft.valid_from <= today)
            .order_by(models.Draft.valid_from, models.Draft.id)
        ).all()
    published: list[int] = []
    for id_, version, reviewer in waiting:
        actor = Actor(str(reviewer))
        try:
            _publish_on_its_day(sessions, id_, version, actor, now, today)
            published.append(id_)
        except EditingError as error:
            logger.warning("draft %s was not published on its day: %s", id_, error)
            _give_back(sessions, id_, version, actor, now, str(error))
        except ProceduresError as error:
            logger.exception("draft %s cannot be published", id_)
            _give_back(sessions, id_, version, actor, now, str(error))
    return published


def roll_back(
    sessions: Sessions, code: str, to: int, reason: str, *, actor: Actor, now: datetime
) -> int:
    """Publish the content of an earlier revision as a new one, and return its number.

    That content has been published before; who wrote it needs somebody else to bring it back.
    """
    if not reason.strip():
        raise MissingWordsError(messages.REASON_NEEDED)
    with transaction(sessions) as session:
        touch_catalogue(session)  # a write first: on SQLite nobody else writes from here on
        number, _ = current_revision(session, code, lock=True)
        content = revision_content(session, code, to)
        writers = session.scalars(
            select(models.Draft.contributors).where(
                models.Draft.code == code, models.Draft.published_revision == to
            )
        )
        if any(actor.name in names for names in writers):
            raise FourEyesError(messages.OWN_REVISION)
        revision = _make_public(session, content, actor.name, now)
        if revision == number:
            raise ContentError(messages.ALREADY_THERE)
        audit.record(
            session,
            actor.name,
            "procedure.rolled_back",
            code,
            {"from": number, "to": to, "revision": revision, "comment": reason.strip()},
            actor.address,
        )
        return revision


def _publish_on_its_day(
    sessions: Sessions, id_: int, version: int, actor: Actor, now: datetime, today: date
) -> None:
    with transaction(sessions) as session:
        draft = claim(
            session, id_, version, (DraftState.SCHEDULED,), now, state=DraftState.PUBLISHED
        )
        _check_second_person(draft, actor.name)
        if not is_due(draft, today):
            raise MissingWordsError(messages.DAY_PASSED)
        _publish_claimed(session, draft, actor, now)


def _give_back(
    sessions: Sessions, id_: int, version: int, actor: Actor, now: datetime, reason: str
) -> None:
    with transaction(sessions) as session:
        if get_draft(session, id_).version != version:
            return  # somebody has taken it up meanwhile
        states = (DraftState.SCHEDULED,)
        draft = claim(session, id_, version, states, now, state=DraftState.RETURNED)
        text = messages.NOT_PUBLISHED_ON_ITS_DAY.format(reason=reason)
        note(session, draft, "returned", actor, now, text)


def _publish_claimed(session: Session, draft: models.Draft, actor: Actor, now: datetime) -> int:
    _check_base(session, draft)
    if draft.source_record and draft.origin is DraftOrigin.PORTAL:
        _keep_record(session, SourceFormat.API, parse_content(draft.source_record))
    content = parse_content(draft.content)
    try:
        revision = _make_public(session, content, actor.name, now)
    except IntegrityError as error:  # two drafts of one new procedure at once
        raise OutdatedDraftError(
            messages.PROCEDURE_EXISTS.format(code=draft.code), draft.based_on, 1
        ) from error
    if draft.questions is not None:
        change_questions(session, draft.code, draft.questions_seen or (), draft.questions)
    draft.published_revision = revision
    note(session, draft, "published", actor, now, before=draft.based_on, revision=revision)
    return revision


def _make_public(session: Session, content: ProcedureContent, actor: str, now: datetime) -> int:
    # The record comes first: it must not look newer than the revision it became.
    _keep_record(session, SourceFormat.STAFF, content)
    return publish_content(session, content, actor=actor).revision


def _keep_record(session: Session, kind: SourceFormat, content: ProcedureContent) -> None:
    stored = stored_records(session, [content.code]).get((content.code, kind))
    save_records(session, [(kind, content, stored)])


def _check_second_person(draft: models.Draft, name: str) -> None:
    if name in draft.contributors or name == draft.author:
        raise FourEyesError(messages.OWN_DRAFT)


def _check_base(session: Session, draft: models.Draft) -> None:
    number, _ = current_revision(session, draft.code, lock=True)
    if number != draft.based_on:
        raise OutdatedDraftError(
            messages.OUTDATED.format(current=number, based_on=draft.based_on),
            draft.based_on,
            number,
        )
