"""Where a fact comes from, in words: decision, day it was read, day it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.formatting import safe_url, vietnamese_date


@dataclass(frozen=True)
class Source:
    """A named source with its address and what is known about its age."""

    name: str
    url: str | None
    details: str

    @property
    def words(self) -> str:
        """The source as one sentence."""
        return f"{messages.SOURCE}: {' '.join(filter(None, (self.name, self.details)))}."


def source(given: object) -> Source | None:
    """Return the source of a part or procedure, or None when nothing is told about it."""
    if not isinstance(given, Mapping) or not any(given.values()):
        return None
    return Source(
        name=str(given.get("name") or messages.SOURCE_NAME),
        url=safe_url(given.get("url")),
        details=", ".join(_details(given)),
    )


def _details(given: Mapping[str, Any]) -> list[str]:
    details = []
    if given.get("decision"):
        decision = str(given["decision"])
        named = decision.lower().startswith(messages.DECISION_WORDS)
        phrase = messages.SOURCE_DECISION_NAMED if named else messages.SOURCE_DECISION
        details.append(phrase.format(decision=decision))
    if given.get("fetched_on"):
        details.append(messages.SOURCE_FETCHED.format(date=vietnamese_date(given["fetched_on"])))
    if given.get("verified_on"):
        verified = vietnamese_date(given["verified_on"])
        details.append(messages.SOURCE_VERIFIED.format(date=verified))
    else:
        details.append(messages.SOURCE_UNVERIFIED)
    return details
