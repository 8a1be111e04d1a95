"""Written questions: read them from data/nlu/procedures and keep them in the database.

The files are Rasa NLU data; each group carries `metadata: {codes, facets, origin}`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.errors import ContentError
from procedures_db.store import touch_catalogue
from procedures_db.terms import Facet, Origin
from procedures_db.yaml_text import read_yaml

_OUTSIDE = frozenset({"out_of_scope", "prompt_injection", "abuse", "bot_challenge"})


@dataclass(frozen=True)
class Question:
    """An everyday question and what it means."""

    text: str
    codes: tuple[str, ...]
    facets: tuple[Facet, ...]
    origin: Origin = Origin.WRITTEN


def read_questions(folder: Path) -> Iterator[Question]:
    """Yield every question of the folder's files; raise ContentError naming the wrong file."""
    for path in sorted(folder.glob("*.yml")):
        try:
            data = read_yaml(path.read_text("utf-8"))
            yield from _questions(data)
        except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise ContentError(f"{path.name}: {error}") from error


def read_outside(folder: Path) -> list[str]:
    """Return the messages of the dialogue files that are about no procedure."""
    texts: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        data = read_yaml(path.read_text("utf-8"))
        texts += [
            text
            for group in data["nlu"]
            if group["intent"] in _OUTSIDE
            for text in _lines(group["examples"])
        ]
    return texts


def sync_questions(session: Session, folder: Path) -> bool:
    """Make the written questions in the database those of the folder; return whether any changed.

    Questions that staff added stay. The caller commits.
    """
    wanted = {_row(question) for question in read_questions(folder)}
    table = models.WrittenQuestion
    stored = {
        (text, tuple(codes), tuple(facets))
        for text, codes, facets in session.execute(
            select(table.text, table.codes, table.facets).where(table.origin == Origin.WRITTEN)
        )
    }
    if wanted == stored:
        return False
    session.execute(delete(table).where(table.origin == Origin.WRITTEN))
    rows = [
        {"text": text, "codes": list(codes), "facets": list(facets), "origin": Origin.WRITTEN}
        for text, codes, facets in sorted(wanted)
    ]
    if rows:
        session.execute(insert(table), rows)
    touch_catalogue(session)
    return True


def _row(question: Question) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return question.text, question.codes, tuple(facet.value for facet in question.facets)


def _questions(data: dict[str, Any]) -> Iterator[Question]:
    for group in data["nlu"]:
        metadata = group["metadata"]
        if not isinstance(metadata["codes"], list):
            raise ValueError("codes must be a list")
        codes = tuple(str(code) for code in metadata["codes"])
        facets = tuple(Facet(facet) for facet in metadata["facets"])
        origin = Origin(metadata["origin"])
        for text in _lines(group["examples"]):
            yield Question(text, codes, facets, origin)


def _lines(examples: str) -> list[str]:
    lines = (line.strip().removeprefix("-").strip() for line in examples.splitlines())
    return [line for line in lines if line]
