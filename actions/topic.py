"""Link a message to procedures, also by what is left of it without places and opening hours."""

from collections.abc import Sequence

from actions.bare import without_places
from actions.dialogue import ANSWER_AT
from procedures_db.language.places import PlaceMention
from procedures_db.offices.asking import asks_hours, without_hours
from procedures_db.search.linker import Linked, Linker


def link_topic(linker: Linker, text: str, places: Sequence[PlaceMention]) -> Linked:
    """Return what the search finds, for the topic alone where that makes it sure.

    The name of a ward tells nothing about the procedure, and its words may look like one's.
    """
    linked = linker.link(text)
    if not (places or asks_hours(text)) or _is_sure(linked):
        return linked
    topic = without_places(text, places)
    alone = linker.link(without_hours(topic) if asks_hours(topic) else topic)
    return alone if _is_sure(alone) else linked


def _is_sure(linked: Linked) -> bool:
    return bool(linked.candidates) and linked.candidates[0].score >= ANSWER_AT
