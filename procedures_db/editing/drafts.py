"""From a draft to a published revision: each function is one step, in one transaction.

Nothing is overwritten: a draft's earlier texts are kept, and so is a text that comes too late.
Each step that decides begins with one UPDATE that names the version the person has seen, so two
people cannot both succeed, on SQLite as on PostgreSQL.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.editing import messages
from procedures_db.editing.errors import DraftStateError, MissingWordsError, StaleDraftError
from procedures_db.editing.history import current_revision, revision_content
from procedures_db.editing.questions import questions_of
from procedures_db.editing.rules import missing_grounds
from procedures_db.editing.three_way import Merged, bring_together
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.store import parse_content
from procedures_db.terms import DraftOrigin, DraftState

Sessions = Callable[[], Session]

OPEN = (DraftState.DRAFT, DraftState.RETURNED, DraftState.IN_REVIEW, DraftState.SCHEDULED)
"""States of drafts that may still be published."""
EDITABLE = (DraftState.DRAFT, DraftState.RETURNED)


@dataclass(frozen=True)
class Actor:
    """Who does it, and from which address."""

    name: str
    address: str | None = None


def start_draft(sessions: Sessions, code: str, *, actor: Actor, now: datetime) -> int:
    """Begin a draft with the published content and return its id."""
    with transaction(sessions) as session:
        number, content = current_revision(session, code)
        if content is None:
            raise NotFoundError(messages.NO_REVISION.format(code=code, number=1))
        return new_draft(session, content, based_on=number, actor=actor, now=now).id


def start_new_procedure(
    sessions: Sessions, content: ProcedureContent, *, actor: Actor, now: datetime
) -> int:
    """Begin a draft of a procedure that is not there yet and return its id."""
    with transaction(sessions) as session:
        _, there = current_revision(session, content.code)
        if there is not None:
            raise ContentError(messages.PROCEDURE_EXISTS.format(code=content.code))
        return new_draft(session, content, based_on=0, actor=actor, now=now).id


def new_draft(
    session: Session,
    content: ProcedureContent,
    *,
    based_on: int,
    actor: Actor,
    now: datetime,
    origin: DraftOrigin = DraftOrigin.STAFF,
    batch_id: int | None = None,
    source_record: dict[str, Any] | None = None,
) -> models.Draft:
    """Add a draft in the caller's transaction."""
    draft = models.Draft(
        code=content.code,
        based_on=based_on,
        content=content.to_json(),
        source_record=source_record,
        origin=origin,
        state=DraftState.DRAFT,
        version=1,
        author=actor.name,
        contributors=[actor.name],
        created_at=now,
        updated_at=now,
        batch_id=batch_id,
    )
    session.add(draft)
    session.flush()
    note(session, draft, "started", actor, now)
    return draft


def save_draft(
    sessions: Sessions,
    draft_id: int,
    content: ProcedureContent,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
    questions: Sequence[str] | None = None,
    questions_seen: Sequence[str] | None = None,
) -> int:
    """Save and return the new version.

    `questions_seen` are those of staff that stood on the page when the first ones were written.

    When somebody else has changed the draft since `expected_version`, the text is kept as a side
    copy and StaleDraftError names it; the draft stays as it is.
    """
    with transaction(sessions) as session:
        before = get_draft(session, draft_id)
        if content.code != before.code:
            raise ContentError(messages.OTHER_CODE.format(code=before.code))
        wanted = list(questions) if questions is not None else None
        old = _as_version(before)
        try:
            draft = claim(session, draft_id, expected_version, EDITABLE, now)
        except (StaleDraftError, DraftStateError) as refusal:
            late = models.DraftVersion(
                draft_id=draft_id,
                version=expected_version,
                based_on=before.based_on,
                content=content.to_json(),
                questions=wanted,
                author=actor.name,
                at=now,
                is_side_copy=True,
            )
            session.add(late)
            note(session, before, "kept_aside", actor, now)
            session.flush()
            failure = StaleDraftError(
                messages.STALE if isinstance(refusal, StaleDraftError) else str(refusal), late.id
            )
        else:
            session.add(old)
            draft.content = content.to_json()
            if wanted is not None:
                if draft.questions is None:
                    stand = questions_of(session, draft.code)
                    draft.questions_seen = list(stand if questions_seen is None else questions_seen)
                draft.questions = wanted
            _contribute(draft, actor)
            note(session, draft, "saved", actor, now)
            return draft.version
    raise failure


def submit_for_review(
    sessions: Sessions, draft_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Hand the draft to the reviewers."""
    with transaction(sessions) as session:
        draft = claim(
            session, draft_id, expected_version, EDITABLE, now, state=DraftState.IN_REVIEW
        )
        content = parse_content(draft.content)
        _, published = current_revision(session, draft.code)
        if published == content and draft.questions is None:
            raise ContentError(messages.NOTHING_CHANGED)
        if draft.origin is not DraftOrigin.PORTAL:
            based = base_content(session, draft)
            known = [one for one in (based, published) if one is not None]
            problems = missing_grounds(known, content)
            if problems:
                said = "; ".join(problem.text for problem in problems)
                raise MissingWordsError(messages.GROUNDS.format(problems=said))
        _contribute(draft, actor)
        note(session, draft, "submitted", actor, now)


def return_to_editor(
    sessions: Sessions,
    draft_id: int,
    comment: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Send the draft back with what has to be better."""
    if not comment.strip():
        raise MissingWordsError(messages.COMMENT_NEEDED)
    with transaction(sessions) as session:
        draft = claim(
            session,
            draft_id,
            expected_version,
            (DraftState.IN_REVIEW, DraftState.SCHEDULED),
            now,
            state=DraftState.RETURNED,
            reviewer=actor.name,
            decided_at=now,
        )
        note(session, draft, "returned", actor, now, comment.strip())


def withdraw(
    sessions: Sessions, draft_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Give the draft up; its texts stay."""
    with transaction(sessions) as session:
        draft = claim(session, draft_id, expected_version, OPEN, now, state=DraftState.WITHDRAWN)
        note(session, draft, "withdrawn", actor, now)


def reopen(
    sessions: Sessions, draft_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take a draft back from review, or a withdrawn one up again, to go on writing."""
    states = (DraftState.IN_REVIEW, DraftState.SCHEDULED, DraftState.WITHDRAWN)
    with transaction(sessions) as session:
        draft = claim(session, draft_id, expected_version, states, now, state=DraftState.DRAFT)
        note(session, draft, "reopened", actor, now)


def rebase(
    sessions: Sessions, draft_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> Merged:
    """Bring an outdated draft up to the published revision; the old text is kept."""
    with transaction(sessions) as session:
        before = get_draft(session, draft_id)
        old = _as_version(before)
        states = (*EDITABLE, DraftState.IN_REVIEW, DraftState.SCHEDULED)
        draft = claim(session, draft_id, expected_version, states, now, state=DraftState.DRAFT)
        number, published = current_revision(session, draft.code)
        mine = parse_content(draft.content)
        base = base_content(session, draft)
        if published is None or number == draft.based_on:
            return Merged(mine, ())
        merged = bring_together(base or published, mine, published)
        session.add(old)
        draft.content = merged.content.to_json()
        draft.based_on = number
        _contribute(draft, actor)
        fields = ", ".join(merged.conflicts)
        text = messages.TWO_CHANGED if fields else messages.CARRIED_OVER
        note(session, draft, "rebased", actor, now, text.format(number=number, fields=fields))
        return merged


# --- what the steps share --------------------------------------------------------------------


def get_draft(session: Session, draft_id: int) -> models.Draft:
    """Return the draft as it is now; raise NotFoundError when there is none."""
    draft = session.get(models.Draft, draft_id, populate_existing=True)
    if draft is None:
        raise NotFoundError(messages.NO_DRAFT.format(id=draft_id))
    return draft


def base_content(session: Session, draft: models.Draft) -> ProcedureContent | None:
    """Return the content that the draft started from; None for a new procedure."""
    if draft.based_on == 0:
        return None
    return revision_content(session, draft.code, draft.based_on)


def claim(
    session: Session,
    draft_id: int,
    expected_version: int,
    states: Collection[DraftState],
    now: datetime,
    **values: Any,
) -> models.Draft:
    """Make the draft's next version ours, or raise what stands against it."""
    table = models.Draft
    claimed = session.execute(
        update(table)
        .where(
            table.id == draft_id, table.version == expected_version, table.state.in_(list(states))
        )
        .values(version=table.version + 1, updated_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    draft = get_draft(session, draft_id)
    if claimed.rowcount == 1:  # type: ignore[attr-defined]
        return draft
    if draft.version != expected_version:
        raise StaleDraftError(messages.CHANGED_MEANWHILE)
    raise DraftStateError(messages.WRONG_STATE.format(state=messages.STATES[draft.state]))


def note(
    session: Session,
    draft: models.Draft,
    action: str,
    actor: Actor,
    now: datetime,
    text: str | None = None,
    **details: Any,
) -> None:
    """Write what happened into the draft's story and into the audit."""
    session.add(
        models.DraftComment(draft_id=draft.id, author=actor.name, at=now, action=action, text=text)
    )
    told = {"draft": draft.id, "version": draft.version, "based_on": draft.based_on, **details}
    if text:
        told["comment"] = text
    audit.record(session, actor.name, f"draft.{action}", draft.code, told, actor.address)


def is_due(draft: models.Draft, today: date) -> bool:
    """Whether the draft's day has come."""
    return draft.valid_from is None or draft.valid_from <= today


def _as_version(draft: models.Draft) -> models.DraftVersion:
    return models.DraftVersion(
        draft_id=draft.id,
        version=draft.version,
        based_on=draft.based_on,
        content=draft.content,
        questions=draft.questions,
        author=draft.contributors[-1] if draft.contributors else draft.author,
        at=draft.updated_at,
    )


def _contribute(draft: models.Draft, actor: Actor) -> None:
    others = [name for name in draft.contributors if name != actor.name]
    draft.contributors = [*others, actor.name]


def drafts_of(session: Session, code: str) -> list[models.Draft]:
    """Return every draft of a procedure, the newest first."""
    table = models.Draft
    return list(session.scalars(select(table).where(table.code == code).order_by(table.id.desc())))
