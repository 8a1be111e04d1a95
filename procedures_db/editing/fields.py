"""What can be filled in about a procedure, read off the content model.

Forms, spreadsheets and differences are made from this, so a new field of the model appears in all
of them; only its Vietnamese label is written down, in words.yml.
"""

import types
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from procedures_db.answers.render import FACET_NAMES
from procedures_db.content import ProcedureContent, Provenance
from procedures_db.yaml_text import read_yaml

TEXT = "text"
"""Name of the only field of a row that is a plain text, such as an alias."""
_LONG = frozenset({"text", "summary", "description", "note", "when", "address"})


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    CASE = "case"
    FORM = "form"
    NESTED = "nested"  # a list inside a row, written as JSON


@dataclass(frozen=True)
class Field:
    """One field: its place in the model, its words, and what may be put in."""

    name: str
    label: str
    kind: Kind
    required: bool
    default: Any = None
    options: tuple[tuple[str, str], ...] = ()
    """Values with their Vietnamese words, of a closed set."""

    def spoken(self, value: Any) -> str:
        """Return the value as people write it; empty when there is none."""
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, list):
            return "; ".join(str(getattr(item, "label", item)) for item in value)
        if isinstance(value, bool):
            value = "true" if value else "false"
        if isinstance(value, int):
            return f"{value:,}".replace(",", ".")
        return dict(self.options).get(str(value), str(value))


@dataclass(frozen=True)
class RowList:
    """One list of rows."""

    name: str
    title: str
    noun: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    head: tuple[str, ...]
    is_plain: bool
    """Whether a row is one text or value, not an object."""

    def field(self, name: str) -> Field:
        """Return the field of that name."""
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True)
class Section:
    """One page of the editor."""

    key: str
    title: str
    hint: str
    own: tuple[Field, ...]
    lists: tuple[RowList, ...]
    facets: tuple[str, ...]


@cache
def words() -> dict[str, Any]:
    """Return words.yml."""
    text = resources.files("procedures_db.editing").joinpath("words.yml").read_text("utf-8")
    data: dict[str, Any] = read_yaml(text)
    return data


@cache
def own_fields() -> tuple[Field, ...]:
    """Return the single fields of a procedure, its provenance's with dotted names."""
    labels = words()["fields"]
    model = ProcedureContent.model_fields
    found = [
        _field(name, labels[name], info)
        for name, info in model.items()
        if name in labels and not _row_type(info.annotation)
    ]
    found += [
        _field(f"provenance.{name}", labels[f"provenance.{name}"], info)
        for name, info in Provenance.model_fields.items()
    ]
    return tuple(found)


@cache
def provenance_fields() -> tuple[Field, ...]:
    """Return the fields of a row's own provenance."""
    labels = words()["provenance"]
    return tuple(_field(name, labels[name], info) for name, info in Provenance.model_fields.items())


@cache
def row_lists() -> dict[str, RowList]:
    """Return every list of a procedure in the order of the model."""
    return {
        name: _row_list(name, kind)
        for name, info in ProcedureContent.model_fields.items()
        if (kind := _row_type(info.annotation)) is not None
    }


@cache
def sections() -> dict[str, Section]:
    """Return the pages of the editor in their order."""
    own = {field.name: field for field in own_fields()}
    entries = words()["sections"]
    placed = {name for entry in entries.values() for name in entry["lists"]}
    others = [name for name in row_lists() if name not in placed]
    return {
        key: Section(
            key,
            entry["title"],
            entry["hint"],
            tuple(own[name] for name in entry["own"]),
            tuple(
                row_lists()[name] for name in [*entry["lists"], *(others if key == "links" else ())]
            ),
            tuple(entry["facets"]),
        )
        for key, entry in entries.items()
    }


def _row_list(name: str, kind: Any) -> RowList:
    entry = words()["lists"].get(name) or _unnamed(name, kind)
    labels = entry["fields"]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = tuple(
            _field(field, labels.get(field, field), info)
            for field, info in kind.model_fields.items()
            if field != "provenance"
        )
    else:
        options = _options(kind)
        plain = Kind.CHOICE if options else Kind.LONG if name == "flags" else Kind.TEXT
        fields = (Field(TEXT, labels[TEXT], plain, True, None, options),)
    is_plain = not (isinstance(kind, type) and issubclass(kind, BaseModel))
    return RowList(
        name,
        entry["title"],
        entry["noun"],
        fields,
        tuple(entry["key"]),
        tuple(entry["head"]),
        is_plain,
    )


def _unnamed(name: str, kind: Any) -> dict[str, Any]:
    """Words for a list that has none yet, so that it is compared and exported all the same."""
    first = next(iter(kind.model_fields)) if hasattr(kind, "model_fields") else TEXT
    return {"title": name, "noun": name, "key": [first], "head": [first], "fields": {TEXT: name}}


def _field(name: str, label: str, info: Any) -> Field:
    kind = _bare(info.annotation)
    default = None if info.is_required() else info.default
    plain = name.rpartition(".")[2]
    if _row_type(info.annotation) or _row_type(kind):
        return Field(name, label, Kind.NESTED, info.is_required(), default)
    if plain == "facet":
        return Field(name, label, Kind.CHOICE, True, default, tuple(FACET_NAMES.items()))
    options = _options(kind)
    if options:
        chosen = Kind.CHOICE
    elif plain == "case":
        chosen = Kind.CASE
    elif plain == "form":
        chosen = Kind.FORM
    elif kind is int:
        chosen = Kind.INTEGER
    elif kind is date:
        chosen = Kind.DATE
    else:
        chosen = Kind.LONG if plain in _LONG else Kind.TEXT
    return Field(name, label, chosen, info.is_required(), default, options)


def _options(kind: Any) -> tuple[tuple[str, str], ...]:
    if kind is bool:
        return tuple(words()["options"]["bool"].items())
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        labels = words()["options"][kind.__name__]
        return tuple((member.value, labels[member.value]) for member in kind)
    return ()


def _bare(annotation: Any) -> Any:
    """Return the type without `| None` and annotations."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(kinds[0])
    return annotation


def _row_type(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _row_type(get_args(annotation)[0])
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is list else None
