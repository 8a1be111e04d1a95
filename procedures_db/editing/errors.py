"""Refusals of the editing rules; each text can be shown to staff.

EditingError
├── DraftStateError      not possible in the state that the draft is in
├── StaleDraftError      somebody else changed the draft meanwhile
├── OutdatedDraftError   another revision was published meanwhile
├── FourEyesError        nobody publishes what he or she wrote
└── MissingWordsError    a comment, legal basis or date of validity is missing
"""

from procedures_db.errors import ProceduresError


class EditingError(ProceduresError):
    """A step that the rules do not allow."""


class DraftStateError(EditingError):
    """The draft is not in a state in which this can be done."""


class StaleDraftError(EditingError):
    """The draft was changed since it was read; `side_copy` is where the text was kept."""

    def __init__(self, text: str, side_copy: int | None = None) -> None:
        super().__init__(text)
        self.side_copy = side_copy


class OutdatedDraftError(EditingError):
    """The draft is not based on the published revision."""

    def __init__(self, text: str, based_on: int, current: int) -> None:
        super().__init__(text)
        self.based_on = based_on
        self.current = current


class FourEyesError(EditingError):
    """A second person is needed."""


class MissingWordsError(EditingError):
    """Something has to be written first."""
