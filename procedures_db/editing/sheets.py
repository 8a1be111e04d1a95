"""A procedure as rows of tables: one for its own fields, one for each of its lists.

Excel and CSV files hold the same tables. What is exported and read again is the same content.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from pydantic import ValidationError

from procedures_db.content import ProcedureContent
from procedures_db.editing import messages
from procedures_db.editing.difference import own_value, row_value
from procedures_db.editing.fields import Field, Kind, own_fields, provenance_fields, row_lists
from procedures_db.editing.rules import missing_grounds, vouch
from procedures_db.editing.values import ValueProblemError, errors_of, parsed, written

OWN = "thu-tuc"
_WHOSE = "#"
"""Name of the first column: the procedure's code (a result has a code of its own)."""
_SOURCE = "provenance."
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Table:
    """One sheet or CSV file."""

    key: str
    """Name of the list, or `thu-tuc`; the CSV file's name."""
    title: str
    columns: tuple[Field, ...]

    def labels(self) -> list[str]:
        """Return the heads of the columns."""
        return [column.label for column in self.columns]


@dataclass
class SheetRow:
    """One row of a file with what is wrong in its cells."""

    table: Table
    number: int
    cells: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    """What is wrong, by column label; an empty label is the row."""


@dataclass(frozen=True)
class Problem:
    """One cell that cannot be taken."""

    place: str
    row: int
    column: str
    text: str


@dataclass
class Uploaded:
    """What a file says: contents that are whole, and what is wrong with the others."""

    new: list[ProcedureContent] = field(default_factory=list)
    changed: list[ProcedureContent] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@cache
def tables() -> dict[str, Table]:
    """Return every table, the procedures' own first."""
    label = next(one.label for one in own_fields() if one.name == "code")
    code = Field(_WHOSE, label, Kind.TEXT, True)
    own = (code, *(one for one in own_fields() if one.name != "code"))
    sources = tuple(
        Field(_SOURCE + one.name, f"{one.label} của dòng", one.kind, False)
        for one in provenance_fields()
    )
    found = {OWN: Table(OWN, "Thủ tục", own)}
    for name, rows in row_lists().items():
        columns = rows.fields if rows.is_plain else (*rows.fields, *sources)
        title = _FORBIDDEN.sub(" ", rows.title)[:31]
        found[name] = Table(name, title, (code, *_distinct(columns)))
    return found


def table_rows(content: ProcedureContent) -> Iterator[tuple[str, list[Any]]]:
    """Yield every row of a content with the key of its table; cells are texts, numbers or None."""
    own = tables()[OWN].columns[1:]
    yield OWN, [content.code, *(_cell(one, own_value(content, one.name)) for one in own)]
    for name, rows in row_lists().items():
        for row in getattr(content, name):
            cells = [content.code, *(_cell(one, row_value(row, one.name)) for one in rows.fields)]
            if not rows.is_plain:
                own = row.provenance
                cells += [
                    _cell(one, getattr(own, one.name)) if own else None
                    for one in provenance_fields()
                ]
            yield name, cells


class Reader:
    """Takes the rows of a file, then says what they add up to."""

    def __init__(self) -> None:
        self._own: dict[str, SheetRow] = {}
        self._lists: dict[str, dict[str, list[SheetRow]]] = {}
        self._given: dict[str, tuple[Field, ...]] = {}
        self.problems: list[Problem] = []

    def begin(self, key: str, labels: Iterable[Any]) -> list[Field | None]:
        """Begin a table; return the field of each column, None where it is to be left alone."""
        table = tables()[key]
        by_label = {one.label.casefold(): one for one in table.columns}
        heads = [str(label).strip() if label is not None else "" for label in labels]
        columns = [by_label.get(head.casefold()) for head in heads]
        for head, column in zip(heads, columns, strict=True):
            if head and column is None:
                text = messages.COLUMN_UNKNOWN
                self.problems.append(Problem(table.title, 1, head, text))
        if not any(column is not None and column.name == _WHOSE for column in columns):
            text = messages.COLUMN_MISSING.format(label=table.columns[0].label)
            self.problems.append(Problem(table.title, 1, table.columns[0].label, text))
            return [None] * len(heads)
        self._given[key] = tuple(column for column in columns if column is not None)
        return columns

    def add(self, key: str, number: int, columns: list[Field | None], cells: list[Any]) -> None:
        """Take one row; a cell that cannot be read is remembered with the row."""
        table = tables()[key]
        row = SheetRow(table, number, {})
        for column, cell in zip(columns, cells, strict=False):
            if column is None or cell is None or cell == "":
                continue
            if isinstance(cell, FormulaCell):
                row.errors[column.label] = messages.FORMULA
                continue
            try:
                value = parsed(column, cell)
            except ValueProblemError as problem:
                row.errors[column.label] = str(problem)
                continue
            if value is not None:
                row.cells[column.name] = value
        code = row.cells.pop(_WHOSE, None)
        if not row.cells and not row.errors and code is None:
            return
        if code is None:
            row.errors.setdefault(table.columns[0].label, messages.RULES["missing"])
            self._report(row)
        elif key == OWN:
            if code in self._own:
                row.errors[table.columns[0].label] = messages.CODE_TWICE
                self._report(row)
            else:
                self._own[code] = row
        else:
            self._lists.setdefault(code, {}).setdefault(key, []).append(row)

    def codes(self) -> list[str]:
        """Return the procedures that the file describes."""
        return list(self._own)

    def stray(self) -> None:
        """Report rows of procedures that the first table does not list."""
        for code in self._lists.keys() - self._own.keys():
            for rows in self._lists[code].values():
                for row in rows:
                    row.errors[""] = messages.CODE_UNLISTED.format(code=code)
                    self._report(row)

    def read(
        self, code: str, published: ProcedureContent | None, today: date
    ) -> ProcedureContent | None:
        """Return the content that the file gives a procedure, or None where a cell is wrong.

        Lists without a table in the file, and fields without a column, stay as published.
        """
        own = self._own[code]
        lists = self._lists.get(code, {})
        rows = [own, *(row for kept in lists.values() for row in kept)]
        if any(row.errors for row in rows):
            self._report(*rows)
            return None
        data = self._data(code, own, lists, published)
        try:
            content = ProcedureContent.model_validate(data)
        except ValidationError as failure:
            for place, text in errors_of(failure):
                _blame(place, text, own, lists)
            self._report(*rows)
            return None
        if content == published:
            return content
        content = vouch(published, content, today)
        known = [published] if published else []
        for problem in missing_grounds(known, content):
            _blame(problem.path, problem.text, own, lists)
        if any(row.errors for row in rows):
            self._report(*rows)
            return None
        return content

    def _data(
        self,
        code: str,
        own: SheetRow,
        lists: dict[str, list[SheetRow]],
        published: ProcedureContent | None,
    ) -> dict[str, Any]:
        data: dict[str, Any] = published.model_dump() if published else {"code": code}
        for column in self._given[OWN]:
            if column.name == _WHOSE:
                continue
            value = own.cells.get(column.name)
            parent, _, name = column.name.rpartition(".")
            if parent:
                data.setdefault(parent, {})[name] = value
            elif value is None:
                data.pop(name, None)
            else:
                data[name] = value
        for key in self._given:
            if key != OWN:
                data[key] = [_row_data(key, row) for row in lists.get(key, ())]
        return data

    def _report(self, *rows: SheetRow) -> None:
        for row in rows:
            for column, text in row.errors.items():
                self.problems.append(Problem(row.table.title, row.number, column, text))


class FormulaCell:
    """A cell that computes something; only its author knows what it should say."""


def _row_data(key: str, row: SheetRow) -> Any:
    rows = row_lists()[key]
    if rows.is_plain:
        return next(iter(row.cells.values()), "")
    values = {name: value for name, value in row.cells.items() if not name.startswith(_SOURCE)}
    source = {
        name.removeprefix(_SOURCE): value
        for name, value in row.cells.items()
        if name.startswith(_SOURCE)
    }
    return values | ({"provenance": source} if source else {})


def _blame(
    place: tuple[str | int, ...], text: str, own: SheetRow, lists: dict[str, list[SheetRow]]
) -> None:
    """Write an error to the row that it is about."""
    row, name = own, ".".join(str(part) for part in place)
    if len(place) > 1 and isinstance(place[1], int) and str(place[0]) in lists:
        row = lists[str(place[0])][place[1]]
        name = ".".join(str(part) for part in place[2:])
    label = next((one.label for one in row.table.columns if one.name == name), "")
    row.errors.setdefault(label, text)


def _cell(of: Field, value: Any) -> Any:
    if value is None or value == []:
        return None
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if of.kind is Kind.CHOICE:
        return dict(of.options).get(written(of, value), str(value))
    return written(of, value)


def _distinct(columns: tuple[Field, ...]) -> tuple[Field, ...]:
    """Two columns of one name could not be told apart."""
    labels = [one.label for one in columns]
    return tuple(
        Field(one.name, f"{one.label} ({one.name})", one.kind, one.required, one.default,
              one.options) if labels.count(one.label) > 1 else one
        for one in columns
    )  # fmt: skip
