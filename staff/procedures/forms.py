"""The form of one section: filled from a content, read back from what was posted.

Everything typed stays as it was typed until it is saved: adding a row or making a mistake loses
nothing. Nothing here is written per section; the fields come from the content model.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from procedures_db.content import ProcedureContent
from procedures_db.editing import messages
from procedures_db.editing.difference import own_value, row_value
from procedures_db.editing.fields import Field, Kind, RowList, Section
from procedures_db.editing.rules import missing_grounds, vouch
from procedures_db.editing.values import ValueProblemError, errors_of, parsed, written
from procedures_db.search.text import fold

WAS = "was"
"""Name of the hidden field that says which stored row a row of the form was made from."""
_MOST_ROWS = 400
Row = dict[str, str]


@dataclass
class SectionForm:
    """What the fields of a section hold, as text, and what is wrong with them by field name."""

    section: Section
    own: dict[str, str]
    rows: dict[str, list[Row]]
    errors: dict[str, str] = field(default_factory=dict)
    focus: str = ""
    """Name of the field to go to."""

    def options(self, of: Field, content: ProcedureContent) -> list[tuple[str, str]]:
        """Return what may be chosen for a field: a closed set, or what the procedure has."""
        if of.kind is Kind.CASE:
            if "cases" in self.rows:
                named = [(row.get("key", ""), row.get("name", "")) for row in self.rows["cases"]]
                return [(key, name) for key, name in named if key]
            return [(case.key, case.name) for case in content.cases]
        if of.kind is Kind.FORM:
            return [(form.name, form.name) for form in content.forms]
        return list(of.options)

    def carry_out(self, deed: str) -> None:
        """Add, remove or move a row: `add:fees`, `remove:fees:2`, `up:fees:2`, `down:fees:2`."""
        verb, _, rest = deed.partition(":")
        name, _, place = rest.partition(":")
        rows = self.rows.get(name)
        if rows is None:
            return
        at = int(place) if place.isdecimal() else -1
        first = next(rows_.fields[0].name for rows_ in self.section.lists if rows_.name == name)
        if verb == "add" and len(rows) < _MOST_ROWS:
            rows.append(_blank(next(one for one in self.section.lists if one.name == name)))
            self.focus = f"{name}-{len(rows) - 1}-{first}"
        elif verb == "remove" and 0 <= at < len(rows):
            rows.pop(at)
            self.focus = f"{name}-{max(at - 1, 0)}-{first}" if rows else ""
        elif verb in ("up", "down") and 0 <= at < len(rows):
            to = at - 1 if verb == "up" else at + 1
            if 0 <= to < len(rows):
                rows[at], rows[to] = rows[to], rows[at]
                self.focus = f"{name}-{to}-{first}"


def filled(section: Section, content: ProcedureContent) -> SectionForm:
    """Return the form with what a content has."""
    own = {one.name: written(one, own_value(content, one.name)) for one in section.own}
    rows = {
        one.name: [
            {f.name: written(f, row_value(row, f.name)) for f in one.fields} | {WAS: str(at)}
            for at, row in enumerate(getattr(content, one.name))
        ]
        for one in section.lists
    }
    return SectionForm(section, own, rows)


def posted(section: Section, fields: Mapping[str, str]) -> SectionForm:
    """Return the form as it was sent."""
    own = {one.name: fields[_own_name(one.name)] for one in section.own}
    rows: dict[str, list[Row]] = {}
    for one in section.lists:
        numbers = sorted(
            {
                int(parts[1])
                for name in fields
                if (parts := name.split("-", 2))[0] == one.name
                and len(parts) == 3
                and parts[1].isdecimal()
            }
        )[:_MOST_ROWS]
        rows[one.name] = [
            {name: fields[f"{one.name}-{at}-{name}"] for name in (*_names(one), WAS)}
            for at in numbers
        ]
    return SectionForm(section, own, rows)


def read_content(
    form: SectionForm,
    stored: ProcedureContent,
    known: Iterable[ProcedureContent],
    today: date,
    *,
    grounds: bool = True,
) -> ProcedureContent | None:
    """Return the stored content with this section as typed, or None and the form's errors.

    Rows that were changed get staff as their source; changed fees and deadlines need grounds
    unless one of `known` has them already or, for a look at the answer, not `grounds`.
    """
    data = stored.model_dump()
    for one in form.section.own:
        _set(data, one.name, _value(form, one, form.own[one.name], _own_name(one.name)))
    places: dict[tuple[str, int], int] = {}
    for rows in form.section.lists:
        kept: list[Any] = []
        for at, row in enumerate(form.rows[rows.name]):
            if _is_blank(rows, row):
                continue
            places[rows.name, len(kept)] = at
            kept.append(_row(form, rows, row, at, list(getattr(stored, rows.name))))
        data[rows.name] = kept
    if form.errors:
        return None
    try:
        content = ProcedureContent.model_validate(data)
    except ValidationError as failure:
        for place, text in errors_of(failure):
            form.errors.setdefault(_name_of(form, place, places), text)
        return None
    content = vouch(stored, content, today)
    if not grounds:
        return content
    for problem in missing_grounds([stored, *known], content):
        if (str(problem.path[0]), int(problem.path[1])) not in places:
            continue  # of another page; submitting asks for it
        at = places[str(problem.path[0]), int(problem.path[1])]
        text = messages.MISSING_IN_ROW[problem.missing].format(noun=problem.noun, number=at + 1)
        form.errors.setdefault(_name_of(form, problem.path, places), text)
    return None if form.errors else content


def _row(form: SectionForm, rows: RowList, row: Row, at: int, stored: list[Any]) -> Any:
    values = {
        one.name: value
        for one in rows.fields
        if (value := _value(form, one, row[one.name], f"{rows.name}-{at}-{one.name}")) is not None
    }
    if rows.is_plain:
        return next(iter(values.values()), "")
    if rows.name in ("cases", "questions") and not values.get("key"):
        values["key"] = _key_for(form, rows.name, row.get("name") or row.get("text") or "", at)
    was = row.get(WAS, "")
    if was.isdecimal() and int(was) < len(stored):
        before = stored[int(was)]
        if all(written(f, getattr(before, f.name)) == row[f.name] for f in rows.fields):
            return before.model_dump()
    return values


def _value(form: SectionForm, of: Field, text: str, name: str) -> Any:
    try:
        return parsed(of, text)
    except ValueProblemError as problem:
        form.errors[name] = str(problem)
        return None


def _key_for(form: SectionForm, name: str, text: str, at: int) -> str:
    """Make the sign of a new case from its name, so that nobody has to think of one."""
    taken = {row.get("key", "") for row in form.rows[name]}
    base = "_".join("".join(c if c.isalnum() else " " for c in fold(text)).split())[:14] or "th"
    key, number = base, 2
    while key in taken:
        key, number = f"{base[:12]}_{number}", number + 1
    form.rows[name][at]["key"] = key
    return key


def _set(data: dict[str, Any], name: str, value: Any) -> None:
    parent, _, last = name.rpartition(".")
    target = data[parent] if parent else data
    if value is None and not parent:
        data.pop(name, None)  # the model's default
    else:
        target[last] = value


def _is_blank(rows: RowList, row: Row) -> bool:
    blank = _blank(rows)
    return all(not row[one.name] or row[one.name] == blank[one.name] for one in rows.fields)


def _blank(rows: RowList) -> Row:
    return {one.name: written(one, one.default) for one in rows.fields} | {WAS: ""}


def _names(rows: RowList) -> list[str]:
    return [one.name for one in rows.fields]


def _own_name(name: str) -> str:
    return name.replace(".", "--")


def _name_of(
    form: SectionForm, place: tuple[str | int, ...], places: Mapping[tuple[str, int], int]
) -> str:
    """Return the name of the field in which an error is to be shown."""
    if not place:
        return "chung"
    head = str(place[0])
    rows = next((one for one in form.section.lists if one.name == head), None)
    if rows is None:
        name = ".".join(str(part) for part in place)
        known = {one.name for one in form.section.own}
        return _own_name(name) if name in known else "chung"
    if len(place) < 2 or not isinstance(place[1], int):
        return "chung"
    at = places.get((head, place[1]), place[1])
    name = str(place[2]) if len(place) > 2 else ""
    if name not in _names(rows):
        name = "amount" if head == "fees" else rows.fields[0].name
    return f"{head}-{at}-{name}"
