"""What Zalo's webhook says: a question, a greeting, something unreadable, or nothing to answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.buttons import payload_of

_KINDS = {
    "user_send_image": "photo",
    "user_send_gif": "photo",
    "user_send_audio": "voice",
    "user_send_video": "video",
    "user_send_sticker": "sticker",
    "user_send_file": "file",
    "user_send_location": "location",
    "user_send_business_card": "contact",
    "user_send_link": "link",
}


@dataclass(frozen=True)
class ZaloEvent:
    """One event that has to be answered."""

    event_id: str
    user_id: str
    text: str = ""
    payload: str | None = None
    greeted: bool = False
    """The person has just begun to follow the account."""
    unread: str | None = None
    """The kind of message that cannot be read, a key of messages.KINDS."""


def read_event(event: Mapping[str, Any], body: bytes) -> ZaloEvent | None:
    """Return what is to be answered, or None; `body` tells events without a number apart."""
    name = str(event.get("event_name", ""))
    if name == "follow":
        user_id = _id(event.get("follower"))
        return ZaloEvent(_digest(name, body), user_id, greeted=True) if user_id else None
    if not name.startswith("user_send_"):
        return None  # oa_send_…, user_seen_message, unfollow and what comes later
    user_id = _id(event.get("sender"))
    if not user_id:
        return None
    message = event.get("message")
    message = message if isinstance(message, Mapping) else {}
    event_id = str(message.get("msg_id") or _digest(name, body))[:200]
    text = message.get("text")
    if name == "user_send_text" and isinstance(text, str):
        return ZaloEvent(event_id, user_id, text, payload_of(text))
    return ZaloEvent(event_id, user_id, unread=_KINDS.get(name, "other"))


def unfollowed(event: Mapping[str, Any]) -> str | None:
    """Return who has just left, if that is what the event says."""
    return _id(event.get("follower")) if event.get("event_name") == "unfollow" else None


def _id(person: object) -> str | None:
    value = person.get("id") if isinstance(person, Mapping) else None
    return str(value)[:100] if isinstance(value, str | int) and str(value) else None


def _digest(name: str, body: bytes) -> str:
    return f"{name}:{hashlib.sha256(body).hexdigest()[:32]}"
