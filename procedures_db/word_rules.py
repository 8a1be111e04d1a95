"""Tables of word patterns, read in questions without diacritics and with abbreviations written out.

A table has `spelled_out` (words read before diacritics go, where folding would make two words
one), `words` (parts that patterns name in braces) and entries with `when` and `unless`:

    {name}  the words of that name under `words`
    ..      up to three other words
    $       nothing follows
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Self

from procedures_db.search.text import normalise
from procedures_db.yaml_text import read_yaml

_GAP = r"(?:\S+ ){0,3}"
_NAMED = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class WordRule:
    """Fires on questions that match one of `when` and none of `unless`."""

    when: re.Pattern[str]
    unless: re.Pattern[str] | None

    @classmethod
    def of(cls, when: Iterable[str], unless: Iterable[str], words: Mapping[str, str]) -> Self:
        """Compile the patterns; each begins and ends with whole words."""
        excepted = list(unless)
        return cls(_pattern(when, words), _pattern(excepted, words) if excepted else None)

    def fires(self, question: str) -> bool:
        """Return whether it fires; `question` is what `RuleText.read` returned."""
        if not self.when.search(question):
            return False
        return self.unless is None or not self.unless.search(question)


@dataclass(frozen=True)
class RuleText:
    """How questions are made ready for a table's patterns."""

    spelled_out: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, spelled_out: Mapping[str, str]) -> Self:
        """Compile the words that are read with their diacritics."""
        return cls(
            tuple((re.compile(rf"\b{word}\b"), clear) for word, clear in spelled_out.items())
        )

    def read(self, text: str) -> str:
        """Return the folded words of a question."""
        question = unicodedata.normalize("NFC", text).lower()
        for word, clear in self.spelled_out:
            question = word.sub(clear, question)
        return normalise(question)


def read_table(name: str) -> Mapping[str, Any]:
    """Return a table that lies beside the answers' templates."""
    file = resources.files("procedures_db.answers").joinpath(name)
    table: Mapping[str, Any] = read_yaml(file.read_text("utf-8"))
    return table


def _pattern(patterns: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str]:
    filled = (_fill(pattern, words).replace(".. ", _GAP) for pattern in patterns)
    return re.compile(rf"(?<!\S)(?:{'|'.join(filled)})(?!\S)")


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    while _NAMED.search(pattern):
        pattern = _NAMED.sub(lambda match: words[match[1]], pattern)
    return pattern
