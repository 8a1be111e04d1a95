"""The structured answer, as every channel and the public API see it."""

from typing import Any, Literal, NotRequired, TypedDict

Status = Literal[
    "answered",
    "partial",
    "clarify",
    "not_in_data",
    "out_of_scope",
    "correction",
    "small_talk",
    "handoff",
    "error",
]


class ProcedureRef(TypedDict):
    """The procedure an answer is about."""

    code: str
    name: str
    source_url: str | None
    verified_on: str | None
    fetched_on: str
    decision: str | None
    revision: int


class CandidateRef(TypedDict):
    """A procedure the question may mean; `score` is a probability."""

    code: str
    name: str
    score: float


class Part(TypedDict):
    """What is said about one facet."""

    facet: str
    status: Literal["answered", "not_in_data"]
    facts: dict[str, Any]
    text: str
    source: NotRequired[dict[str, Any]]


class Button(TypedDict):
    """A suggestion to tap; `payload` goes back to the gateway unchanged."""

    title: str
    payload: str


class AskedQuestion(TypedDict):
    """What the bot asks to know the person's case; the first `options` buttons answer it."""

    key: str
    text: str
    options: int


class Reply(TypedDict):
    """Everything about a turn but its identifiers, which the gateway adds."""

    status: Status
    procedure: ProcedureRef | None
    candidates: list[CandidateRef]
    parts: list[Part]
    text: str
    buttons: list[Button]
    notices: NotRequired[list[str]]
    """What to know before the parts, as whole sentences; absent when there is nothing."""
    case: NotRequired[list[dict[str, str]]]
    """The case questions that were answered, and the answers; absent when there is none."""
    question: NotRequired[AskedQuestion]
    bundle: NotRequired[dict[str, Any]]
    """A life event: its procedures in order; `procedure` is the first of them."""
    comparison: NotRequired[dict[str, Any]]
    """Two procedures side by side; `procedure` is the first of them."""
