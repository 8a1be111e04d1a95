"""Receipts: no code without a stored answer, and no waiting for the database."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from bot.gateway.engine import EngineClient
from bot.gateway.receipts import ReceiptBook
from bot.gateway.schemas import IncomingMessage
from bot.gateway.service import EngineGateway
from procedures_db.answers import answer
from procedures_db.database import open_engine, session_factory
from procedures_db.read import ProcedureFacts
from procedures_db.receipt_codes import read_code
from procedures_db.terms import Facet
from tests import factories
from tests.bot.gateway.fake_engine import FakeEngine
from tests.factories import CODE, TODAY, amount, detailed

UNKNOWN = "7KQ2-M4M"


@pytest.fixture
def book(sessions: sessionmaker[Session]) -> Iterator[ReceiptBook]:
    opened = ReceiptBook(sessions, lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def gateway(
    engine: FakeEngine,
    engine_client: EngineClient,
    book: ReceiptBook,
    sessions: sessionmaker[Session],
) -> EngineGateway:
    factories.publish(sessions, detailed())
    engine.reply = {**answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY)}
    return EngineGateway(engine_client, questions_per_minute=50, receipts=book)


async def ask(
    gateway: EngineGateway, question: str = "phí nuôi ong", **given: Any
) -> dict[str, Any]:
    return await gateway.answer(IncomingMessage("c", question, "api", **given))


async def test_code_leads_to_exactly_what_was_said(
    gateway: EngineGateway, book: ReceiptBook
) -> None:
    said = await ask(gateway)

    receipt = await book.find(said["receipt"])
    assert receipt.answer["text"] == said["text"]
    assert receipt.answer["parts"] == said["parts"]
    assert receipt.said_on == TODAY


async def test_answer_without_a_procedure_has_no_receipt(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    engine.reply = {**engine.reply, "procedure": None, "status": "clarify"}

    assert (await ask(gateway))["receipt"] is None
    assert (await ask(gateway, ""))["receipt"] is None


async def test_same_answer_to_many_people_is_stored_once(
    gateway: EngineGateway, sessions: sessionmaker[Session]
) -> None:
    codes = {(await ask(gateway))["receipt"] for _ in range(5)}

    assert len(codes) == 1
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM answer_receipt")).scalar() == 1


@pytest.mark.parametrize("words", ["mã {}", "tra mã trả lời {}", "{}"])
async def test_message_with_a_code_shows_that_answer(
    gateway: EngineGateway, engine: FakeEngine, words: str
) -> None:
    said = await ask(gateway)
    turns = len(engine.turns)

    told = await ask(gateway, words.format(said["receipt"].lower().replace("-", " ")))

    assert len(engine.turns) == turns
    assert told["receipt"] == said["receipt"]
    assert said["text"] in told["text"]
    assert "23/11/2026" in told["notices"][0]
    assert told["parts"] == said["parts"]
    assert told["buttons"][0]["payload"] == f"p/{CODE}/f"


async def test_changed_data_are_told_with_the_old_answer(
    gateway: EngineGateway, sessions: sessionmaker[Session]
) -> None:
    said = await ask(gateway)
    factories.publish(sessions, detailed(fees=[amount(9_000)]))

    told = await ask(gateway, f"mã {said['receipt']}")

    assert "đã được cập nhật" in told["notices"][0]
    assert "8.000 đồng" in told["text"]


async def test_unknown_code_is_said_to_be_unknown(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    told = await ask(gateway, f"tra mã trả lời {UNKNOWN}")

    assert told["status"] == "not_in_data"
    assert UNKNOWN in told["text"]
    assert told["receipt"] is None
    assert engine.turns == []


async def test_tapped_button_is_never_taken_for_a_code(
    gateway: EngineGateway, engine: FakeEngine
) -> None:
    await ask(gateway, f"mã {UNKNOWN}", payload="p/9.000001/f")

    assert len(engine.turns) == 1


async def test_locked_database_delays_no_answer_and_gives_no_code(
    sqlite_url: str, database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    other = open_engine(sqlite_url)
    book = ReceiptBook(session_factory(other), lambda: TODAY, patience=0.05)
    said = answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY)
    with database.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        started = time.monotonic()
        with caplog.at_level(logging.WARNING):
            code = await book.code_for(said)
        waited = time.monotonic() - started
        connection.rollback()
    book.close()

    assert code is None
    assert waited < 1
    assert "without a receipt" in caplog.text
    other.dispose()


async def test_database_that_fails_costs_the_code_and_not_the_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> Session:
        raise OperationalError("SELECT 1", {}, Exception("disk full"))

    book = ReceiptBook(broken, lambda: TODAY)

    with caplog.at_level(logging.ERROR):
        code = await book.code_for(answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY))

    assert code is None
    assert "OperationalError" in caplog.text
    book.close()


async def test_next_day_has_a_code_of_its_own(sessions: sessionmaker[Session]) -> None:
    day = [TODAY]
    today: Callable[[], date] = lambda: day[0]  # noqa: E731
    book = ReceiptBook(sessions, today)
    said = answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY)

    first = await book.code_for(said)
    day[0] = date(2026, 11, 24)
    second = await book.code_for(said)

    book.close()
    assert first != second
    assert read_code(str(first)) == first
