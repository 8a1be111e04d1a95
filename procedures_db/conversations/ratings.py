"""What citizens think of an answer and of a conversation."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.privacy import mask

MAX_WORDS = 1_000
"""Characters of a reason or a comment that are kept."""


def add_feedback(
    session: Session,
    turn_id: str,
    thumb: int,
    reason: str | None = None,
    *,
    conversation_id: str | None = None,
) -> None:
    """Keep a thumb (+1 or -1) for an answer; a later one replaces it. The caller commits.

    Raises NotFoundError for an unknown turn, or one of another conversation than the one named.
    """
    if thumb not in (-1, 1):
        raise ContentError("thumb phải là 1 hoặc -1.")
    turn = models.TurnRecord
    known = select(turn.conversation_id).where(turn.turn_id == turn_id)
    owner = session.scalar(known)
    if owner is None or (conversation_id is not None and owner != conversation_id):
        raise NotFoundError("Không tìm thấy câu trả lời này.")
    feedback = session.scalar(select(models.Feedback).where(models.Feedback.turn_id == turn_id))
    if feedback is None:
        feedback = models.Feedback(turn_id=turn_id)
        session.add(feedback)
    feedback.thumb = thumb
    feedback.reason = _kept(reason)
    feedback.at = datetime.now(UTC)
    session.flush()


def add_satisfaction(
    session: Session, conversation_id: str, channel: str, stars: int, comment: str | None = None
) -> None:
    """Keep one to five stars for a conversation; later ones replace them. The caller commits."""
    if not 1 <= stars <= 5:
        raise ContentError("Số sao phải từ 1 đến 5.")
    table = models.Satisfaction
    row = session.scalar(select(table).where(table.conversation_id == conversation_id))
    if row is None:
        row = table(conversation_id=conversation_id)
        session.add(row)
    row.channel = channel
    row.stars = stars
    row.comment = _kept(comment)
    row.at = datetime.now(UTC)
    session.flush()


def _kept(text: str | None) -> str | None:
    return mask(text.strip())[:MAX_WORDS] if text and text.strip() else None
