"""One-time codes (RFC 6238) and the recovery codes that stand in for a lost telephone."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

import pyotp
import segno
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from procedures_db import models

ISSUER = "Thủ Tục"
_SECONDS = 30
_RECOVERY = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_secret() -> str:
    """Return a secret for an authenticator app."""
    return pyotp.random_base32()


def qr_svg(secret: str, name: str) -> str:
    """Return the QR code of a secret as SVG for a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff", omitsize=True)


def step_of_code(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step that a code belongs to, one before and after now included."""
    digits = "".join(code.split())
    current = int(now.replace(tzinfo=UTC).timestamp()) // _SECONDS
    totp = pyotp.TOTP(secret)
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return step
    return None


def spend_code(session: Session, user: models.StaffUser, code: str, now: datetime) -> bool:
    """Accept a code once: one statement decides, also between two requests at the same time."""
    step = step_of_code(user.totp_secret, code, now) if user.totp_secret else None
    if step is None:
        return False
    table = models.StaffUser
    spent = session.connection().execute(
        update(table)
        .where(table.id == user.id, or_(table.totp_step.is_(None), table.totp_step < step))
        .values(totp_step=step)
    )
    return spent.rowcount == 1


def new_recovery_codes() -> list[str]:
    """Return codes to be written down; each can be used once."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(_RECOVERY)
    ]


def recovery_hash(code: str) -> str:
    """Return what is stored of a recovery code; nearly 60 random bits need no slow hash."""
    letters = "".join(letter for letter in code.lower() if letter in _LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()


def spend_recovery_code(session: Session, user: models.StaffUser, code: str) -> bool:
    """Accept a recovery code and strike it off."""
    session.refresh(user, with_for_update=True)
    wanted = recovery_hash(code)
    if wanted not in user.recovery_hashes:
        return False
    user.recovery_hashes = [one for one in user.recovery_hashes if one != wanted]
    session.flush()
    return True
