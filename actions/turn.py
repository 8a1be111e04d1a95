"""What a turn brings: the message as understood, and what the conversation remembers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from actions.case_talk import NO_TALK, CaseTalk
from procedures_db.answers import Choice, decode
from procedures_db.errors import ContentError
from procedures_db.facts.situation import NOTHING_SAID, Situation
from procedures_db.terms import Facet

FACET_THRESHOLD = 0.5
LIKELIEST_FACET = 0.25
"""From here the likeliest facet is taken where none is sure."""
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
    bare: bool = False
    """It names no topic, only facts or a place."""
    has_place: bool = False
    urgent: bool = False
    """Its words tell of danger right now."""
    residence: tuple[str | None, str | None] = (None, None)
    """Province and commune that the page or widget was set to, by their full names."""
    broken_choice: bool = False
    """A button that is none of ours, or of a procedure that is gone."""

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        """Read Rasa's parsed message; unknown facets are left out."""
        intent = message.get("intent") or {}
        metadata = message.get("metadata") or {}
        payload = metadata.get("payload")
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
            residence=(_name(metadata.get("province")), _name(metadata.get("commune"))),
            broken_choice=broken,
        )


@dataclass(frozen=True)
class Context:
    """What the conversation remembers between turns; kept in slots."""

    procedure_code: str | None = None
    facets: tuple[Facet, ...] = ()
    offered: tuple[str, ...] = field(default=())
    """Codes of the procedures asked back about, in the order shown."""
    situation: Situation = NOTHING_SAID
    """The case as told so far."""
    talk: CaseTalk = NO_TALK
    """Questions put about the case, and their answers."""

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Self:
        """Read the slots of the domain."""
        return cls(
            procedure_code=slots.get("procedure_code"),
            facets=_facets({"name": name} for name in slots.get("facets") or ()),
            offered=tuple(slots.get("candidates") or ()),
            situation=Situation.from_json(slots.get("case")),
            talk=CaseTalk.from_slot(slots.get("pending")),
        )

    def slots(self) -> dict[str, Any]:
        """Return the slots that hold this context."""
        return {
            "procedure_code": self.procedure_code,
            "facets": [facet.value for facet in self.facets],
            "candidates": list(self.offered),
            "case": self.situation.to_json() or None,
            "pending": self.talk.to_slot(),
        }

    def about(
        self, code: str, facets: tuple[Facet, ...], situation: Situation | None = None
    ) -> "Context":
        """Return the context after an answer about `code` in `situation`."""
        told = situation or NOTHING_SAID
        return replace(self, procedure_code=code, facets=facets, offered=(), situation=told)

    def situation_for(self, code: str, said: Situation) -> Situation:
        """Return the case in which `code` is asked about, when the turn says `said`.

        What was told before holds for the same procedure and for those that were offered;
        a new topic begins anew.
        """
        if code == self.procedure_code:
            return said.over(self.situation)
        if code in self.offered:
            return said.over(replace(self.situation, case=None))
        return said

    def offering(
        self, codes: tuple[str, ...], facets: tuple[Facet, ...], situation: Situation | None = None
    ) -> "Context":
        """Return the context after asking back; `situation` is what the turn said."""
        told = situation or self.situation
        return replace(self, offered=codes, facets=facets, situation=told)


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _facets(found: Any) -> tuple[Facet, ...]:
    """Return the facets that are sure, else the likeliest, in the order they are best told."""
    order = {facet.value: place for place, facet in enumerate(Facet)}
    known = [item for item in found if item["name"] in order]
    sure = [item for item in known if item.get("confidence", 1.0) >= FACET_THRESHOLD]
    if not sure:
        sure = [item for item in known[:1] if item["confidence"] >= LIKELIEST_FACET]
    return tuple(
        Facet(name) for name in sorted((one["name"] for one in sure), key=order.__getitem__)
    )
