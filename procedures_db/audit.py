"""Write the audit trail; nothing here, and nothing in the database, can change it afterwards."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from procedures_db import models


def record(
    session: Session,
    actor: str,
    action: str,
    target: str,
    details: dict[str, Any] | None = None,
    address: str | None = None,
) -> None:
    """Add an entry to the caller's transaction: the deed and its entry stand or fall together.

    `action` is a short English name such as `office.change`; `target` says what it was done to.
    """
    session.add(
        models.AuditEntry(
            at=datetime.now(UTC),
            actor=actor[:80],
            action=action[:60],
            target=target[:200],
            details=details or {},
            address=address[:64] if address else None,
        )
    )
    session.flush()
