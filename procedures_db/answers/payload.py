"""What a button says back: a procedure, facets and perhaps an answer to a case question.

At most 64 bytes, which is Telegram's limit.
"""

import re
from dataclasses import dataclass

from procedures_db.errors import ContentError
from procedures_db.terms import Facet

SKIPPED = "-"
"""The option of who skips a question."""
_MOST_BYTES = 64
_PREFIX = "p"
_ANSWER = re.compile(r"([a-z0-9_]{1,16})=([a-z0-9_]{1,20}|-)")
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
    answer: tuple[str, str] | None = None
    """A case question and the option chosen, or `SKIPPED`."""


def encode(choice: Choice) -> str:
    """Return the payload of a choice, e.g. `p/1.001193/df` or `p/1.001193/d/ai_nop=ho`."""
    parts = [_PREFIX, choice.code, "".join(_LETTERS[facet] for facet in choice.facets)]
    if choice.answer:
        parts.append("=".join(choice.answer))
    return "/".join(parts)


def decode(payload: str) -> Choice:
    """Return what a payload means; raise ContentError when it is none of ours."""
    parts = payload.split("/")
    if len(parts) not in (3, 4) or parts[0] != _PREFIX or len(payload) > _MOST_BYTES:
        raise ContentError("unknown payload")
    answer = _ANSWER.fullmatch(parts[3]) if len(parts) == 4 else None
    if len(parts) == 4 and answer is None:
        raise ContentError("unknown payload")
    try:
        facets = tuple(_FACETS[letter] for letter in parts[2])
    except KeyError as error:
        raise ContentError("unknown payload") from error
    told = (answer[1], answer[2]) if answer else None
    return Choice(parts[1], facets or (Facet.OVERVIEW,), told)
