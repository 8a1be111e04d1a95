"""Find procedures to edit: words without diacritics, filters, pages; all in memory."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.search.text import fold
from procedures_db.store import catalogue_version
from procedures_db.terms import DetailLevel, ProcedureKind, ProcedureState

PAGE_SIZE = 25


@dataclass(frozen=True)
class Line:
    """One procedure in the list."""

    code: str
    name: str
    field: str
    kind: ProcedureKind
    state: ProcedureState
    detail: DetailLevel
    revision: int
    flagged: bool
    folded: str


@dataclass(frozen=True)
class Filters:
    """What is looked for; everything empty is everything."""

    words: str = ""
    field: str = ""
    kind: str = ""
    state: str = ""
    detail: str = ""
    flagged: bool = False
    page: int = 1


@dataclass(frozen=True)
class Page:
    """The lines of one page, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int


class CatalogueIndex:
    """Every procedure's line, read again when something has been published."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self._sessions = sessions
        self._lock = threading.Lock()
        self._version = -1
        self._lines: tuple[Line, ...] = ()

    def search(self, wanted: Filters) -> Page:
        """Return the page of procedures that have all words and pass all filters."""
        words = fold(wanted.words).split()
        found = [line for line in self.lines() if _passes(line, wanted, words)]
        if words:
            phrase = " ".join(words)
            found.sort(key=lambda line: (phrase not in line.folded, len(line.name)))
        pages = max(1, -(-len(found) // PAGE_SIZE))
        number = min(max(1, wanted.page), pages)
        start = (number - 1) * PAGE_SIZE
        return Page(tuple(found[start : start + PAGE_SIZE]), len(found), number, pages)

    def fields(self) -> list[str]:
        """Return every field of activity, in order."""
        return sorted({line.field for line in self.lines() if line.field})

    def lines(self) -> tuple[Line, ...]:
        """Return all lines as published now."""
        with self._sessions() as session:
            version = catalogue_version(session)
            with self._lock:
                if version != self._version:
                    self._lines = _read(session)
                    self._version = version
                return self._lines


def _passes(line: Line, wanted: Filters, words: list[str]) -> bool:
    return (
        (not wanted.field or line.field == wanted.field)
        and (not wanted.kind or line.kind.value == wanted.kind)
        and (not wanted.state or line.state.value == wanted.state)
        and (not wanted.detail or line.detail.value == wanted.detail)
        and (not wanted.flagged or line.flagged)
        and all(word in line.folded for word in words)
    )


def _read(session: Session) -> tuple[Line, ...]:
    table = models.Procedure
    others: dict[int, list[str]] = {}
    for owner, text in session.execute(
        select(models.ProcedureAlias.procedure_id, models.ProcedureAlias.text)
    ):
        others.setdefault(owner, []).append(text)
    rows = session.execute(
        select(
            table.id,
            table.code,
            table.name,
            table.short_name,
            table.field,
            table.kind,
            table.state,
            table.detail,
            table.revision_number,
            table.flags,
        ).order_by(table.code)
    )
    return tuple(
        Line(
            code,
            name,
            field or "",
            kind,
            state,
            detail,
            revision,
            bool(flags),
            fold(" ".join((code, name, short or "", *others.get(id_, ())))),
        )
        for id_, code, name, short, field, kind, state, detail, revision, flags in rows
    )
