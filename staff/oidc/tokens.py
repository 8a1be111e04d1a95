"""Read an ID token: nothing in it counts before its signature and its claims are right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from staff.oidc.errors import NotProvenError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "Ed25519")
"""With a key that only the provider has; `none` and shared secrets prove nothing."""
_LEEWAY = 60
_LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Identity:
    """Whom a provider vouches for."""

    issuer: str
    subject: str
    claims: Mapping[str, Any]

    @property
    def verified_email(self) -> str | None:
        """The address, where the provider has verified it."""
        return self._text("email") if self.claims.get("email_verified") is True else None

    @property
    def login_name(self) -> str | None:
        """The name the person has at the provider."""
        return self._text("preferred_username")

    def has_one_of(self, values: frozenset[str]) -> bool:
        """Tell whether the provider checked her in one of these ways."""
        ways = self.claims.get("amr")
        found = {way for way in ways if isinstance(way, str)} if isinstance(ways, list) else set()
        return bool(values & (found | {self._text("acr") or ""}))

    def _text(self, claim: str) -> str | None:
        value = self.claims.get(claim)
        return value if isinstance(value, str) and value else None


def read_id_token(
    token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: int
) -> Identity:
    """Return whom the token is about; raise NotProvenError for every doubt."""
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    try:
        key_set = KeySet.import_key_set({"keys": _signing_keys(keys)})
        claims = jwt.decode(token, key_set, algorithms=list(ALGORITHMS), registry=registry).claims
        jwt.JWTClaimsRegistry(
            now=now,
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            sub={"essential": True},
            aud={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotProvenError(f"ID token: {type(error).__name__}: {error}") from error
    if claims["aud"] not in (client_id, [client_id]) or claims.get("azp", client_id) != client_id:
        raise NotProvenError("ID token: made for somebody else")
    subject = claims["sub"]
    if not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise NotProvenError("ID token: no usable subject")
    return Identity(issuer, subject, claims)


def _signing_keys(keys: Mapping[str, Any]) -> list[Any]:
    """Leave out what is no public signing key: keys to encrypt with, and shared secrets."""
    found = keys.get("keys")
    if not isinstance(found, list):
        return []
    return [
        key
        for key in found
        if isinstance(key, dict)
        and key.get("kty") in ("RSA", "EC", "OKP")
        and key.get("use", "sig") == "sig"
    ]
