"""Growing delays after failed sign-ins, the same for names that do not exist."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from procedures_db import models

_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(hours=24)
_FREE = {"pair": 5, "name": 20, "address": 30}
"""Failures without a delay. One address guessing one name is stopped first; guesses from many
addresses, or at many names, later, so that nobody can easily lock a colleague out."""


def is_locked(session: Session, name: str, address: str, now: datetime) -> bool:
    """Tell whether sign-ins of this name from this address have to wait."""
    lock = models.SignInLock
    until = session.scalars(
        select(lock.locked_until).where(lock.key.in_(_keys(name, address).values()))
    )
    return any(moment is not None and moment > now for moment in until)


def add_failure(session: Session, name: str, address: str, now: datetime) -> None:
    """Count a failure; every one above the free ones doubles the delay."""
    keys = _keys(name, address)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [{"key": key, "failures": 0, "last_failed_at": now} for key in sorted(keys.values())]
    session.execute(dialect.insert(models.SignInLock).values(rows).on_conflict_do_nothing())
    for kind, key in keys.items():
        lock = session.get_one(models.SignInLock, key, with_for_update=True)
        if now - lock.last_failed_at > _FORGOTTEN_AFTER:
            lock.failures = 0
        lock.failures += 1
        lock.last_failed_at = now
        excess = lock.failures - _FREE[kind]
        if excess >= 0:
            lock.locked_until = now + min(_FIRST_DELAY * 2 ** min(excess, 12), _LONGEST_DELAY)
    session.flush()


def clear(session: Session, name: str, address: str) -> None:
    """Forget the failures of a name that has fully signed in; those of the address stay."""
    keys = _keys(name, address)
    session.execute(
        delete(models.SignInLock).where(models.SignInLock.key.in_([keys["pair"], keys["name"]]))
    )


def _keys(name: str, address: str) -> dict[str, str]:
    texts = {"pair": f"pair {name} {address}", "name": f"name {name}", "address": address}
    return {kind: hashlib.sha256(text.encode()).hexdigest() for kind, text in texts.items()}
