"""Phrases of a word list, written short: alternatives in brackets, `?` for what may be absent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedures_db.language.syllables import key_of, written_of

_GROUP = re.compile(r"\(([^()]*)\)(\??)")


@dataclass(frozen=True)
class Phrase:
    """One way to say something; `label` is the kind of fact and `meaning` its value."""

    label: str
    meaning: str
    written: tuple[str, ...]
    only_marked: bool
    """Without diacritics it is too often another word."""


def expand(pattern: str) -> Iterator[str]:
    """Yield every phrase of `pattern`: "(cấp|làm) lại( thẻ)?" gives four."""
    group = _GROUP.search(pattern)
    if group is None:
        yield " ".join(pattern.split())
        return
    before, after = pattern[: group.start()], pattern[group.end() :]
    choices = [*group.group(1).split("|"), *([""] if group.group(2) else [])]
    for choice in choices:
        yield from expand(f"{before}{choice}{after}")


def read_phrases(
    words: Mapping[str, Mapping[str, Sequence[str]]], shared: Mapping[str, Sequence[str]]
) -> dict[tuple[str, ...], tuple[Phrase, ...]]:
    """Return the phrases of a word list by their keys.

    `$name` in a pattern stands for the alternatives of `shared[name]`; a `!` at its end says that
    the phrase counts only when typed with diacritics.
    """
    found: dict[tuple[str, ...], tuple[Phrase, ...]] = {}
    for label, meanings in words.items():
        for meaning, patterns in meanings.items():
            for pattern in patterns:
                only_marked = pattern.endswith("!")
                for text in expand(_fill(pattern.rstrip("!"), shared)):
                    key = key_of(text)
                    phrase = Phrase(label, meaning, written_of(text), only_marked)
                    if phrase not in found.get(key, ()):
                        found[key] = (*found.get(key, ()), phrase)
    return found


def _fill(pattern: str, shared: Mapping[str, Sequence[str]]) -> str:
    for name, alternatives in shared.items():
        pattern = pattern.replace(f"${name}", "(" + "|".join(alternatives) + ")")
    return pattern
