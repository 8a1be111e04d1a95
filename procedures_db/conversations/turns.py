"""Keep what was asked and answered, and give it back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.privacy import mask, mask_payload


def record_turn(
    session: Session,
    answer: Mapping[str, Any],
    *,
    channel: str,
    question: str,
    latency_ms: int,
    payload: str | None = None,
    reason: str | None = None,
    intent: str | None = None,
    facets: list[str] | None = None,
    at: datetime | None = None,
) -> None:
    """Record a turn, in the caller's transaction; `answer` is the public answer of the contract.

    The question is masked here too, whatever the caller did.
    """
    procedure = answer.get("procedure") or {}
    parts = answer.get("parts") or ()
    session.add(
        models.TurnRecord(
            turn_id=answer["turn_id"],
            conversation_id=answer["conversation_id"],
            channel=channel,
            at=at or datetime.now(UTC),
            question=mask(question),
            payload=mask_payload(payload) if payload else None,
            intent=intent,
            status=answer["status"],
            reason=reason,
            procedure_code=procedure.get("code"),
            facets=facets if facets is not None else [part["facet"] for part in parts],
            candidates=list(answer.get("candidates") or ()),
            answer=dict(answer),
            revision=procedure.get("revision"),
            receipt=answer.get("receipt"),
            latency_ms=latency_ms,
        )
    )


def history(session: Session, conversation_id: str, *, most: int = 50) -> list[models.TurnRecord]:
    """Return the latest turns of a conversation, the oldest first."""
    turn = models.TurnRecord
    rows = session.scalars(
        select(turn)
        .where(turn.conversation_id == conversation_id)
        .order_by(turn.id.desc())
        .limit(most)
    ).all()
    return list(reversed(rows))
