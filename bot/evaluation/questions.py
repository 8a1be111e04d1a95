"""Evaluation files: one conversation per line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procedures_db.errors import ImportFileError

_OTHER_NAMES = {"condition": "conditions", "legal": "legal_basis", "forms": "form"}


@dataclass(frozen=True)
class GoldTurn:
    """A question and what a right reply is; no codes means that no procedure is right."""

    question: str
    codes: frozenset[str]
    behaviour: str
    facets: frozenset[str]


@dataclass(frozen=True)
class Conversation:
    """Turns asked one after the other in one conversation."""

    id: str
    set: str
    turns: tuple[GoldTurn, ...]


def read_conversations(path: Path) -> Iterator[Conversation]:
    """Yield the conversations of a JSON-lines file; raise ImportFileError naming the bad line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(f"Không đọc được {path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            turns = tuple(_turn(turn) for turn in data["turns"])
            yield Conversation(str(data["id"]), str(data.get("set", path.stem)), turns)
        except (ValueError, KeyError, TypeError) as error:
            raise ImportFileError(f"{path}, dòng {number}: {error!r}") from error


def _turn(data: dict[str, Any]) -> GoldTurn:
    return GoldTurn(
        question=str(data["q"]),
        codes=frozenset(data["codes"]),
        behaviour=str(data.get("behaviour", "answer")),
        facets=frozenset(_OTHER_NAMES.get(name, name) for name in data.get("fields", ())),
    )
