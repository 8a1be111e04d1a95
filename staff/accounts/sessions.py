"""Sessions in the database: the browser has a secret, the database its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.terms import SessionStage

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
SIGNING_IN = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)


def hash_of(token: str) -> str:
    """Return what is stored of a session's or link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session,
    user: models.StaffUser,
    stage: SessionStage,
    now: datetime,
    *,
    address: str | None,
    browser: str | None,
) -> str:
    """Start a session with a new secret and return that secret."""
    session.execute(delete(models.StaffSession).where(models.StaffSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    lifetime = ABSOLUTE if stage is SessionStage.FULL else SIGNING_IN
    session.add(
        models.StaffSession(
            id_hash=hash_of(token),
            user_id=user.id,
            stage=stage,
            created_at=now,
            last_seen_at=now,
            expires_at=now + lifetime,
            address=address,
            browser=(browser or "")[:200] or None,
            notes=[],
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> models.StaffSession | None:
    """Return the session of a secret if it is alive and its user active; note that it was seen."""
    found = session.get(models.StaffSession, hash_of(token))
    if found is None:
        return None
    idle = now - found.last_seen_at
    if idle > IDLE or found.expires_at <= now or not found.user.is_active:
        session.delete(found)
        return None
    if idle >= _SEEN_EVERY:
        found.last_seen_at = now
    return found


def end_session(session: Session, id_hash: str) -> None:
    """Sign one browser out."""
    session.execute(delete(models.StaffSession).where(models.StaffSession.id_hash == id_hash))


def end_all_sessions(session: Session, user_id: int, *, but: str | None = None) -> None:
    """Sign a person out everywhere, but for the session with the hash `but`."""
    table = models.StaffSession
    session.execute(delete(table).where(table.user_id == user_id, table.id_hash != (but or "")))
