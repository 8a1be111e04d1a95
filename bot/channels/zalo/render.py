"""An answer as messages of Zalo's Official Account."""

from typing import Any

from bot.channels.buttons import as_text, numbered
from bot.channels.settings import ButtonStyle
from bot.channels.text import REPEAT_ROOM, shorten, split_text
from bot.gateway.schemas import Answer

MAX_TEXT = 2_000
MAX_BUTTONS = 5
MAX_TITLE = 100
MAX_PAYLOAD = 1_000

_ROOM = MAX_TEXT - REPEAT_ROOM


def render(answer: Answer, style: ButtonStyle, template_type: str = "") -> list[dict[str, Any]]:
    """Return the `message` objects to send, in order; the last one carries the choices."""
    text, buttons = str(answer["text"]), list(answer.get("buttons") or ())
    if style is ButtonStyle.NUMBERS or not _fits(buttons):
        return [{"text": piece} for piece in split_text(numbered(text, buttons), _ROOM)]
    pieces: list[dict[str, Any]] = [{"text": piece} for piece in split_text(text, _ROOM)]
    if buttons and pieces:
        pieces[-1]["attachment"] = {
            "type": "template",
            "payload": ({"template_type": template_type} if template_type else {})
            | {"buttons": [_button(button) for button in buttons]},
        }
    return pieces


def _fits(buttons: list[dict[str, Any]]) -> bool:
    return len(buttons) <= MAX_BUTTONS and all(
        len(as_text(button["payload"])) <= MAX_PAYLOAD for button in buttons
    )


def _button(button: dict[str, Any]) -> dict[str, str]:
    return {
        "title": shorten(button["title"], MAX_TITLE),
        "type": "oa.query.hide",
        "payload": as_text(button["payload"]),
    }
