"""Messages that name no topic: they ask a fact about what was talked about before."""

from functools import cache
from importlib import resources

from procedures_db.language.places import PlaceMention
from procedures_db.offices.asking import without_hours
from procedures_db.search.text import words


def is_bare(text: str, places: tuple[PlaceMention, ...] = ()) -> bool:
    """Return whether `text`, its places left out, has only words that name no topic.

    Asking when an office is open names none.
    """
    for place in sorted(places, key=lambda one: -one.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return all(word in _bare_words() or word.isdigit() for word in words(without_hours(text)))


@cache
def _bare_words() -> frozenset[str]:
    table = resources.files("actions").joinpath("bare_words.txt").read_text("utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
