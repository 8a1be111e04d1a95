"""Errors of sign-in through an identity provider.

OidcError
├── ProviderDownError     the provider cannot be reached, or does not answer as it should
└── NotProvenError        what came back does not prove who is at the other end
"""


class OidcError(Exception):
    """Somebody cannot be signed in through the provider; the text is for the log."""


class ProviderDownError(OidcError):
    """The provider cannot be reached, or does not answer as it should."""


class NotProvenError(OidcError):
    """What came back does not prove who is at the other end."""
