"""Look event classes up in a dictionary.

Replaces `Event.resolve_by_type` (rasa/shared/core/events.py), which walks all subclasses of
Event for every event of every stored conversation.
"""

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

_known: dict[str, type[Event]] = {}


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of an event name, else the default, else ValueError; None for "topic"."""
    found = _known.get(type_name)
    if found is not None:
        return found
    event_class: type[Event]
    for event_class in all_subclasses(Event):
        if event_class.type_name == type_name:
            _known[type_name] = event_class
            return event_class
    if type_name == "topic":
        return None
    if default is not None:
        return default
    raise ValueError(f"Unknown event name '{type_name}'.")


def install() -> None:
    """Use the dictionary from now on."""
    Event.resolve_by_type = staticmethod(resolve_by_type)
