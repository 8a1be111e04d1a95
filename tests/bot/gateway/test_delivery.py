"""Events are answered once and answers arrive in order, whatever fails."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.gateway.delivery import Delivery
from bot.gateway.schemas import GiveUp, RetryLater
from procedures_db import models
from procedures_db.database import open_engine
from procedures_db.terms import InboxState, OutboxState
from tests.bot.gateway.platform import QUICK, EchoGateway, FakePlatform, event, until

Starter = Callable[[], Delivery]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Both databases: delivery leans on what they do with rows that are held."""
    if request.param == "sqlite":
        opened = open_engine(request.getfixturevalue("sqlite_url"))
        yield opened
        opened.dispose()
        return
    opened = request.getfixturevalue("postgresql")
    yield opened
    with opened.begin() as connection:
        for table in (models.InboxEvent, models.OutboxMessage):
            connection.execute(table.__table__.delete())  # type: ignore[attr-defined]


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def gateway() -> EchoGateway:
    return EchoGateway()


@pytest.fixture
async def process(
    sessions: sessionmaker[Session], gateway: EchoGateway, platform: FakePlatform
) -> AsyncIterator[Starter]:
    """Starts processes that serve the platform; all are stopped at the end."""
    running: list[Delivery] = []

    def start() -> Delivery:
        delivery = Delivery(sessions, gateway, pace=QUICK)
        delivery.add(platform)
        running.append(delivery)
        return delivery

    yield start
    for delivery in running:
        await delivery.stop()


def left(sessions: sessionmaker[Session]) -> tuple[int, int]:
    """How many events wait to be answered, and messages to be sent."""
    with sessions() as session:
        event, message = models.InboxEvent, models.OutboxMessage
        waiting = select(func.count()).where(event.state == InboxState.RECEIVED)
        unsent = select(func.count()).where(message.state != OutboxState.GIVEN_UP)
        return session.scalar(waiting) or 0, session.scalar(unsent) or 0


async def until_nothing_is_left(sessions: sessionmaker[Session]) -> None:
    await until(lambda: left(sessions) == (0, 0), 60)


async def test_event_is_answered(process: Starter, platform: FakePlatform) -> None:
    delivery = process()
    await delivery.start()

    assert await delivery.receive(event(1), "p1")
    await platform.wait_for(1)

    assert platform.sent == [("p1", "đáp: câu 1")]


async def test_event_delivered_three_times_is_answered_once(
    process: Starter,
    platform: FakePlatform,
    gateway: EchoGateway,
    sessions: sessionmaker[Session],
) -> None:
    delivery = process()
    await delivery.start()
    gateway.may_answer.clear()

    first = await delivery.receive(event(1), "p1")
    second = await delivery.receive(event(1), "p1")  # while the first is being worked on
    gateway.may_answer.set()
    await platform.wait_for(1)
    third = await delivery.receive(event(1), "p1")  # and after it was answered
    await until_nothing_is_left(sessions)

    assert [first, second, third] == [True, False, False]
    assert (len(platform.sent), len(gateway.asked)) == (1, 1)


async def test_messages_of_a_person_are_answered_in_order(
    process: Starter, platform: FakePlatform
) -> None:
    platform.pieces = 2
    delivery = process()
    for number in range(6):
        await delivery.receive(event(number, f"p{number % 2}"), f"p{number % 2}")
    await delivery.start()
    await platform.wait_for(12)

    for person, first in (("p0", 0), ("p1", 1)):
        got = [text for recipient, text in platform.sent if recipient == person]
        wanted = [f"đáp: câu {number}" for number in range(first, 6, 2) for _ in range(2)]
        assert got == wanted


async def test_message_that_fails_is_sent_again_before_later_ones(
    process: Starter, platform: FakePlatform
) -> None:
    platform.failures = [RetryLater(reason="503"), ConnectionResetError(), RetryLater(0.05, "429")]
    delivery = process()
    await delivery.receive(event(1), "p1")
    await delivery.receive(event(2), "p1")
    await delivery.start()
    await platform.wait_for(2)

    assert platform.sent == [("p1", "đáp: câu 1"), ("p1", "đáp: câu 2")]
    assert platform.tries == 5


async def test_message_that_can_never_arrive_holds_up_nothing(
    process: Starter, platform: FakePlatform, sessions: sessionmaker[Session]
) -> None:
    platform.failures = [GiveUp("blocked by the user")]
    delivery = process()
    await delivery.receive(event(1), "p1")
    await delivery.receive(event(2), "p1")
    await delivery.start()
    await until_nothing_is_left(sessions)

    assert platform.sent == [("p1", "đáp: câu 2")]
    with sessions() as session:
        row = session.scalars(select(models.OutboxMessage)).one()
    assert (row.state, row.last_error, row.payload) == (
        OutboxState.GIVEN_UP, "blocked by the user", {},
    )  # fmt: skip


async def test_tries_are_counted(
    process: Starter, platform: FakePlatform, sessions: sessionmaker[Session]
) -> None:
    platform.failures = [RetryLater() for _ in range(100)]
    delivery = process()
    await delivery.receive(event(1), "p1")
    await delivery.start()
    await until_nothing_is_left(sessions)

    assert platform.tries == QUICK.attempts


async def test_what_a_stopped_process_left_is_done_by_the_next(
    process: Starter, platform: FakePlatform, gateway: EchoGateway
) -> None:
    platform.is_up.clear()
    first = process()
    await first.receive(event(1), "p1")
    await first.start()
    await until(lambda: platform.tries > 0)
    await first.receive(event(2, "p2"), "p2")
    gateway.may_answer.clear()
    platform.is_up.set()
    await first.stop()
    gateway.may_answer.set()

    await process().start()
    await platform.wait_for(2)

    assert sorted(platform.sent) == [("p1", "đáp: câu 1"), ("p2", "đáp: câu 2")]


async def test_many_processes_answer_each_event_once(
    process: Starter, platform: FakePlatform, sessions: sessionmaker[Session]
) -> None:
    processes = [process() for _ in range(3)]
    for one in processes:
        await one.start()
    deliveries = [
        processes[copy].receive(event(number, f"p{number % 7}"), f"p{number % 7}")
        for number in range(60)
        for copy in range(3)
    ]

    new = await asyncio.gather(*deliveries)
    await until_nothing_is_left(sessions)

    assert sum(new) == 60
    assert sorted(platform.sent) == sorted(
        (f"p{number % 7}", f"đáp: câu {number}") for number in range(60)
    )


async def test_burst_of_a_thousand_events_each_delivered_three_times(
    process: Starter,
    platform: FakePlatform,
    gateway: EchoGateway,
    sessions: sessionmaker[Session],
) -> None:
    # PostgreSQL runs the same statements; a third is enough to see that it does.
    with sessions() as session:
        events = 1_000 if session.get_bind().dialect.name == "sqlite" else 300
    delivery = process()
    await delivery.start()
    deliveries = [
        delivery.receive(event(number, f"p{number % 100}"), f"p{number % 100}")
        for number in range(events)
        for _ in range(3)
    ]

    new = await asyncio.gather(*deliveries)
    await until_nothing_is_left(sessions)

    print(f"\n{3 * events} deliveries, {sum(new)} new, {len(gateway.asked)} asked,"  # noqa: T201
          f" {len(platform.sent)} sent, {len(set(platform.sent))} different")  # fmt: skip
    assert (sum(new), len(gateway.asked), len(platform.sent)) == (events, events, events)
    for person in range(100):
        got = [text for recipient, text in platform.sent if recipient == f"p{person}"]
        numbers = [int(text.rpartition(" ")[2]) for text in got]
        assert numbers == list(range(person, events, 100))


async def test_event_that_our_code_cannot_answer_is_left_after_some_tries(
    process: Starter,
    platform: FakePlatform,
    gateway: EchoGateway,
    sessions: sessionmaker[Session],
) -> None:
    gateway.failures = [RuntimeError(), RuntimeError()]
    delivery = process()
    await delivery.receive(event(1), "p1")
    await delivery.receive(event(2), "p1")
    await delivery.start()
    await platform.wait_for(1)
    await until_nothing_is_left(sessions)

    assert platform.sent == [("p1", "đáp: câu 2")]


async def test_what_is_stored_is_masked(process: Starter, sessions: sessionmaker[Session]) -> None:
    await process().receive(event(1, text="sđt 0912345678 làm căn cước"), "p1")

    with sessions() as session:
        row = session.scalars(select(models.InboxEvent)).one()
    assert row.message["text"] == "sđt [số điện thoại] làm căn cước"


async def test_welcome_goes_behind_what_is_waiting(
    process: Starter, platform: FakePlatform, sessions: sessionmaker[Session]
) -> None:
    delivery = process()
    await delivery.say("telegram", "p1", [{"text": "một"}, {"text": "hai"}])
    await delivery.say("telegram", "p1", [{"text": "ba"}])
    await delivery.start()
    await platform.wait_for(3)

    assert [text for _, text in platform.sent] == ["một", "hai", "ba"]
