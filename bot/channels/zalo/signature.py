"""Whether a webhook call comes from Zalo, and comes now."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

PREFIX = "mac="
MAX_AGE = timedelta(hours=2)
"""Zalo delivers again for about 1 h 50 min with the time of the event; what is older is replayed.

Within this time a replay is recognised by its event id, which the inbox keeps.
"""
MAX_AHEAD = timedelta(minutes=5)


class SignatureError(Exception):
    """A call that is not taken; the text says why, for the log."""


def sign(app_id: str, body: bytes, timestamp: str, oa_secret: str) -> str:
    """Return the header's value: a plain SHA-256, as Zalo defines it."""
    content = app_id.encode() + body + timestamp.encode() + oa_secret.encode()
    return PREFIX + hashlib.sha256(content).hexdigest()


def verify(
    body: bytes, header: str | None, *, app_id: str, oa_secret: str, now: datetime
) -> dict[str, object]:
    """Return the event of a genuine, fresh call; raise SignatureError for any other."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SignatureError("no JSON") from error
    if not isinstance(event, dict):
        raise SignatureError("no JSON object")
    timestamp = str(event.get("timestamp", ""))
    expected = sign(app_id, body, timestamp, oa_secret)
    if not hmac.compare_digest(expected.encode(), (header or "").encode()):
        raise SignatureError("wrong signature" if header else "no signature")
    if str(event.get("app_id", app_id)) != app_id:
        raise SignatureError("event of another app")
    if not is_fresh(timestamp, now):
        raise SignatureError("stale timestamp")
    return event


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Return whether the milliseconds since 1970 are near `now`."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        return False
    at = datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    return now - MAX_AGE <= at <= now + MAX_AHEAD
