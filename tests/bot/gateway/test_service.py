"""The gateway: what is asked, what is refused, and what comes back."""

import asyncio
import logging

import pytest

from bot.gateway.engine import EngineClient
from bot.gateway.schemas import Answer, IncomingMessage
from bot.gateway.service import EngineGateway
from tests.bot.gateway.fake_engine import REPLY, FakeEngine

CONTRACT = {
    "conversation_id",
    "turn_id",
    "status",
    "procedure",
    "candidates",
    "parts",
    "text",
    "buttons",
    "receipt",
}


@pytest.fixture
def gateway(engine_client: EngineClient) -> EngineGateway:
    return EngineGateway(engine_client, questions_per_minute=5)


def message(
    text: str = "nuôi ong?",
    conversation_id: str = "a",
    channel: str = "api",
    payload: str | None = None,
    address: str | None = None,
) -> IncomingMessage:
    return IncomingMessage(conversation_id, text, channel, payload, address)


async def test_answer_is_the_engines_with_its_identity(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    answer = await gateway.answer(message())

    assert set(answer) == CONTRACT
    assert answer["conversation_id"] == "a"
    assert answer["text"] == REPLY["text"]
    assert engine.turns[0]["metadata"] == {"channel": "api"}


async def test_every_turn_has_a_name_of_its_own(gateway: EngineGateway) -> None:
    answers = [await gateway.answer(message(conversation_id=f"{n}")) for n in range(5)]

    assert len({answer["turn_id"] for answer in answers}) == 5


async def test_engine_gets_the_clean_text(gateway: EngineGateway, engine: FakeEngine) -> None:
    await gateway.answer(message("  nuôi\x00 ong\u200b \U000e0041"))

    assert engine.turns[0]["text"] == "nuôi ong"


async def test_button_goes_to_the_engine_beside_its_title(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    await gateway.answer(message("Lệ phí", payload="p/9.000001/f"))
    await gateway.answer(message("", payload="p/9.000001/t"))

    assert [turn["metadata"].get("payload") for turn in engine.turns] == [
        "p/9.000001/f",
        "p/9.000001/t",
    ]
    assert all(turn["text"] for turn in engine.turns)


async def test_text_that_looks_like_a_command_stays_text(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    await gateway.answer(message("/restart"))

    assert engine.turns[0]["text"] == "/restart"
    assert "payload" not in engine.turns[0]["metadata"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("\u200b\U000e0041\x00", "empty"),
        ("a" * 5_000, "too_long"),
        ("a" * 1_001, "too_long"),
        ("👶🐝", "unreadable"),
        ("中文问题", "unreadable"),
        ("???", "unreadable"),
    ],
    ids=["empty", "blank", "invisible", "5000", "1001", "emoji", "script", "signs"],
)
async def test_what_cannot_be_asked_is_refused_politely(
    gateway: EngineGateway, engine: FakeEngine, text: str, reason: str
) -> None:
    answer = await gateway.answer(message(text))

    assert answer["status"] == "error"
    assert answer["reason"] == reason
    assert answer["text"]
    assert "{" not in answer["text"]
    assert set(answer) == CONTRACT | {"reason"}
    assert engine.turns == []


async def test_one_person_may_ask_so_often(gateway: EngineGateway, engine: FakeEngine) -> None:
    answers = [await gateway.answer(message()) for _ in range(7)]

    assert [answer.get("reason") for answer in answers] == [None] * 5 + ["too_many"] * 2
    assert len(engine.turns) == 5


async def test_one_address_may_ask_for_several_people(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    for number in range(60):
        await gateway.answer(message(conversation_id=f"{number}", address="203.0.113.7"))

    assert 5 < len(engine.turns) < 60
    other = await gateway.answer(message(conversation_id="x", address="203.0.113.8"))
    assert other["status"] == "answered"


async def test_refused_messages_count_nothing(gateway: EngineGateway) -> None:
    for _ in range(10):
        await gateway.answer(message(""))

    assert (await gateway.answer(message()))["status"] == "answered"


async def test_same_name_in_two_channels_is_two_people(gateway: EngineGateway) -> None:
    for _ in range(6):
        await gateway.answer(message(channel="web"))

    assert (await gateway.answer(message(channel="api")))["status"] == "answered"


async def test_absent_engine_is_a_polite_answer_and_a_log_entry(
    gateway: EngineGateway, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.cut_off = True

    with caplog.at_level(logging.ERROR):
        answer = await gateway.answer(message("bí mật của tôi"))

    assert answer["status"] == "error"
    assert answer["reason"] == "unavailable"
    assert answer["candidates"] == []
    assert "no answer from the engine" in caplog.text
    assert "bí mật" not in caplog.text


async def test_engine_that_comes_back_is_asked_again(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.cut_off = True
    await gateway.answer(message())
    engine.cut_off = False

    assert (await gateway.answer(message()))["status"] == "answered"


async def test_messages_of_a_conversation_reach_the_engine_in_order(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.may_answer.clear()
    asking = []
    for number in range(5):
        asking.append(asyncio.create_task(gateway.answer(message(f"câu {number}"))))
        await asyncio.sleep(0)
    engine.may_answer.set()
    await asyncio.gather(*asking)

    assert [turn["text"] for turn in engine.turns] == [f"câu {number}" for number in range(5)]
    assert not engine.overtaken


async def test_slow_conversation_holds_up_no_other(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.may_answer.clear()
    slow = asyncio.create_task(gateway.answer(message(conversation_id="chậm")))
    await engine.wait_for_turns(1)
    other = asyncio.create_task(gateway.answer(message(conversation_id="khác")))
    await engine.wait_for_turns(2)
    engine.may_answer.set()

    answers: list[Answer] = await asyncio.gather(slow, other)
    assert [answer["status"] for answer in answers] == ["answered", "answered"]
