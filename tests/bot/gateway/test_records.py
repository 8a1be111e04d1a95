"""The gateway with a database: what it records, says first, masks and deletes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from bot.gateway import messages
from bot.gateway.deletion import CONFIRM, KEEP
from bot.gateway.engine import EngineClient
from bot.gateway.records import Records
from bot.gateway.schemas import Answer, IncomingMessage, NotDeletedError
from bot.gateway.service import EngineGateway
from procedures_db import models
from procedures_db.conversations import add_feedback, set_notice, switch_channel
from procedures_db.database import transaction
from tests.bot.gateway.fake_engine import REPLY, FakeEngine

NOW = datetime.now(UTC)
Ask = Callable[..., "asyncio.Future[Answer]"]


@pytest.fixture
def records(sessions: sessionmaker[Session]) -> AsyncIterator[Records]:
    opened = Records(sessions)
    yield opened  # type: ignore[misc]
    opened.close()


@pytest.fixture
def gateway(engine_client: EngineClient, records: Records) -> EngineGateway:
    return EngineGateway(
        engine_client, questions_per_minute=5, records=records, hotline="1800", patience=5
    )


def message(
    text: str = "nuôi ong?", conversation_id: str = "web-a", channel: str = "web", **more: str
) -> IncomingMessage:
    return IncomingMessage(conversation_id, text, channel, **more)


async def turns(records: Records, sessions: sessionmaker[Session]) -> list[models.TurnRecord]:
    assert await records.journal.caught_up()
    with sessions() as session:
        return list(session.scalars(select(models.TurnRecord).order_by(models.TurnRecord.id)))


async def test_turn_is_recorded_with_the_public_answer(
    gateway: EngineGateway,
    engine: FakeEngine,
    records: Records,
    sessions: sessionmaker[Session],
) -> None:
    engine.reply = REPLY | {"understood": {"intent": "ask_procedure", "facets": ["fee"]}}
    answer = await gateway.answer(message(payload="p/9.000001/f"))

    (turn,) = await turns(records, sessions)
    assert "understood" not in answer
    assert turn.answer == answer
    assert (turn.turn_id, turn.question, turn.payload) == (
        answer["turn_id"], "nuôi ong?", "p/9.000001/f",
    )  # fmt: skip
    assert (turn.intent, turn.facets, turn.procedure_code) == (
        "ask_procedure", ["fee"], "9.000001",
    )  # fmt: skip
    assert turn.latency_ms >= 0


@pytest.mark.parametrize(
    ("asked", "reason"), [("", "empty"), ("？！", "unreadable"), ("a" * 1_001, "too_long")]
)
async def test_refusal_is_recorded_too(
    gateway: EngineGateway,
    records: Records,
    sessions: sessionmaker[Session],
    asked: str,
    reason: str,
) -> None:
    await gateway.answer(message(asked))

    (turn,) = await turns(records, sessions)
    assert (turn.status, turn.reason) == ("error", reason)


async def test_question_of_a_person_in_a_hurry_is_refused_kindly_and_recorded(
    gateway: EngineGateway, records: Records, sessions: sessionmaker[Session]
) -> None:
    answers = [await gateway.answer(message()) for _ in range(6)]

    assert "chờ khoảng một phút" in answers[5]["text"]
    assert [turn.reason for turn in await turns(records, sessions)][5] == "too_many"


async def test_personal_data_is_masked_before_anything_else(
    gateway: EngineGateway,
    engine: FakeEngine,
    records: Records,
    sessions: sessionmaker[Session],
) -> None:
    answer = await gateway.answer(message("mất căn cước 001203004567, gọi 0912345678"))

    assert answer["status"] == "answered"
    assert answer["notices"] == [messages.MASKED]
    assert engine.turns[0]["text"] == "mất căn cước [số căn cước], gọi [số điện thoại]"
    (turn,) = await turns(records, sessions)
    assert turn.question == engine.turns[0]["text"]


async def test_place_and_button_go_to_the_engine(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    await gateway.answer(message(province="01", commune="00004", payload="p/9.000001/f"))

    assert engine.turns[0]["metadata"] == {
        "channel": "web",
        "payload": "p/9.000001/f",
        "province": "01",
        "commune": "00004",
    }


async def test_channel_that_is_off_says_so_and_asks_nobody(
    gateway: EngineGateway, engine: FakeEngine, sessions: sessionmaker[Session]
) -> None:
    with transaction(sessions) as session:
        switch_channel(session, "web", False, "lan")

    answer = await gateway.answer(message())
    other = await gateway.answer(message(channel="telegram"))

    assert (answer["reason"], answer["status"]) == ("channel_off", "handoff")
    assert "1800" in answer["text"]
    assert other["status"] == "answered"
    assert len(engine.turns) == 1


async def test_switch_takes_effect_within_seconds(
    gateway: EngineGateway, sessions: sessionmaker[Session]
) -> None:
    assert (await gateway.answer(message()))["status"] == "answered"
    with transaction(sessions) as session:
        switch_channel(session, "web", False, "lan")
    await asyncio.sleep(1.05)

    assert (await gateway.answer(message()))["reason"] == "channel_off"


async def test_emergency_notice_comes_first(
    gateway: EngineGateway, sessions: sessionmaker[Session]
) -> None:
    with transaction(sessions) as session:
        set_notice(session, "Nghỉ bão ngày mai.", NOW, NOW + timedelta(hours=1), "lan")

    answer = await gateway.answer(message())

    assert answer["notices"][0] == "Nghỉ bão ngày mai."
    assert answer["text"].startswith("Nghỉ bão ngày mai.\n\n")


async def test_chat_begins_with_the_word_that_it_is_a_machine(
    gateway: EngineGateway, records: Records
) -> None:
    first = await gateway.answer(message(channel="zalo", conversation_id="z", event_id="1"))
    await records.journal.caught_up()
    second = await gateway.answer(message(channel="zalo", conversation_id="z", event_id="2"))
    records._known.clear()  # another process
    third = await gateway.answer(message(channel="zalo", conversation_id="z", event_id="3"))

    assert first["notices"] == [messages.MACHINE.format(hotline="1800")]
    assert "notices" not in second
    assert "notices" not in third


async def test_event_waits_for_an_engine_that_starts_again(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.cut_off = True
    asking = asyncio.create_task(gateway.answer(message(channel="zalo", event_id="1")))
    await engine.wait_for_turns(2)
    engine.cut_off = False

    assert (await asking)["status"] == "answered"


async def test_who_waits_at_the_page_is_told_at_once(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.cut_off = True

    assert (await gateway.answer(message()))["reason"] == "unavailable"
    assert len(engine.turns) == 1


@pytest.mark.parametrize(
    "wish", ["xoá hội thoại của tôi", "Xóa cuộc trò chuyện", "xoa lich su", "/xoa", "xóa hội thoại"]
)
async def test_wish_to_delete_is_confirmed_by_a_button_first(
    gateway: EngineGateway, engine: FakeEngine, wish: str
) -> None:
    answer = await gateway.answer(message(wish))

    assert [button["payload"] for button in answer["buttons"]] == [CONFIRM, KEEP]
    assert engine.turns == []


@pytest.mark.parametrize(
    "question", ["xoá đăng ký thường trú", "xoá nợ thuế", "xóa án tích", "xoá tên trong hộ khẩu"]
)
async def test_question_about_deleting_something_else_is_a_question(
    gateway: EngineGateway, engine: FakeEngine, question: str
) -> None:
    await gateway.answer(message(question))

    assert [turn["text"] for turn in engine.turns] == [question]


async def test_wish_in_other_words_is_understood_by_the_model(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.reply = REPLY | {
        "status": "handoff",
        "procedure": None,
        "understood": {"intent": "delete_conversation", "facets": []},
    }

    answer = await gateway.answer(message("đừng giữ lại mấy câu nãy giờ tôi hỏi"))

    assert [button["payload"] for button in answer["buttons"]] == [CONFIRM, KEEP]


async def test_confirmed_deletion_leaves_nothing_anywhere(
    gateway: EngineGateway,
    engine: FakeEngine,
    records: Records,
    sessions: sessionmaker[Session],
    database: Engine,
    tmp_path: Path,
) -> None:
    answer = await gateway.answer(message("câu hỏi rất lạ về đàn ong chúa"))
    await gateway.answer(message("câu khác", "web-b"))
    await turns(records, sessions)
    with transaction(sessions) as session:
        add_feedback(session, answer["turn_id"], 1, "lời khen rất lạ")
    await gateway.answer(message("xoá hội thoại của tôi"))

    done = await gateway.answer(message("Xoá hết", payload=CONFIRM))

    assert done["text"] == messages.DELETED
    assert engine.forgotten == ["web-a"]
    assert [turn.conversation_id for turn in await turns(records, sessions)] == ["web-b"]
    with database.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    left = (tmp_path / "thutuc.db").read_bytes()
    assert "câu khác".encode() in left
    assert "rất lạ".encode() not in left
    assert b"web-a" not in left


async def test_conversation_is_kept_when_the_wish_is_withdrawn(
    gateway: EngineGateway, records: Records, sessions: sessionmaker[Session]
) -> None:
    await gateway.answer(message())
    answer = await gateway.answer(message("Giữ lại", payload=KEEP))

    assert answer["text"] == messages.KEPT
    assert len(await turns(records, sessions)) == 2


async def test_failed_deletion_is_not_said_to_be_done(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.ready = False

    answer = await gateway.answer(message("Xoá hết", payload=CONFIRM))

    assert answer["text"] == messages.NOT_DELETED
    with pytest.raises(NotDeletedError):
        await gateway.forget("web-a")


async def test_locked_database_delays_no_answer_and_loses_no_turn(
    gateway: EngineGateway,
    records: Records,
    database: Engine,
    sessions: sessionmaker[Session],
) -> None:
    with database.connect() as other:
        other.execute(text("BEGIN EXCLUSIVE"))
        async with asyncio.timeout(2):
            answers = [await gateway.answer(message(f"câu {number}")) for number in range(4)]
        other.rollback()

    assert [answer["status"] for answer in answers] == ["answered"] * 4
    recorded = [turn.question for turn in await turns(records, sessions)]
    assert recorded == [f"câu {number}" for number in range(4)]


async def test_stopping_writes_what_is_left(
    engine_client: EngineClient, sessions: sessionmaker[Session]
) -> None:
    records = Records(sessions)
    gateway = EngineGateway(engine_client, questions_per_minute=50, records=records)
    await asyncio.gather(*(gateway.answer(message(conversation_id=f"{n}")) for n in range(30)))
    records.close()

    with sessions() as session:
        assert len(session.scalars(select(models.TurnRecord)).all()) == 30


async def test_event_answered_again_after_a_crash_is_recorded_once(
    gateway: EngineGateway, records: Records, sessions: sessionmaker[Session]
) -> None:
    event = message(channel="zalo", event_id="1")
    first, second = await gateway.answer(event), await gateway.answer(event)
    await gateway.answer(message("câu sau", event_id="2", channel="zalo"))

    assert first["turn_id"] == second["turn_id"]
    assert [turn.question for turn in await turns(records, sessions)] == ["nuôi ong?", "câu sau"]


async def test_nothing_of_a_message_is_logged(
    gateway: EngineGateway,
    engine: FakeEngine,
    database: Engine,
    records: Records,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        await gateway.answer(message("bí mật ong chúa"))
        engine.cut_off = True
        await gateway.answer(message("bí mật ong chúa"))
        with database.begin() as connection:
            connection.execute(text("DROP TABLE feedback"))
            connection.execute(text("DROP TABLE turn_record"))
        await gateway.answer(message("bí mật ong chúa"))
        await records.journal.caught_up(0.5)

    assert "bí mật" not in caplog.text
    records.journal.close(0.1)  # the table will not come back
