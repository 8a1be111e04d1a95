"""Turns as they were expected and as they came back."""

from typing import Any

from bot.evaluation.ask import TurnResult
from bot.evaluation.questions import Conversation, GoldTurn


def gold(
    question: str = "làm giấy khai sinh cần gì",
    codes: tuple[str, ...] = ("9.000001",),
    behaviour: str = "answer",
    facets: tuple[str, ...] = (),
) -> GoldTurn:
    """What is right."""
    return GoldTurn(question, frozenset(codes), behaviour, frozenset(facets))


def result(turn: GoldTurn, number: int = 0, **came_back: Any) -> TurnResult:
    """What came back; by default a right answer."""
    values: dict[str, Any] = {
        "status": "answered",
        "procedure": "9.000001",
        "candidates": ("9.000001", "9.000002", "9.000003", "9.000004", "9.000005"),
        "scores": (0.9, 0.04, 0.03, 0.02, 0.01),
        "facets": ("documents",),
        "text": "…",
        "latency_ms": 10.0,
    }
    conversation = Conversation("c1", "test", (turn,))
    return TurnResult(conversation, number, turn, **values | came_back)
