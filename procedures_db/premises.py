"""Correct questions that rest on something abolished, replaced or moved.

The table is `answers/premises.yml`; its head says how it is written.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from procedures_db.search.text import normalise
from procedures_db.yaml_text import read_yaml

_GAP = r"(?:\S+ ){0,3}"
_NAMED = re.compile(r"\{([a-z_]+)\}")


class Strength(StrEnum):
    """What a false premise does to the answer."""

    REPLACES = "replaces"
    """What is asked for can no longer be had: a correction, with the procedures that help."""
    NOTE = "note"
    """The question is answered as it is, with one sentence more."""


@dataclass(frozen=True)
class Premise:
    """Something that a question takes for granted and that is no longer so."""

    id: str
    strength: Strength
    thing: str
    text: str
    """What is true now, in plain words for the citizen."""
    law: str
    since: date
    source: str
    codes: tuple[str, ...]
    """Procedures that help, the likeliest first."""


@dataclass(frozen=True)
class _Rule:
    premise: Premise
    when: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fires(self, question: str) -> bool:
        if not self.when.search(question):
            return False
        return self.unless is None or not self.unless.search(question)


def find_premise(text: str) -> Premise | None:
    """Return the false premise of a question; one that replaces comes before one to note."""
    rules, spelled_out = _table()
    question = unicodedata.normalize("NFC", text).lower()
    for word, clear in spelled_out:
        question = word.sub(clear, question)
    question = normalise(question)
    return next((rule.premise for rule in rules if rule.fires(question)), None)


def premises() -> tuple[Premise, ...]:
    """Return the whole table, in the order in which it is tried."""
    return tuple(rule.premise for rule in _table()[0])


@cache
def _table() -> tuple[tuple[_Rule, ...], tuple[tuple[re.Pattern[str], str], ...]]:
    file = resources.files("procedures_db.answers").joinpath("premises.yml")
    data = read_yaml(file.read_text("utf-8"))
    rules = [rule for entry in data["premises"] for rule in _rules(entry, data["words"])]
    order = list(Strength)
    rules.sort(key=lambda rule: order.index(rule.premise.strength))
    spelled_out = tuple(
        (re.compile(rf"\b{word}\b"), clear) for word, clear in data["spelled_out"].items()
    )
    return tuple(rules), spelled_out


def _rules(entry: Mapping[str, Any], words: Mapping[str, str]) -> Iterable[_Rule]:
    for strength in Strength:
        said = entry.get(strength)
        if said:
            premise = Premise(
                id=entry["id"],
                strength=strength,
                thing=entry["thing"],
                text=said["text"],
                law=entry["law"],
                since=entry["since"],
                source=entry["source"],
                codes=tuple(said["codes"]),
            )
            unless = [*entry.get("unless", ()), *said.get("unless", ())]
            yield _Rule(
                premise,
                _pattern(said["when"], words),
                _pattern(unless, words) if unless else None,
            )


def _pattern(patterns: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """Return one pattern for all; each begins and ends with whole words."""
    filled = (_fill(pattern, words).replace(".. ", _GAP) for pattern in patterns)
    return re.compile(rf"(?<!\S)(?:{'|'.join(filled)})(?!\S)")


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    while _NAMED.search(pattern):
        pattern = _NAMED.sub(lambda match: words[match[1]], pattern)
    return pattern
