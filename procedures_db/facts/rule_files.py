"""The rules shipped with the package: `procedures_db/rules`, one file per place."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from pydantic import ValidationError

from procedures_db.errors import ContentError
from procedures_db.facts.rules import FeeRule
from procedures_db.language.gazetteer import UnitLevel, read_units
from procedures_db.yaml_text import read_yaml


def packaged_rules() -> Traversable:
    """Return the folder of the rules shipped with the package."""
    return resources.files("procedures_db").joinpath("rules")


def read_rule_files(folder: Traversable | None = None) -> list[FeeRule]:
    """Return the rules of every file; raise ContentError naming the file and the rule.

    A file's `province` is that of each of its rules; one without is about the whole country.
    """
    rules: dict[str, FeeRule] = {}
    known = provinces()
    for name, data in _files(folder or packaged_rules()):
        province = data.get("province")
        if province is not None and province not in known:
            raise ContentError(f"{name}: {province!r} is none of today's provinces")
        for raw in data.get("rules") or []:
            rule = _rule(name, raw, province)
            if rule.key in rules:
                raise ContentError(f"{name}: the key {rule.key} is there twice")
            rules[rule.key] = rule
    return list(rules.values())


@cache
def provinces() -> frozenset[str]:
    """Return the full names of today's 34 provinces."""
    table = resources.files("procedures_db.language").joinpath("places.tsv").read_text("utf-8")
    return frozenset(
        unit.province.full_name
        for unit in read_units(table.splitlines())
        if unit.level is UnitLevel.PROVINCE and not unit.is_former
    )


def _files(folder: Traversable) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yml"):
            continue
        try:
            data = read_yaml(file.read_text("utf-8"))
        except yaml.YAMLError as error:
            raise ContentError(f"{file.name}: {error}") from error
        if not isinstance(data, dict):
            raise ContentError(f"{file.name}: a mapping with `rules` is expected")
        yield file.name, data


def _rule(name: str, raw: Any, province: str | None) -> FeeRule:
    try:
        rule = FeeRule.model_validate({**raw, "province": province})
    except (ValidationError, TypeError) as error:
        key = raw.get("key", "?") if isinstance(raw, dict) else "?"
        raise ContentError(f"{name}, {key}: {error}") from error
    return rule
