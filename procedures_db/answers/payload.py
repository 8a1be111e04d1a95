"""What a button says back: a procedure and facets, in at most 64 bytes (Telegram's limit)."""

from dataclasses import dataclass

from procedures_db.errors import ContentError
from procedures_db.terms import Facet

_PREFIX = "p"
_LETTERS = {
    Facet.OVERVIEW: "o",
    Facet.DOCUMENTS: "d",
    Facet.FEE: "f",
    Facet.EXEMPTION: "e",
    Facet.TIME: "t",
    Facet.PLACE: "p",
    Facet.ONLINE: "n",
    Facet.CONDITIONS: "c",
    Facet.STEPS: "s",
    Facet.FORM: "m",
    Facet.LEGAL_BASIS: "l",
    Facet.RESULT: "r",
}
_FACETS = {letter: facet for facet, letter in _LETTERS.items()}


@dataclass(frozen=True)
class Choice:
    """A procedure chosen by tapping, and what is asked about it."""

    code: str
    facets: tuple[Facet, ...]


def encode(choice: Choice) -> str:
    """Return the payload of a choice, e.g. `p/1.001193/df`."""
    return "/".join((_PREFIX, choice.code, "".join(_LETTERS[facet] for facet in choice.facets)))


def decode(payload: str) -> Choice:
    """Return what a payload means; raise ContentError when it is none of ours."""
    parts = payload.split("/")
    if len(parts) != 3 or parts[0] != _PREFIX or len(payload) > 64:
        raise ContentError("unknown payload")
    try:
        facets = tuple(_FACETS[letter] for letter in parts[2])
    except KeyError as error:
        raise ContentError("unknown payload") from error
    return Choice(parts[1], facets or (Facet.OVERVIEW,))
