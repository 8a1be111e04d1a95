"""What the short texts of fee rows mean: units that are counted, groups that pay less."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from procedures_db.terms import ChannelKind, Group, Unit
from procedures_db.yaml_text import read_yaml

_BOTH = "+"


@dataclass(frozen=True)
class Counted:
    """What a fee is counted by; `default` is how many there are when nobody has said."""

    unit: Unit | None
    default: int | None


@dataclass(frozen=True)
class Audience:
    """Whom an exemption names."""

    is_everyone: bool = False
    alternatives: frozenset[frozenset[Group]] = frozenset()
    """Who belongs to all groups of one of them is named."""
    channel: ChannelKind | None = None

    @property
    def is_clear(self) -> bool:
        """Whether a program can tell who is named."""
        return self.is_everyone or bool(self.alternatives)

    def includes(self, groups: frozenset[Group]) -> bool:
        """Return whether somebody who belongs to `groups` is named."""
        return self.is_everyone or any(one <= groups for one in self.alternatives)


def counted_by(per: str | None) -> Counted:
    """Return what a fee per `per` is counted by; an unknown unit has no number."""
    if per is None:
        return Counted(None, 1)
    return _units().get(_plain(per), Counted(None, None))


def audience_of(group: str) -> Audience:
    """Return whom the text of an exemption's group names; unclear unless every word is known."""
    told = _plain(group)
    if told in _audiences():
        return _audiences()[told]
    pieces = [piece.strip() for piece in told.replace(";", ",").split(",")]
    found = [_audiences().get(piece) for piece in pieces if piece]
    named: set[frozenset[Group]] = set()
    for one in found:
        if one is None or not one.alternatives:
            return Audience()
        named |= one.alternatives
    return Audience(alternatives=frozenset(named))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _load(name: str) -> dict[str, Any]:
    text = resources.files("procedures_db.facts").joinpath(name).read_text("utf-8")
    data: dict[str, Any] = read_yaml(text)
    return data


@cache
def _units() -> dict[str, Counted]:
    data = _load("units.yml")
    return {
        text: Counted(Unit(unit), default)
        for kind, default in (("counted", None), ("once", 1))
        for unit, texts in data[kind].items()
        for text in texts
    }


@cache
def _audiences() -> dict[str, Audience]:
    data = _load("groups.yml")
    named: dict[str, set[frozenset[Group]]] = {}
    for key, texts in data["groups"].items():
        groups = frozenset(Group(one) for one in key.split(_BOTH))
        for text in texts:
            named.setdefault(text, set()).add(groups)
    found = {text: Audience(alternatives=frozenset(groups)) for text, groups in named.items()}
    found |= {text: Audience(is_everyone=True) for text in data["everyone"]}
    online = Audience(is_everyone=True, channel=ChannelKind.ONLINE)
    return found | dict.fromkeys(data["online"], online)
