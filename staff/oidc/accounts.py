"""From whom a provider vouches for to an account that an administrator has made."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.database import transaction
from staff.accounts.signing_in import UNKNOWN, SignedIn, Visitor, begin
from staff.oidc.settings import AccountClaim, OidcSettings
from staff.oidc.tokens import Identity

_HOW = "oidc"


def sign_in_as(
    sessions: Callable[[], Session],
    settings: OidcSettings,
    identity: Identity,
    visitor: Visitor,
    now: datetime,
) -> SignedIn | None:
    """Open the session of the account that belongs to the identity; `None` where none does.

    An account is found by its name the first time, and from then on by the subject alone.
    """
    key = subject_key(identity)
    with transaction(sessions) as session:
        user = _bound(session, key) or _bind(session, settings, identity, key, visitor)
        if user is None or not user.is_active:
            known = user.name if user else UNKNOWN
            details = {"step": _HOW}
            audit.record(session, known, "staff.sign_in_failed", known, details, visitor.address)
            return None
        second = identity.has_one_of(settings.second_factor)
        return begin(session, user, visitor, now, how=_HOW, has_second_factor=second)


def subject_key(identity: Identity) -> str:
    """Return what an account keeps: a subject is unique only together with its issuer."""
    return hashlib.sha256(f"{identity.issuer}\n{identity.subject}".encode()).hexdigest()


def _bound(session: Session, key: str) -> models.StaffUser | None:
    table = models.StaffUser
    return session.scalar(select(table).where(table.oidc_subject == key))


def _bind(
    session: Session, settings: OidcSettings, identity: Identity, key: str, visitor: Visitor
) -> models.StaffUser | None:
    by_email = settings.claim is AccountClaim.EMAIL
    name = (identity.verified_email if by_email else identity.login_name) or ""
    if not name.isascii():  # some letters become plain ones when made small
        return None
    table = models.StaffUser
    # One statement decides, so that two people with one name cannot both get the account.
    bound = session.scalar(
        update(table)
        .where(
            table.name == name.strip().lower(),
            table.oidc_subject.is_(None),
            table.is_active,
        )
        .values(oidc_subject=key)
        .returning(table.id)
    )
    if bound is None:
        return None
    user = session.get_one(table, bound, populate_existing=True)
    audit.record(session, user.name, "staff.bind_oidc", user.name, {}, visitor.address)
    return user
