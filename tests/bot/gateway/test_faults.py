"""Many bad days at once: nothing is lost, nothing answered twice, nothing personal kept."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from bot.gateway.delivery import Delivery
from bot.gateway.engine import EngineClient
from bot.gateway.purge import keep_purging, running
from bot.gateway.records import Records
from bot.gateway.service import EngineGateway
from procedures_db import models
from procedures_db.models import Base
from procedures_db.terms import InboxState
from tests.bot.gateway.fake_engine import TOKEN, FakeEngine
from tests.bot.gateway.platform import QUICK, FakePlatform, event, until
from tests.procedures_db.conversations.turns import add_turn
from tests.procedures_db.test_privacy import PERSONAL, digits

EVENTS = 120
Sessions = sessionmaker[Session]


class EngineThatDies:
    """An engine on a port of its own that can be ended and started again."""

    def __init__(self, port: int) -> None:
        self.engine = FakeEngine()
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        self._runner = web.AppRunner(self.engine.app(), shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def kill(self) -> None:
        """Cut off whoever waits for an answer, and listen no more."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None


@pytest.fixture
async def mortal(unused_tcp_port: int) -> AsyncIterator[EngineThatDies]:
    engine = EngineThatDies(unused_tcp_port)
    await engine.start()
    yield engine
    await engine.kill()


@pytest.fixture
def records(sessions: Sessions) -> Iterator[Records]:
    opened = Records(sessions)
    yield opened
    opened.close()


@asynccontextmanager
async def service(
    sessions: Sessions, records: Records, url: str, platform: FakePlatform
) -> AsyncIterator[Delivery]:
    """Gateway and delivery, as the application puts them together."""
    async with ClientSession() as session:
        client = EngineClient(session, url, TOKEN)
        gateway = EngineGateway(client, questions_per_minute=10_000, records=records)
        delivery = Delivery(sessions, gateway, pace=QUICK)
        delivery.add(platform)
        await delivery.start()
        try:
            yield delivery
        finally:
            await delivery.stop()


def waiting(sessions: Sessions) -> int:
    table = models.InboxEvent
    with sessions() as session:
        found = select(func.count()).where(table.state == InboxState.RECEIVED)
        return session.scalar(found) or 0


async def deliver(delivery: Delivery, number: int) -> int:
    """Deliver an event three times, as platforms do that got no answer in time."""
    person = f"p{number % 10}"
    copies = [delivery.receive(event(number, person), person) for _ in range(3)]
    return sum(await asyncio.gather(*copies))


@pytest.mark.parametrize("fault", ["engine killed", "database locked"])
async def test_fault_in_a_burst_loses_nothing_and_answers_nothing_twice(
    sessions: Sessions,
    database: Engine,
    records: Records,
    mortal: EngineThatDies,
    fault: str,
) -> None:
    async def kill_the_engine() -> None:
        await mortal.kill()
        await asyncio.sleep(0.7)
        await mortal.start()

    async def lock_the_database() -> None:
        with database.connect() as other:
            other.execute(text("BEGIN EXCLUSIVE"))
            await asyncio.sleep(0.7)
            other.rollback()

    faults: dict[str, Callable[[], Awaitable[None]]] = {
        "engine killed": kill_the_engine,
        "database locked": lock_the_database,
    }
    platform = FakePlatform()
    async with service(sessions, records, f"http://127.0.0.1:{mortal.port}", platform) as delivery:
        new = [await deliver(delivery, number) for number in range(EVENTS // 2)]
        await mortal.engine.wait_for_turns(5)
        rest = asyncio.gather(*(deliver(delivery, n) for n in range(EVENTS // 2, EVENTS)))
        await faults[fault]()
        new += await rest
        await platform.wait_for(EVENTS)
        await until(lambda: waiting(sessions) == 0)

    assert await records.journal.caught_up()
    with sessions() as session:
        recorded = session.scalars(select(models.TurnRecord.question)).all()
        unavailable = session.scalar(
            select(func.count()).where(models.TurnRecord.reason == "unavailable")
        )
    print(f"\n{fault}: {3 * EVENTS} deliveries, {sum(new)} new, {len(platform.sent)} sent,"  # noqa: T201
          f" {len(recorded)} recorded, {unavailable} told that nobody is there")  # fmt: skip
    assert sum(new) == EVENTS
    assert len(platform.sent) == EVENTS
    assert sorted(recorded) == sorted(f"câu {number}" for number in range(EVENTS))
    assert unavailable == 0


def everything_stored(database: Engine) -> str:
    """All rows of all tables as one text."""
    with database.connect() as connection:
        rows = [
            row
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    return "\n".join(str(tuple(row)) for row in rows)


async def test_nothing_personal_is_in_any_table_log_or_engine(
    sessions: Sessions,
    database: Engine,
    records: Records,
    mortal: EngineThatDies,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = [
        (sentence.replace("quận 3 ", "quận ").format(written), written)
        for _, written, sentence in PERSONAL
    ]
    platform = FakePlatform()
    with caplog.at_level(logging.DEBUG):
        async with service(
            sessions, records, f"http://127.0.0.1:{mortal.port}", platform
        ) as delivery:
            for number, (question, _) in enumerate(asked):
                message = event(f"e{number}", f"p{number % 9}", question)
                await delivery.receive(message, f"p{number % 9}")
            pending = everything_stored(database)
            await platform.wait_for(len(asked))
        assert await records.journal.caught_up()
    stored = everything_stored(database)
    sent = [turn["text"] for turn in mortal.engine.turns]

    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert len(sent) == len(asked) >= 200
    for place in (stored, pending, logged, *sent):
        for _, written in asked:
            assert written not in place
    # What was sent to the engine holds no digit at all: the questions around the data have none.
    assert [text for text in sent if digits(text)] == []
    with sessions() as session:
        kept = session.scalars(select(models.TurnRecord.question)).all()
    assert [question for question in kept if digits(question)] == []
    assert not re.search(r"[\w.]+@\w+\.", stored)


async def test_service_deletes_old_turns_by_itself(sessions: Sessions) -> None:
    with sessions() as session:
        add_turn(session, "old", at=datetime.now(UTC) - timedelta(days=91))
        add_turn(session, "new")

    def kept() -> list[Any]:
        with sessions() as session:
            return list(session.scalars(select(models.TurnRecord.turn_id)))

    async with running(keep_purging(sessions, 90, first=0.01)):
        await until(lambda: kept() == ["new"], 5)
