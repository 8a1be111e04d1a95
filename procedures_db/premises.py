"""Correct questions that rest on something abolished, replaced or moved.

The table is `answers/premises.yml`; its head says how it is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from procedures_db.word_rules import RuleText, WordRule, read_table


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
    words: WordRule


def find_premise(text: str) -> Premise | None:
    """Return the false premise of a question; one that replaces comes before one to note."""
    rules, reading = _table()
    question = reading.read(text)
    return next((rule.premise for rule in rules if rule.words.fires(question)), None)


def premises() -> tuple[Premise, ...]:
    """Return the whole table, in the order in which it is tried."""
    return tuple(rule.premise for rule in _table()[0])


@cache
def _table() -> tuple[tuple[_Rule, ...], RuleText]:
    data = read_table("premises.yml")
    rules = [rule for entry in data["premises"] for rule in _rules(entry, data["words"])]
    order = list(Strength)
    rules.sort(key=lambda rule: order.index(rule.premise.strength))
    return tuple(rules), RuleText.of(data["spelled_out"])


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
            yield _Rule(premise, WordRule.of(said["when"], unless, words))
