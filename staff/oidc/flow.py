"""What ties one sign-in to one browser: everything follows from a secret in its cookie."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    """One sign-in that has been started; only the browser keeps its secret."""

    secret: str

    @classmethod
    def start(cls) -> "Flow":
        """Begin one with a new secret."""
        return cls(secrets.token_urlsafe(32))

    @property
    def state(self) -> str:
        """Comes back with the browser: the answer is for a question of this very browser."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Stands in the ID token: it was made for this sign-in."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Whoever has the code needs this too (PKCE)."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())

    def is_answered_by(self, state: str) -> bool:
        """Tell whether an answer belongs to this sign-in."""
        return hmac.compare_digest(state.encode(), self.state.encode())

    def _derived(self, name: str) -> str:
        return _text(hmac.digest(self.secret.encode(), name.encode(), "sha256"))


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
