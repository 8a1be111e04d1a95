"""Turns with sensible defaults; a test states only what matters to it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from procedures_db.conversations import record_turn


def answer(turn_id: str = "t1", conversation_id: str = "web-a", **changes: Any) -> dict[str, Any]:
    """A public answer."""
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "turn_id": turn_id,
        "status": "answered",
        "procedure": {"code": "9.000001", "name": "Thủ tục đăng ký nuôi ong", "revision": 3},
        "candidates": [{"code": "9.000001", "name": "Thủ tục đăng ký nuôi ong", "score": 0.9}],
        "parts": [{"facet": "fee", "status": "answered", "facts": {"amount": 8000}, "text": "…"}],
        "text": "Lệ phí 8.000 đồng",
        "buttons": [],
        "receipt": "7KQ2-M4",
    }
    return values | changes


def add_turn(
    session: Session,
    turn_id: str = "t1",
    conversation_id: str = "web-a",
    question: str = "nuôi ong mất bao nhiêu",
    at: datetime | None = None,
    **changes: Any,
) -> None:
    """Record a turn and commit."""
    record_turn(
        session,
        answer(turn_id, conversation_id, **changes),
        channel="web",
        question=question,
        latency_ms=12,
        at=at,
    )
    session.commit()
