"""Which provider vouches for staff, and for whom."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class AccountClaim(StrEnum):
    """What the provider says that is compared with the name of an account, once."""

    EMAIL = "email"
    """Only where the provider says that it has verified it."""
    LOGIN_NAME = "preferred_username"
    """Only for providers whose users cannot change it."""


@dataclass(frozen=True)
class OidcSettings:
    """A provider, and this service's registration with it."""

    issuer: str
    client_id: str
    client_secret: str
    title: str
    """What the button calls the provider."""
    claim: AccountClaim = AccountClaim.EMAIL
    second_factor: frozenset[str] = frozenset({"mfa"})
    """Values of `amr` or `acr` that stand for two factors."""
    public_url: str = ""
    """Where the provider sends people back to; empty: where they came from."""


def is_safe_address(address: str) -> bool:
    """Tell whether what is sent there cannot be read or changed on the way."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
