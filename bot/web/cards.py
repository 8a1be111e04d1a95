"""A turn as the page shows it: the public answer, arranged into a card with sections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.conversations import Turn
from bot.web.formatting import safe_url
from bot.web.sections import Link, Override, Section, overrides, section
from bot.web.several import Bundle, Comparison, bundle_of, comparison_of
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
    overrides: tuple[Override, ...]
    source: Source | None
    official: Link


@dataclass(frozen=True)
class Card:
    """The answer to one question."""

    key: str
    question: str
    status: str
    text: str
    name: str
    code: str
    official: Link
    parts: tuple[Part, ...]
    source: Source | None
    choices: tuple[Choice, ...]
    receipt: str
    notices: tuple[str, ...] = ()
    case: str = ""
    """What is known of the person's case, in words."""
    asks: str = ""
    """A question about the case; `answers` are what to tap."""
    answers: tuple[Choice, ...] = ()
    bundle: Bundle | None = None
    comparison: Comparison | None = None
    thumb: int | None = None
    reason: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it tells facts about a procedure, so that people may want to keep it."""
        return bool(self.name) and self.status in ("answered", "partial", "not_in_data")

    @property
    def can_be_rated(self) -> bool:
        """Whether there is something to have an opinion on."""
        return bool(self.key) and self.status not in ("small_talk", "error")

    @property
    def wants_reason(self) -> bool:
        """Whether the visitor was not helped and has not been asked why."""
        return self.thumb == -1 and not self.reason

    @property
    def plain(self) -> str:
        """The answer as plain text, to be copied."""
        lines = [self.name, self.text, self.source.words if self.source else ""]
        return "\n\n".join(filter(None, [*lines, self.official.url if self.name else ""]))

    @property
    def offers_procedures(self) -> bool:
        """Whether the choices are procedures to pick from, not further questions about one."""
        return bool(self.choices) and not self.name


def build_card(turn: Turn) -> Card:
    """Arrange an answer for the page; keys that are absent are simply not shown."""
    answer = turn.answer
    procedure: Mapping[str, Any] = answer.get("procedure") or {}
    official = _official(procedure)
    asked, offered = _asked(answer), _choices(answer)
    choices = offered[asked.count :]
    bundle, comparison = bundle_of(answer), comparison_of(answer)
    given = list(_flat_parts(answer.get("parts")))
    sources = [source(part.get("source")) for part in given]
    shared = _shared_source(sources, procedure)
    parts = tuple(
        _part(part, None if shared else own, official)
        for part, own in zip(given, sources, strict=True)
    )
    return Card(
        key=turn.key,
        question=turn.question,
        status=str(answer.get("status") or "error"),
        text=_without_choices(str(answer.get("text") or ""), choices),
        name=_title(procedure, bundle, comparison),
        code="" if bundle or comparison else str(procedure.get("code") or ""),
        official=official,
        parts=parts,
        source=shared,
        choices=choices,
        receipt=str(answer.get("receipt") or ""),
        notices=tuple(str(notice) for notice in answer.get("notices") or ()),
        case="; ".join(str(told["answer"]) for told in answer.get("case") or ()),
        asks=asked.text,
        answers=offered[: asked.count],
        bundle=bundle,
        comparison=comparison,
        thumb=turn.thumb,
        reason=turn.reason,
    )


@dataclass(frozen=True)
class _Asked:
    text: str = ""
    count: int = 0
    """How many of the first buttons answer it."""


def _asked(answer: Mapping[str, Any]) -> _Asked:
    question = answer.get("question")
    if not isinstance(question, Mapping):
        return _Asked()
    return _Asked(str(question.get("text") or ""), int(question.get("options") or 0))


def _title(
    procedure: Mapping[str, Any], bundle: Bundle | None, comparison: Comparison | None
) -> str:
    if bundle:
        return bundle.name
    if comparison:
        names = [name for name, _, _ in comparison.sides]
        return messages.COMPARED.format(first=names[0], second=names[1])
    return str(procedure.get("name") or "")


def _official(procedure: Mapping[str, Any]) -> Link:
    url = safe_url(procedure.get("source_url"))
    if url:
        return Link(messages.OFFICIAL_PAGE, url)
    return Link(messages.OFFICIAL_SEARCH, messages.OFFICIAL_PORTAL)


def _flat_parts(parts: object) -> Iterator[Mapping[str, Any]]:
    """Yield the parts; an overview, or steps with what one needs, as the parts it is made of."""
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, Mapping):
            continue
        facts = part.get("facts") or {}
        sections = facts.get("sections") if isinstance(facts, Mapping) else None
        if not sections:
            yield part
            continue
        if facts.get("summary"):
            yield {**part, "facts": {}, "text": facts["summary"]}
        yield from _flat_parts(sections)
        if facts.get("items"):
            yield {**part, "facts": {"items": facts["items"]}}


def _without_choices(text: str, choices: tuple[Choice, ...]) -> str:
    """Leave out the numbered lines that say the same as the buttons below them."""
    listed = {f"{number}. {choice.title}" for number, choice in enumerate(choices, start=1)}
    return "\n".join(line for line in text.splitlines() if line.strip() not in listed).strip()


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


def _part(part: Mapping[str, Any], own: Source | None, official: Link) -> Part:
    facet = str(part.get("facet") or "")
    missing = part.get("status") == "not_in_data"
    facts = part.get("facts")
    if not isinstance(facts, Mapping):
        facts = {}
    return Part(
        facet=facet if facet in messages.FACETS else "overview",
        title=messages.FACETS.get(facet, messages.OTHER_FACET),
        missing=missing,
        text=messages.MISSING if missing else str(part.get("text") or ""),
        section=None if missing else section(facet, facts),
        overrides=overrides(facts),
        source=own,
        official=Link(messages.OFFICIAL_PAGE, own.url) if own and own.url else official,
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
