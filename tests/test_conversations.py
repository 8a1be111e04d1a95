"""Conversations of several turns through the real engine: at least 95 % of the turns are right."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_end_to_end import code, facets, person_at, settings, url

__all__ = ["settings", "url"]  # the running service, shared as fixtures

CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "conversations.yml").read_text("utf-8"))
LEAST_RIGHT = 0.95
NOT_ABOUT_PROCEDURES = frozenset({"small_talk", "out_of_scope", "handoff"})


def test_there_are_150_conversations_of_several_turns() -> None:
    assert len(CONVERSATIONS) >= 150
    assert all(len(conversation["turns"]) > 1 for conversation in CONVERSATIONS)


@pytest.mark.engine
@pytest.mark.asyncio(loop_scope="module")
async def test_turns_of_conversations_are_right(url: str) -> None:
    wrong: list[str] = []
    count = 0
    for conversation in CONVERSATIONS:
        async with person_at(url) as person:
            for turn in conversation["turns"]:
                answer = await person.ask(turn["q"])
                button = chosen(answer, turn.get("codes", []))
                if button:  # asked back with the right one among the choices: tap it, as people do
                    answer = await person.ask(button["title"], payload=button["payload"])
                count += 1
                if not is_right(turn, answer):
                    wrong.append(f"{conversation['id']} {turn} -> {said(answer)}")

    assert len(wrong) <= count * (1 - LEAST_RIGHT), "\n".join(wrong)


def chosen(answer: dict[str, Any], codes: list[str]) -> dict[str, str] | None:
    if answer["procedure"]:
        return None
    named = (one for one in answer["buttons"] if any(f"/{c}/" in one["payload"] for c in codes))
    return next(named, None)


def is_right(turn: dict[str, Any], answer: dict[str, Any]) -> bool:
    if answer["procedure"]:
        return code(answer) in turn.get("codes", []) and set(turn.get("facets", [])) <= set(
            facets(answer)
        )
    says = set(turn.get("says", []))
    if says & NOT_ABOUT_PROCEDURES:
        says |= NOT_ABOUT_PROCEDURES
    return answer["status"] in says


def said(answer: dict[str, Any]) -> str:
    return f"{answer['status']} {code(answer)} {facets(answer)}"
