"""Sign in: password, then a one-time code for the roles that need one.

Whatever is wrong, the caller gets `None` after the same work, and says the same to everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.database import transaction
from procedures_db.terms import SessionStage
from staff.accounts import codes, locks
from staff.accounts.passwords import Passwords
from staff.accounts.sessions import end_session, hash_of, open_session
from staff.permissions import NEEDS_CODES

UNKNOWN = "?"


@dataclass(frozen=True)
class Visitor:
    """The browser at the other end."""

    address: str
    browser: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """A new session: its secret, and how far the sign-in has come."""

    token: str
    stage: SessionStage


def name_as_stored(name: str) -> str:
    """Return how a typed name is looked up."""
    return name.strip().lower()[:40]


def sign_in(
    sessions: Callable[[], Session],
    passwords: Passwords,
    name: str,
    password: str,
    visitor: Visitor,
    now: datetime,
) -> SignedIn | None:
    """Check name and password; `None` also while the name or the address has to wait."""
    name = name_as_stored(name)
    with sessions() as session:
        user = _find(session, name)
    right = passwords.verify(user.password_hash if user else None, password)
    # The lock is read after the slow check, so that many guesses at once do not slip past it.
    with transaction(sessions) as session:
        if locks.is_locked(session, name, visitor.address, now):
            return None
        user = _find(session, name)
        if user is None or not right:
            _refuse(session, user, name, visitor, now, "password")
            return None
        return begin(session, user, visitor, now, how="password")


def begin(
    session: Session,
    user: models.StaffUser,
    visitor: Visitor,
    now: datetime,
    *,
    how: str,
    has_second_factor: bool = False,
) -> SignedIn:
    """Open the session of someone whose password, or identity provider, has vouched for her.

    A second factor that the provider has checked stands in for a code of ours.
    """
    if has_second_factor:
        return _finish(session, user, visitor, now, how)
    if user.totp_secret:
        stage = SessionStage.CODE
    elif user.role in NEEDS_CODES:
        stage = SessionStage.ENROL
    else:
        return _finish(session, user, visitor, now, how)
    token = open_session(
        session, user, stage, now, address=visitor.address, browser=visitor.browser
    )
    return SignedIn(token, stage)


def check_code(
    sessions: Callable[[], Session], id_hash: str, code: str, visitor: Visitor, now: datetime
) -> SignedIn | None:
    """Check a one-time or recovery code; the session gets a new secret when it is right."""
    with transaction(sessions) as session:
        waiting = session.get(models.StaffSession, id_hash)
        if waiting is None or waiting.stage is not SessionStage.CODE:
            return None
        user = waiting.user
        if locks.is_locked(session, user.name, visitor.address, now):
            return None
        how = "code"
        if not codes.spend_code(session, user, code, now):
            how = "recovery_code"
            if not codes.spend_recovery_code(session, user, code):
                _refuse(session, user, user.name, visitor, now, "code")
                return None
        end_session(session, id_hash)
        return _finish(session, user, visitor, now, how)


def enrol(
    sessions: Callable[[], Session], id_hash: str, code: str, visitor: Visitor, now: datetime
) -> tuple[SignedIn, list[str]] | None:
    """Keep the authenticator that a right code proves; return a new session and recovery codes."""
    with transaction(sessions) as session:
        found = session.get(models.StaffSession, id_hash)
        if found is None or not found.pending_totp_secret or found.user.totp_secret:
            return None
        user = found.user
        step = codes.step_of_code(found.pending_totp_secret, code, now)
        if step is None:
            return None
        recovery = codes.new_recovery_codes()
        user.totp_secret = found.pending_totp_secret
        user.totp_step = step
        user.recovery_hashes = [codes.recovery_hash(one) for one in recovery]
        audit.record(session, user.name, "staff.enrol_codes", user.name, {}, visitor.address)
        session.flush()
        end_session(session, id_hash)
        return _finish(session, user, visitor, now, "enrolment"), recovery


def prepare_enrolment(session: Session, id_hash: str) -> str | None:
    """Return the secret that the session is setting up, or None when it may not set one up."""
    found = session.get(models.StaffSession, id_hash)
    if found is None or found.stage is SessionStage.CODE or found.user.totp_secret:
        return None
    if not found.pending_totp_secret:
        found.pending_totp_secret = codes.new_secret()
    return found.pending_totp_secret


def sign_out(sessions: Callable[[], Session], token: str, address: str) -> None:
    """End the session of a secret."""
    with transaction(sessions) as session:
        found = session.get(models.StaffSession, hash_of(token))
        if found is not None:
            audit.record(session, found.user.name, "staff.sign_out", found.user.name, {}, address)
            session.delete(found)


def _find(session: Session, name: str) -> models.StaffUser | None:
    table = models.StaffUser
    return session.scalar(select(table).where(table.name == name, table.is_active))


def _refuse(
    session: Session,
    user: models.StaffUser | None,
    name: str,
    visitor: Visitor,
    now: datetime,
    step: str,
) -> None:
    locks.add_failure(session, name, visitor.address, now)
    # What was typed as a name may be a password; only names that exist are written down.
    known = user.name if user else UNKNOWN
    audit.record(session, known, "staff.sign_in_failed", known, {"step": step}, visitor.address)


def _finish(
    session: Session, user: models.StaffUser, visitor: Visitor, now: datetime, how: str
) -> SignedIn:
    locks.clear(session, user.name, visitor.address)
    audit.record(session, user.name, "staff.sign_in", user.name, {"how": how}, visitor.address)
    token = open_session(
        session, user, SessionStage.FULL, now, address=visitor.address, browser=visitor.browser
    )
    return SignedIn(token, SessionStage.FULL)
