"""One person on the web, on Zalo and on Telegram, asking the same running service."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import ClientSession
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.conversations import history
from procedures_db.terms import InboxState
from tests.bot.channels.service import SECRET, Platforms

Turn = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """The structured answer of a turn, and what the person sees."""

    answer: dict[str, Any]
    shown: str


class Person(Protocol):
    """Asks one turn after the other."""

    async def ask(self, turn: Turn) -> Heard:
        """Return what comes back."""
        ...


class WebPerson:
    """Asks the public API."""

    def __init__(self, http: ClientSession, url: str, name: int) -> None:
        self._http = http
        self._url = f"{url}/api/v1/messages"
        self._id = f"golden-{name}"
        self._last: dict[str, Any] = {}

    async def ask(self, turn: Turn) -> Heard:
        body = {"conversation_id": self._id}
        if "tap" in turn:
            button = self._last["buttons"][turn["tap"]]
            body |= {"text": button["title"], "payload": button["payload"]}
        else:
            body["text"] = turn["say"]
        async with self._http.post(self._url, json=body) as response:
            assert response.status == 200, await response.text()
            self._last = await response.json()
        return Heard(self._last, self._last["text"])


class ChatPerson:
    """Writes on a platform and reads what arrives there."""

    def __init__(
        self,
        conversation_id: str,
        sessions: sessionmaker[Session],
        send: Callable[[Turn], Any],
        texts: Callable[[], list[str]],
    ) -> None:
        self._id = conversation_id
        self._sessions = sessions
        self._send = send
        self._texts = texts
        self._turns = 0

    async def ask(self, turn: Turn) -> Heard:
        seen = len(self._texts())
        statuses = await self._send(turn)
        assert statuses == [200]
        self._turns += 1
        async with asyncio.timeout(30):
            while not await asyncio.to_thread(self._is_answered):  # noqa: ASYNC110
                await asyncio.sleep(0.03)
        with self._sessions() as session:
            answer = history(session, self._id, most=1)[-1].answer
        return Heard(answer, "\n".join(self._texts()[seen:]))

    def _is_answered(self) -> bool:
        turn, event, message = models.TurnRecord, models.InboxEvent, models.OutboxMessage
        mine = turn.conversation_id == self._id
        with self._sessions() as session:
            recorded = session.scalar(select(func.count()).select_from(turn).where(mine)) or 0
            waits = session.scalar(
                select(
                    exists().where(
                        event.conversation_id == self._id, event.state == InboxState.RECEIVED
                    )
                )
            )
            unsent = session.scalar(select(exists().where(message.conversation_id == self._id)))
        return recorded >= self._turns and not waits and not unsent


def zalo_person(
    http: ClientSession, url: str, platforms: Platforms, sessions: sessionmaker[Session], name: int
) -> ChatPerson:
    """Return a person who sends the number of a suggestion instead of tapping it."""
    zalo, user_id = platforms.zalo, str(name)

    async def send(turn: Turn) -> list[int]:
        text = str(turn["tap"] + 1) if "tap" in turn else turn["say"]
        return await zalo.deliver(http, f"{url}/hooks/zalo", zalo.event(user_id, text))

    return ChatPerson(f"zalo:{name}", sessions, send, lambda: zalo.texts_to(user_id))


def telegram_person(
    http: ClientSession, url: str, platforms: Platforms, sessions: sessionmaker[Session], name: int
) -> ChatPerson:
    """Return a person who taps the buttons under the last message."""
    telegram = platforms.telegram

    async def send(turn: Turn) -> list[int]:
        if "tap" in turn:
            last = [one for one in telegram.sent if one.chat_id == name][-1]
            update = telegram.tap(name, last.buttons[turn["tap"]][1])
        else:
            update = telegram.message(name, turn["say"])
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        return await telegram.deliver(http, update, url=f"{url}/hooks/telegram", headers=headers)

    return ChatPerson(f"telegram:{name}", sessions, send, lambda: telegram.texts_to(name))
