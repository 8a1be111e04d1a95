"""What an answer adds about the offices where the person can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from procedures_db.answers.contract import Part
from procedures_db.answers.render import render
from procedures_db.terms import Facet


@dataclass(frozen=True)
class Desks:
    """The offices found for somebody, as JSON data."""

    found: Sequence[dict[str, Any]] = ()
    place: str | None = None
    """Where they were looked for; None when nobody said where."""
    asks_hours: bool = False
    """She wants to know when they are open, so that it is unknown has to be said."""


def with_desks(part: Part, desks: Desks) -> Part:
    """Return the part about the place with the offices; any other part as it is."""
    if part["facet"] != Facet.PLACE or not (desks.found or desks.asks_hours):
        return part
    if desks.found:
        facts: dict[str, Any] = {"offices": list(desks.found)}
        text = render("offices", offices=desks.found)
        known = part["status"] == "answered"
        told = f"{part['text']}\n{text}" if known else text
        return {**part, "status": "answered", "facts": part["facts"] | facts, "text": told}
    facts = {"hours_unknown": {"place": desks.place}}
    text = render("hours_unknown", place=desks.place)
    return {**part, "facts": part["facts"] | facts, "text": f"{part['text']}\n{text}"}
