"""The syllables of a question as people type it, ready to compare with written words.

In a text typed without diacritics a syllable may stand for any that folds to the same letters; in
one typed with them it stands for itself alone, wherever its tone mark is put.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from procedures_db.search.text import fold, words

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Of the syllables of Vietnamese text two in three have diacritics.
_MARKED_SHARE = 0.35
# mĩ and mỹ, kì and kỳ are one word; quy is not qui.
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnprstvx])y$")


class Syllable(NamedTuple):
    """One syllable or number; an abbreviation gives one for each word it is short for."""

    key: str
    """Lower case without diacritics."""
    written: str
    """As typed, in lower case with the tone last."""
    start: int
    end: int
    raw: str
    """The letters of the text it came from."""
    is_open: bool
    """It has no diacritics because nobody typed any; it may stand for other words."""

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.key[0].isdigit()

    @property
    def is_marked(self) -> bool:
        """Whether it has diacritics."""
        return self.written != self.key

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[0].isupper()


def syllables(text: str) -> list[Syllable]:
    """Return the syllables and numbers of `text` in order, abbreviations written out."""
    found: list[tuple[str, str, bool, int, int, str]] = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        glued = start == last_end  # 50k, q3, m2: a unit, not an abbreviation
        for key, written, short in _read(raw, glued):
            found.append((key, written, short, start, end, raw))
        last_end = end
    marked = sum(key != written for key, written, *_ in found)
    plain_text = marked < _MARKED_SHARE * len(found)
    return [
        Syllable(key, written, start, end, raw, short or (plain_text and key == written))
        for key, written, short, start, end, raw in found
    ]


def key_of(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a written phrase or name."""
    return tuple(key for key, _ in _phrase(text))


def written_of(text: str) -> tuple[str, ...]:
    """Return the words of a written phrase or name as `fits` compares them."""
    return tuple(written for _, written in _phrase(text))


def fits(found: Sequence[Syllable], written: Sequence[str]) -> bool:
    """Return whether syllables of equal keys may stand for the written words."""
    return all(one.written == word or one.is_open for one, word in zip(found, written, strict=True))


def is_exact(found: Sequence[Syllable], written: Sequence[str]) -> bool:
    """Return whether the syllables are the written words with all their diacritics."""
    return all(one.written == word for one, word in zip(found, written, strict=True))


def _phrase(text: str) -> list[tuple[str, str]]:
    return [_plain(match.group()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=16_384)
def _read(raw: str, glued: bool) -> tuple[tuple[str, str, bool], ...]:
    """Return key, spelling and whether it is short for something, of each word meant."""
    plain = _plain(raw)
    # "cả" is not "ca" (công an): only letters without marks can be an abbreviation.
    if glued or not raw.lower().replace("đ", "d").isascii():
        return ((*plain, False),)
    full = tuple(_i(word) for word in words(raw))
    if full in ((), plain[:1]):
        return ((*plain, False),)
    return tuple((word, word, True) for word in full)


@lru_cache(maxsize=16_384)
def _plain(raw: str) -> tuple[str, str]:
    if raw[0].isdigit():
        number = raw.lstrip("0") or "0"
        return number, number
    decomposed = unicodedata.normalize("NFD", raw.lower())
    letters = "".join(letter for letter in decomposed if letter not in _TONES)
    tone = "".join(letter for letter in decomposed if letter in _TONES)
    return _i(fold(raw)), _i(unicodedata.normalize("NFC", letters)) + tone


def _i(word: str) -> str:
    return _FINAL_Y.sub("i", word)
