"""Errors of the procedures database.

ProceduresError
├── ContentError      content that breaks a rule; the message names the field
├── NotFoundError     no such procedure, revision or file
├── ImportFileError   a file that cannot be read as any known format
└── DatabaseError     the database cannot be used (locked, full, not migrated)
"""


class ProceduresError(Exception):
    """Anything that this package raises on purpose; its text can be shown to an operator."""


class ContentError(ProceduresError):
    """Content that breaks a rule."""


class NotFoundError(ProceduresError):
    """There is no such thing."""


class ImportFileError(ProceduresError):
    """A file that cannot be read."""


class DatabaseError(ProceduresError):
    """The database cannot be used."""
