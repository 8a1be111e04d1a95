"""The list of procedures, to be searched by words of their names and turned page by page."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.search.text import fold
from procedures_db.store import catalogue_version

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """One page of the procedures found."""

    total: int
    number: int
    items: list[dict[str, Any]]

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class _Row:
    item: dict[str, Any]
    name: str
    words: str
    field: str


class ProcedureList:
    """Keeps the names in memory until something is published. Safe to use from threads."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self._sessions = sessions
        self._lock = threading.Lock()
        self._version: int | None = None
        self._rows: list[_Row] = []

    def page(self, q: str = "", field: str = "", number: int = 1) -> Page:
        """Return the page of procedures whose names hold all words of `q`, within a field.

        Diacritics and case do not matter. Names that hold the words in their order come first.
        """
        asked, within = " ".join(fold(q).split()), " ".join(fold(field).split())
        found = [
            row
            for row in self._current()
            if all(word in row.words for word in asked.split()) and within in ("", row.field)
        ]
        if asked:
            found.sort(key=lambda row: (asked not in row.name, len(row.name)))
        start = (number - 1) * PAGE_SIZE
        return Page(len(found), number, [row.item for row in found[start : start + PAGE_SIZE]])

    def _current(self) -> list[_Row]:
        with self._lock, self._sessions() as session:
            version = catalogue_version(session)
            if version != self._version:
                self._rows = _read(session)
                self._version = version
            return self._rows


def _read(session: Session) -> list[_Row]:
    table = models.Procedure
    aliases: dict[int, list[str]] = {}
    for owner, text in session.execute(
        select(models.ProcedureAlias.procedure_id, models.ProcedureAlias.text)
    ):
        aliases.setdefault(owner, []).append(text)
    rows = session.execute(
        select(
            table.id,
            table.code,
            table.name,
            table.short_name,
            table.field,
            table.levels,
            table.detail,
            table.state,
            table.revision_number,
        ).order_by(table.code)
    )
    return [
        _Row(
            item={
                "code": row.code,
                "name": row.name,
                "field": row.field,
                "levels": row.levels,
                "detail": row.detail.value,
                "state": row.state.value,
                "revision": row.revision_number,
            },
            name=" ".join(fold(row.name).split()),
            words=fold(
                " ".join([row.code, row.name, row.short_name or "", *aliases.get(row.id, ())])
            ),
            field=" ".join(fold(row.field or "").split()),
        )
        for row in rows
    ]
