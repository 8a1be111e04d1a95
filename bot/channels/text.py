"""Text for chat platforms: cut it to their limits at places where a person would."""

import unicodedata
from collections.abc import Callable

Length = Callable[[str], int]

REPEAT_ROOM = 64
"""What is left free in each message for the word that it may have arrived before."""

_SENTENCE_ENDS = (". ", "; ", "! ", "? ", ", ")


def utf16_length(text: str) -> int:
    """Return the length as Telegram and JavaScript count: letters outside the BMP are two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def split_text(text: str, limit: int, length: Length = utf16_length) -> list[str]:
    """Return the text in pieces of at most `limit`, without blank edges and without loss.

    Cuts between paragraphs, else lines, else sentences, else words; inside a word only when the
    word alone is longer than the limit. A heading is not left behind without its first row.
    """
    pieces = []
    rest = text.strip()
    while length(rest) > limit:
        at = _cut(rest, _fitting(rest, limit, length))
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].strip()
    return [*pieces, rest] if rest else pieces


def is_heading(line: str) -> bool:
    """Return whether the line announces the lines below it."""
    return line.rstrip().endswith(":") and not line.startswith("-")


def shorten(text: str, limit: int, length: Length = utf16_length) -> str:
    """Return the text cut to `limit` with an ellipsis, at a word where one is near."""
    if length(text) <= limit:
        return text
    head = text[: _fitting(text, limit - 1, length)]
    space = head.rfind(" ")
    return (head[:space] if space > len(head) // 2 else head).rstrip(" ,.;:–-") + "…"


def _fitting(text: str, limit: int, length: Length) -> int:
    """Return how many characters fit, never ending between a letter and its marks."""
    end = min(len(text), limit)
    while length(text[:end]) > limit:
        end -= max(1, (length(text[:end]) - limit) // 2)
    whole = end
    while 0 < whole < len(text) and _joins(text, whole):
        whole -= 1
    return whole or end


def _joins(text: str, at: int) -> bool:
    return bool(unicodedata.combining(text[at])) or "\u200d" in text[at - 1 : at + 1]


def _cut(text: str, end: int) -> int:
    """Return where to cut `text` so that the first piece has at most `end` characters."""
    window = text[: end + 1]  # a blank just behind the limit is a place to cut, too
    least = end // 3
    for at in (_before(window, "\n\n", least), _before(window, "\n", least)):
        if at:
            return _with_heading(text, at)
    for mark in _SENTENCE_ENDS:
        at = text.rfind(mark, least, end)
        if at > 0:
            return at + 1
    at = max(window.rfind(" "), window.rfind("\n"))
    return at if at > 0 else end


def _before(window: str, mark: str, least: int) -> int:
    at = window.rfind(mark, least)
    return max(at, 0)


def _with_heading(text: str, at: int) -> int:
    """Move the cut above a heading that would be the last line of the piece."""
    while True:
        start = text.rfind("\n", 0, at) + 1
        last = text[start:at].strip()
        if start == 0 or (last and not is_heading(last)):
            return at
        at = start - 1
