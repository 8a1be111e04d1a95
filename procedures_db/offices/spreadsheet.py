"""Offices as a CSV table: out, and in again with every line judged before anything is written."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.errors import ImportFileError
from procedures_db.offices import messages
from procedures_db.offices.content import Known, OfficeContent, read_office, to_values
from procedures_db.offices.store import (
    By,
    add_office,
    change_office,
    changes_between,
    content_of,
    known_in,
)
from procedures_db.search.text import fold

LARGEST_FILE = 1_500_000
MOST_LINES = 5_000
HEADER = (messages.NUMBER, messages.VERSION, *messages.LABELS.values())
_NEEDED = ("ten", "dia_chi", "tinh", "xa", "nguon", "kiem_tra")
_FORMULA = ("=", "+", "-", "@", "\t")
_ID, _VERSION = "so", "ban"


class Verdict(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Line:
    """A line of the file, judged."""

    number: int
    verdict: Verdict
    name: str
    content: OfficeContent | None = None
    office: int | None = None
    version: int = 0
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """Label of the cell -> what is wrong with it."""


def table_of(session: Session) -> Iterator[list[str]]:
    """Yield a line for each office, in the order of `HEADER`."""
    for row in session.scalars(select(models.Office).order_by(models.Office.id)):
        yield [str(row.id), str(row.version), *to_values(content_of(row)).values()]


def decode_file(data: bytes) -> str:
    """Return the text of an uploaded file; raise ImportFileError with what is wrong."""
    if len(data) > LARGEST_FILE:
        raise _too_large()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(messages.FILE_ENCODING) from error
    if "\0" in text:
        raise ImportFileError(messages.FILE_BROKEN)
    return unicodedata.normalize("NFC", text)


def judge(session: Session, text: str, today: date) -> list[Line]:
    """Return every line of the file with what would become of it; nothing is written."""
    known = known_in(session)
    rows = {row.id: row for row in session.scalars(select(models.Office))}
    here = {_sameness(content_of(row)): row.id for row in rows.values() if row.is_active}
    judged: list[Line] = []
    seen: dict[object, int] = {}
    for number, values in _lines(text):
        line = _judge(number, values, rows, known, today)
        line = _without_twins(line, here, seen)
        judged.append(line)
    return judged


def apply_lines(session: Session, lines: Iterable[Line], by: By) -> tuple[int, int]:
    """Write the new and changed lines; return how many of each. The caller commits.

    Raise OfficeChangedError or OfficeTwiceError when somebody was quicker; then nothing may be
    committed.
    """
    counts = {Verdict.NEW: 0, Verdict.CHANGED: 0}
    for line in lines:
        if line.verdict not in counts or line.content is None:
            continue
        if line.office is None:
            add_office(session, line.content, by)
        else:
            change_office(session, line.office, line.content, line.version, by)
        counts[line.verdict] += 1
    return counts[Verdict.NEW], counts[Verdict.CHANGED]


def _judge(
    number: int,
    values: Mapping[str, str],
    rows: Mapping[int, models.Office],
    known: Known,
    today: date,
) -> Line:
    name = values.get("ten", "")
    content, wrong = read_office(values, known, today)
    errors = {messages.LABELS[key]: text for key, text in wrong.items()}
    office, version = values.get(_ID, ""), values.get(_VERSION, "")
    if not office:
        verdict = Verdict.NEW if content else Verdict.REJECTED
        changes = changes_between(None, content) if content else {}
        return Line(number, verdict, name, content, changes=changes, errors=errors)
    row = rows.get(int(office)) if office.isdecimal() and len(office) < 10 else None
    if not office.isdecimal():
        errors[messages.NUMBER] = messages.NUMBER_WRONG
    elif row is None:
        errors[messages.NUMBER] = messages.OFFICE_UNKNOWN.format(number=office)
    elif not version.isdecimal():
        errors[messages.VERSION] = messages.VERSION_WRONG
    elif version != str(row.version):
        errors[messages.VERSION] = messages.VERSION_OLD.format(who=row.updated_by)
    if errors or content is None or row is None:
        return Line(number, Verdict.REJECTED, name, errors=errors)
    changes = changes_between(content_of(row), content)
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return Line(number, verdict, name, content, row.id, row.version, changes)


def _without_twins(line: Line, here: Mapping[object, int], seen: dict[object, int]) -> Line:
    """Return the line, rejected where another line or office says the same."""
    if line.content is None or not line.content.is_active:
        return line
    mine = _sameness(line.content)
    twin = here.get(mine)
    text = ""
    if mine in seen:
        text = messages.LINE_TWICE.format(line=seen[mine])
    elif twin is not None and twin != line.office:
        text = messages.TWICE.format(number=twin)
    seen.setdefault(mine, line.number)
    if not text:
        return line
    return Line(line.number, Verdict.REJECTED, line.name, errors={messages.LABELS["ten"]: text})


def _sameness(content: OfficeContent) -> object:
    return content.province, content.commune, fold(content.name), fold(content.address)


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the named cells of each line that is not empty."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    keys: list[str | None] = []
    try:
        for count, cells in enumerate(reader):
            number = reader.line_num
            if count > MOST_LINES:
                raise _too_large()
            if not keys:
                keys = _keys(cells)
                continue
            named = zip(keys, cells, strict=False)
            values = {key: _cell(cell) for key, cell in named if key}
            if any(values.values()):
                yield number, values
    except csv.Error as error:
        raise ImportFileError(messages.FILE_BROKEN) from error
    if not keys:
        raise ImportFileError(messages.FILE_EMPTY)


def _keys(header: Iterable[str]) -> list[str | None]:
    labels = {fold(label): key for key, label in messages.LABELS.items()}
    labels |= {fold(messages.NUMBER): _ID, fold(messages.VERSION): _VERSION}
    keys = [labels.get(" ".join(fold(cell).split())) for cell in header]
    missing = [messages.LABELS[key] for key in _NEEDED if key not in keys]
    if missing:
        raise ImportFileError(messages.HEADER_MISSING.format(names="; ".join(missing)))
    named = [key for key in keys if key]
    twice = {key for key in named if named.count(key) > 1}
    if twice:
        names = "; ".join(messages.LABELS.get(key, key) for key in sorted(twice))
        raise ImportFileError(messages.HEADER_TWICE.format(names=names))
    return keys


def _cell(text: str) -> str:
    """Return a cell's text, without the apostrophe that keeps spreadsheets from computing it."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _too_large() -> ImportFileError:
    size = f"{LARGEST_FILE / 1_000_000:.1f}".replace(".", ",")
    return ImportFileError(messages.FILE_LARGE.format(lines=MOST_LINES, size=size))
