"""What a turn brings: the message as understood, and what the conversation remembers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from procedures_db.answers import Choice, decode
from procedures_db.errors import ContentError
from procedures_db.terms import Facet

FACET_THRESHOLD = 0.5
OUTSIDE_INTENTS = frozenset(
    {
        "out_of_scope",
        "greet",
        "thank",
        "goodbye",
        "bot_challenge",
        "ask_capabilities",
        "handoff",
        "delete_conversation",
        "abuse",
        "prompt_injection",
    }
)
"""Intents of messages that are about no procedure."""


@dataclass(frozen=True)
class Turn:
    """One message as the model understood it."""

    text: str
    intent: str = "ask_procedure"
    confidence: float = 1.0
    outside: float = 0.0
    """How probable the model finds it that the message is about no procedure."""
    facets: tuple[Facet, ...] = ()
    choice: Choice | None = None
    """What a tapped button stands for."""
    broken_choice: bool = False
    """A button that is none of ours, or of a procedure that is gone."""

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        """Read Rasa's parsed message; unknown facets are left out."""
        intent = message.get("intent") or {}
        payload = (message.get("metadata") or {}).get("payload")
        choice, broken = None, False
        if payload:
            try:
                choice = decode(str(payload))
            except ContentError:
                broken = True
        return cls(
            text=message.get("text") or "",
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            outside=sum(
                float(one.get("confidence") or 0.0)
                for one in message.get("intent_ranking") or ()
                if one.get("name") in OUTSIDE_INTENTS
            ),
            facets=_facets(message.get("facets") or ()),
            choice=choice,
            broken_choice=broken,
        )


@dataclass(frozen=True)
class Context:
    """What the conversation remembers between turns; kept in slots."""

    procedure_code: str | None = None
    facets: tuple[Facet, ...] = ()
    offered: tuple[str, ...] = field(default=())
    """Codes of the procedures asked back about, in the order shown."""

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Self:
        """Read the slots of the domain."""
        return cls(
            procedure_code=slots.get("procedure_code"),
            facets=_facets({"name": name} for name in slots.get("facets") or ()),
            offered=tuple(slots.get("candidates") or ()),
        )

    def slots(self) -> dict[str, Any]:
        """Return the slots that hold this context."""
        return {
            "procedure_code": self.procedure_code,
            "facets": [facet.value for facet in self.facets],
            "candidates": list(self.offered),
        }

    def about(self, code: str, facets: tuple[Facet, ...]) -> "Context":
        """Return the context after an answer about `code`."""
        return replace(self, procedure_code=code, facets=facets, offered=())

    def offering(self, codes: tuple[str, ...], facets: tuple[Facet, ...]) -> "Context":
        """Return the context after asking back."""
        return replace(self, offered=codes, facets=facets)


def _facets(found: Any) -> tuple[Facet, ...]:
    known = {facet.value for facet in Facet}
    return tuple(
        Facet(item["name"])
        for item in found
        if item["name"] in known and item.get("confidence", 1.0) >= FACET_THRESHOLD
    )
