"""Read the packaged YAML files and publish them to the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError
from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.errors import ContentError
from procedures_db.importers import SourceFormat, record_and_publish

if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:  # libyaml's reader is ten times as fast; every wheel of PyYAML has it
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ACTOR = "catalogue"
_SUFFIX = ".yml"


@dataclass(frozen=True)
class CatalogueFile:
    """One procedure of the catalogue and the file that holds it."""

    name: str
    """Field folder and file name, for messages."""
    text: str
    content: ProcedureContent


@dataclass(frozen=True)
class LoadReport:
    """How many files were new to the database, changed it, or changed nothing."""

    created: int
    changed: int
    unchanged: int


def packaged_catalogue() -> Traversable:
    """Return the folder of the files shipped with the package."""
    return resources.files("procedures_db.catalogue")


def read_catalogue(folder: Traversable | None = None) -> list[CatalogueFile]:
    """Return every file in order of its name; raise ContentError naming the file and the line."""
    files = [
        CatalogueFile(name, text, parse_file(name, text))
        for name, text in _texts(folder or packaged_catalogue())
    ]
    seen: dict[str, str] = {}
    for file in files:
        first = seen.setdefault(file.content.code, file.name)
        if first != file.name:
            raise ContentError(f"{file.name}: code {file.content.code} is already in {first}")
    return files


def load_catalogue(
    sessions: Callable[[], Session], folder: Traversable | None = None
) -> LoadReport:
    """Publish the catalogue in one transaction; a second run changes nothing."""
    files = read_catalogue(folder)
    with transaction(sessions) as session:
        published = [
            record_and_publish(session, file.content, SourceFormat.CATALOGUE, actor=ACTOR)
            for file in files
        ]
    created = sum(item.created for item in published)
    changed = sum(item.changed for item in published) - created
    return LoadReport(created, changed, len(published) - created - changed)


def parse_file(name: str, text: str) -> ProcedureContent:
    """Return the content of one YAML text; raise ContentError naming file, line and field."""
    try:
        data = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{name}, line {line}: {error.problem or error}") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{name}: {error}") from error
    if not isinstance(data, dict):
        raise ContentError(f"{name}, line 1: a mapping of ProcedureContent's fields is expected")
    try:
        content = ProcedureContent.model_validate(data)
    except ValidationError as error:
        raise ContentError(_explain(name, text, error)) from error
    if not name.rpartition("/")[2].startswith(f"{content.code}-"):
        raise ContentError(f"{name}: the file's name does not begin with its code {content.code}")
    return content


class _StrictLoader(_SafeLoader):
    """SafeLoader that refuses a key written twice, which YAML would silently drop."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key_node.value!r} is there twice",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def _texts(folder: Traversable) -> Iterator[tuple[str, str]]:
    fields = sorted((item for item in folder.iterdir() if item.is_dir()), key=lambda f: f.name)
    for field in fields:
        for file in sorted(field.iterdir(), key=lambda f: f.name):
            if file.name.endswith(_SUFFIX):
                yield f"{field.name}/{file.name}", file.read_text(encoding="utf-8")


def _explain(name: str, text: str, error: ValidationError) -> str:
    root = yaml.compose(text, Loader=_StrictLoader)
    return "; ".join(
        f"{name}, line {_line(root, item['loc'])}, "
        f"{'.'.join(map(str, item['loc'])) or 'record'}: {item['msg']}"
        for item in error.errors()
    )


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Return the line of the deepest part of `location` that is in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if part not in pairs:
                return line
            key, node = pairs[part]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line
