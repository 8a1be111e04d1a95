"""Two actions that answer at once, for tests and the engine's bench; nothing of the catalogue."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


class TrivialAnswer(Action):
    """Answers with what the engine understood, as the real action does in shape."""

    def name(self) -> str:
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        latest = tracker.latest_message
        if "fail on purpose" in (latest.get("text") or ""):
            raise RuntimeError(f"failing on {latest['text']}")
        turn = sum(1 for event in tracker.events if event.get("event") == "user")
        dispatcher.utter_message(
            json_message={
                "action": self.name(),
                "text": latest.get("text"),
                "intent": latest.get("intent"),
                "facets": latest.get("facets"),
                "metadata": latest.get("metadata"),
                "previous_turn": tracker.get_slot("last_turn_id"),
            }
        )
        return [SlotSet("last_turn_id", str(turn)), SlotSet("procedure_code", "1.001193")]


class TrivialNonAnswer(TrivialAnswer):
    """The same for everything that is no question about a procedure."""

    def name(self) -> str:
        return "action_non_answer"
