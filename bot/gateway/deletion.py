"""A citizen's wish to have the conversation deleted: recognised, confirmed by a button, done."""

import re
from enum import StrEnum
from typing import Any

from bot.gateway import messages
from procedures_db.search.text import fold

CONFIRM = "xoa/co"
KEEP = "xoa/khong"

_WISH = re.compile(
    r"/?(?:xoa|delete)(?: (?:het|hen|toan bo))?"
    r"(?: (?:hoi thoai|cuoc hoi thoai|cuoc tro chuyen|tro chuyen|doan chat|lich su"
    r"(?: tro chuyen| hoi thoai| chat)?)(?: nay)?(?: cua (?:toi|minh|em))?)[.!]?"
    r"|/xoa"
)
_CONFIRMED = re.compile(r"xoa het[.!]?")


class Wish(StrEnum):
    """What a message says about deleting."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


def wish_of(text: str, payload: str | None) -> Wish | None:
    """Return the wish that is certain without the model; None when there is none."""
    if payload == CONFIRM:
        return Wish.CONFIRMED
    if payload == KEEP:
        return Wish.WITHDRAWN
    if payload:
        return None
    folded = fold(text)
    if _CONFIRMED.fullmatch(folded):
        return Wish.CONFIRMED
    return Wish.ASKED if _WISH.fullmatch(folded) else None


def ask_to_confirm() -> dict[str, Any]:
    """Return the question back, with its two buttons."""
    buttons = [
        {"title": messages.DELETE, "payload": CONFIRM},
        {"title": messages.KEEP, "payload": KEEP},
    ]
    return say(messages.ASK_DELETE, "clarify") | {"buttons": buttons}


def say(text: str, status: str = "small_talk") -> dict[str, Any]:
    """Return a reply that holds nothing but a text."""
    return {
        "status": status,
        "procedure": None,
        "candidates": [],
        "parts": [],
        "text": text,
        "buttons": [],
    }
