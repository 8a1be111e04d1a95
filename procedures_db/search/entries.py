"""What can be found: procedures with their names, and questions people ask about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.search.deeds import Deeds, deeds_of_all
from procedures_db.search.text import normalise, normalise_name
from procedures_db.terms import Origin, ProcedureKind, ProcedureState

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Texts:
    """Texts in the order of their owners; `owners[i]` is the procedure that text i belongs to."""

    texts: list[str]
    owners: Ints


@dataclass(frozen=True)
class Listed:
    """The procedures that can be found, without the texts they are found by."""

    codes: list[str]
    names: list[str]
    traits: Floats
    """One row of `TRAITS` per procedure."""
    deeds: Deeds
    """What is done in each procedure, by its name."""

    @property
    def count(self) -> int:
        """How many procedures there are."""
        return len(self.codes)


@dataclass(frozen=True)
class Entries(Listed):
    """Everything the linker searches."""

    titles: Texts
    questions: Texts
    bodies: Texts
    meanings: dict[str, tuple[int, ...]]
    """Each question with the procedures it means, the most likely one first."""

    @property
    def listed(self) -> Listed:
        """The same procedures without the texts, which are large."""
        return Listed(self.codes, self.names, self.traits, self.deeds)


@dataclass(frozen=True)
class Source:
    """The rows that entries are made of, as they stand in the database."""

    procedures: list[Any]
    aliases: list[tuple[int, str]]
    """Each with the database id of its procedure."""
    questions: list[tuple[str, list[str]]]
    """Each with the codes it means, the most likely one first."""
    settled: list[tuple[str, str]] = field(default_factory=list)
    """Those questions of staff that mean one procedure, with its code."""


TRAITS = ("provincial_only", "internal", "abolished", "second_choice")


def load_entries(session: Session) -> Entries:
    """Read all procedures and questions."""
    return entries_of(read_source(session))


def read_source(session: Session) -> Source:
    """Read the rows of all procedures and questions, in an order that depends on them alone."""
    table = models.Procedure
    procedures = session.execute(
        select(
            table.id,
            table.code,
            table.name,
            table.short_name,
            table.field,
            table.kind,
            table.state,
            table.search_text,
        ).order_by(table.code)
    ).all()
    alias = models.ProcedureAlias
    aliases = session.execute(
        select(alias.procedure_id, alias.text).order_by(alias.procedure_id, alias.id)
    )
    asked = models.WrittenQuestion
    questions = session.execute(select(asked.text, asked.codes, asked.origin).order_by(asked.id))
    rows = questions.all()
    return Source(
        list(procedures),
        [(owner, text) for owner, text in aliases],
        [(text, codes) for text, codes, _ in rows],
        [(text, codes[0]) for text, codes, origin in rows if _is_settled(codes, origin)],
    )


def _is_settled(codes: list[str], origin: Origin) -> bool:
    return origin is Origin.STAFF and len(codes) == 1


def entries_of(source: Source) -> Entries:
    """Make every text comparable."""
    rows = source.procedures
    number = {row.id: index for index, row in enumerate(rows)}
    by_code = {row.code: index for index, row in enumerate(rows)}
    titles: list[tuple[int, str]] = []
    bodies: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        titles.append((index, normalise_name(row.name)))
        if row.short_name:
            titles.append((index, normalise(row.short_name)))
        body = " ".join(filter(None, (row.name, row.field, row.search_text)))
        bodies.append((index, normalise(body)))
    titles += [(number[owner], normalise(text)) for owner, text in source.aliases]
    meanings = _meanings(source, by_code)
    return Entries(
        codes=[row.code for row in rows],
        names=[row.name for row in rows],
        traits=_traits(rows, meanings),
        deeds=deeds_of_all([normalise_name(row.name) for row in rows]),
        titles=_texts(titles),
        questions=_asked(meanings),
        bodies=_texts(bodies),
        meanings=meanings,
    )


def with_questions_of(listed: Listed, source: Source) -> tuple[Listed, Texts]:
    """Return the same procedures as `listed` with the source's questions."""
    by_code = {code: index for index, code in enumerate(listed.codes)}
    meanings = _meanings(source, by_code)
    traits = _traits(source.procedures, meanings)
    return Listed(listed.codes, listed.names, traits, listed.deeds), _asked(meanings)


def settled_of(source: Source, listed: Listed) -> dict[str, int]:
    """Return the questions that staff have settled, comparable, each with its procedure.

    Of the same question settled twice the later one counts.
    """
    by_code = {code: index for index, code in enumerate(listed.codes)}
    return {normalise(text): by_code[code] for text, code in source.settled if code in by_code}


def _meanings(source: Source, by_code: dict[str, int]) -> dict[str, tuple[int, ...]]:
    meanings: dict[str, tuple[int, ...]] = {}
    for text, codes in source.questions:
        owners = tuple(by_code[code] for code in codes if code in by_code)
        if owners:
            meanings.setdefault(normalise(text), owners)
    return meanings


def _asked(meanings: dict[str, tuple[int, ...]]) -> Texts:
    return _texts([(owner, text) for text, owners in meanings.items() for owner in owners])


def _traits(rows: Sequence[Any], meanings: dict[str, tuple[int, ...]]) -> Floats:
    traits = np.zeros((len(rows), len(TRAITS)), dtype=np.float32)
    for index, row in enumerate(rows):
        traits[index, :3] = (
            row.kind is ProcedureKind.PROVINCIAL,
            row.kind is ProcedureKind.INTERNAL,
            row.state is ProcedureState.ABOLISHED,
        )
    # Of twins that the same questions mean, people are better served by the one named first.
    first, named = np.zeros(len(rows)), np.zeros(len(rows))
    for owners in meanings.values():
        first[owners[0]] += 1
        named[list(owners)] += 1
    traits[:, 3] = np.where(named > 0, 1 - first / np.maximum(named, 1), 0)
    return traits


def _texts(pairs: list[tuple[int, str]]) -> Texts:
    unique = sorted({pair for pair in pairs if pair[1]})
    return Texts(
        [text for _, text in unique], np.array([owner for owner, _ in unique], dtype=np.int64)
    )
