"""Bad days over real HTTP: nothing is lost and nothing answered twice; the counts are printed.

A minute of these tests is a second: every pause of the delivery is as much shorter.
"""

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.settings import ROOT
from tests.bot.channels.service import MINUTE, SECRET, Echo, Platforms, left, stored
from tests.bot.gateway.platform import until
from tests.simulators.base import Simulator, Trouble

Sessions = sessionmaker[Session]
NOTHING_LEFT = {"unanswered": 0, "unsent": 0, "given_up": 0}


class Line:
    """One platform, its webhook, and its people 1, 2, 3…"""

    def __init__(self, name: str, platforms: Platforms, url: str, http: ClientSession) -> None:
        self.name = name
        self.platforms = platforms
        self.hook = f"{url}/hooks/{name}"
        self.http = http

    @property
    def simulator(self) -> Simulator:
        return self.platforms.zalo if self.name == "zalo" else self.platforms.telegram

    def event(self, person: int, text: str) -> dict[str, Any]:
        if self.name == "zalo":
            return self.platforms.zalo.event(str(person), text)
        return self.platforms.telegram.message(person, text)

    async def deliver(self, event: dict[str, Any], times: int = 1) -> list[int]:
        if self.name == "zalo":
            return await self.platforms.zalo.deliver(self.http, self.hook, event, times=times)
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        return await self.platforms.telegram.deliver(
            self.http, event, times=times, url=self.hook, headers=headers
        )

    def shown(self) -> Counter[tuple[int, str]]:
        """How often each person saw each text."""
        if self.name == "zalo":
            return Counter((int(to), one["text"]) for to, one in self.platforms.zalo.sent)
        return Counter((one.chat_id, one.text) for one in self.platforms.telegram.sent)

    def texts_to(self, person: int) -> list[str]:
        if self.name == "zalo":
            return self.platforms.zalo.texts_to(str(person))
        return self.platforms.telegram.texts_to(person)


@pytest.fixture(params=["zalo", "telegram"])
def line(
    request: pytest.FixtureRequest, platforms: Platforms, url: str, http: ClientSession
) -> Line:
    return Line(request.param, platforms, url, http)


def report(what: str, line: Line, delivered: int, sessions: Sessions) -> None:
    """Print the counts."""
    shown = line.shown()
    print(  # noqa: T201
        f"\n{line.name}: {what}: {delivered} deliveries, {stored(sessions)} events, "
        f"{sum(shown.values())} answers, {sum(n - 1 for n in shown.values())} twice, "
        f"{left(sessions)}"
    )


async def test_platform_that_is_away_for_a_minute_gets_every_answer_in_order(
    line: Line, sessions: Sessions
) -> None:
    line.simulator.trouble = Trouble.DOWN
    for number in range(3):
        for person in range(1, 6):
            assert await line.deliver(line.event(person, f"câu {number}")) == [200]
    await asyncio.sleep(MINUTE / 2)
    await line.simulator.stop()
    await asyncio.sleep(MINUTE / 2)
    line.simulator.trouble = Trouble.NONE
    await line.simulator.start()

    await until(lambda: left(sessions) == NOTHING_LEFT)

    report("a minute away", line, 15, sessions)
    for person in range(1, 6):
        assert line.texts_to(person) == [f"đáp: câu {number}" for number in range(3)]


async def test_shuffled_events_delivered_three_times_each_are_answered_once(
    line: Line, sessions: Sessions
) -> None:
    events = [line.event(person, f"câu {n}") for person in range(1, 21) for n in range(2)] * 3
    random.Random(5).shuffle(events)  # noqa: S311

    for at in range(0, len(events), 20):
        await asyncio.gather(*(line.deliver(event) for event in events[at : at + 20]))
    await until(lambda: left(sessions) == NOTHING_LEFT)

    report("out of order, three times each", line, len(events), sessions)
    assert set(line.shown().values()) == {1}
    assert len(line.shown()) == stored(sessions) == 40


async def test_burst_of_a_thousand_events_is_answered(line: Line, sessions: Sessions) -> None:
    events = [line.event(1 + n % 250, f"câu {n // 250}") for n in range(1_000)]
    statuses: list[int] = []

    async def deliver(own: list[dict[str, Any]]) -> None:
        for event in own:
            statuses.extend(await line.deliver(event))

    async def expire() -> None:
        await until(lambda: len(line.shown()) > 300)
        line.platforms.zalo.expire_tokens()

    # Each person's events one after the other; the token ends in the middle.
    await asyncio.gather(expire(), *(deliver(events[n::50]) for n in range(50)))
    await until(lambda: left(sessions) == NOTHING_LEFT, 60)

    report("burst, token ends in the middle", line, len(statuses), sessions)
    assert set(statuses) == {200}
    assert set(line.shown().values()) == {1}
    assert len(line.shown()) == 1_000
    for person in range(1, 251):
        assert line.texts_to(person) == [f"đáp: câu {number}" for number in range(4)]
    if line.name == "zalo":
        assert line.platforms.zalo.refreshes == 2
        assert line.platforms.zalo.refused_refreshes == 0


async def test_rate_limit_is_waited_for(
    platforms: Platforms, url: str, http: ClientSession, sessions: Sessions
) -> None:
    line = Line("telegram", platforms, url, http)
    platforms.telegram.per_second = 30

    await asyncio.gather(*(line.deliver(line.event(n, "khai sinh")) for n in range(1, 81)))
    await until(lambda: left(sessions) == NOTHING_LEFT)

    report(f"flood control {platforms.telegram.floods} times", line, 80, sessions)
    assert len(line.shown()) == 80
    assert set(line.shown().values()) == {1}


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the service as a process of its own; kill it at the end."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.channels.killed_service", *arguments,
        stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert started.stdout
    assert await asyncio.wait_for(started.stdout.readline(), 60) == b"ready\n"
    try:
        yield started
    finally:
        if started.returncode is None:
            started.send_signal(signal.SIGKILL)
        await started.wait()


@pytest.mark.parametrize("name", ["zalo", "telegram"])
async def test_killed_process_loses_nothing_and_answers_nothing_twice(
    name: str,
    platforms: Platforms,
    http: ClientSession,
    sessions: Sessions,
    sqlite_url: str,
    unused_tcp_port: int,
) -> None:
    line = Line(name, platforms, f"http://127.0.0.1:{unused_tcp_port}", http)
    arguments = (
        sqlite_url, str(unused_tcp_port), str(platforms.zalo._port), str(platforms.telegram._port)
    )  # fmt: skip
    events = [line.event(1 + n % 30, f"câu {n // 30}") for n in range(90)]

    async with process(*arguments) as first:
        await until(lambda: name == "telegram" or platforms.zalo.refreshes == 1)
        line.simulator.trouble = Trouble.DOWN  # answers pile up: none may be lost, none sent twice
        taken = await asyncio.gather(*(line.deliver(event) for event in events[:60]))
        late = asyncio.gather(*(line.deliver(event) for event in events[60:]))
        first.send_signal(signal.SIGKILL)
        await first.wait()
        late_taken = await late
    unanswered = left(sessions)
    line.simulator.trouble = Trouble.NONE

    async with process(*arguments):
        # What the platform was not told 200 for, it delivers again.
        lost = [e for e, status in zip(events[60:], late_taken, strict=True) if status != [200]]
        for event in lost:
            assert await line.deliver(event) == [200]
        await until(lambda: left(sessions) == NOTHING_LEFT, 30)

    report(f"killed with {unanswered}, {len(lost)} delivered again", line, 90, sessions)
    assert [status for one in taken for status in one] == [200] * 60
    assert set(line.shown().values()) == {1}
    assert len(line.shown()) == 90


async def test_refused_deliveries_leave_no_trace(
    line: Line, http: ClientSession, sessions: Sessions
) -> None:
    gateway = Echo()
    wrong = {
        "X-ZEvent-Signature": "mac=" + "0" * 64, "X-Telegram-Bot-Api-Secret-Token": "wrong"
    }  # fmt: skip
    statuses = Counter[int]()
    for headers in (wrong, {}):
        for number in range(20):
            event = line.event(number + 1, "khai sinh")
            async with http.post(line.hook, json=event, headers=headers) as response:
                statuses[response.status] += 1

    report(f"refused {dict(statuses)}", line, 40, sessions)
    assert statuses == {401: 40}
    assert stored(sessions) == 0
    assert gateway.asked == []
