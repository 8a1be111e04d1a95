"""A catalogue of many times the procedures: real rows, and names put together from real names."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, make_url, select

from bench.questions import SEED
from procedures_db import models
from procedures_db.database import open_engine
from procedures_db.terms import DetailLevel, ProcedureKind, ProcedureState

_CHUNK = 5_000
_SOURCE = "bench"
_TODAY = date(2026, 1, 1)


class NotSqliteError(Exception):
    """The catalogue is not a SQLite file, so it is not copied."""


def copy_catalogue(url: str, target: Path) -> str:
    """Copy the SQLite database, also while it is written to, and return the copy's URL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise NotSqliteError("only a SQLite catalogue is copied and grown")
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_copy(target)
    with (
        closing(sqlite3.connect(parsed.database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return f"sqlite:///{target}"


def remove_copy(target: Path) -> None:
    """Remove the copy and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def grow(url: str, times: int) -> tuple[int, int]:
    """Add procedures known by name only until there are `times` as many; return before, after."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            table = models.Procedure
            rows = connection.execute(
                select(table.name, table.field, table.kind).order_by(table.code)
            ).all()
            names = [row.name for row in rows]
            wanted = len(rows) * (times - 1)
            invented = invent_names(names, wanted)
            new = [
                _row(number, name, rows[number % len(rows)].field)
                for number, name in enumerate(invented)
            ]
            for start in range(0, len(new), _CHUNK):
                connection.execute(insert(table), new[start : start + _CHUNK])
        return len(rows), len(rows) + len(new)
    finally:
        engine.dispose()


def invent_names(names: Sequence[str], count: int, seed: int = SEED) -> Iterator[str]:
    """Yield names as long as the real ones: the beginning of one, the end of another."""
    dice = random.Random(seed)
    halves = [
        (words[: len(words) // 2], words[len(words) // 2 :]) for words in map(str.split, names)
    ]
    for _ in range(count):
        begin, _ = dice.choice(halves)
        _, end = dice.choice(halves)
        yield " ".join((*begin, *end))


def _row(number: int, name: str, field: str | None) -> dict[str, Any]:
    return {
        "code": f"X.{number:06d}",
        "name": name,
        "field": field,
        "levels": [],
        "kind": ProcedureKind.NATIONAL,
        "target_groups": [],
        "state": ProcedureState.ACTIVE,
        "detail": DetailLevel.LISTED,
        "flags": [],
        "revision_number": 1,
        "source": _SOURCE,
        "fetched_on": _TODAY,
    }
