import json
from typing import Any

import pytest
from rasa.shared.exceptions import RasaException

from bot.nlu.channel import BadTurnError, GatewayInput, GatewayOutput, Turn

GOOD: dict[str, Any] = {
    "conversation_id": "web-1",
    "text": "chào",
    "metadata": {"payload": {"a": 1}},
}


def test_a_turn_is_read_from_its_body() -> None:
    assert Turn.from_body(json.dumps(GOOD).encode()) == Turn("web-1", "chào", {"payload": {"a": 1}})


def test_metadata_may_be_left_out() -> None:
    assert Turn.from_body(b'{"conversation_id": "a", "text": ""}') == Turn("a", "", {})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 30_000, 400),
        (json.dumps({**GOOD, "conversation_id": 5}).encode(), 400),
        (json.dumps({**GOOD, "conversation_id": " "}).encode(), 400),
        (json.dumps({**GOOD, "conversation_id": "a\nb"}).encode(), 400),
        (json.dumps({**GOOD, "conversation_id": "a" * 129}).encode(), 400),
        (json.dumps({**GOOD, "text": None}).encode(), 400),
        (json.dumps({**GOOD, "text": "\ud800"}).encode(), 400),
        (json.dumps({**GOOD, "metadata": []}).encode(), 400),
        (json.dumps({**GOOD, "text": "a" * 4001}).encode(), 413),
        (json.dumps({**GOOD, "metadata": {"a": "b" * 70_000}}).encode(), 413),
    ],
)
def test_a_body_that_is_no_turn_is_refused(body: bytes, status: int) -> None:
    with pytest.raises(BadTurnError) as caught:
        Turn.from_body(body)

    assert caught.value.status == status


async def test_an_answer_stays_whole() -> None:
    output = GatewayOutput()

    await output.send_response("a", {"text": "một\n\nhai"})
    await output.send_response("a", {"text": None, "custom": {"status": "answered"}})
    await output.send_response("a", {"text": "ba", "custom": {"status": "partial"}})
    await output.send_response("a", {"text": "", "buttons": []})

    assert output.messages == [
        {"text": "một\n\nhai"},
        {"custom": {"status": "answered"}},
        {"text": "ba"},
        {"custom": {"status": "partial"}},
    ]


@pytest.mark.parametrize("credentials", [None, {}, {"token": ""}])
def test_a_channel_without_a_token_does_not_open(credentials: dict[str, Any] | None) -> None:
    with pytest.raises(RasaException, match="token"):
        GatewayInput.from_credentials(credentials)
