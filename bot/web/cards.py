"""A turn as the page shows it: the public answer, arranged into a card with sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.conversations import Turn
from bot.web.formatting import safe_url
from bot.web.sections import Section, section
from bot.web.sources import Source, source


@dataclass(frozen=True)
class Choice:
    """Something to tap: it asks `title`, and hands `payload` to the gateway."""

    title: str
    payload: str = ""


@dataclass(frozen=True)
class Part:
    """What was asked about, and what is known of it; `missing` when the data does not say."""

    facet: str
    title: str
    missing: bool
    text: str
    section: Section | None
    source: Source | None
    official_url: str


@dataclass(frozen=True)
class Card:
    """The answer to one question."""

    key: str
    question: str
    status: str
    text: str
    name: str
    code: str
    official_url: str
    parts: tuple[Part, ...]
    source: Source | None
    choices: tuple[Choice, ...]
    receipt: str


def build_card(turn: Turn) -> Card:
    """Arrange an answer for the page; keys that are absent are simply not shown."""
    answer = turn.answer
    procedure: Mapping[str, Any] = answer.get("procedure") or {}
    official_url = safe_url(procedure.get("source_url")) or messages.OFFICIAL_PORTAL
    given = [part for part in answer.get("parts") or () if isinstance(part, Mapping)]
    sources = [source(part.get("source")) for part in given]
    shared = _shared_source(sources, procedure)
    parts = tuple(
        _part(part, None if shared else own, official_url)
        for part, own in zip(given, sources, strict=True)
    )
    return Card(
        key=turn.key,
        question=turn.question,
        status=str(answer.get("status") or "error"),
        text=str(answer.get("text") or ""),
        name=str(procedure.get("name") or ""),
        code=str(procedure.get("code") or ""),
        official_url=official_url,
        parts=parts,
        source=shared,
        choices=_choices(answer),
        receipt=str(answer.get("receipt") or ""),
    )


def _shared_source(sources: list[Source | None], procedure: Mapping[str, Any]) -> Source | None:
    known = set(filter(None, sources))
    if len(known) > 1:
        return None
    if known:
        return known.pop()
    if not procedure:
        return None
    told = {key: procedure.get(key) for key in ("decision", "fetched_on", "verified_on")}
    return source({"url": procedure.get("source_url"), **told})


def _part(part: Mapping[str, Any], own: Source | None, official_url: str) -> Part:
    facet = str(part.get("facet") or "")
    missing = part.get("status") == "not_in_data"
    given = part.get("source")
    url = safe_url(given.get("url")) if isinstance(given, Mapping) else None
    return Part(
        facet=facet if facet in messages.FACETS else "overview",
        title=messages.FACETS.get(facet, messages.OTHER_FACET),
        missing=missing,
        text=str(part.get("text") or ""),
        section=None if missing else section(facet, part.get("facts") or {}),
        source=own,
        official_url=url or official_url,
    )


def _choices(answer: Mapping[str, Any]) -> tuple[Choice, ...]:
    buttons = tuple(
        Choice(str(button["title"]), str(button.get("payload") or ""))
        for button in answer.get("buttons") or ()
        if button.get("title")
    )
    if buttons or answer.get("status") != "clarify":
        return buttons
    candidates = answer.get("candidates") or ()
    return tuple(Choice(str(each["name"])) for each in candidates if each.get("name"))
