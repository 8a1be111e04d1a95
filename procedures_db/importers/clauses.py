"""Split a fee text into clauses, each with the headings that it stands under."""

import re
from dataclasses import dataclass

from procedures_db.importers.letters import LOWER, UPPER
from procedures_db.importers.text import clean, without_sign

_BREAK = re.compile(
    rf"""
    \n+
    | \s*;\s*
    | (?<=[.)])\s*(?=[-–+*•]\s)              # ". - Trường hợp"
    | (?<=[\w.,;:)])\s+(?=[+*•]\s+(?=\W?[^\W\d_]))   # " + Cấp mới"
    | (?<=[\w.,;:)])\s+(?=[-–]\s+(?=\W?[{UPPER}]))   # " - Cấp mới", not "kinh tế - xã hội"
    | (?<=[^\W\d_]\.)\s+(?=[{UPPER}(])        # ". Miễn"
    | (?<=\d\.)\s+(?=[{UPPER}(])
    | (?<=[{LOWER})]\.)(?=[{UPPER}][{LOWER}])   # ".Miễn" without a blank
    | (?<=\))\.\s+
    """,
    re.VERBOSE,
)
_SIGN = re.compile(r"^\s*([-–+*•])")
_DEPTH = {"*": 0, "-": 1, "–": 1, "•": 1, "+": 2}
_AMOUNT_HEAD = re.compile(r"^(?P<head>[^:]{2,200}?):\s*(?P<rest>.+)$", re.DOTALL)
_ENDS_OPEN = re.compile(r"(?:\b(?:TT|NĐ|QĐ|số|Đ|PGS|Tp|TP)\.)$")


@dataclass(frozen=True)
class Clause:
    """A piece of text and what it is said about."""

    text: str
    headings: tuple[str, ...] = ()
    continues: bool = False
    """Whether it goes on with the clause before it, after a semicolon."""


def unwrap(text: str) -> str:
    """Return `text` without brackets that enclose the whole of it."""
    text = clean(text)
    while text.startswith("(") and text.endswith(")") and _closes_at(text) == len(text) - 1:
        text = text[1:-1].strip()
    if text.startswith("(") and _closes_at(text) is None:
        text = text[1:].strip()
    if text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].strip()
    return text


def split_clauses(text: str) -> list[Clause]:
    """Return the clauses of a fee text in order."""
    clauses: list[Clause] = []
    headings: dict[int, str] = {}
    inherited: str | None = None
    for piece, separator in _pieces(unwrap(text)):
        sign = _SIGN.match(piece)
        body = without_sign(piece).rstrip(" ;,")
        if not body:
            continue
        if sign:
            depth = _DEPTH[sign[1]]
            headings = {level: head for level, head in headings.items() if level < depth}
            inherited = None
        elif separator != ";":
            depth = 0 if not headings else max(headings) + 1
            inherited = None
            if separator == "\n":
                headings = {}
                depth = 0
        else:
            depth = 9
        if body.endswith(":") and depth != 9:
            headings[depth] = body.rstrip(": ")
            continue
        context = [headings[level] for level in sorted(headings)]
        if separator == ";" and inherited:
            context.append(inherited)
        clauses.append(Clause(body, tuple(context), separator == ";" and not sign))
        head = _AMOUNT_HEAD.match(body)
        if separator != ";" and head and ":" in head["rest"]:
            inherited = head["head"].strip()
    return clauses


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces with the sign that each follows: ';', a line end, or a blank."""
    pieces: list[tuple[str, str]] = []
    start, separator = 0, "\n"
    for match in _BREAK.finditer(text):
        before = text[start : match.start()]
        if _inside_brackets(text, start, match.start()) or _ENDS_OPEN.search(before):
            continue
        pieces.append((before, separator))
        found = match.group()
        separator = ";" if ";" in found else "\n" if "\n" in found else " "
        start = match.end()
    pieces.append((text[start:], separator))
    return [(piece.strip(), sign) for piece, sign in pieces if piece.strip()]


def _inside_brackets(text: str, start: int, end: int) -> bool:
    part = text[start:end]
    return part.count("(") > part.count(")") and ")" in text[end : end + 200]


def _closes_at(text: str) -> int | None:
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index
    return None
