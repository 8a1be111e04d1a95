"""Read our training data quickly: one pass over each file with libyaml.

Rasa's file importer (rasa/shared/importers/rasa.py) parses every file four times in pure Python
and checks it against a schema with pykwalify: minutes for ten thousand examples. The messages
built here are the same, because Rasa's own reader builds them from the parsed blocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import rasa.shared.data
import yaml
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method
from rasa.shared.utils.validation import validate_training_data_format_version

_BLOCK_KEYS = {
    "intent": {"intent", "examples", "metadata"},
    "synonym": {"synonym", "examples", "metadata"},
    "regex": {"regex", "examples", "metadata"},
    "lookup": {"lookup", "examples", "metadata"},
}


class TrainingDataError(RasaException):
    """A training file is not what it should be; the message names the file and the place."""


class _Loader(yaml.CSafeLoader):
    """libyaml with the plain scalars of YAML 1.2, which Rasa's reader uses."""


def _yaml_1_2_resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """PyYAML's resolvers without "yes", "no", "on", "off" and numbers to the base 60."""
    booleans = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
    integers = re.compile(r"^[-+]?[0-9]+$")
    replaced = {"tag:yaml.org,2002:bool": booleans, "tag:yaml.org,2002:int": integers}
    return {
        first: [(tag, replaced.get(tag, pattern)) for tag, pattern in resolvers]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))


_Loader.yaml_implicit_resolvers = _yaml_1_2_resolvers()
_Loader.add_constructor("tag:yaml.org,2002:int", _decimal)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping at the top of a YAML file; empty for an empty file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path}: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise TrainingDataError(f"{path}: the top of the file must be a mapping")
    return content


class NluFiles(RasaYAMLReader):
    """Rasa's reader of NLU blocks, fed with the parsed content of one file after the other."""

    responses: dict[str, list[dict[str, Any]]]

    def add(self, path: Path, content: Mapping[str, Any]) -> None:
        """Take up the content of one file, or raise TrainingDataError naming it."""
        self.filename = str(path)
        blocks = content.get("nlu") or []
        for block in blocks:
            _check_block(path, block)
        if validate_training_data_format_version(dict(content), self.filename):
            self._parse_nlu(blocks)
            self.responses = {**self.responses, **(content.get("responses") or {})}

    def training_data(self) -> TrainingData:
        """What all files hold together, each example once."""
        return TrainingData(
            self.training_examples,
            self.entity_synonyms,
            self.regex_features,
            self.lookup_tables,
            self.responses,
        )


def _check_block(path: Path, block: Any) -> None:
    if not isinstance(block, dict):
        raise TrainingDataError(f"{path}: items under nlu must be mappings, not {block!r}")
    kinds = [kind for kind in _BLOCK_KEYS if kind in block]
    if len(kinds) != 1:
        raise TrainingDataError(f"{path}: a block must name one of {', '.join(_BLOCK_KEYS)}")
    kind = kinds[0]
    name = f"{path}: {kind} {block[kind]}"
    if not isinstance(block[kind], str) or not block[kind].strip():
        raise TrainingDataError(f"{name}: the name must be text")
    unknown = block.keys() - _BLOCK_KEYS[kind]
    if unknown:
        raise TrainingDataError(f"{name}: unknown keys {', '.join(sorted(map(str, unknown)))}")
    examples = block.get("examples")
    if isinstance(examples, str):
        for line in examples.splitlines():
            if not line.startswith("-"):
                raise TrainingDataError(f"{name}: an example must start with '-': {line}")
    elif kind != "intent" or not isinstance(examples, list):
        raise TrainingDataError(f"{name}: examples must be lines that start with '-'")
    elif not all(isinstance(item, dict) and isinstance(item.get("text"), str) for item in examples):
        raise TrainingDataError(f"{name}: each listed example must have a text")


class ThuTucImporter(RasaFileImporter):
    """Rasa's importer of files and folders, with each NLU file read once."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: str | Sequence[str] | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, None)
        paths = (
            [training_data_paths]
            if isinstance(training_data_paths, str)
            else (list(training_data_paths or []))
        )
        self._contents: dict[Path, dict[str, Any]] = {}
        for name in rasa.shared.data.get_data_files(paths, rasa.shared.data.is_likely_yaml_file):
            content = read_yaml(Path(name))
            if "nlu" in content or "responses" in content:
                self._contents[Path(name)] = content
            if "rules" in content or "stories" in content:
                self._story_files.append(name)
                if YAMLStoryReader.is_test_stories_file(name):
                    self._conversation_test_files.append(name)
        self._nlu_files = [str(path) for path in self._contents]

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All training examples of the files, in the order of the files' names."""
        files = NluFiles()
        for path, content in self._contents.items():
            files.add(path, content)
        return files.training_data()
