"""Passwords: what they must be, how they are kept, and that checking always takes as long."""

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 128
_VARIETY = 6
_AT_ONCE = 2


class Passwords:
    """Argon2id; a name without a password is checked against a hash that nothing matches."""

    def __init__(self) -> None:
        # 19 MiB and two passes are OWASP's choice for small machines.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(32))
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        with self._room:
            return self._hasher.hash(_same_letters(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether the password is right; takes as long when there is none."""
        with self._room:
            try:
                self._hasher.verify(stored or self._nobody, _same_letters(password)[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None


def weakness(password: str, name: str) -> str | None:
    """Return the key of the message that says why a password will not do, or None."""
    text = _same_letters(password)
    if len(text) < SHORTEST:
        return "PASSWORD_SHORT"
    if len(text) > LONGEST:
        return "PASSWORD_LONG"
    if len(set(text)) < _VARIETY or name in text.lower() or text.isdecimal():
        return "PASSWORD_EASY"
    return None


def _same_letters(password: str) -> str:
    # Two keyboards write "ế" in two ways.
    return unicodedata.normalize("NFC", password)
