"""Suggestions on platforms that have no buttons, small ones, or ones that come back as text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels import messages

Buttons = Sequence[Mapping[str, Any]]

MARK = "#nut:"
"""What a tapped button sends begins with this where it comes back as ordinary text."""

_NUMBER = re.compile(r"\s*(?:số\s*|so\s*)?([1-9])\s*[.)]?\s*", re.IGNORECASE)


def as_text(payload: str) -> str:
    """Return the text that a tapped button sends."""
    return MARK + payload


def payload_of(text: str) -> str | None:
    """Return the payload in the text of a tapped button; None for what a person wrote."""
    return text[len(MARK) :] if text.startswith(MARK) else None


def numbered(text: str, buttons: Buttons) -> str:
    """Return the text with the choices as numbers to send; those in it are not repeated."""
    titles = [str(button["title"]) for button in buttons]
    if not titles:
        return text
    lines = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    if "\n".join(lines) in text:
        return f"{text}\n{messages.CHOOSE_NUMBER}"
    return "\n".join((text, "", messages.ASK_ON, *lines))


def chosen(text: str, buttons: Buttons) -> str | None:
    """Return the payload of the choice whose number or words the text is, or None."""
    said = text.strip().casefold()
    for button in buttons:
        if said == str(button["title"]).strip().casefold():
            return str(button["payload"])
    match = _NUMBER.fullmatch(text)
    if match and int(match.group(1)) <= len(buttons):
        return str(buttons[int(match.group(1)) - 1]["payload"])
    return None
