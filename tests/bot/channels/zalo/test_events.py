"""What the events of Zalo's webhook mean."""

from typing import Any

import pytest

from bot.channels.zalo.events import read_event, unfollowed


def event(name: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"event_name": name, "sender": {"id": "77"}, "message": message or {"msg_id": "m1"}}


def test_text_is_a_question() -> None:
    read = read_event(event("user_send_text", {"msg_id": "m1", "text": "khai sinh"}), b"")

    assert read
    assert (read.event_id, read.user_id, read.text, read.payload) == ("m1", "77", "khai sinh", None)


def test_tapped_button_is_a_payload() -> None:
    text = "#nut:p/1.001193/f"
    read = read_event(event("user_send_text", {"msg_id": "m1", "text": text}), b"")

    assert read
    assert read.payload == "p/1.001193/f"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("user_send_image", "photo"),
        ("user_send_sticker", "sticker"),
        ("user_send_location", "location"),
        ("user_send_audio", "voice"),
        ("user_send_something_new", "other"),
    ],
)
def test_what_is_no_text_cannot_be_read(name: str, kind: str) -> None:
    read = read_event(event(name), b"")

    assert read
    assert read.unread == kind


def test_follower_is_greeted_once_for_each_event() -> None:
    follow = {"event_name": "follow", "follower": {"id": "77"}, "oa_id": "1"}
    read, again, other = (read_event(follow, body) for body in (b"a", b"a", b"b"))

    assert read
    assert other
    assert read.greeted
    assert read == again
    assert read.event_id != other.event_id


@pytest.mark.parametrize(
    "name",
    ["oa_send_text", "user_received_message", "user_seen_message", "unfollow",
     "user_click_chatnow", "user_submit_info", "", "anything"],
)  # fmt: skip
def test_other_events_ask_nothing(name: str) -> None:
    assert read_event(event(name), b"") is None


@pytest.mark.parametrize(
    "broken",
    [
        {"event_name": "user_send_text"},
        {"event_name": "user_send_text", "sender": "x"},
        {"event_name": "user_send_text", "sender": {"id": None}},
        {"event_name": "follow", "follower": []},
    ],
)
def test_events_without_a_person_are_left_out(broken: dict[str, Any]) -> None:
    assert read_event(broken, b"") is None


def test_text_that_is_no_text_cannot_be_read() -> None:
    read = read_event(event("user_send_text", {"msg_id": "m1", "text": None}), b"")

    assert read
    assert read.unread == "other"


def test_who_leaves_is_known() -> None:
    assert unfollowed({"event_name": "unfollow", "follower": {"id": 5}}) == "5"
    assert unfollowed({"event_name": "follow", "follower": {"id": 5}}) is None
