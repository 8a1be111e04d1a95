"""A chat platform in memory: takes messages, or refuses them as it is told."""

import asyncio
from collections.abc import Callable, Sequence

from bot.gateway.schemas import Answer, IncomingMessage, Payload
from bot.gateway.worker import Pace

QUICK = Pace(
    poll_seconds=0.05,
    hold_seconds=0.4,
    stop_seconds=2.0,
    send_seconds=2.0,
    first_pause=0.01,
    longest_pause=0.05,
    attempts=5,
    event_attempts=2,
)


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Return when the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the database cannot tell
            await asyncio.sleep(0.005)


class FakePlatform:
    """Keeps what it was sent, in order; `failures` are raised first, one for each sending."""

    name = "telegram"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.tries = 0
        self.failures: list[Exception] = []
        self.pieces = 1
        self.is_up = asyncio.Event()
        self.is_up.set()

    def render(self, answer: Answer, recipient: str) -> Sequence[Payload]:
        return [{"text": answer["text"], "piece": piece} for piece in range(self.pieces)]

    async def send(self, recipient: str, payload: Payload) -> None:
        self.tries += 1
        await self.is_up.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((recipient, payload["text"]))

    async def wait_for(self, count: int) -> None:
        """Return when so many messages have come."""
        await until(lambda: len(self.sent) >= count)


class EchoGateway:
    """Answers with the question; `failures` are raised first."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failures: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def answer(self, message: IncomingMessage) -> Answer:
        self.asked.append(message.text)
        await self.may_answer.wait()
        if self.failures:
            raise self.failures.pop(0)
        return {"text": f"đáp: {message.text}"}


def event(number: int | str, person: str = "p1", text: str | None = None) -> IncomingMessage:
    """A message with the platform's id."""
    return IncomingMessage(
        conversation_id=f"telegram-{person}",
        text=text or f"câu {number}",
        channel="telegram",
        event_id=str(number),
    )
