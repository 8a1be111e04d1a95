"""Genuine calls of Zalo's are taken, all others refused."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.zalo.signature import SignatureError, sign, verify

APP, SECRET = "42", "oa-secret"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def body(at: datetime = NOW, **changes: object) -> tuple[bytes, str]:
    timestamp = str(int(at.timestamp() * 1000))
    event = {"app_id": APP, "event_name": "user_send_text", "timestamp": timestamp} | changes
    return json.dumps(event).encode(), timestamp


def test_signature_is_the_plain_hash_that_zalo_documents() -> None:
    assert sign("1", b"2", "3", "4") == (
        "mac=03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4"
    )


def test_genuine_call_gives_its_event() -> None:
    raw, timestamp = body()

    event = verify(raw, sign(APP, raw, timestamp, SECRET), app_id=APP, oa_secret=SECRET, now=NOW)

    assert event["event_name"] == "user_send_text"


@pytest.mark.parametrize("header", [None, "", "mac=", "mac=00", "đ", "mac=" + "0" * 64])
def test_wrong_or_missing_signature_is_refused(header: str | None) -> None:
    with pytest.raises(SignatureError):
        verify(body()[0], header, app_id=APP, oa_secret=SECRET, now=NOW)


def test_changed_body_is_refused() -> None:
    raw, timestamp = body()
    header = sign(APP, raw, timestamp, SECRET)

    with pytest.raises(SignatureError):
        verify(raw + b" ", header, app_id=APP, oa_secret=SECRET, now=NOW)


@pytest.mark.parametrize("age", [timedelta(hours=2, minutes=1), timedelta(minutes=-6)])
def test_stale_call_is_refused(age: timedelta) -> None:
    raw, timestamp = body(NOW - age)
    header = sign(APP, raw, timestamp, SECRET)

    with pytest.raises(SignatureError, match="stale"):
        verify(raw, header, app_id=APP, oa_secret=SECRET, now=NOW)


def test_last_repeated_delivery_of_zalo_is_fresh_enough() -> None:
    raw, timestamp = body(NOW - timedelta(minutes=111))
    header = sign(APP, raw, timestamp, SECRET)

    assert verify(raw, header, app_id=APP, oa_secret=SECRET, now=NOW)


def test_event_of_another_app_is_refused() -> None:
    raw, timestamp = body(app_id="43")
    header = sign(APP, raw, timestamp, SECRET)

    with pytest.raises(SignatureError, match="another app"):
        verify(raw, header, app_id=APP, oa_secret=SECRET, now=NOW)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"timestamp": []}'])
def test_what_is_no_event_is_refused(raw: bytes) -> None:
    with pytest.raises(SignatureError):
        verify(raw, "mac=00", app_id=APP, oa_secret=SECRET, now=NOW)
