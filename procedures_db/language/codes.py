"""Codes in a question: of a citizen's own dossier, and of a procedure."""

import re
from collections.abc import Iterator

# Code of the agency, day of receipt, number: H29.12-240101-0012, 000.00.01.H26-240101-0012.
_DOSSIER = re.compile(
    r"(?<![\w.-])(?:\d{3}(?:\.\d{2}){0,2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,4}-\d{6}-\d{3,6}(?![\w-])",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"(?<![\w.,-])[1-9]\.\d{6}(?!\d|[.,]\d)")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where codes of dossiers and procedures stand."""
    for code in (_DOSSIER, _PROCEDURE):
        for match in code.finditer(text):
            yield match.span()


def dossier_codes(text: str) -> tuple[str, ...]:
    """Return the codes of dossiers, in capitals, as the portal's look-up takes them."""
    return tuple(match.group().upper() for match in _DOSSIER.finditer(text))


def procedure_codes(text: str) -> tuple[str, ...]:
    """Return the codes of procedures such as 1.001193."""
    return tuple(match.group() for match in _PROCEDURE.finditer(text))


def without_codes(text: str) -> str:
    """Return the text with blanks in place of codes, so that offsets stay the same."""
    for code in (_DOSSIER, _PROCEDURE):
        text = code.sub(lambda match: " " * len(match.group()), text)
    return text
