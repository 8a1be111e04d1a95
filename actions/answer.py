"""The two actions of the domain; both leave the work to the assistant."""

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.assistant import Assistant
from actions.setup import shared_assistant
from actions.turn import Context, Turn

Events = list[dict[str, Any]]


class ActionAnswer(Action):  # type: ignore[misc]
    """Answers anything that may be about a procedure."""

    def __init__(self, assistant: Assistant | None = None) -> None:
        self._assistant = assistant

    def name(self) -> str:
        """Its name in domain.yml."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Link the latest message, answer it and remember what it was about."""
        assistant = self._assistant or shared_assistant()
        return await _take_turn(assistant, dispatcher, tracker)


class ActionNonAnswer(Action):  # type: ignore[misc]
    """Says what is said to messages that ask for no procedure."""

    def __init__(self, assistant: Assistant | None = None) -> None:
        self._assistant = assistant

    def name(self) -> str:
        """Its name in domain.yml."""
        return "action_non_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say it, unless the search is sure that a procedure is meant."""
        assistant = self._assistant or shared_assistant()
        return await _take_turn(assistant, dispatcher, tracker)


async def _take_turn(
    assistant: Assistant, dispatcher: CollectingDispatcher, tracker: Tracker
) -> Events:
    turn = Turn.from_message(tracker.latest_message)
    before = Context.from_slots(tracker.slots)
    reply, after = await asyncio.to_thread(assistant.respond, turn, before)
    understood = {"intent": turn.intent, "facets": [facet.value for facet in turn.facets]}
    dispatcher.utter_message(json_message={**reply, "understood": understood})
    old = before.slots()
    return [SlotSet(name, value) for name, value in after.slots().items() if value != old[name]]
