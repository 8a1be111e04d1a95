"""Codes in a question: of a citizen's own dossier, and of a procedure."""

import re

# Decree 61/2018/NĐ-CP: code of the agency (Decision 20/2020/QĐ-TTg), date of receipt, number.
_DOSSIER = re.compile(
    r"(?<![\w.-])(?:\d{3}(?:\.\d{2}){0,2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,4}-\d{6}-\d{3,6}(?![\w-])", re.I
)
_PROCEDURE = re.compile(r"(?<![\w.,-])[1-9]\.\d{6}(?![\d]|[.,]\d)")


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
