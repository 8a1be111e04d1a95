"""A gateway that answers from the samples."""

import asyncio
from typing import Any

from aiohttp import web

from bot.gateway.schemas import IncomingMessage
from bot.web import GATEWAY, SITE_INFO, setup_web
from tests.bot.web.samples import ANSWERS, EVERY_FACET, answer


class FakeGateway:
    """Gives `reply`, or the sample whose status is the question; remembers what it was asked."""

    def __init__(self) -> None:
        self.reply: dict[str, Any] | None = None
        self.failures: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.messages: list[IncomingMessage] = []

    async def answer(self, message: IncomingMessage) -> dict[str, Any]:
        self.messages.append(message)
        await self.may_answer.wait()
        if self.failures:
            raise self.failures.pop(0)
        if self.reply is not None:
            return self.reply
        if message.text == "everything":
            return answer("answered", *EVERY_FACET)
        return ANSWERS.get(message.text, ANSWERS["answered"])


def make_app(gateway: FakeGateway) -> web.Application:
    """The application with nothing but the page in it."""
    app = web.Application()
    app[GATEWAY] = gateway
    app[SITE_INFO] = {"procedures": 5670, "detailed": 3176, "data_date": "2026-07-18"}
    setup_web(app)
    return app
