"""Read the project's YAML with the C parser where there is one: ten times faster."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """Return what the text holds; raise yaml.YAMLError where it is not YAML."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
