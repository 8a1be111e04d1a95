"""Whose case it is, as far as the conversation has said."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TypeVar

from procedures_db.terms import ChannelKind, Foreign, Group, Loss, Occasion, Unit

if TYPE_CHECKING:  # reading questions needs spaCy, computing does not
    from procedures_db.language.case import CaseFacts

_Kind = TypeVar("_Kind", bound=StrEnum)
_NO_COUNT = frozenset({Unit.YEAR_OF_AGE, Unit.MONTH_OF_AGE})
_MOST = 1_000_000
"""Counts above this are a slip of the keyboard."""


@dataclass(frozen=True)
class Situation:
    """The applicant's case; what nobody has said is empty or None, and stays open."""

    groups: tuple[Group, ...] = ()
    channel: ChannelKind | None = None
    case: str | None = None
    """Key of one of the procedure's cases."""
    counts: tuple[tuple[Unit, int], ...] = ()
    """How many pages, copies, people …; each unit once."""
    province: str | None = None
    """Full name of today's province: Thành phố Hải Phòng."""
    commune: str | None = None
    occasion: Occasion | None = None
    loss: Loss | None = None
    foreign: tuple[Foreign, ...] = ()
    submitted: date | None = None
    """The day on which the papers are handed in; None is today."""

    @classmethod
    def from_case(cls, facts: "CaseFacts", case: str | None = None) -> Self:
        """Take over what a question says; a channel only where the question names just one."""
        counts: dict[Unit, int] = {}
        for one in facts.quantities:
            if one.unit not in _NO_COUNT and 0 < one.value <= _MOST:
                counts.setdefault(one.unit, one.value)
        return cls(
            groups=facts.groups,
            channel=facts.channels[0] if len(facts.channels) == 1 else None,
            case=case,
            counts=tuple(counts.items()),
            province=facts.province.full_name if facts.province else None,
            commune=facts.commune.full_name if facts.commune else None,
            occasion=facts.occasion,
            loss=facts.loss,
            foreign=facts.foreign,
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Read what `to_json` returned; values that mean nothing (any more) are left out."""
        if not isinstance(data, Mapping):
            return cls()
        counts = {_one(Unit, unit): value for unit, value in (data.get("counts") or {}).items()}
        return cls(
            groups=_several(Group, data.get("groups")),
            channel=_one(ChannelKind, data.get("channel")),
            case=data.get("case"),
            counts=tuple((unit, int(value)) for unit, value in counts.items() if unit),
            province=data.get("province"),
            commune=data.get("commune"),
            occasion=_one(Occasion, data.get("occasion")),
            loss=_one(Loss, data.get("loss")),
            foreign=_several(Foreign, data.get("foreign")),
            submitted=date.fromisoformat(data["submitted"]) if data.get("submitted") else None,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what is known as plain JSON data; nothing known is an empty dict."""
        data: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                data[field.name] = list(value) if isinstance(value, tuple) else value
        if self.counts:
            data["counts"] = dict(self.counts)
        if self.submitted:
            data["submitted"] = self.submitted.isoformat()
        return data

    @property
    def is_known(self) -> bool:
        """Whether anything has been said about the case."""
        return self != NOTHING_SAID

    def count(self, unit: Unit) -> int | None:
        """Return how many of `unit` there are, or None when nobody has said."""
        return dict(self.counts).get(unit)

    def over(self, earlier: "Situation") -> "Situation":
        """Return the case after this turn: what it does not say stays as it was `earlier`.

        Another province drops the earlier commune.
        """
        kept = {
            field.name: getattr(self, field.name) or getattr(earlier, field.name)
            for field in fields(self)
        }
        kept["counts"] = tuple((dict(earlier.counts) | dict(self.counts)).items())
        if self.province and self.province != earlier.province:
            kept["commune"] = self.commune
        return replace(self, **kept)


NOTHING_SAID = Situation()


def _one(kind: type[_Kind], value: object) -> _Kind | None:
    return kind(value) if isinstance(value, str) and value in set(kind) else None


def _several(kind: type[_Kind], values: object) -> tuple[_Kind, ...]:
    found = (_one(kind, value) for value in values) if isinstance(values, list | tuple) else ()
    return tuple(value for value in found if value is not None)
