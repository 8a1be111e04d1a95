"""Make accounts and change them; every change signs the person out and is written down."""

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.terms import Role
from staff import messages
from staff.accounts import codes
from staff.accounts.errors import AccountError
from staff.accounts.passwords import Passwords, weakness
from staff.accounts.sessions import end_all_sessions, hash_of

LINK_LIFETIME = timedelta(hours=72)
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,38}[a-z0-9]")


def add_person(
    session: Session,
    name: str,
    full_name: str,
    role: Role,
    now: datetime,
    *,
    actor: str,
    address: str | None = None,
) -> models.StaffUser:
    """Make an account that cannot sign in until it has a password."""
    name, full_name = name.strip().lower(), " ".join(full_name.split())
    if not _NAME.fullmatch(name):
        raise AccountError(messages.NAME_WRONG)
    if not 2 <= len(full_name) <= 120:
        raise AccountError(messages.FULL_NAME_WRONG)
    if session.scalar(select(models.StaffUser.id).where(models.StaffUser.name == name)):
        raise AccountError(messages.NAME_TAKEN.format(name=name))
    user = models.StaffUser(
        name=name, full_name=full_name, role=role, created_at=now, recovery_hashes=[]
    )
    session.add(user)
    audit.record(session, actor, "staff.add", name, {"role": role.value}, address)
    return user


def add_with_link(
    session: Session,
    name: str,
    full_name: str,
    role: Role,
    now: datetime,
    *,
    actor: str,
    address: str | None = None,
) -> tuple[models.StaffUser, str]:
    """Make an account and return it with the secret of its one-time link."""
    user = add_person(session, name, full_name, role, now, actor=actor, address=address)
    return user, make_link(session, user, now, actor=actor, address=address)


def set_password(
    session: Session,
    passwords: Passwords,
    user: models.StaffUser,
    password: str,
    *,
    actor: str,
    address: str | None = None,
    keep_session: str | None = None,
) -> None:
    """Give an account a new password; an old link and other sessions end."""
    problem = weakness(password, user.name)
    if problem:
        raise AccountError(getattr(messages, problem))
    user.password_hash = passwords.hash(password)
    user.link_hash = user.link_expires_at = None
    end_all_sessions(session, user.id, but=keep_session)
    audit.record(session, actor, "staff.set_password", user.name, {}, address)


def make_link(
    session: Session,
    user: models.StaffUser,
    now: datetime,
    *,
    actor: str,
    address: str | None = None,
) -> str:
    """Return the secret of a link with which the person chooses a password, once."""
    token = secrets.token_urlsafe(32)
    user.link_hash = hash_of(token)
    user.link_expires_at = now + LINK_LIFETIME
    audit.record(session, actor, "staff.make_link", user.name, {}, address)
    return token


def person_of_link(session: Session, token: str, now: datetime) -> models.StaffUser | None:
    """Return whose link it is while it holds."""
    table = models.StaffUser
    return session.scalar(
        select(table).where(
            table.link_hash == hash_of(token), table.link_expires_at > now, table.is_active
        )
    )


def use_link(
    session: Session,
    passwords: Passwords,
    token: str,
    password: str,
    now: datetime,
    *,
    address: str | None = None,
) -> None:
    """Set the password that the person of a link has chosen; the link is spent."""
    user = person_of_link(session, token, now)
    if user is None:
        raise AccountError(messages.LINK_OVER)
    set_password(session, passwords, user, password, actor=user.name, address=address)


def reset(
    session: Session,
    user: models.StaffUser,
    now: datetime,
    *,
    actor: str,
    address: str | None = None,
) -> str:
    """Take password, one-time codes and the provider's identity away, sign out everywhere.

    Returns a new link's secret.
    """
    user.password_hash = user.oidc_subject = None
    user.totp_secret = user.totp_step = None
    user.recovery_hashes = []
    end_all_sessions(session, user.id)
    audit.record(session, actor, "staff.reset", user.name, {}, address)
    return make_link(session, user, now, actor=actor, address=address)


def change_role(
    session: Session,
    user: models.StaffUser,
    role: Role,
    *,
    actor: str,
    address: str | None = None,
) -> None:
    """Give another role; the person has to sign in again."""
    if user.role is role:
        return
    if user.role is Role.ADMINISTRATOR:
        _keep_one_administrator(session, user)
    details = {"role": [user.role.value, role.value]}
    user.role = role
    end_all_sessions(session, user.id)
    audit.record(session, actor, "staff.change_role", user.name, details, address)


def set_active(
    session: Session,
    user: models.StaffUser,
    is_active: bool,
    *,
    actor: str,
    address: str | None = None,
) -> None:
    """Open or close an account; closing signs the person out everywhere."""
    if user.is_active is is_active:
        return
    if not is_active and user.role is Role.ADMINISTRATOR:
        _keep_one_administrator(session, user)
    user.is_active = is_active
    if not is_active:
        user.link_hash = user.link_expires_at = None
        end_all_sessions(session, user.id)
    action = "staff.enable" if is_active else "staff.disable"
    audit.record(session, actor, action, user.name, {}, address)


def change_person(
    session: Session,
    user_id: int,
    deed: str,
    role: Role | None,
    now: datetime,
    *,
    actor: str,
    address: str | None = None,
) -> tuple[models.StaffUser | None, str | None]:
    """Do what the accounts page offers; return the account and the secret of a new link."""
    user = session.get(models.StaffUser, user_id)
    if user is None:
        return None, None
    if deed == "vai_tro" and role is not None:
        change_role(session, user, role, actor=actor, address=address)
    elif deed in ("mo", "dong"):
        set_active(session, user, deed == "mo", actor=actor, address=address)
    elif deed == "dat_lai":
        return user, reset(session, user, now, actor=actor, address=address)
    return user, None


def renew_recovery_codes(
    session: Session, user: models.StaffUser, *, address: str | None = None
) -> list[str]:
    """Replace the recovery codes and return the new ones."""
    recovery = codes.new_recovery_codes()
    user.recovery_hashes = [codes.recovery_hash(one) for one in recovery]
    audit.record(session, user.name, "staff.renew_recovery_codes", user.name, {}, address)
    return recovery


def find_person(session: Session, name: str) -> models.StaffUser:
    """Return an account by its name."""
    table = models.StaffUser
    user = session.scalar(select(table).where(table.name == name.strip().lower()))
    if user is None:
        raise AccountError(messages.NO_SUCH_PERSON.format(name=name))
    return user


def _keep_one_administrator(session: Session, user: models.StaffUser) -> None:
    table = models.StaffUser
    others = session.scalar(
        select(func.count()).where(
            table.role == Role.ADMINISTRATOR, table.is_active, table.id != user.id
        )
    )
    if not others:
        raise AccountError(messages.LAST_ADMINISTRATOR)
