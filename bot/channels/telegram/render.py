"""An answer as messages of Telegram: HTML, inline buttons."""

from html import escape
from typing import Any

from bot.channels.text import REPEAT_ROOM, is_heading, shorten, split_text
from bot.gateway.schemas import Answer

MAX_TEXT = 4_096
"""In UTF-16 units of what is seen; tags do not count."""
MAX_DATA = 64
"""Bytes of callback data."""
MAX_TITLE = 60

_KEY = "k"
# Letters for digits in a key: a run of digits could be taken for a number that names a person.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_DIGITS = str.maketrans("ghijklmnop", "0123456789")


def render(answer: Answer) -> list[dict[str, Any]]:
    """Return `{"html", "buttons"}` for each message, in order; the last carries the buttons."""
    pieces = split_text(str(answer["text"]), MAX_TEXT - REPEAT_ROOM)
    titled = answer.get("procedure") is not None
    rendered: list[dict[str, Any]] = [
        {"html": _html(piece, titled=titled and number == 0)} for number, piece in enumerate(pieces)
    ]
    buttons = answer.get("buttons") or ()
    if rendered and buttons:
        rendered[-1]["buttons"] = [
            {
                "text": shorten(str(button["title"]), MAX_TITLE),
                "data": _data(str(button["payload"]), str(answer.get("turn_id", "")), number),
            }
            for number, button in enumerate(buttons)
        ]
    return rendered


def key_of(data: str) -> tuple[str, int] | None:
    """Return the turn and the number of the button that a stored key stands for."""
    parts = data.split("/")
    if len(parts) != 3 or parts[0] != _KEY or not parts[2].isdecimal():
        return None
    return parts[1].translate(_DIGITS), int(parts[2])


def _data(payload: str, turn_id: str, number: int) -> str:
    """Return the payload where it fits, else a key to the answer that is stored."""
    if len(payload.encode()) <= MAX_DATA:
        return payload
    return f"{_KEY}/{turn_id.translate(_LETTERS)}/{number}"


def _html(piece: str, *, titled: bool) -> str:
    """Escape each line, the title and the headings in bold: no tag reaches over a line."""
    lines = piece.split("\n")
    return "\n".join(
        f"<b>{escape(line, quote=False)}</b>"
        if line and ((titled and number == 0) or _heads(lines, number))
        else escape(line, quote=False)
        for number, line in enumerate(lines)
    )


def _heads(lines: list[str], number: int) -> bool:
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return is_heading(lines[number]) and following.startswith(("- ", "1. "))
