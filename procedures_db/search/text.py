"""Make texts comparable: no diacritics, no teencode, no official stop phrases.

Both the questions and what they are compared with go through `normalise`, so a question typed
without diacritics is the same question.
"""

import re
import unicodedata
from functools import cache
from importlib import resources

_LATIN_MARKS = re.compile("[\u0300-\u034e]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[a-z0-9]+(?:[./-][a-z0-9]+)*")
_REPEAT = re.compile(r"([a-z])\1{2,}")
# Words that begin nearly every official name and tell nothing apart.
_STOP_PHRASES = re.compile(
    r"^(?:thu tuc hanh chinh|thu tuc)\s+|\b(?:theo quy dinh(?: cua phap luat)?)\b"
)
# "(trừ giống bố mẹ)": words of the one question the procedure is not for.
_EXCLUDED = re.compile(
    r"\(\s*trừ\b[^)]*\)?|\btrừ (?:trường hợp|các|những|loại|cơ sở|đối tượng)\b[^)]*",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return `text` in lower case without Vietnamese diacritics."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NOT_ASCII.sub(_without_marks, _LATIN_MARKS.sub("", decomposed))


def _without_marks(found: re.Match[str]) -> str:
    return "".join(letter for letter in found[0] if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the folded words of `text`, abbreviations written out."""
    expansions = _expansions()
    folded = fold(text)
    found = _WORD.findall(folded)
    if expansions.keys().isdisjoint(found) and not _REPEAT.search(folded):
        return found
    spelled: list[str] = []
    for word in found:
        once = _REPEAT.sub(r"\1", word)  # "lauuu"; but "cccd" is an abbreviation as it is
        spelled.extend(expansions.get(word) or expansions.get(once) or (once,))
    return spelled


def normalise(text: str) -> str:
    """Return the words of `text` as one string."""
    return " ".join(words(text))


def normalise_name(name: str) -> str:
    """Return an official name without phrases that all share, and without what it excludes."""
    name = _EXCLUDED.sub(" ", unicodedata.normalize("NFC", name))
    return " ".join(_STOP_PHRASES.sub(" ", normalise(name)).split())


@cache
def _expansions() -> dict[str, tuple[str, ...]]:
    table = resources.files("procedures_db.search").joinpath("abbreviations.txt")
    lines = table.read_text("utf-8").splitlines()
    pairs = (line.split("=") for line in lines if line and not line.startswith("#"))
    return {short.strip(): tuple(full.split()) for short, full in pairs}
