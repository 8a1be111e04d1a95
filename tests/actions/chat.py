"""A conversation with the real actions: what Rasa understood is given, the slots are kept."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer, ActionNonAnswer
from actions.assistant import Assistant
from procedures_db.answers import Reply

SLOTS = ("procedure_code", "facets", "candidates", "case", "last_turn_id", "pending")


class Chat:
    """Says things to the actions as the engine does, and remembers the slots they set."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.slots: dict[str, Any] = dict.fromkeys(SLOTS)

    async def ask(
        self,
        text: str,
        *facets: str,
        intent: str = "ask_procedure",
        confidence: float = 0.9,
        payload: str | None = None,
    ) -> Reply:
        """Send a message that is answered by `action_answer`."""
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "facets": [{"name": name, "confidence": 0.9} for name in facets],
            "metadata": {"channel": "test"} | ({"payload": payload} if payload else {}),
        }
        return await self.send(ActionAnswer(self._assistant), message)

    async def say(self, text: str, intent: str) -> Reply:
        """Send a message that is answered by `action_non_answer`."""
        message = {"text": text, "intent": {"name": intent, "confidence": 0.9}}
        return await self.send(ActionNonAnswer(self._assistant), message)

    async def send(self, action: Action, message: dict[str, Any]) -> Reply:
        """Run an action on a parsed message."""
        tracker = Tracker.from_dict(
            {"sender_id": "chat", "slots": dict(self.slots), "latest_message": message}
        )
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, tracker, {})
        for event in events:
            assert event["event"] == "slot"
            assert event["name"] in self.slots
            self.slots[event["name"]] = event["value"]
        (said,) = dispatcher.messages
        reply: Reply = said["custom"]
        return reply
