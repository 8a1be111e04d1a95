"""The chat channels of one process over a gateway that echoes, on a port of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.settings import (
    ButtonStyle,
    ChannelSettings,
    TelegramMode,
    TelegramSettings,
    ZaloBotSettings,
    ZaloSettings,
)
from bot.channels.setup import mount_chat_channels
from bot.gateway.schemas import Answer, Gateway, IncomingMessage
from bot.gateway.worker import Pace
from bot.web.keys import GATEWAY
from procedures_db import models
from procedures_db.terms import InboxState, OutboxState
from tests.simulators import telegram, zalo, zalo_bot
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.zalo import ZaloSimulator
from tests.simulators.zalo_bot import ZaloBotSimulator

SECRET = "webhook-secret"
MINUTE = 1.0
"""How long a minute lasts in these tests: every pause is as much shorter as this."""
PACE = Pace(
    at_once=8,
    poll_seconds=0.05,
    hold_seconds=1.0,
    stop_seconds=3.0,
    send_seconds=30.0,
    first_pause=Pace.first_pause * MINUTE / 60,
    longest_pause=Pace.longest_pause * MINUTE / 60,
    attempts=Pace.attempts,
)


class Echo:
    """A gateway that answers with the question; `buttons` go with every answer."""

    def __init__(self) -> None:
        self.asked: list[IncomingMessage] = []
        self.buttons: list[dict[str, str]] = []
        self.text = ""

    async def answer(self, message: IncomingMessage) -> Answer:
        self.asked.append(message)
        return {
            "turn_id": f"{len(self.asked):016x}",
            "conversation_id": message.conversation_id,
            "status": "answered",
            "procedure": None,
            "candidates": [],
            "parts": [],
            "text": self.text or f"đáp: {message.payload or message.text}",
            "buttons": self.buttons,
            "receipt": None,
        }


@dataclass
class Platforms:
    """The three platforms."""

    telegram: TelegramSimulator
    zalo: ZaloSimulator
    bot: ZaloBotSimulator

    def settings(
        self,
        public_url: str = "",
        mode: TelegramMode = TelegramMode.WEBHOOK,
        style: ButtonStyle = ButtonStyle.NUMBERS,
    ) -> ChannelSettings:
        """Return settings with which a service talks to them."""
        return ChannelSettings(
            public_url=public_url,
            telegram=TelegramSettings(telegram.TOKEN, SECRET, mode, self.telegram.url),
            zalo=ZaloSettings(
                zalo.APP_ID,
                zalo.APP_SECRET,
                zalo.OA_SECRET,
                zalo.FIRST_REFRESH,
                style,
                api_url=self.zalo.url,
                oauth_url=self.zalo.url,
            ),
            zalo_bot=ZaloBotSettings(zalo_bot.TOKEN, SECRET, self.bot.url),
        )


@asynccontextmanager
async def all_platforms() -> AsyncIterator[Platforms]:
    async with (
        TelegramSimulator.running() as one,
        ZaloSimulator.running() as two,
        ZaloBotSimulator.running() as three,
    ):
        yield Platforms(one, two, three)


@asynccontextmanager
async def chat_service(
    settings: ChannelSettings,
    sessions: sessionmaker[Session],
    gateway: Gateway,
    port: int = 0,
    pace: Pace = PACE,
) -> AsyncIterator[str]:
    """Run the channels; yields the address."""
    app = web.Application()
    app[GATEWAY] = gateway
    mount_chat_channels(app, settings, sessions, hotline="18001096", pace=pace)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def stored(sessions: sessionmaker[Session]) -> int:
    """How many events were ever stored."""
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(models.InboxEvent)) or 0


def left(sessions: sessionmaker[Session]) -> dict[str, Any]:
    """What is still to be done."""
    event, message = models.InboxEvent, models.OutboxMessage
    with sessions() as session:
        counts = {
            "unanswered": select(func.count()).where(event.state == InboxState.RECEIVED),
            "unsent": select(func.count()).where(message.state != OutboxState.GIVEN_UP),
            "given_up": select(func.count()).where(message.state == OutboxState.GIVEN_UP),
        }
        return {name: session.scalar(count) or 0 for name, count in counts.items()}
