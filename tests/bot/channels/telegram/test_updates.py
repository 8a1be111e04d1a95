"""What the updates of Telegram mean."""

from typing import Any

import pytest
from aiogram.types import Update

from bot.channels.telegram.updates import Said, TelegramEvent, read_update
from tests.simulators.telegram import NAME, TelegramSimulator

SIM = TelegramSimulator()
GROUP = {"chat": {"id": -5, "type": "group", "title": "Tổ dân phố"}}
PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
PLACE = {"latitude": 21.0, "longitude": 105.8}
FILE = {"file_id": "a", "file_unique_id": "a"}


def read(update: dict[str, Any]) -> TelegramEvent | None:
    return read_update(Update.model_validate(update), NAME)


def test_text_is_a_question() -> None:
    update = SIM.message(7, "khai sinh cần gì")

    assert read(update) == TelegramEvent(update["update_id"], 7, Said.TEXT, "khai sinh cần gì")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/start", Said.START),
        ("/start abc", Said.START),
        (f"/help@{NAME}", Said.HELP),
        ("/XOA", Said.DELETE),
        ("/restart", Said.TEXT),
        ("/ ", Said.TEXT),
    ],
)
def test_commands_are_known(text: str, said: Said) -> None:
    event = read(SIM.message(7, text))

    assert event
    assert event.said is said


def test_tap_gives_its_data_and_what_to_acknowledge() -> None:
    event = read(SIM.tap(7, "p/1.001193/f"))

    assert event
    assert (event.said, event.text, event.chat_id) == (Said.TAP, "p/1.001193/f", 7)
    assert event.callback_id


def test_edited_question_is_asked_anew() -> None:
    event = read(SIM.edited(7, "khai sinh trễ hạn"))

    assert event
    assert (event.said, event.text) == (Said.TEXT, "khai sinh trễ hạn")


def test_words_under_a_picture_are_the_question() -> None:
    event = read(SIM.message(7, photo=PHOTO, caption="giấy này làm ở đâu"))

    assert event
    assert (event.said, event.text) == (Said.TEXT, "giấy này làm ở đâu")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"photo": PHOTO}, "photo"),
        ({"voice": FILE | {"duration": 1}}, "voice"),
        ({"document": FILE}, "file"),
        ({"location": PLACE}, "location"),
        ({"contact": {"phone_number": "+84", "first_name": "An"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 1}}, "other"),
        (
            {"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False,
             "is_video": False}},
            "sticker",
        ),
        ({"something_of_next_year": {}}, "other"),
    ],
)  # fmt: skip
def test_what_is_no_text_cannot_be_read(fields: dict[str, Any], kind: str) -> None:
    event = read(SIM.message(7, **fields))

    assert event
    assert (event.said, event.text) == (Said.UNREAD, kind)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (f"@{NAME} khai sinh cần gì", True),
        (f"/start@{NAME}", True),
        ("/help", True),
        ("/help@other_bot", False),
        ("mọi người khoẻ không", False),
    ],
)
def test_in_groups_only_who_speaks_to_the_bot_is_heard(text: str, heard: bool) -> None:
    event = read(SIM.message(-5, text, **GROUP))

    assert (event is not None and event.said is Said.GROUP) is heard


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "channel_post": SIM.content(-7, "x", chat={"id": -7, "type": "channel"})},
        {"update_id": 1, "edited_message": SIM.content(7, location=PLACE)},
        {"update_id": 1, "something_of_next_year": {}},
        SIM.message(7, "tin của máy", **{"from": {"id": 9, "is_bot": True, "first_name": "B"}}),
        SIM.message(7, pinned_message=SIM.content(7, "ghim")),
    ],
)  # fmt: skip
def test_other_updates_ask_nothing(update: dict[str, Any]) -> None:
    assert read(update) is None
