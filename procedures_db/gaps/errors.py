"""Refusals of the rules about questions; each text can be shown to staff.

GapError
├── GapStateError     somebody else decided meanwhile, or it is not possible in this state
├── OwnProposalError  nobody accepts what he or she proposed
└── WordingError      the wording is empty, too long, personal, or means something else already
"""

from procedures_db.errors import ProceduresError


class GapError(ProceduresError):
    """A step that the rules do not allow."""


class GapStateError(GapError):
    """It was decided meanwhile, or cannot be in this state."""


class OwnProposalError(GapError):
    """A second person is needed."""


class WordingError(GapError):
    """The words cannot be taken as they are."""
