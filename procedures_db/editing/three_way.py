"""Bring two people's changes of one revision together."""

from dataclasses import dataclass
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.store import parse_content


@dataclass(frozen=True)
class Merged:
    """What comes out, and the fields that both changed differently."""

    content: ProcedureContent
    conflicts: tuple[str, ...]


def bring_together(
    base: ProcedureContent, mine: ProcedureContent, theirs: ProcedureContent
) -> Merged:
    """Take each field from whoever changed it since `base`; where both did, mine stays.

    Rows point to cases, channels and forms: when the mixture does not hold together, all is mine
    and every field that they changed is a conflict.
    """
    values: dict[str, Any] = {}
    conflicts: list[str] = []
    for name in ProcedureContent.model_fields:
        was, own, other = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        if own in (was, other):
            values[name] = other
        else:
            values[name] = own
            if other != was:
                conflicts.append(name)
    try:
        mixed = ProcedureContent.model_construct(**values)
        merged = parse_content(mixed.model_dump(mode="json"))
    except ContentError:
        changed = [
            name
            for name in ProcedureContent.model_fields
            if getattr(theirs, name) not in (getattr(base, name), getattr(mine, name))
        ]
        return Merged(mine, tuple(changed))
    return Merged(merged, tuple(conflicts))
