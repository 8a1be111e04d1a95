"""Errors about offices."""

from procedures_db.errors import ContentError


class OfficeChangedError(ContentError):
    """Somebody else has changed the office since it was read; nothing was written."""


class OfficeTwiceError(ContentError):
    """The same place already has an active office of this name and address."""
