"""Messages that name no topic: they ask a fact about what was talked about before."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources

from procedures_db.language.places import PlaceMention
from procedures_db.offices.asking import without_hours
from procedures_db.search.text import words


def is_bare(text: str, places: tuple[PlaceMention, ...] = ()) -> bool:
    """Return whether `text`, its places left out, has only words that name no topic.

    Asking when an office is open names none.
    """
    rest = words(without_hours(without_places(text, places)))
    return all(word in _bare_words() or word.isdigit() for word in rest)


def without_places(text: str, places: Sequence[PlaceMention]) -> str:
    """Return `text` with the places that were found in it left out."""
    text = unicodedata.normalize("NFC", text)  # which the places' offsets count
    for place in sorted(places, key=lambda one: -one.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return text


@cache
def _bare_words() -> frozenset[str]:
    table = resources.files("actions").joinpath("bare_words.txt").read_text("utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
